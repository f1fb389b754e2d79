"""``check``: everything that can be wrong with an index, named."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.building import check_manifest
from index.errors import IndexDamaged, IndexMismatch
from index.locations import is_milvus
from index.settings import Settings
from index.store import Held


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: ``problems`` in Chinese, none if all is well; ``damaged`` names the files concerned."""

    location: str
    generation: str
    model: str
    files: int
    length: int
    problems: tuple[str, ...]
    damaged: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def check_index(location: str | Path, *, settings: Settings) -> CheckReport:
    """Reads every file of the index at ``location`` and compares how it was made with what is here.

    Raises IndexMissing where there is none.
    """
    if is_milvus(location):
        from index.milvus.reading import check_milvus

        return check_milvus(str(location), settings=settings)
    problems: list[str] = []
    damaged: list[str] = []
    try:
        held = Held(Path(location))
    except IndexDamaged as problem:
        return CheckReport(str(location), "", "", 0, 0, (str(problem),), (problem.file,))
    for found in held.problems():
        problems.append(str(found))
        damaged.append(found.file)
    try:
        from index.embedding import open_embedder

        check_manifest(held.manifest, open_embedder(settings.embedding, cache=settings.cache))
    except IndexMismatch as difference:
        problems.append(str(difference))
    files = held.manifest["files"]
    return CheckReport(
        location=str(location),
        generation=held.identifier,
        model=held.manifest["model"],
        files=len(files),
        length=sum(entry["length"] for entry in files.values()),
        problems=tuple(problems),
        damaged=tuple(damaged),
    )
