"""Files and folders to documents: which files are read, how their bytes become text, and why the others are skipped."""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..records import Document
from . import corrections
from .pages import read_text

ENDINGS = (".txt", ".text", ".md", ".markdown")
EXPLANATIONS = frozenset({"readme", "license", "licence", "changelog", "contributing"})
"""Stems of files that explain a folder. Inside a folder they are no pages; given by themselves they are read."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or path that was not read; ``reason`` is one Chinese sentence with the remedy."""

    source: str
    reason: str


class Unreadable(ValueError):
    """A file that cannot be read as a page; the message is one Chinese sentence with the remedy."""


def decode(data: bytes) -> str:
    """The text of ``data``: UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; strictly, without gaps.

    Bytes that GB18030 would accept but turn into nonsense (Big5, Latin-1, binary) are refused. Raises Unreadable.
    """
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if not text or not _plausible(text):
        raise Unreadable(
            "文字编码无法识别（既不是 UTF-8、带 BOM 的 UTF-16，也不是 GB18030），请用编辑器另存为 UTF-8 再试。"
        )
    return text


def _plausible(text: str) -> bool:
    """Whether text decoded as GB18030 is Chinese: mostly everyday characters, hardly any kana, Greek, private use."""
    foreign = [character for character in text if ord(character) > 0x7F]
    strange = everyday = 0
    for character in foreign:
        code = ord(character)
        encoded = character.encode("gb18030")
        if 0x370 <= code < 0x530 or 0x3040 <= code < 0x3130 or 0xE000 <= code < 0xF900 or len(encoded) == 4:
            strange += 1
        elif len(encoded) == 2 and ((0xB0 <= encoded[0] <= 0xD7 and encoded[1] >= 0xA1) or encoded[0] in {0xA1, 0xA3}):
            everyday += 1
    return strange <= 0.05 * len(foreign) and everyday >= 0.5 * len(foreign)


def read_document(path: Path | str, *, source: str) -> Document:
    """Reads one file; its fingerprint is the sha256 of its bytes. Raises Unreadable (in Chinese) where it cannot."""
    path = Path(path)
    if not path.exists():
        raise Unreadable("路径不存在，请检查拼写。")
    if not path.is_file():
        raise Unreadable("不是普通文件，请给出文本文件或文件夹。")
    if path.suffix.lower() not in ENDINGS:
        raise Unreadable(f"不支持的文件类型“{path.suffix or '无后缀'}”，请转换为 {'、'.join(ENDINGS[:3])} 文本再试。")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"文件打不开（{error.strerror}），请检查权限。") from error
    if not data:
        raise Unreadable("文件是空的，请放入文字后再试。")
    text = decode(data)
    controls = sum(unicodedata.category(character) == "Cc" and not character.isspace() for character in text)
    if controls > 0.1 * len(text):
        raise Unreadable("文件不是文本（含大量控制字符），请转换为 UTF-8 文本再试。")
    if not any(character.isalnum() for character in text):
        raise Unreadable("文件里没有文字，请检查内容后再试。")
    document = read_text(text, source=source).document
    if not any(speech.paragraphs for speech in document.speeches):
        raise Unreadable("文件里没有正文（只有报头或标题），请检查内容后再试。")
    return replace(document, fingerprint=hashlib.sha256(data).hexdigest())


def read_paths(paths: Iterable[Path | str]) -> Iterator[Document | Skipped]:
    """Reads files and folders (recursively, in sorted order, hidden ones left out), each file once.

    A document's source is the path relative to the folder given, or the name of a file given itself. Where two
    would have the same source, the later one is named with as many of its parent folders as tell them apart.
    """
    for found in find_files(paths):
        if isinstance(found, Skipped):
            yield found
            continue
        source, path = found
        try:
            document = read_document(path, source=source)
        except Unreadable as error:
            yield Skipped(source, str(error))
            continue
        yield document


def find_files(paths: Iterable[Path | str]) -> Iterator[tuple[str, Path] | Skipped]:
    """The files that :func:`read_paths` reads, in its order, with their sources."""
    used: dict[str, Path] = {}
    seen: set[Path] = set()
    for given in paths:
        top = Path(given)
        for path, source in _files(top):
            if not path.is_file():
                missing = "路径不存在，请检查拼写。" if not path.exists() else "不是普通文件，请给出文本文件或文件夹。"
                yield Skipped(source, missing)
                continue
            resolved = path.resolve()
            if resolved in seen:
                continue
            seen.add(resolved)
            source = _distinct(source, resolved, used)
            if path != top and path.stem.lower() in EXPLANATIONS:
                yield Skipped(source, "是文件夹的说明，不作为页面读入；确要读入，请直接给出这个文件。")
                continue
            yield source, path


def _files(top: Path) -> Iterator[tuple[Path, str]]:
    """The files under ``top`` with their relative names; ``top`` itself where it is no folder."""
    if not top.is_dir():
        yield top, top.name if top.exists() else str(top)
        return
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder) / name for name in names if not name.startswith(".") and name != corrections.NAME]
    yield from sorted(((path, path.relative_to(top).as_posix()) for path in found), key=lambda pair: pair[1])


def _distinct(source: str, path: Path, used: dict[str, Path]) -> str:
    """``source``, or ``source`` with parent folders before it where another file already has the name."""
    depth = len(Path(source).parts)
    while source in used and depth < len(path.parts):
        depth += 1
        source = "/".join(path.parts[-depth:]).lstrip("/")
    used[source] = path
    return source
