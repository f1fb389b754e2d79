"""Where indexes are: folders or Milvus URIs, and which one is meant when none is named."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from index.settings import DEFAULT_INDEX, SAMPLE, Settings

if TYPE_CHECKING:
    from index.embedding import Embedder

_PATIENCE = 120  # times to look, half a second apart, while another process makes the sample's index


def is_milvus(location: str | Path) -> bool:
    """Whether ``location`` is a Milvus URI: a ``.db`` file (Milvus Lite) or a server's address."""
    return str(location).startswith(("http://", "https://")) or str(location).endswith(".db")


def default_location(settings: Settings, *, embedder: Embedder | None = None) -> str:
    """The index meant where none is named: that of the settings, else data/index where it exists, else the sample's.

    The sample corpus is indexed into the cache when first asked for, and again when it, the model or the program's
    format has changed.
    """
    if settings.index is not None:
        return settings.index
    if DEFAULT_INDEX.exists():
        return str(DEFAULT_INDEX)
    return str(_sample_index(settings, embedder))


def _sample_index(settings: Settings, embedder: Embedder | None) -> Path:
    from index.building import build_index
    from index.errors import IndexBusy

    if embedder is None:
        from index.embedding import open_embedder

        embedder = open_embedder(settings.embedding, cache=settings.cache)
    location = settings.cache / "sample-index"
    present = {
        path.relative_to(SAMPLE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(SAMPLE.rglob("*"))
        if path.suffix in {".txt", ".md"} and path.name != "README.md"
    }
    for _ in range(_PATIENCE):
        if _is_current(location, present, embedder):
            break
        try:
            build_index([SAMPLE], location, settings=settings, embedder=embedder)
        except IndexBusy:  # another process is making it
            time.sleep(0.5)
    return location


def _is_current(location: Path, sources: dict[str, str], embedder: Embedder) -> bool:
    from index.building import check_manifest
    from index.errors import IndexProblem
    from index.store import Held

    try:
        held = Held(location)
        check_manifest(held.manifest, embedder)
        held.verify()
        held.close()
    except IndexProblem:
        return False  # not there, damaged or of another version
    return bool(held.manifest["sources"] == sources)
