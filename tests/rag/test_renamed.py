"""Follow-ups that only say of whom the last question is asked now, and sentences to be checked that stand without marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Answer, Assistant

PAPER = """---
title: 云栖县政协大会发言摘登（虚构）
date: 2034-01-09
newspaper: 云栖报
page: 3
---

# 云栖县政协大会发言摘登（虚构）

## 邬怀谷 县政协委员、县中学校长

### 让山里孩子坐上校车

建议购置三十辆校车，司机由交通局统一培训，每月体检一次。

## 茅春桃 县政协委员、茶厂厂长

### 把夏秋茶用起来

建议建一座夏秋茶精制厂，每年可收鲜叶两千吨，农户按斤分红。

## 云栖县妇女联合会

### 关于留守妇女就业的建议

建议在乡镇办竹编工坊，每个工坊补助五万元设备费。
"""


@pytest.fixture(scope="module")
def papers(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("renamed")
    (folder / "云栖报.md").write_text(PAPER, encoding="utf-8")
    return assistant_over([folder])


def _after(papers: Assistant, question: str) -> Answer:
    first = "邬怀谷提出了哪些建议？"
    shown = papers.answer(first).text
    return papers.answer(
        question, history=[{"role": "user", "content": first}, {"role": "assistant", "content": shown}]
    )


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("打快了打错了，我要问的是茅春桃，不是邬怀谷", "茅春桃"),
        ("不对，是云栖县妇女联合会，不是邬怀谷。", "云栖县妇女联合会"),
        ("好，再看茅春桃的，也请照样列一下。", "茅春桃"),
        ("抱歉，领导要的是茅春桃的，不要邬怀谷的，麻烦换一下。", "茅春桃"),
    ],
)
def test_the_last_question_is_asked_of_another(question: str, speaker: str, papers: Assistant) -> None:
    answer = _after(papers, question)
    assert answer.kind == "summary" and speaker in answer.understood, answer.text
    assert {citation.speaker for citation in answer.citations} == {speaker}, answer.text


def test_what_was_shown_is_acknowledged_and_another_is_asked_for(papers: Assistant) -> None:
    answer = _after(papers, "哦是邬校长。那茶厂厂长又是哪一位？")
    assert {citation.speaker for citation in answer.citations} == {"茅春桃"}, answer.text


def test_a_comparison_of_two_is_not_of_one(papers: Assistant) -> None:
    answer = _after(papers, "那茅春桃的建议和邬怀谷的有什么不同？")
    assert {citation.speaker for citation in answer.citations} == {"邬怀谷", "茅春桃"}, answer.text


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("校稿呢，这儿写的是茅春桃讲的：司机由交通局统一培训。署名对不对啊，是茅春桃说的吗？", "邬怀谷"),
        ("帮我对一下，每年可收鲜叶两千吨，这话真是茅春桃说的吗？", "茅春桃"),
        ("帮我查查这句哈：每个工坊补助五万元设备费。到底是哪位说的呢", "云栖县妇女联合会"),
    ],
)
def test_a_sentence_without_marks_is_checked(question: str, speaker: str, papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.kind in ("verify", "who") and {citation.speaker for citation in answer.citations} == {speaker}, (
        answer.text
    )
