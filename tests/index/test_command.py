"""The command line: what it prints, what it returns, and that nobody ever sees a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.__main__ import main
from index.locations import default_location
from index.reading import read_document
from index.settings import SAMPLE, Settings

PAGE = """# 某区建言

## 钱多多 某镇镇长

### 关于修缮水塔的建议

建议修缮水塔，保障夏季供水。先试点，后推开。

建议拓宽村道，方便校车通行。
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "页.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index made once by the command, to be copied."""
    folder = tmp_path_factory.mktemp("command")
    (folder / "页.md").write_text(PAGE, encoding="utf-8")
    assert main(["build", str(folder / "页.md"), "--index", str(folder / "index")]) == 0
    return folder / "index"


@pytest.fixture
def location(built: Path, tmp_path: Path, page: Path) -> str:
    shutil.copytree(built, tmp_path / "index")
    return str(tmp_path / "index")


def test_build_tells_what_it_does(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(page), "--index", str(tmp_path / "index")]) == 0
    captured = capsys.readouterr()
    assert "已读 页.md：1 篇发言，2 段。" in captured.out
    assert "2 块；新算向量 2 个" in captured.out
    assert "计算向量: 100%" in captured.err and "块/s" in captured.err


def test_show_prints_what_the_contract_says(location: str, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--index", location, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "documents": [
            {
                "source": "页.md", "title": read_document(page, source="页.md").title,
                "newspaper": None, "date": None, "page": None,
                "speeches": [
                    {
                        "speaker": "钱多多", "role": "某镇镇长", "title": "关于修缮水塔的建议",
                        "paragraphs": ["建议修缮水塔，保障夏季供水。先试点，后推开。", "建议拓宽村道，方便校车通行。"],
                    }
                ],
            }
        ]
    }  # fmt: skip
    assert main(["show", "--index", location]) == 0
    assert "钱多多 某镇镇长：关于修缮水塔的建议（2 段）" in capsys.readouterr().out


def test_search_prints_hits(location: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "校车", "--index", location, "--json", "-k", "1"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert (hit["source"], hit["speaker"], hit["paragraph"]) == ("页.md", "钱多多", 2)
    assert hit["text"][hit["start"] : hit["end"]] == "建议拓宽村道，方便校车通行。"
    assert main(["search", "校车", "--index", location, "--speaker", "无此人"]) == 0
    assert "没有找到" in capsys.readouterr().out


def test_add_remove_and_check(location: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = tmp_path / "二.md"
    more.write_text(PAGE.replace("钱多多", "周小小").replace("水塔", "路灯"), encoding="utf-8")
    bad = tmp_path / "三.pdf"
    bad.write_bytes(b"%PDF")
    assert main(["add", str(more), str(bad), "--index", location]) == 0
    assert "跳过 三.pdf：" in capsys.readouterr().out
    assert main(["remove", "页.md", "--index", location]) == 0
    assert "1 个文件、1 篇发言、2 段" in capsys.readouterr().out
    assert main(["check", "--index", location, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["problems"] == [] and report["files"] > 10


def test_damage_is_named(location: str, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = Path(location).rglob("texts.npy")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    for command in (["check"], ["search", "水塔"], ["show"], ["add", str(page)], ["remove", "页.md"]):
        assert main([*command, "--index", location]) == 1
        assert "texts.npy" in capsys.readouterr().err
    assert main(["build", str(page), "--index", location]) == 0  # the remedy it names
    assert main(["check", "--index", location]) == 0


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["build", "nowhere"], 2, "找不到文件或文件夹"),
        (["build", "empty.txt"], 2, "empty.txt"),
        (["build", "blank.txt"], 2, "blank.txt"),
        (["build", "book.pdf"], 2, "book.pdf"),
        (["add", "nowhere"], 2, "找不到文件或文件夹"),
        (["remove", "无此文件"], 2, "没有这个文件"),
        (["search", "水塔", "--index", "nowhere"], 2, "这里没有索引"),
        (["check", "--index", "nowhere"], 2, "这里没有索引"),
        (["show", "--index", "nowhere"], 2, "这里没有索引"),
        (["add", "页.md", "--index", "nowhere"], 2, "这里没有索引"),
    ],
)
def test_bad_input_gets_one_sentence(
    arguments: list[str], status: int, told: str, location: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_text("")
    Path("blank.txt").write_text(" \n\t\n")
    Path("book.pdf").write_bytes(b"%PDF")
    given = arguments if "--index" in arguments else [*arguments, "--index", location]
    assert main(given) == status
    error = capsys.readouterr().err
    assert told in error and error.strip().count("\n") == 0 and "Traceback" not in error
    assert main(["check", "--index", location]) == 0  # what was there is still there


def test_another_model_is_told_and_wrong_use_is_two(
    location: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAG_DEADLINE", "bald")
    assert main(["search", "水塔", "--index", location]) == 2
    assert "RAG_DEADLINE" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["burn"])
    assert stopped.value.code == 2


def test_the_sample_is_indexed_on_demand_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from eval.bench.stand_in import PairEmbedder

    monkeypatch.chdir(tmp_path)
    settings = Settings(cache=tmp_path / "cache")
    embedder = PairEmbedder()
    location = default_location(settings, embedder=embedder)
    made = embedder.embedded
    assert made > 0 and Path(location).is_relative_to(settings.cache)
    assert default_location(settings, embedder=embedder) == location
    assert embedder.embedded == made
    assert (tmp_path / "cache" / "sample-index" / "CURRENT").exists()
    current = (tmp_path / "cache" / "sample-index" / "CURRENT").read_text()
    default_location(settings, embedder=PairEmbedder(name="other"))
    assert (tmp_path / "cache" / "sample-index" / "CURRENT").read_text() != current
    assert default_location(Settings(index="given")) == "given"
    (tmp_path / "data" / "index").mkdir(parents=True)
    assert default_location(settings) == str(Path("data/index"))
    assert SAMPLE.is_dir()


def test_the_module_runs_as_a_command(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "index", "search", "水塔", "--index", str(tmp_path / "nowhere")],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == "" and "这里没有索引" in done.stderr and "Traceback" not in done.stderr
