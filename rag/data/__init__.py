"""The rules of language, as data: loaded once, never written."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def language(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of this folder. Raises FileNotFoundError where there is none."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern of the rules, compiled once: they are more than :mod:`re` keeps by itself."""
    return re.compile(text)
