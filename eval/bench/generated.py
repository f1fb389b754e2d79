"""Generated indexes for endurance runs: documents that tell their version, written and read without a model."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.bench.stand_in import PairEmbedder
from index.building import index_documents
from index.records import Document, Speech
from index.retrieval import Index, open_index
from index.settings import Settings

SETTINGS = Settings()
WORDS = ("道路", "水库", "学校", "医院", "养老", "电梯", "公园", "公交", "菜场", "社区", "图书馆", "河道", "绿地")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One experiment: how many trials, in how many the index held, and what did not hold."""

    name: str
    tried: int
    held: int
    failures: tuple[str, ...] = ()


def make_documents(version: int, count: int = 6) -> list[Document]:
    """Generated documents whose every paragraph tells its version."""
    chance = random.Random(version)
    return [
        Document(
            source=f"{number}.txt", title=f"第{number}页", newspaper="某报", date="2025-01-02", page=number,
            speeches=tuple(
                Speech(
                    f"委员{number}{letter}", "某单位主任", f"关于{word}的建议", f"某单位主任 委员{number}{letter}",
                    tuple(f"版本{version}。" + "".join(
                        f"建议把{chance.choice(WORDS)}和{chance.choice(WORDS)}一并改造，先做{chance.choice(WORDS)}。"
                        for _ in range(4)
                    ) for _ in range(3)),
                )
                for letter, word in zip("甲乙", chance.sample(WORDS, 2), strict=True)
            ),
        )
        for number in range(count)
    ]  # fmt: skip


def write(location: Path, version: int, at: Callable[[str], None] = lambda point: None) -> str:
    """Builds version ``version`` at ``location``."""
    embedder = PairEmbedder()
    return index_documents(make_documents(version), location, settings=SETTINGS, embedder=embedder, at=at).generation


def read(location: Path) -> Index:
    """Opens ``location`` with every file verified."""
    return open_index(location, settings=SETTINGS, embedder=PairEmbedder())


def version_of(index: Index) -> int:
    """The one version of everything in ``index``; ValueError for a mixture."""
    versions = {int(text[2 : text.index("。")]) for _, text in index.corpus.paragraphs()}
    versions |= {int(hit.text[2 : hit.text.index("。")]) for hit in index.search("建议改造道路", k=50)}
    (version,) = versions
    return version
