"""Loading a prompt: ``{{name}}`` is filled, what is missing or left over raises."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_VARIABLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


class MissingVariable(KeyError):
    """A prompt and its variables do not fit each other."""


@cache
def _text(name: str) -> str:
    if not re.fullmatch(r"[a-z_]+", name):
        raise FileNotFoundError(f"没有名为“{name}”的提示词")
    path = files(__package__).joinpath(f"{name}.md")
    if not path.is_file():
        raise FileNotFoundError(f"没有名为“{name}”的提示词")
    return path.read_text(encoding="utf-8")


def load(name: str, **variables: str) -> str:
    """The prompt ``name`` with its variables filled in, each exactly once over: a value is never filled again.

    Raises FileNotFoundError for an unknown prompt and MissingVariable where a variable is missing or unknown.
    """
    text = _text(name)
    wanted = set(_VARIABLE.findall(text))
    if wanted != set(variables):
        missing, unknown = sorted(wanted - set(variables)), sorted(set(variables) - wanted)
        raise MissingVariable(f"提示词“{name}”缺少变量 {missing}，多出变量 {unknown}")
    return _VARIABLE.sub(lambda match: variables[match[1]], text)
