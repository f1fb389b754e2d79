"""Benchmarks, a module each; ``python -m eval bench NAME`` runs one.

A benchmark is a module of this folder with two functions:

``measure(**options) -> dict``
    Runs and returns plain data (JSON). Options are keyword-only with defaults, plain values, and settable from the
    command line by ``-o name=value``. A key ``checks`` holds what must be reached, as a list of
    ``{"name": …, "value": …, "limit": …, "passed": bool}``; one that is not passed makes the exit status 1.
``table(result) -> str``
    The result for readers, as Markdown.

claims        faults caught and harmless rewordings passed by the claims check
durability    damages, kills, full disks, readers during rebuilds, changes: does an index survive?
embedding     building rate, a warm question and memory, beside sentence-transformers with the same weights
forms         questions in forms that other people wrote, filled from an index: do the answers fit its record?
growth        1,000 to 1,000,000 chunks: building, size, opening, memory, searching, recall
injection     instructions hidden in documents and questions: does any answer change or show them?
latency       warm answers over a set, beside the stock recipe's retrieval in the same run
lists         complete lists whose answer the record of an index itself tells: are they exact?
milvus        the index in Milvus beside the one in a folder: the same first ten?
models        a real model as the answerer, beside the extractive one on the same questions
quantisation  recall of the int8 vectors, beside sentence-transformers with the same weights
relevance     the regression that decides whether a paragraph speaks of a question: fitted and measured
retrieval     recall and MRR of every stage on data sets, beside the stock recipe with the same model
talks         conversations that went wrong once, asked again turn by turn: how do they end?
speeches      which paragraphs of a speech recommend: the regression fitted and measured
support       the support score's threshold
topical       lists of who spoke of a matter, asked in other words than the source's: are they exact?
verification  who said this, on a large corpus

The other modules are parts of these: ``stock`` is LangChain's stock recipe, the baseline; ``passages`` reads data sets
in BEIR's form; ``records`` tells what the record of an index holds, and ``filling`` fills forms of questions with it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import Any


class BenchError(ValueError):
    """A benchmark that is not there or cannot be run so; the message is Chinese."""


def load_benchmark(name: str) -> ModuleType:
    """The benchmark module of that name. Raises BenchError where there is none."""
    if name not in {module.name for module in pkgutil.iter_modules(__path__)}:
        raise BenchError(f"没有叫“{name}”的基准测试。现有：{'、'.join(names())}。")
    module = importlib.import_module(f"{__name__}.{name}")
    if not hasattr(module, "measure") or not hasattr(module, "table"):
        raise BenchError(f"“{name}”不是基准测试。现有：{'、'.join(names())}。")
    return module


def names() -> list[str]:
    """The benchmarks there are, by name."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "measure") and hasattr(module, "table"):
            found.append(info.name)
    return sorted(found)


def run_benchmark(name: str, **options: Any) -> dict[str, Any]:
    """Runs one benchmark. Raises BenchError for an option that it does not have."""
    measure = load_benchmark(name).measure
    parameters = inspect.signature(measure).parameters
    takes_all = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters.values())
    if not takes_all and (unknown := sorted(set(options) - set(parameters))):
        raise BenchError(f"“{name}”没有选项 {'、'.join(unknown)}；可用：{'、'.join(parameters) or '无'}。")
    result: dict[str, Any] = measure(**options)
    return result
