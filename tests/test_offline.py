"""The main job – index a folder, search, answer – where there is no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = "# 某镇建言（虚构）\n\n## 钱多多 某镇镇长\n\n### 关于修缮水塔的建议\n\n水塔年久失修。\n\n建议三年内修缮北塔，每年投入20万元。\n"

JOB = """
import json, socket, sys
from index.__main__ import main as index
from rag.__main__ import main as rag
folder, location, refused = sys.argv[1:]
if refused == "sockets":
    pass
else:
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=2)
        sys.exit("there is a network")
    except OSError as error:
        print("network:", error)
assert index(["build", folder, "--index", location]) == 0
assert index(["search", "水塔", "--index", location]) == 0
assert rag(["谁建议修缮水塔？", "--index", location]) == 0
assert rag(["钱多多建议每年投入多少钱？", "--index", location, "--json"]) == 0
"""

REFUSING = """
import socket
class Refused(OSError):
    pass
def refuse(*arguments, **options):
    raise Refused("no network in this test")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


def _namespace() -> Sequence[str] | None:
    """The command that runs another without a network, or None where the machine allows none."""
    unshare = shutil.which("unshare")
    for options in (["-rn"], ["-n"]):
        if unshare and subprocess.run([unshare, *options, "true"], capture_output=True, timeout=20).returncode == 0:
            return [unshare, *options]
    return None


def _run(command: Sequence[str], environment: dict[str, str]) -> str:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("RAG_", "HF_", "OPENAI_", "LANG"))
    }
    clean |= {name: value for name, value in os.environ.items() if name == "RAG_CACHE"}
    done = subprocess.run(
        command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, timeout=120, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_main_job_runs_without_a_network(tmp_path: Path, embedder: object) -> None:
    # The model is in the cache by now (the fixture opened it), as it is after the program's own set-up.
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-c", JOB, str(tmp_path / "docs"), str(tmp_path / "index")]
    namespace = _namespace()
    if namespace is not None:
        out = _run([*namespace, *command, "namespace"], {})
        assert "network:" in out
    else:
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "sitecustomize.py").write_text(REFUSING, encoding="utf-8")
        out = _run([*command, "sockets"], {"PYTHONPATH": str(tmp_path / "site")})
    assert "已读 page.md" in out and "钱多多" in out and "20万元" in out


def test_the_refusal_of_sockets_refuses(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(REFUSING, encoding="utf-8")
    code = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/', timeout=2)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0 and "no network in this test" in done.stderr


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "LANGSMITH_TRACING", "GRADIO_ANALYTICS_ENABLED", "DO_NOT_TRACK"])
def test_libraries_are_quiet_unless_the_user_turns_them_on(name: str) -> None:
    from index.offline import QUIET

    code = f"import os; from index.offline import quiet_libraries; quiet_libraries(); print(os.environ[{name!r}])"
    clean = {key: value for key, value in os.environ.items() if key != name}
    for environment, wanted in ((clean, QUIET[name]), (clean | {name: "on"}, "on")):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.stdout.strip() == wanted, done.stderr
