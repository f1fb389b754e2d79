"""Numbers of Chinese text in any notation, as exact values with offsets.

30%、三成、百分之三十 are one value; 1.5万亿 and 15000亿 are one value. A value is written as a string: ``"1/3"``
for a fraction, ``"30%"`` for a share of a hundred, else the shortest decimal.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
# The figures that cheques and statutes use.
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_PAIR = "两俩"
_CHINESE = "".join(_DIGITS) + "".join(_SMALL) + "".join(_LARGE)
# Characters that alone are words, not figures: 百 and 千 say "many", 伍, 陆 and 拾 stand in 队伍, 大陆 and 收拾.
_WORDS = frozenset("百千壹贰叁肆伍陆柒捌玖拾佰仟")
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

_PATTERN = re.compile(
    rf"(?P<iso>(?<!\d)(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d))"
    rf"|(?P<share>(?P<of>[百千万])分之(?P<part>{_ARABIC}|[{_CHINESE}点]+))"
    rf"|(?P<percent>(?P<percent_value>{_ARABIC})\s?(?P<sign>[%‰]))"
    rf"|(?P<tenth>(?P<tenth_value>[1-9一二两三四五六七八九])成(?P<half>半|[一二三四五六七八九](?![十百千万亿个年月日天成]))?(?![为立果员功就本都长绩分品熟效年人套型交不]))"
    rf"|(?P<half_of>一半|半数)"
    rf"|(?P<fraction>(?P<lower>[{_CHINESE}]+|\d+)分之(?P<upper>[{_CHINESE}]+|\d+))"
    rf"|(?P<slash>(?<![\d/])(?P<over>\d+)/(?P<under>\d+)(?![\d/]))"
    rf"|(?P<arabic>(?:{_ARABIC})(?:\s?[十百千万亿]+(?:\d+(?:\.\d+)?[十百千万]+)*)?)"
    rf"|(?P<chinese>[{_CHINESE}]+(?:点[{''.join(_DIGITS)}]+)?)"
)


class Number(NamedTuple):
    """A number in a text. ``strong`` is False for a lone Chinese figure, which may be part of a word (统一)."""

    value: str
    start: int
    end: int
    strong: bool
    mantissa: str
    """The figure as written without its 万 or 亿: the same with another of these is a slip of the unit."""


def _tenths(behind: str | None) -> int:
    """What stands behind 成 in hundredths: 八成半 and 八成五 are 85 in a hundred."""
    return 5 if behind == "半" else int(_DIGITS[behind]) if behind else 0


def decimal(value: Fraction) -> str:
    """The shortest exact form of ``value``: a decimal where one exists, else ``a/b``."""
    if value.denominator == 1:
        return str(value.numerator)
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs((value * 10**places).numerator)).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def chinese_value(text: str) -> tuple[Fraction, int] | None:
    """The value at the beginning of a run of Chinese figures and how many characters it takes; None if there is none.

    A run without 十, 百, 千, 万, 亿 is read digit by digit (二〇二五).
    """
    length = 0
    while length < len(text) and text[length] in _DIGITS and not _counts_anew(text, length):
        length += 1
    if length > 1 and (length == len(text) or text[length] not in "十百千拾佰仟"):
        value = Fraction(int("".join(str(_DIGITS[c]) for c in text[:length])))
        return _scaled(value, text, length)
    total = section = Fraction(0)
    digit: int | None = None
    previous_small = 10**9
    position = 0
    for position, character in enumerate(text):
        if character in _DIGITS:
            if (digit is not None and digit != 0) or _counts_anew(text, position):
                break
            digit = _DIGITS[character]
        elif character in _SMALL:
            if _SMALL[character] >= previous_small or (digit is None and position and text[position - 1] in _SMALL):
                break
            section += (1 if digit is None else digit) * _SMALL[character]
            previous_small = _SMALL[character]
            digit = None
        else:
            section += digit or 0
            if position == 0 or (section == 0 and total == 0):
                break
            total = (
                (total + section) * _LARGE[character]
                if _LARGE[character] > total
                else total + section * _LARGE[character]
            )
            section, digit, previous_small = Fraction(0), None, 10**9
    else:
        position += 1
    if position == 0:
        return None
    used = text[:position]
    if digit is not None and len(used) > 1 and used[-2] in "百千万亿" and used[-1] in _DIGITS and _DIGITS[used[-1]]:
        # 两千三 and 一万五 leave the last place out.
        last = _SMALL.get(used[-2]) or _LARGE[used[-2]]
        return total + section + Fraction(digit * last, 10), position
    return total + section + (digit or 0), position


def _counts_anew(text: str, at: int) -> bool:
    """Whether 两 at ``at``, behind another figure, counts what that names (五六两个月) and is no digit of it."""
    return at > 0 and text[at] in _PAIR and _DIGITS.get(text[at - 1], 0) > 0


def _scaled(value: Fraction, text: str, length: int) -> tuple[Fraction, int]:
    while length < len(text) and text[length] in _LARGE:
        value *= _LARGE[text[length]]
        length += 1
    return value, length


def _mixed(text: str) -> tuple[Fraction, str]:
    """The value of figures with 万 and 亿 behind them (1.5万亿, 3万5千), and the bare figure."""
    text = text.replace(",", "").replace(" ", "")
    total = Fraction(0)
    bare = re.match(r"[\d.]+", text)
    for figure, scale in re.findall(r"(\d+(?:\.\d+)?)([十百千万亿]*)", text):
        part = Fraction(figure)
        for character in scale:
            part *= _SMALL.get(character) or _LARGE[character]
        total += part
    return total, bare.group() if bare else text


def _plain(text: str) -> Fraction | None:
    """The value of a whole Arabic or Chinese figure."""
    if text[0].isdigit():
        return _mixed(text)[0]
    whole, _, places = text.partition("点")
    read = chinese_value(whole)
    if read is None or read[1] != len(whole):
        return None
    value = read[0]
    for place, character in enumerate(places, 1):
        if character not in _DIGITS:
            return None
        value += Fraction(_DIGITS[character], 10**place)
    return value


def numbers(text: str) -> list[Number]:
    """The numbers of a folded text in order; a date such as 2025-07-03 gives three."""
    found: list[Number] = []
    for match in _PATTERN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if match.group("iso"):
            found.extend(
                Number(str(int(match.group(name))), match.start(name), match.end(name), True, match.group(name))
                for name in "ymd"
            )
        elif match.group("share"):
            part = _plain(match.group("part"))
            if part is not None:
                share = part * 100 / {"百": 100, "千": 1000, "万": 10000}[match.group("of")]
                found.append(Number(f"{decimal(share)}%", start, end, True, match.group("part")))
        elif match.group("percent"):
            share = _mixed(match.group("percent_value"))[0] / (1 if match.group("sign") == "%" else 10)
            found.append(Number(f"{decimal(share)}%", start, end, True, match.group("percent_value")))
        elif match.group("tenth"):
            figure = match.group("tenth_value")
            share = Fraction((int(figure) if figure.isdigit() else _DIGITS[figure]) * 10 + _tenths(match.group("half")))
            found.append(Number(f"{decimal(share)}%", start, end, True, figure))
        elif match.group("half_of"):
            found.append(Number("50%", start, end, True, match.group()))
        elif match.group("fraction") or match.group("slash"):
            upper, lower = ("upper", "lower") if match.group("fraction") else ("over", "under")
            above, below = _plain(match.group(upper)), _plain(match.group(lower))
            if above is not None and below:
                found.append(Number(f"{above}/{below}", start, end, True, match.group()))
        elif match.group("arabic"):
            value, bare = _mixed(match.group())
            found.append(Number(decimal(value), start, end, True, bare))
        elif kind == "chinese":
            found.extend(_chinese(match.group(), start))
    return found


def _chinese(run: str, start: int) -> list[Number]:
    """The numbers of one run of Chinese figures (十四五 holds two); a lone 百, 千, 万, 亿 is a word."""
    whole, point, places = run.partition("点")
    found: list[Number] = []
    position = 0
    while position < len(whole):
        read = chinese_value(whole[position:])
        if read is None:
            position += 1
            continue
        value, length = read
        text = whole[position : position + length]
        if text not in _WORDS:
            found.append(
                Number(decimal(value), start + position, start + position + length, length > 1, text.rstrip("万亿"))
            )
        position += length
    if point and found and found[-1].end == start + len(whole):
        last = found[-1]
        full = _plain(whole[last.start - start :] + point + places)
        if full is not None:
            found[-1] = Number(decimal(full), last.start, start + len(run), True, run)
    return found
