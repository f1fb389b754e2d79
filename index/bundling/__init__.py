"""One archive for machines without a network: the project, all its packages as wheels, the unpacked model, checksums.

    NAME/                 the project at one revision
    NAME/wheels/          every package of requirements.txt and requirements-dev.txt, and what they need, in the
                          versions installed here
    NAME/model/           the unpacked embedding model
    NAME/SHA256SUMS       of every other file, as ``sha256sum --check`` reads it
    NAME/install          verifies, makes ``.venv`` of the wheels alone, puts the model into the cache

``python -m index.bundling [DIST]`` makes it; the machine it is for needs the same system, processor and Python.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

SUMS, WHEELS, MODEL, INSTALL = "SHA256SUMS", "wheels", "model", "install"
_PROJECT = Path(__file__).resolve().parents[2]


class BundleFailed(Exception):
    """No bundle was made; the message is one Chinese sentence with the remedy."""


def make_bundle(dist: Path, *, cache: Path, report: Callable[[str], None]) -> Path:
    """Makes the archive in ``dist`` and returns its path; ``cache`` is where the model is. Raises BundleFailed."""
    from index.embedding import prepare

    system = f"{platform.system()}-{platform.machine()}-python{sys.version_info.major}.{sys.version_info.minor}".lower()
    archive = dist / f"jianyan-wenda-{system}.tar"
    folder = dist / archive.stem
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    report("项目文件……")
    export_project(folder)
    report("依赖包（首次要下载）……")
    collect_wheels(folder)
    report("向量模型……")
    model = prepare(cache, report=report)
    shutil.copytree(model, folder / MODEL / model.name)
    report("校验和……")
    write_sums(folder)
    report("打包……")
    unfinished = archive.with_suffix(".new")
    with tarfile.open(unfinished, "w") as packed:
        packed.add(folder, arcname=folder.name)
    unfinished.replace(archive)
    shutil.rmtree(folder)
    return archive


def export_project(folder: Path, *, project: Path = _PROJECT) -> None:
    """The project's last revision in ``folder``, and the installer. What is not committed stays behind."""
    packed = folder / "project.tar"
    _run(["git", "-C", str(project), "archive", "--format=tar", f"--output={packed}", "HEAD"])
    with tarfile.open(packed) as files:
        files.extractall(folder, filter="data")
    packed.unlink()
    installer = folder / INSTALL
    shutil.copyfile(project / "index" / "bundling" / "install.sh", installer)
    installer.chmod(0o755)


def collect_wheels(folder: Path) -> None:
    """A wheel of every package both commands need, in the versions that this environment has."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    installed = folder / "installed.txt"
    installed.write_bytes(_run([*pip, "list", "--format=freeze", "--exclude=pip"]))
    wanted = ["-r", str(folder / "requirements-dev.txt"), "-c", str(installed)]
    _run([*pip, "wheel", "--quiet", "--wheel-dir", str(folder / WHEELS), *wanted])
    installed.unlink()


def write_sums(folder: Path) -> None:
    """Writes the sha256 of every file of ``folder``, in the form of ``sha256sum``."""
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in _names(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def damaged(folder: Path) -> list[str]:
    """The files that are absent, changed or not listed, by name. Raises BundleFailed without a list."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BundleFailed(f"没有校验和清单：{folder / SUMS}。请重新复制整个包。") from error
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    changed = [name for name in listed if not (folder / name).is_file() or _sha256(folder / name) != listed[name]]
    return sorted({*changed, *(name for name in _names(folder) if name not in listed)})


def _names(folder: Path) -> Iterator[str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (name for path in files if (name := path.relative_to(folder).as_posix()) != SUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(command: list[str]) -> bytes:
    try:
        return subprocess.run(command, check=True, capture_output=True).stdout
    except FileNotFoundError as error:
        raise BundleFailed(f"没有找到命令 {command[0]}，请先安装。") from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise BundleFailed(f"{' '.join(command[:4])} 没有成功（{''.join(last)}）。请检查网络和磁盘后重试。") from error
