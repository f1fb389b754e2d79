"""Harmless rewordings of sentences, to measure that a check lets them pass.

Written independently of the checker: figures are written out here by rules of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from eval.bench.mutations import Case, Material, Passage, introduction, lists, tagged

_DIGITS = "零一二三四五六七八九"
_MARKS = re.compile(r"(?<=[，；;])|(?<=,)(?!\d)")


@cache
def _converter(name: str) -> Any:
    from opencc import OpenCC

    return OpenCC(name)


def written(value: int) -> str:
    """A whole number below 10^12 in Chinese figures."""
    if value == 0:
        return "零"
    text = ""
    for size, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, size)
        if not part:
            if text and not text.endswith("零") and value:
                text += "零"
            continue
        if text and part < 1000 and not text.endswith("零"):
            text += "零"
        text += _below_ten_thousand(part) + mark
    return text[1:] if text.startswith("一十") else text


def _below_ten_thousand(value: int) -> str:
    text, gap = "", False
    for size, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + mark
            gap = False
        else:
            gap = bool(text)
    return text


def width(text: str, rng: random.Random, _: Material) -> str | None:
    """Half-width letters, figures and points made full-width, and the other way round."""
    if rng.random() < 0.5:
        new = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c not in "\"'" else c for c in text)
    else:
        new = text.translate(str.maketrans("，。；：！？（）％", ",.;:!?()%"))
        new = re.sub(r"(?<=\d)\.$", "。", new)
    return new if new != text else None


def script(text: str, rng: random.Random, _: Material) -> str | None:
    """Traditional characters for simplified and the other way round, one for one."""
    for name in rng.sample(("s2t", "s2tw", "s2hk", "t2s"), 4):
        new = str(_converter(name).convert(text))
        if new != text and len(new) == len(text):
            return new
    return None


def _share(match: re.Match[str]) -> str:
    whole, _, places = match.group(1).partition(".")
    if not places and whole.endswith("0") and len(whole) == 2:
        return f"{_DIGITS[int(whole[0])]}成"
    return "百分之" + written(int(whole)) + ("点" + "".join(_DIGITS[int(d)] for d in places) if places else "")


def notation(text: str, rng: random.Random, _: Material) -> str | None:
    """Numbers in another notation of the same value."""
    ways: list[Callable[[str], str]] = [
        lambda t: re.sub(r"(?<![\d.])(\d+(?:\.\d+)?)\s?[%％]", _share, t),
        lambda t: re.sub(
            r"(?<![\d.,/\-a-zA-Z第])(\d{1,4})(?=[个項项名家条人位次年天月倍])(?!\d*年)",
            lambda m: written(int(m.group(1))),
            t,
        ),
        lambda t: re.sub(r"(?<!\d)(\d)(\d{3})(?=[\u4e00-\u9fff])(?!年)", r"\1,\2", t),
        lambda t: re.sub(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日", r"\1-\2-\3", t),
        lambda t: re.sub(r"(\d{1,2})月(\d{1,2})日", r"\1月\2号", t),
        lambda t: re.sub(
            r"(?<![\d.])(\d{1,3}(?:\.\d)?)万亿",
            lambda m: f"{float(m.group(1)) * 10000:g}亿" if float(m.group(1)) < 90 else m.group(),
            t,
        ),
        lambda t: re.sub(r"(?<![\d.,])(\d{1,2})亿", lambda m: f"{int(m.group(1))}0000万", t),
        lambda t: re.sub(
            r"(?<![一二三四五六七八九十百千万亿零两第统之])([二三四五六七八九])(?=[个項项名家条位])",
            lambda m: str(_DIGITS.index(m.group(1))),
            t,
        ),
        lambda t: re.sub(
            r"(?<![一二三四五六七八九十百千万亿零两])([二三四五六七八九])?十([一二三四五六七八九])?(?=[个項项名家条位日年])",
            lambda m: str(
                (_DIGITS.index(m.group(1)) if m.group(1) else 1) * 10 + (_DIGITS.index(m.group(2)) if m.group(2) else 0)
            ),
            t,
        ),
        lambda t: re.sub(
            r"(?<!\d)(\d{4})年", lambda m: "".join("〇一二三四五六七八九"[int(d)] for d in m.group(1)) + "年", t
        ),
    ]
    rng.shuffle(ways)
    for way in ways:
        new = way(text)
        if new != text:
            return new
    return None


def particles(text: str, rng: random.Random, _: Material) -> str | None:
    """Some 的, 了, 等, 着 left out where they stand as words of their own."""
    quoted = [m.span() for m in re.finditer(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"", text)]
    spots = [
        start
        for word, flag, start in tagged(text)
        if word in ("的", "了", "等", "着", "地") and start and not any(a <= start < b for a, b in quoted)
    ]
    if not spots:
        return None
    gone = set(rng.sample(spots, rng.randint(1, len(spots))))
    return "".join(c for i, c in enumerate(text) if i not in gone)


def _parts(text: str) -> list[str]:
    return [part.strip("，,；;。 ") for part in _MARKS.split(text) if part.strip("，,；;。 ")]


def order(text: str, rng: random.Random, _: Material) -> str | None:
    """The clauses of the sentence in another order."""
    parts = _parts(text)
    if not 2 <= len(parts) <= 6:
        return None
    new = parts[:]
    while new == parts:
        rng.shuffle(new)
    return "，".join(new) + "。"


def shortened(text: str, rng: random.Random, _: Material) -> str | None:
    """Some of the clauses, in their order."""
    parts = _parts(text)
    if len(parts) < 2:
        return None
    keep = sorted(rng.sample(range(len(parts)), rng.randint(1, len(parts) - 1)))
    new = "，".join(parts[i] for i in keep)
    return new + "。" if len(new) >= 6 else None


def points(text: str, rng: random.Random, _: Material) -> str | None:
    """Other points: none, or commas for semicolons and 、."""
    new = text.replace("；", "，").replace(";", "，") if rng.random() < 0.5 else text.replace("、", "，")
    return new if new != text else text.rstrip("。") + "；"


def synonyms(text: str, rng: random.Random, _: Material) -> str | None:
    """One word for another of the same meaning."""
    table = lists()["synonyms"]
    spots = [(start, word) for word, _, start in tagged(text) if word in table]
    if not spots:
        return None
    start, word = rng.choice(spots)
    return text[:start] + str(table[word]) + text[start + len(word) :]


REWORDINGS: dict[str, Callable[[str, random.Random, Material], str | None]] = {
    "width": width,
    "script": script,
    "notation": notation,
    "particles": particles,
    "order": order,
    "shortened": shortened,
    "points": points,
}


def rewording(kind: str, passage: Passage, sentence: str, around: Material, rng: random.Random) -> Case | None:
    """A case reworded harmlessly in the way ``kind`` (``several``: two at once); None if there is no place for it."""
    if kind == "attributed":
        return (
            Case(kind, introduction(passage.speaker, rng) + sentence, sentence, (passage,)) if passage.speaker else None
        )
    if kind == "quoted":
        return Case(kind, f"原文写道：“{sentence.rstrip('。')}”。", sentence, (passage,))
    if kind == "several":
        new: str | None = sentence
        for way in rng.sample(list(REWORDINGS), 2):
            new = REWORDINGS[way](new, rng, around) or new if new else None
        return Case(kind, new, sentence, (passage,)) if new and new != sentence else None
    new = synonyms(sentence, rng, around) if kind == "synonyms" else REWORDINGS[kind](sentence, rng, around)
    return Case(kind, new, sentence, (passage,)) if new else None
