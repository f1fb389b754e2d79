"""The rules of language, as data: loaded once, never written."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def language(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of this folder. Raises FileNotFoundError where there is none."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
