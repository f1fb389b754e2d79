"""The regression that decides which paragraphs of a speech recommend: fitted on the development sets, and measured.

What is right was read and decided by hand (``eval/bench/data/speeches.toml``). Every speech is also taken in other
dress, so that the fit does not lean on what one corpus happens to have: without the marks of its list, without 建议 as
well, without its opening paragraph, and behind the opening of another speech. A development set is judged by the fit
of the others; the sets kept back are in no fit. Coefficients go by hand from the table into ``rag/data/speeches.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from eval.sets import QuestionSet, SetError, available, find_documents, load_set
from index.building import build_index
from index.records import Place, Speech
from index.retrieval import open_index
from index.settings import Settings
from rag.data import language
from rag.speeches import Wording, parts_of, wordings

_WEIGHTS = {"as it is": 1.0, "no marks": 1.0, "no asking": 1.0, "no opening": 0.4, "two openings": 0.5}
"""How much each dress counts in the fit; few speeches begin with their first recommendation."""
_ASKS = re.compile("(我们?|本会|我会)?(建议|希望|请求|提议|主张|请)")
_MARK = re.compile("|".join(language("speeches")["numbered"]))
_LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Example:
    """One paragraph in one dress: what is seen of it, whether it recommends, and whether the program says so."""

    of: str
    kept: bool
    dress: str
    seen: Wording
    recommends: bool
    taken: bool


def measure() -> dict[str, Any]:
    """Fits and measures on every set whose documents are here."""
    with TemporaryDirectory(prefix="speeches-") as folder:
        examples = list(_examples(Path(folder)))
    names = sorted({one.of for one in examples})
    fitted: dict[str, dict[str, Counter[tuple[bool, bool]]]] = {}
    used: dict[str, dict[str, Counter[tuple[bool, bool]]]] = {}
    for name in names:
        model = _fit([one for one in examples if one.of != name and not one.kept])
        for one in (one for one in examples if one.of == name):
            judged = float(_features([one.seen])[0] @ model[1:] + model[0]) >= 0
            fitted.setdefault(one.dress, {}).setdefault(name, Counter())[one.recommends, judged] += 1
            used.setdefault(one.dress, {}).setdefault(name, Counter())[one.recommends, one.taken] += 1
    whole = _fit([one for one in examples if not one.kept])
    coefficients = dict(zip(("intercept", *_names()), map(float, whole), strict=True))
    plain = sum(used["as it is"].values(), Counter())
    checks = [
        {
            "name": f"recommendations: {name}, coefficients in use",
            "value": value,
            "limit": _LEAST,
            "passed": value >= _LEAST,
        }
        for name, value in _shares(plain).items()
    ]
    return {
        "coefficients": coefficients,
        "left_out": {dress: {name: _shares(counts) for name, counts in by.items()} for dress, by in fitted.items()},
        "in_use": {dress: {name: _shares(counts) for name, counts in by.items()} for dress, by in used.items()},
        "checks": checks,
    }


def table(result: dict[str, Any]) -> str:
    """The coefficients, and precision and recall by set and dress, as Markdown."""
    lines = ["、".join(f"{name} = {value:.2f}" for name, value in result["coefficients"].items()), ""]
    for dress, by in result["in_use"].items():
        lines += [
            f"## {dress}",
            "",
            "| 集 | 精确率 | 召回率 | 另拟合：精确率 | 召回率 |",
            "| --- | --- | --- | --- | --- |",
        ]
        for name, own in by.items():
            other = result["left_out"][dress][name]
            values = (own["precision"], own["recall"], other["precision"], other["recall"])
            lines.append(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |")
        lines.append("")
    return "\n".join(lines)


def dressed(paragraphs: Sequence[str], opening: str) -> dict[str, list[str]]:
    """One speech in every dress; ``opening``: the first paragraph of another speech."""
    bare = [_MARK.sub("", text, count=1).lstrip("、，,.．。 ") if _MARK.match(text) else text for text in paragraphs]
    silent = [_ASKS.sub("", text) for text in bare]
    return {
        "as it is": list(paragraphs),
        "no marks": bare,
        "no asking": silent,
        "no opening": list(paragraphs[1:]),
        "two openings": [opening, *silent],
    }


def _examples(folder: Path) -> Iterator[Example]:
    decided = tomllib.loads(files("eval.bench.data").joinpath("speeches.toml").read_text(encoding="utf-8"))["speech"]
    exceptions = {(one["set"], one["source"], one["speaker"]): one for one in decided}
    for name in available():
        questions = load_set(name)
        kept = not questions.of_part("development")
        spoken = _spoken(questions, folder / name)
        for number, (source, speech) in enumerate(spoken):
            right = _decided(speech, exceptions.get((name, source, speech.speaker or ""), {}))
            other = spoken[(number + 1) % len(spoken)][1].paragraphs[0]
            for dress, paragraphs in dressed(speech.paragraphs, other).items():
                answers = right[1:] if dress == "no opening" else [False, *right] if dress == "two openings" else right
                parts = parts_of(Speech(None, "", "", "", tuple(paragraphs)))
                for seen, answer, part in zip(wordings(paragraphs), answers, parts, strict=True):
                    if answer is not None and part != "lead":
                        yield Example(name, kept, dress, seen, answer, part == "recommendation")


def _spoken(questions: QuestionSet, folder: Path) -> list[tuple[str, Speech]]:
    """The speeches of a set with their sources; none where its documents are not here."""
    try:
        documents = find_documents(questions)
    except SetError:
        return []
    settings = Settings()
    build_index(documents, folder, settings=settings)
    corpus = open_index(folder, settings=settings).corpus
    return [(corpus.heading(Place(*place)).source, speech) for place, speech in corpus.speeches() if speech.paragraphs]


def _decided(speech: Speech, exception: Mapping[str, Any]) -> list[bool | None]:
    """For each paragraph whether it recommends; None where that is unclear."""
    background = {1, *exception.get("background", ())} - set(exception.get("recommends", ()))
    unclear = exception.get("unclear", ())
    return [None if one in unclear else one not in background for one in range(1, len(speech.paragraphs) + 1)]


def _fit(examples: Sequence[Example]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The intercept and the coefficients of the regression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=10_000).fit(
        _features([one.seen for one in examples]),
        np.array([one.recommends for one in examples]),
        sample_weight=[_WEIGHTS[one.dress] for one in examples],
    )
    return np.concatenate([model.intercept_, model.coef_[0]])


def _features(seen: Sequence[Wording]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([[float(value) for value in asdict(one).values()] for one in seen])


def _names() -> list[str]:
    return [field.name for field in fields(Wording)]


def _shares(counts: Counter[tuple[bool, bool]]) -> dict[str, float]:
    """Precision and recall of (right, judged) counts; 1 where there is nothing to judge."""
    found, false, missed = counts[True, True], counts[False, True], counts[True, False]
    return {
        "precision": found / (found + false) if found + false else 1.0,
        "recall": found / (found + missed) if found + missed else 1.0,
    }
