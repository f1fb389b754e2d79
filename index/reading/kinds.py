"""The classes of lines."""

from __future__ import annotations

SPEAKER, TRANSCRIPT, SIGNATURE, MARKED, PLAIN, TEXT = "speaker", "transcript", "signature", "marked", "plain", "text"
RUNNING = frozenset({TEXT, TRANSCRIPT})
HEADS = frozenset({MARKED, PLAIN})
