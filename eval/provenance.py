"""How a report came about: settings, model, index, revision, machine and its load."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.settings import Settings

_SECRET = ("key", "token", "password", "secret")


def describe(settings: Settings, *, manifest: object = None, generation: str | None = None) -> dict[str, Any]:
    """Everything that a figure depends on, as plain data; nothing secret is in it."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": plain(settings),
        "model": settings.model or "extractive",
        "index": {"generation": generation, "manifest": plain(manifest)},
        "revision": revision(),
        "machine": machine(),
    }


def machine() -> dict[str, Any]:
    """The machine and its load averages over 1, 5 and 15 minutes (None where the system has none)."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": list(os.getloadavg()) if hasattr(os, "getloadavg") else None,
    }


def revision(folder: Path = Path(__file__).parent) -> str | None:
    """The git revision, ``+`` behind it where files differ from it; None outside a repository or without git."""
    try:
        found = _git("rev-parse", "HEAD", folder=folder)
        return found + ("+" if _git("status", "--porcelain", "--untracked-files=no", folder=folder) else "")
    except (OSError, subprocess.SubprocessError):
        return None


def plain(value: object) -> Any:
    """``value`` as JSON can hold it; fields named like a secret are left out at every depth."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items() if not _is_secret(str(key))}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, int | float | bool):
        return value
    return re.sub(r"://[^/@\s]+@", "://", str(value))  # a password within an address


def _is_secret(name: str) -> bool:
    return any(word in name.lower().split("_") for word in _SECRET)


def _git(*command: str, folder: Path) -> str:
    done = subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True, timeout=10, check=True)
    return done.stdout.strip()
