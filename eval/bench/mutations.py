"""Faults made in sentences, one each, to measure a check that should catch them.

Nothing here is taken from the checker: the word lists are this package's own, words and parts of speech are jieba's.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.folding import fold

_LISTS = Path(__file__).parent / "data" / "faults.toml"
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_DIGIT = "零一二三四五六七八九"
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with who says it (None and "" where the corpus does not tell)."""

    text: str
    speaker: str | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to check against passages: ``kind`` is the fault it was given or the rewording it went through."""

    kind: str
    sentence: str
    original: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What faults are made from: the passages, the names in them by part of speech, and who speaks."""

    passages: tuple[Passage, ...]
    names: dict[str, tuple[str, ...]]
    speakers: tuple[str, ...]


@cache
def lists() -> dict[str, Any]:
    """The word lists."""
    return tomllib.loads(_LISTS.read_text("utf-8"))


@cache
def tagged(sentence: str) -> tuple[tuple[str, str, int], ...]:
    """jieba's words of the simplified form with part of speech and offset (folding keeps the length)."""
    import jieba.posseg

    found, position = [], 0
    for pair in jieba.posseg.cut(fold(sentence)):
        found.append((pair.word, pair.flag, position))
        position += len(pair.word)
    return tuple(found)


def material(passages: Sequence[Passage], *, sample: int = 400) -> Material:
    """The passages with the names that jieba sees in (the first ``sample`` of) them."""
    names: dict[str, set[str]] = {}
    for passage in passages[:sample]:
        for word, flag, start in tagged(passage.text[:600]):
            if flag in ("nr", "ns", "nt", "nz", "nrt") and len(word) > 1:
                names.setdefault(flag, set()).add(passage.text[start : start + len(word)])
    speakers = dict.fromkeys(p.speaker for p in passages if p.speaker)
    return Material(tuple(passages), {flag: tuple(sorted(found)) for flag, found in names.items()}, tuple(speakers))


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _other(rng: random.Random, options: Sequence[str], old: str) -> str | None:
    left = [option for option in options if option != old]
    return rng.choice(left) if left else None


def number(text: str, rng: random.Random, _: Material) -> str | None:
    """One figure of a number changed, Arabic or Chinese."""
    spots = [m for m in _FIGURE.finditer(text) if text[m.end() : m.end() + 1] not in ("年", "月", "日")]
    chinese = [
        start
        for word, flag, start in tagged(text)
        if flag == "m"
        and any(c in _DIGIT[2:] for c in word)
        and not re.search("[年月日]", text[start : start + len(word) + 1])
    ]
    if spots and (not chinese or rng.random() < 0.7):
        match = rng.choice(spots)
        at = rng.randrange(match.start(), match.end())
        if text[at] == ".":
            at -= 1
        return _put(text, at, at + 1, _other(rng, "123456789", text[at]) or "0")
    if chinese:
        start = rng.choice(chinese)
        at = next(i for i in range(start, len(text)) if fold(text[i]) in _DIGIT[2:])
        return _put(text, at, at + 1, _other(rng, _DIGIT[2:], fold(text[at])) or "")
    return None


def exchanged(text: str, rng: random.Random, _: Material) -> str | None:
    """Two numbers of the sentence in each other's place."""
    spots = list(_FIGURE.finditer(text))
    pairs = [(a, b) for i, a in enumerate(spots) for b in spots[i + 1 :] if a.group() != b.group()]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    text = _put(text, second.start(), second.end(), first.group())
    return _put(text, first.start(), first.end(), second.group())


def date(text: str, rng: random.Random, _: Material) -> str | None:
    """Another year, month or day."""
    spots = list(re.finditer(r"(\d{1,4})(?=\s?[年月日])", text))
    if not spots:
        return None
    match = rng.choice(spots)
    value = int(match.group())
    new = max(1, value + rng.choice((-2, -1, 1, 2, 10)))
    return _put(text, match.start(), match.end(), str(new)) if new != value else None


def unit(text: str, rng: random.Random, _: Material) -> str | None:
    """Another unit of the same family behind a number."""
    options = []
    folded = fold(text)
    for group in lists()["units"]:
        family = sorted(group["family"], key=len, reverse=True)
        pattern = (
            r"(?:(?<=[\d一二三四五六七八九十百千万亿])|(?<=\d[余多]))\s?(" + "|".join(map(re.escape, family)) + ")"
        )
        options += [(m.start(1), m.end(1), family) for m in re.finditer(pattern, folded)]
    # A unit is the longest that fits; 年代 or 月份 are words of their own, and 十万 is a number's own inside.
    options = [(a, b, f) for a, b, f in options if folded[b : b + 1] not in ("代", "份", "级", "轻", "家", "民", "口")]
    if not options:
        return None
    start, end, family = rng.choice(options)
    new = _other(rng, family, folded[start:end])
    return _put(text, start, end, new) if new else None


def name(text: str, rng: random.Random, around: Material) -> str | None:
    """Another name of the same part of speech."""
    spots = [(start, len(word), flag) for word, flag, start in tagged(text) if flag in around.names and len(word) > 1]
    if not spots:
        return None
    start, length, flag = rng.choice(spots)
    new = _other(rng, around.names[flag], text[start : start + length])
    return _put(text, start, start + length, new) if new and fold(new) not in fold(text) else None


def office(text: str, rng: random.Random, _: Material) -> str | None:
    """Another office, or 副 added or lost."""
    words = lists()["offices"]["words"]
    folded = fold(text)
    spots = [(m.start(), m.group()) for w in words for m in re.finditer(w, folded)]
    if not spots:
        return None
    start, word = rng.choice(spots)
    if start and folded[start - 1] == "副":
        return _put(text, start - 1, start, "")
    if rng.random() < 0.3 and word.endswith("长"):
        return _put(text, start, start, "副")
    return _put(text, start, start + len(word), _other(rng, words, word) or "")


def negation_added(text: str, rng: random.Random, _: Material) -> str | None:
    """A negation before a verb."""
    words = tagged(text)
    spots = [
        start
        for at, (word, flag, start) in enumerate(words)
        if flag == "v"
        and len(word) > 1
        and (at == 0 or words[at - 1][0] not in ("不", "未", "没有", "没", "无", "的", "得", "非"))
        and not any(c in "不没未无非" for c in word)
    ]
    if not spots:
        return None
    start = rng.choice(spots)
    return _put(text, start, start, rng.choice(lists()["negation_before_verb"]))


def negation_removed(text: str, rng: random.Random, _: Material) -> str | None:
    """A negation taken out."""
    table = lists()["negation_removed"]
    spots = [(start, word) for word, _, start in tagged(text) if word in table]
    if not spots:
        return None
    start, word = rng.choice(spots)
    return _put(text, start, start + len(word), table[word])


def direction(text: str, rng: random.Random, _: Material) -> str | None:
    """A word of direction for its opposite."""
    table = {a: b for pair in lists()["antonyms"] for a, b in (pair, pair[::-1])}
    spots = [(start, word) for word, _, start in tagged(text) if word in table]
    if not spots:
        return None
    start, word = rng.choice(spots)
    return _put(text, start, start + len(word), table[word])


def modality(text: str, rng: random.Random, _: Material) -> str | None:
    """Something proposed made done, something possible made sure, or the other way round; or 已 put before a verb."""
    table = lists()["modality"]
    spots = [(start, word) for word, _, start in tagged(text) if word in table]
    if spots and rng.random() < 0.8:
        start, word = rng.choice(spots)
        return _put(text, start, start + len(word), rng.choice(table[word]))
    verbs = [(start, word) for word, flag, start in tagged(text) if flag == "v" and len(word) > 1 and "已" not in text]
    if not verbs:
        return None
    start, word = rng.choice(verbs)
    return _put(text, start, start, rng.choice(("已", "已经", "早已")))


FAULTS: dict[str, Callable[[str, random.Random, Material], str | None]] = {
    "number": number,
    "exchanged": exchanged,
    "date": date,
    "unit": unit,
    "name": name,
    "office": office,
    "negation_added": negation_added,
    "negation_removed": negation_removed,
    "direction": direction,
    "modality": modality,
}


def _clause_with(original: str, mutated: str, rng: random.Random) -> str:
    """Now and then only the clauses around the fault: a sentence that is shortened as well."""
    if rng.random() < 0.6:
        return mutated
    low = next((i for i, (a, b) in enumerate(zip(original, mutated, strict=False)) if a != b), 0)
    high = next((i for i, (a, b) in enumerate(zip(original[::-1], mutated[::-1], strict=False)) if a != b), 0)
    # One word beyond the fault on either side, so that the fault is inside.
    first = max(mutated.rfind(mark, 0, max(0, low)) for mark in "，,；;：:") + 1
    ends = [mutated.find(mark, max(low, len(mutated) - high)) for mark in "，,；;：:"]
    end = min((e for e in ends if e >= 0), default=len(mutated))
    part = mutated[first:end]
    return part if len(part) >= 10 else mutated


def fault(kind: str, passage: Passage, sentence: str, around: Material, rng: random.Random) -> Case | None:
    """A case with one fault of ``kind``; None if the sentence offers no place for it."""
    if kind == "speaker":
        return _speaker(passage, sentence, around, rng)
    if kind == "stitched":
        return _stitched(passage, sentence, around, rng)
    if kind == "quote":
        return _quote(passage, sentence, around, rng)
    mutated = FAULTS[kind](sentence, rng, around)
    if mutated is None:
        return None
    shown = mutated if kind == "exchanged" else _clause_with(sentence, mutated, rng)
    if _plain(shown) in _plain(passage.text):
        return None
    if passage.speaker and rng.random() < 0.4:
        shown = introduction(passage.speaker, rng) + shown
    return Case(kind, shown, sentence, (passage,))


def _plain(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum() or character in "%.")


def introduction(speaker: str, rng: random.Random) -> str:
    """The beginning of a sentence that tells whose words follow."""
    return speaker + rng.choice(
        ("建议，", "提出，", "认为，", f"在第{rng.randint(1, 9)}段提出：", "指出，", "表示，", "说：")
    )


def _speaker(passage: Passage, sentence: str, around: Material, rng: random.Random) -> Case | None:
    if not passage.speaker:
        return None
    other = _other(rng, around.speakers, passage.speaker)
    return Case("speaker", introduction(other, rng) + sentence, sentence, (passage,)) if other else None


def _stitched(passage: Passage, sentence: str, around: Material, rng: random.Random) -> Case | None:
    """Half of the sentence and half of a sentence from elsewhere as one quotation."""
    other = rng.choice(around.passages)
    pieces = [p for p in re.split(r"(?<=[，,；;。])", other.text) if len(p) >= 8]
    mine = [p for p in re.split(r"(?<=[，,；;。])", sentence) if len(p) >= 8]
    if not pieces or not mine:
        return None
    quote = (rng.choice(mine) + rng.choice(pieces)).rstrip("，,；;。")
    if _plain(quote) in _plain(passage.text):
        return None
    ahead = introduction(passage.speaker, rng).rstrip("，：") + "：" if passage.speaker else "原文说："
    return Case("stitched", f"{ahead}“{quote}”。", sentence, (passage, other) if rng.random() < 0.5 else (passage,))


def _quote(passage: Passage, sentence: str, around: Material, rng: random.Random) -> Case | None:
    """A quotation with one character that is not the source's."""
    spots = [i for i, c in enumerate(sentence) if _HAN.match(c)]
    body = sentence.rstrip("。！？!?")
    donor = rng.choice(around.passages).text
    han = [c for c in donor if _HAN.match(c)]
    if not spots or not han:
        return None
    at, new = rng.choice(spots), rng.choice(han)
    if at >= len(body) or fold(new) == fold(sentence[at]):
        return None
    return Case("quote", f"原文写道：“{_put(body, at, at + 1, new)}”。", sentence, (passage,))
