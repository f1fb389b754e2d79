"""``python -m rag``: text and JSON, exit statuses, and one Chinese line where the question cannot be asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.__main__ import main

if TYPE_CHECKING:
    from rag import Assistant

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _extractive(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RAG_MODEL", "RAG_INDEX", "RAG_EMBEDDING", "RAG_RERANKER", "RAG_DEADLINE"):
        monkeypatch.delenv(name, raising=False)


def run(assistant: Assistant, *arguments: str) -> int:
    return main([*arguments, "--index", str(assistant.settings.index)])


def test_text_has_the_answer_and_its_sources(county: Assistant, capsys: Captured) -> None:
    assert run(county, "谁建议降低担保费率？") == 0
    out = capsys.readouterr().out
    answer, _, sources = out.partition("\n来源\n")
    assert "庄可为" in answer and "[1]" in answer
    assert "[1] 庄可为（县政协常委、江岚农商银行行长）《让贷款找得到种粮人》第 4 段" in sources
    assert "江岚报" in sources and "2023-05-06" in sources and "第 2 版" in sources and "council.md" in sources


def test_json_is_the_whole_answer(county: Assistant, capsys: Captured) -> None:
    assert run(county, "谁建议降低担保费率？", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    wanted = json.loads(json.dumps(county.answer("谁建议降低担保费率？").to_dict(), ensure_ascii=False))
    assert {**printed, "timings": None} == {**wanted, "timings": None}


def test_a_refusal_is_an_answer_with_its_suggestions_apart(county: Assistant, capsys: Captured) -> None:
    assert run(county, "周末学堂要花多少钱？") == 0
    out = capsys.readouterr().out
    said, _, near = out.partition("资料里最接近的内容")
    assert "金额" in said and "周末学堂" in near and "来源" not in out


def test_filters(county: Assistant, capsys: Captured) -> None:
    assert run(county, "提出了哪些建议？", "--speaker", "麦青禾", "--json") == 0
    assert {one["speaker"] for one in json.loads(capsys.readouterr().out)["citations"]} == {"麦青禾"}
    assert run(county, "提出了哪些建议？", "--speaker", "某某某") == 2
    assert "某某某" in capsys.readouterr().err


@pytest.mark.parametrize("question", ["", "   ", "\n\t　", "长" * 100_000])
def test_a_question_that_cannot_be_asked_is_one_chinese_line(
    county: Assistant, capsys: Captured, question: str
) -> None:
    assert run(county, question) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1 and len(captured.err) < 100
    assert any("一" <= character <= "鿿" for character in captured.err)


def test_an_index_that_is_not_there_is_told_with_the_remedy(capsys: Captured, tmp_path: Path) -> None:
    assert main(["谁提出减租？", "--index", str(tmp_path / "nowhere")]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and "index build" in captured.err and not (tmp_path / "nowhere").exists()


def test_a_file_in_the_index_s_place_is_told(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("不是索引", encoding="utf-8")
    assert main(["谁提出减租？", "--index", str(tmp_path / "file")]) in (1, 2)
    assert capsys.readouterr().err.count("\n") == 1


def test_a_setting_that_cannot_be_used_is_told(
    county: Assistant, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_DEADLINE", "很久")
    assert run(county, "谁提出减租？") == 2
    assert "RAG_DEADLINE" in capsys.readouterr().err


def test_wrong_use_is_two() -> None:
    for arguments in ([], ["问题", "另一个"], ["问题", "--nothing"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2


@pytest.mark.parametrize("question", ["丁瑶提出了哪些建议？", "哪些人提到了“链主”？"])
def test_every_citation_of_the_sample_is_told_to_be_a_digest(
    sample: Assistant, capsys: Captured, question: str
) -> None:
    assert run(sample, question) == 0
    sources = [
        line for line in capsys.readouterr().out.partition("\n来源\n")[2].splitlines() if line.startswith(("[", "- "))
    ]
    assert sources and all("摘编，非原文" in line for line in sources)
    answer = sample.answer(question)
    assert all("摘编，非原文" in one.notes for one in (*answer.citations, *answer.related))


def test_the_digest_s_note_is_on_suggestions_too(sample: Assistant, capsys: Captured) -> None:
    answer = sample.answer("主办银行要设多少家？")
    assert answer.refused and answer.suggestions
    assert all("摘编，非原文" in one.citation.notes for one in answer.suggestions)
    run(sample, "主办银行要设多少家？")
    near = capsys.readouterr().out.partition("资料里最接近的内容")[2]
    assert near.count("摘编，非原文") == len(answer.suggestions)
