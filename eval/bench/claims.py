"""How many faults the claims check catches and how many harmless rewordings it lets pass, by type and by corpus.

``python -m eval.bench.claims`` measures the shipped sample, and the shared pages and data sets where the folder
``../shared`` stands beside the checkout.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.bench.mutations import FAULTS, Case, Material, Passage, fault, material
from eval.bench.rewordings import REWORDINGS, rewording
from index.records import Document
from index.sentences import sentences
from index.settings import SAMPLE
from rag.claims import Evidence, check

SHARED = Path(__file__).resolve().parents[3] / "shared"
FAULT_KINDS = (*FAULTS, "speaker", "stitched", "quote")
REWORDING_KINDS = (*REWORDINGS, "several", "attributed", "quoted")
CAUGHT, PASSED = 0.99, 0.97
# What the check should call a fault of each type.
EXPECTED = {
    "number": {"number", "date", "unit"}, "exchanged": {"number", "date"}, "date": {"date", "number"},
    "unit": {"unit", "number", "date"}, "name": {"name"}, "office": {"name"}, "negation_added": {"negation"},
    "negation_removed": {"negation"}, "direction": {"direction", "negation"}, "modality": {"modality", "negation"},
    "speaker": {"speaker"}, "stitched": {"quote"}, "quote": {"quote"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: of ``made`` cases ``right`` ended as they should; ``named``: with the right kind of fault;
    ``tolerant``: caught as well when exchanged words alone are tolerated."""

    kind: str
    made: int
    right: int
    named: int = 0
    tolerant: int = 0


def passages_of(documents: Sequence[Document]) -> list[Passage]:
    """The paragraphs of read documents with their speakers."""
    return [
        Passage(text, speech.speaker, speech.role)
        for document in documents for speech in document.speeches for text in speech.paragraphs
    ]  # fmt: skip


def corpora(names: Sequence[str] | None = None) -> dict[str, list[Passage]]:
    """The passages of the sample and, where they exist, of the shared pages and data sets."""
    found: dict[str, list[Passage]] = {}

    def wanted(name: str) -> bool:
        return names is None or name in names

    if wanted("sample"):
        from index.reading import read_paths

        found["sample"] = passages_of([d for d in read_paths([SAMPLE]) if isinstance(d, Document)])
    pages = SHARED / "corpus" / "structure.json"
    if wanted("pages") and pages.exists():
        found["pages"] = [
            Passage(text, speech["speaker"], speech["role"] or "")
            for speech in json.loads(pages.read_text("utf-8")) for text in speech["paragraphs"]
        ]  # fmt: skip
    for folder in sorted((SHARED / "datasets").glob("*/corpus.jsonl")) if (SHARED / "datasets").exists() else ():
        if wanted(folder.parent.name):
            with folder.open(encoding="utf-8") as lines:
                found[folder.parent.name] = [Passage(json.loads(line)["text"]) for line in lines]
    return found


def _sentence(passage: Passage, rng: random.Random) -> str | None:
    spans = [(a, b) for a, b in sentences(passage.text) if 12 <= b - a <= 140]
    if not spans:
        return None
    start, end = rng.choice(spans)
    return passage.text[start:end].strip()


def cases(around: Material, kinds: Sequence[str], count: int, *, seed: int, faulty: bool) -> list[Case]:
    """``count`` cases, evenly over the kinds; what the corpus has no material for is made of the other kinds."""
    rng = random.Random(seed)
    found: dict[tuple[str, str], Case] = {}
    left = list(kinds)
    while left and len(found) < count:
        each = -(-(count - len(found)) // len(left))
        left = [kind for kind in left if _add(found, kind, each, around, rng, faulty=faulty)]
    return list(found.values())[:count]


def _add(
    found: dict[tuple[str, str], Case], kind: str, each: int, around: Material, rng: random.Random, *, faulty: bool
) -> bool:
    """Adds up to ``each`` new cases of one kind; False if the corpus offers no more."""
    make = fault if faulty else rewording
    added = 0
    for _ in range(each * 30):
        if added == each:
            return True
        passage = rng.choice(around.passages)
        sentence = _sentence(passage, rng)
        case = make(kind, passage, sentence, around, rng) if sentence else None
        if case is not None and (kind, case.sentence) not in found:
            found[kind, case.sentence] = case
            added += 1
    return False


def run(case: Case, speakers: Sequence[str], *, wording: bool = True) -> set[str]:
    """The kinds of disagreement that the check finds in a case."""
    evidence = [Evidence(p.text, p.speaker, p.role) for p in case.passages]
    return {item.kind for item in check(case.sentence, evidence, speakers=speakers, wording=wording)}


def rows(found: Sequence[Case], around: Material, *, faulty: bool) -> tuple[list[Row], list[Case]]:
    """A row for every kind and the cases that did not end as they should."""
    table: dict[str, list[int]] = {}
    wrong: list[Case] = []
    for case in found:
        row = table.setdefault(case.kind, [0, 0, 0, 0])
        kinds = run(case, around.speakers)
        right = bool(kinds) == faulty
        row[0] += 1
        row[1] += right
        row[2] += bool(faulty and kinds & EXPECTED[case.kind])
        row[3] += bool(kinds - {"wording"}) == faulty
        if not right:
            wrong.append(case)
    return [Row(kind, *values) for kind, values in table.items()], wrong


def measure(*, seed: int = 20250703, mutations: int = 2000, rewordings: int = 1000, corpus: str = "") -> dict[str, Any]:
    """Figures by corpus: rows of faults and of rewordings, shares, milliseconds a check, up to 400 wrong cases.

    ``mutations`` and ``rewordings`` are counts a corpus; ``corpus``: names with commas between, all of them if empty.
    """
    report: dict[str, Any] = {}
    for name, passages in corpora(corpus.split(",") if corpus else None).items():
        around = material(passages, sample=max(40, mutations // 5))
        faults = cases(around, FAULT_KINDS, mutations, seed=seed, faulty=True)
        harmless = cases(around, REWORDING_KINDS, rewordings, seed=seed + 1, faulty=False)
        apart = cases(around, ("synonyms",), max(10, rewordings // 10), seed=seed + 2, faulty=False)
        started = time.process_time()
        caught, missed = rows(faults, around, faulty=True)
        passed, stopped = rows(harmless, around, faulty=False)
        seconds = (time.process_time() - started) / max(1, len(faults) + len(harmless))
        others, _ = rows(apart, around, faulty=False)
        report[name] = {
            "faults": [asdict(row) for row in caught],
            "rewordings": [asdict(row) for row in passed],
            "apart": [asdict(row) for row in others],
            "mutations": len(faults),
            "caught": sum(row.right for row in caught) / max(1, len(faults)),
            "caught_tolerant": sum(row.tolerant for row in caught) / max(1, len(faults)),
            "harmless": len(harmless),
            "passed": sum(row.right for row in passed) / max(1, len(harmless)),
            "milliseconds": round(seconds * 1000, 3),
            "missed": [asdict(case) for case in missed[:400]],
            "stopped": [asdict(case) for case in stopped[:400]],
        }
    checks = [
        {"name": f"{name}: {what}", "value": part[what], "limit": limit, "passed": part[what] >= limit}
        for name, part in report.items() for what, limit in (("caught", CAUGHT), ("passed", PASSED))
    ]  # fmt: skip
    return {"corpora": report, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown, a line a type."""
    lines = []
    for name, part in result["corpora"].items():
        lines += [
            f"\n## {name}: caught {part['caught']:.4f} of {part['mutations']} (exchanged words tolerated: "
            f"{part['caught_tolerant']:.4f}), passed {part['passed']:.4f} of {part['harmless']}, "
            f"{part['milliseconds']} ms a sentence\n",
            "| type | made | right | share | named rightly | tolerant |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        for group in ("faults", "rewordings", "apart"):
            lines += [
                f"| {row['kind']} | {row['made']} | {row['right']} | {row['right'] / row['made']:.3f} | "
                f"{row['named'] if group == 'faults' else ''} | {row['tolerant']} |"
                for row in part[group]
            ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; exit status 1 if a corpus misses 99 % caught or 97 % passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20250703)
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--rewordings", type=int, default=1000)
    parser.add_argument("--corpus", default="")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    report = measure(
        seed=options.seed, mutations=options.mutations, rewordings=options.rewordings, corpus=options.corpus
    )
    sys.stdout.write(table(report) + "\n")
    if options.out:
        options.out.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    return 0 if all(check["passed"] for check in report["checks"]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
