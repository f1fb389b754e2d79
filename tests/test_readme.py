"""The README's commands are run, its Python is executed, its links lead somewhere."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


COMMANDS = [
    line.strip() for block in blocks("sh") for line in block.splitlines() if line.strip() and not line.startswith("#")
]
RUN = [command for command in COMMANDS if "python -m" in command]
MADE = [command for command in COMMANDS if command.startswith("make")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RAG_", "OPENAI_")) or name == "RAG_CACHE"
    }
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def test_every_command_is_one_this_test_knows() -> None:
    assert sorted(RUN + MADE) == sorted(COMMANDS) and RUN and "make chat" in MADE and "make test" in MADE


def test_the_commands_do_what_the_readme_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them in their order, the index they name put into a temporary folder.

    The first of each program runs as a process of its own, in UTF-8 whatever the locale; the others in this one.
    """
    started: set[str] = set()
    monkeypatch.chdir(ROOT)
    for name in os.environ.keys() - environment().keys():
        monkeypatch.delenv(name)
    for command in RUN:
        interpreter, option, module, *words = shlex.split(command)
        assert (interpreter, option) == (".venv/bin/python", "-m"), command
        words = [str(folder / word) if word.startswith(("data/", "reports/")) else word for word in words]
        if module in started:
            assert importlib.import_module(f"{module}.__main__").main(words) == 0, command
            out = capsys.readouterr().out
        else:
            done = subprocess.run(
                [sys.executable, "-m", module, *words],
                cwd=ROOT,
                env=environment(LC_ALL="C", LANG="C"),
                capture_output=True,
                text=True,
                timeout=120,
                encoding="utf-8",
            )
            assert done.returncode == 0 and "Traceback" not in done.stderr, f"{command}\n{done.stdout}{done.stderr}"
            out = done.stdout
        started.add(module)
        assert any("一" <= character <= "鿿" for character in out), command


@pytest.mark.parametrize("command", MADE)
def test_make_knows_its_targets(command: str) -> None:
    words = [word.replace("文件或文件夹 …", "index/sample") for word in shlex.split(command)]
    done = subprocess.run([*words, "--dry-run"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    programs = {"test": "-m pytest", "bundle": "-m index.bundling"}
    if words[1] in programs:
        assert programs[words[1]] in done.stdout
    else:
        assert "-m ui" in done.stdout
        assert ("index build index/sample --index data/index" in done.stdout) == ("DOCS" in command)


def test_the_python_of_the_readme_runs(
    sample: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import rag

    assert isinstance(sample, rag.Assistant)
    for name in environment().keys() ^ os.environ.keys():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RAG_INDEX", str(sample.settings.index))
    monkeypatch.setattr(rag, "_opened", None)
    for block in blocks("python"):
        exec(compile(block.replace("data/demo", str(sample.settings.index)), "README.md", "exec"), {})
    assert "[1]" in capsys.readouterr().out


def test_links_and_pictures_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_every_setting_of_the_readme_is_read_and_the_other_way_round() -> None:
    source = (ROOT / "index" / "settings.py").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:RAG|OPENAI)_[A-Z_]+", README))
    read = set(re.findall(r'"((?:RAG|OPENAI)_[A-Z_]+)"', source))
    assert named == read


def test_no_machine_path_or_sentence_about_how_it_was_made() -> None:
    assert not re.search(r"/work/|/tmp/|/root/|/home/", README)
