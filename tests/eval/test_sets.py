"""Sets are read strictly: every fault of a line is told with its number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import sets
from eval.sets import Gold, SetError, find_documents, load_set, read_questions

GOOD = {
    "id": "a",
    "question": "谁？",
    "kind": "who",
    "part": "kept",
    "gold": [{"source": "a.txt", "speaker": None, "paragraph": 1}],
}


def line(**changes):
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def write_set(folder: Path, *, lines: str = line(), **description) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    value = {"title": "试", "documents": "documents", **description}
    (folder / "set.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return folder


def test_a_line_is_read_whole():
    history = [{"role": "user", "content": "前"}, {"role": "assistant", "content": "后"}]
    (question,) = read_questions(line(history=history, facts=["甲"], speakers=["乙"], reason=None), file="f")
    assert question.history == (("user", "前"), ("assistant", "后")) and question.turns == history
    assert question.gold == (Gold("a.txt", None, 1),)
    assert (question.facts, question.speakers, question.group) == (("甲",), ("乙",), "who")
    assert question.to_dict()["gold"] == GOOD["gold"]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("{", "不是 JSON"),
        ("[]", "JSON 对象"),
        (line(id=""), "id 应是非空文字"),
        (line(id=7), "id 应是非空文字"),
        (line(kind="whom"), "kind 应是"),
        (line(part="test"), "part 应是 development、kept"),
        (line(reason="dunno"), "reason 应是"),
        (line(extra=1), "extra"),
        (line(gold=[]), "没有标准答案"),
        (line(gold={}), "gold 应是列表"),
        (line(gold=[{"source": "a.txt"}]), "gold 的每一项"),
        (line(gold=[{"source": "a.txt", "speaker": "", "paragraph": 1}]), "speaker"),
        (line(gold=[{"source": "a.txt", "speaker": "甲", "paragraph": -1}]), "paragraph"),
        (line(gold=[{"source": "a.txt", "speaker": "甲", "paragraph": True}]), "paragraph"),
        (line(gold=[{"source": "a.txt", "speaker": "甲", "paragraph": "1"}]), "paragraph"),
        (line(gold=GOOD["gold"] * 2), "重复"),
        (line(facts=[""]), "facts"),
        (line(speakers="甲"), "speakers 应是列表"),
        (line(history=[{"role": "system", "content": "x"}]), "history"),
        (json.dumps({"id": "b"}), "缺少字段 question、kind、part"),
        (line(), "与第 1 行重复"),
    ],
)
def test_a_bad_line_is_told_with_its_number(bad, told):
    with pytest.raises(SetError, match="f 第 3 行") as error:
        read_questions(f"{line()}\n\n{bad}\n", file="f")
    assert told in str(error.value)


def test_an_empty_set_is_refused():
    with pytest.raises(SetError, match="没有问题"):
        read_questions("\n", file="f")


def test_a_folder_is_loaded(tmp_path):
    folder = write_set(tmp_path / "mine", thresholds={"fact+who": {"right": 0.9}})
    loaded = load_set(str(folder))
    assert (loaded.name, loaded.title, loaded.thresholds) == ("mine", "试", {"fact+who": {"right": 0.9}})
    assert loaded.of_part("development") == () and len(loaded.of_part("kept")) == len(loaded.of_part(None)) == 1
    before = loaded.fingerprint
    write_set(folder, lines=line(question="谁呢？"), thresholds={"fact+who": {"right": 0.9}})
    assert load_set(str(folder)).fingerprint != before


@pytest.mark.parametrize(
    "description",
    [
        {"documents": ""},
        {"extra": 1},
        {"thresholds": []},
        {"thresholds": {"what": {"right": 1}}},
        {"thresholds": {"fact": {"right": "1"}}},
    ],
)
def test_a_bad_description_is_refused(tmp_path, description):
    with pytest.raises(SetError, match=r"set\.json"):
        load_set(str(write_set(tmp_path / "mine", **description)))


def test_missing_things_are_told(tmp_path, monkeypatch):
    with pytest.raises(SetError, match="没有叫“nowhere”的评测集"):
        load_set("nowhere")
    folder = write_set(tmp_path / "mine")
    with pytest.raises(SetError, match=r"documents 不存在.*--index"):
        find_documents(load_set(str(folder)))
    (folder / "documents").mkdir()
    assert find_documents(load_set(str(folder))) == [folder / "documents"]
    monkeypatch.setattr(sets, "SHARED", tmp_path / "absent")
    with pytest.raises(SetError, match=r"absent 不存在.*--index"):
        find_documents(load_set(str(write_set(folder, documents="shared/corpus/*.txt"))))
    (folder / "questions.jsonl").unlink()
    with pytest.raises(SetError, match=r"没有 questions\.jsonl"):
        load_set(str(folder))


def test_patterns_name_files(tmp_path):
    folder = write_set(tmp_path / "mine", documents="texts/*.txt")
    (folder / "texts").mkdir()
    for name in ("b.txt", "a.txt", "readme.md"):
        (folder / "texts" / name).write_text("x")
    assert [path.name for path in find_documents(load_set(str(folder)))] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", sets.available())
def test_every_shipped_set_is_valid(name):
    if not (sets.SETS / name / "questions.jsonl").exists():
        pytest.skip("the set's questions are not there yet")
    loaded = load_set(name)
    assert loaded.questions and loaded.thresholds
    if loaded.documents.startswith("shared/") and not sets.SHARED.is_dir():
        return
    assert find_documents(loaded)
