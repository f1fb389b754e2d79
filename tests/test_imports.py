"""Who imports whom, what an import loads, and what is imported nowhere."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("prompts", "index", "rag", "eval", "ui")
ALLOWED: dict[str, set[str]] = {
    "prompts": set(),
    "index": set(),
    "rag": {"index", "prompts"},
    "eval": {"index", "rag", "prompts"},
    "ui": {"index", "rag"},
}
RECORDS = {"index", "index.records", "index.settings", "index.errors", "index.corpus"}
"""What ``ui`` may know of ``index``: its records and what they are read from, its settings, its errors."""
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "faiss",
    "onnxruntime",
    "gradio",
    "jieba",
    "bm25s",
    "langchain_core",
    "pymilvus",
    "scipy",
    "pandas",
)
PICKLES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def sources(package: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """The modules imported anywhere in a file, the names taken from them, the line, and whether only for types."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    here = (*path.relative_to(ROOT).parts[:-1],)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, (), node.lineno, id(node) in for_types
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield module, tuple(alias.name for alias in node.names), node.lineno, id(node) in for_types


@pytest.mark.parametrize("package", PACKAGES)
def test_import_directions(package: str) -> None:
    wrong = []
    for path, tree in sources(package):
        for module, names, line, _ in imports(path, tree):
            top = module.partition(".")[0]
            if top not in (*PACKAGES, "tests") or top == package:
                continue
            where = f"{path.relative_to(ROOT)}:{line} imports {module}"
            if top not in ALLOWED[package]:
                wrong.append(where)
            private = [
                part for part in (*module.split("."), *names) if part.startswith("_") and not part.startswith("__")
            ]
            if package in ("eval", "ui") and private:
                wrong.append(f"{where}: {private} is not public")
            if package == "ui" and top == "index" and module not in RECORDS:
                wrong.append(f"{where}: not a record of index")
    assert wrong == []


def test_the_check_of_directions_finds_a_wrong_one(tmp_path: Path) -> None:
    tree = ast.parse(
        "from rag.records import Answer\nimport index\nfrom . import store\ndef f():\n    from eval.sets import load\n"
    )
    found = [(module, names) for module, names, *_ in imports(ROOT / "index" / "reading" / "x.py", tree)]
    assert found == [
        ("rag.records", ("Answer",)),
        ("index", ()),
        ("index.reading", ("store",)),
        ("eval.sets", ("load",)),
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_pickle(package: str) -> None:
    for path, tree in sources(package):
        for module, *_ in imports(path, tree):
            assert module.partition(".")[0] not in PICKLES, f"{path}: {module}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                assert not any(
                    word.arg == "allow_pickle"
                    and not (isinstance(word.value, ast.Constant) and word.value.value is False)
                    for word in node.keywords
                ), f"{path}:{node.lineno}: allow_pickle"


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_heavy_is_imported_at_the_top_of_a_package(package: str) -> None:
    code = f"import {package}, sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == []


NO_SOCKETS = """
import socket, sys
def refuse(*arguments, **options):
    raise AssertionError("a socket at import")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import index, index.retrieval, index.building, index.store, index.words, index.vectors
import rag.assistant, rag.extractive, rag.verification, rag.retriever, rag.endpoint, rag.generative
import prompts, eval.sets, eval.running
print("ok")
"""


def test_no_import_opens_a_socket() -> None:
    done = subprocess.run([sys.executable, "-c", NO_SOCKETS], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "ok", done.stderr


def test_modules_are_named_unlike_the_standard_library_s() -> None:
    for package in PACKAGES:
        for path, _ in sources(package):
            assert path.parent != ROOT and f"{path.relative_to(ROOT).parts[0]}" not in sys.stdlib_module_names
