"""The user's corrections of speakers: a small file beside the documents that tells people of one name apart.

``corrections.toml`` in a folder given to ``build`` or ``add``; every entry names a speaker, words of the role, and the
name to be used instead::

    [[speaker]]
    name = "王小明"
    role = "农机站"
    as = "王小明（农机站）"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.records import Document, Speech

NAME = "corrections.toml"


class BadCorrections(ValueError):
    """A corrections file that cannot be used; the message is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Whoever is printed as ``name`` in a role that holds ``role`` is called ``instead``."""

    name: str
    role: str
    instead: str


def read_corrections(paths: Iterable[Path]) -> tuple[Correction, ...]:
    """The corrections of all folders among ``paths``, in order. Raises BadCorrections."""
    found: list[Correction] = []
    for file in (path / NAME for path in paths if path.is_dir()):
        if not file.is_file():
            continue
        try:
            entries = tomllib.loads(file.read_text(encoding="utf-8")).get("speaker", [])
            found += [Correction(str(entry["name"]), str(entry["role"]), str(entry["as"])) for entry in entries]
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
            raise BadCorrections(
                f"更正文件 {file} 读不懂（{error}），每条 [[speaker]] 要有 name、role、as 三项。"
            ) from error
    return tuple(found)


def corrected(document: Document, corrections: Sequence[Correction]) -> Document:
    """``document`` with its speakers renamed where a correction applies; the first that applies counts."""
    return replace(document, speeches=tuple(_corrected(speech, corrections) for speech in document.speeches))


def _corrected(speech: Speech, corrections: Sequence[Correction]) -> Speech:
    for one in corrections:
        if speech.speaker == one.name and one.role in speech.role:
            return replace(speech, speaker=one.instead)
    return speech
