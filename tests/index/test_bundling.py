"""The archive for closed networks: what is in it, and that damage is noticed before anything is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from index.bundling import INSTALL, SUMS, BundleFailed, damaged, export_project, write_sums

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("sha256sum") is None, reason="需要 git 和 sha256sum"
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of a project whose Makefile notes which targets were run."""
    project, folder = tmp_path / "project", tmp_path / "bundle"
    (project / "index" / "bundling").mkdir(parents=True)
    installer = Path(__file__).resolve().parents[2] / "index" / "bundling" / "install.sh"
    shutil.copyfile(installer, project / "index" / "bundling" / "install.sh")
    python = "import pathlib, sys; pathlib.Path('.venv/bin').mkdir(parents=True); "
    python += "pathlib.Path('.venv/bin/python').symlink_to(sys.executable)"
    makefile = (
        f'.PHONY: setup model\nsetup:\n\tpython3 -c "{python}"\n\techo setup >> done\nmodel:\n\techo model >> done\n'
    )
    (project / "Makefile").write_text(makefile)
    (project / "index" / "settings.py").write_text(
        "import os\nclass Settings:\n    cache = os.environ['RAG_CACHE']\n    from_environment = classmethod(lambda own: own)\n"
    )
    git = ["git", "-C", str(project), "-c", "user.name=甲", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], check=True)
    (project / "uncommitted").write_text("")
    folder.mkdir()
    export_project(folder, project=project)
    (folder / "model" / "small").mkdir(parents=True)
    (folder / "model" / "small" / "权重 1").write_bytes(bytes(1000))
    write_sums(folder)
    return folder


def install(bundle: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "RAG_CACHE": str(cache)}
    return subprocess.run([f"./{INSTALL}"], cwd=bundle, env=environment, capture_output=True, text=True)


def test_the_revision_is_bundled_and_installs(bundle: Path, tmp_path: Path) -> None:
    assert damaged(bundle) == []
    assert not (bundle / "uncommitted").exists()
    cache = tmp_path / "cache"
    done = install(bundle, cache)
    assert done.returncode == 0, done.stderr
    assert (bundle / "done").read_text().split() == ["setup", "model"]
    assert (cache / "small" / "权重 1").read_bytes() == bytes(1000)


@pytest.mark.parametrize("kind", ["changed", "absent", "cut"])
def test_damage_is_named_and_nothing_is_installed(bundle: Path, tmp_path: Path, kind: str) -> None:
    file = bundle / "model" / "small" / "权重 1"
    if kind == "absent":
        file.unlink()
    else:
        file.write_bytes(bytes(999) + (b"\x01" if kind == "changed" else b""))
    assert damaged(bundle) == ["model/small/权重 1"]
    done = install(bundle, tmp_path / "cache")
    assert done.returncode == 1
    assert "没有安装" in done.stderr
    assert not (bundle / "done").exists()


def test_foreign_files_and_a_lost_list_are_told(bundle: Path) -> None:
    (bundle / "extra").write_text("")
    assert damaged(bundle) == ["extra"]
    (bundle / SUMS).unlink()
    with pytest.raises(BundleFailed, match="校验和清单"):
        damaged(bundle)
