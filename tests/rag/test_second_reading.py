"""What a second reader is asked for, and whom a question takes for its speaker only in passing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rag.extractive.second_reading as second_reading
from index.records import Place
from rag.assistant import Assistant
from rag.evidence import Sentence, terms_of
from rag.extractive.second_reading import ANSWERS, BETTER, IN_DOUBT, reads_better
from rag.reranking import scored
from tests.rag.test_evidence import task_of

if TYPE_CHECKING:
    from rag.answering import Task

PAPER = """---
title: 梧岭新集（虚构）
date: 2037-04-09
newspaper: 梧岭日报
page: 2
---

# 梧岭新集（虚构）

## 车映雪 梧岭市消防救援大队大队长

### 先把隐患数清楚

去年我们在老街查了三百零六间群租房，门窗通道都合格的只有八十一间。

## 单若木 梧岭宜居物业公司经理

### 每栋楼有个管事的

我们试了二十栋出租楼，一年里小火情从九起降到一起。

建议每栋出租楼请一位住满三年的租户当楼长，减免一个月房租。

## 费山月 梧岭市农业机械研究所所长

### 让科研跟着农机走

科研单位的评价要看样机下田的天数。

## 邬长亭 盐井乡乡长

### 种茶也要用机器

由科研单位和龙头企业组成攻关小组，专门解决采茶机上坡打滑的毛病。

## 祁晚舟 盐井村党支部书记

### 路边要有个歇脚处

村口等车的棚子去年让大雪压塌了，我想先搭一个二十平方米的，花不了多少钱。

## 褚一鸣 梧岭市畜牧站站长

### 把牲口的病管住

犬驱虫要月月投药，前年抽检的犬包虫阳性率百分之五点二，去年已经降到百分之一点四，劲不能松。
"""

QUESTION = "出租楼的小火情降到几起了？"


@pytest.fixture(scope="module")
def town(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("town")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    return assistant_over([folder])


def of_two_speakers(town: Assistant) -> tuple[Task, Sentence, list[Sentence]]:
    """The task of the question, the sentence that answers it, and what others say, as the first reader orders it."""
    task = task_of(town, QUESTION)
    plan = task.understood.plan
    ranked = scored(task, terms_of(plan.terms, task.corpus, task.understood.topic.phrases), ())
    shown = ranked[0]
    speaker = task.corpus.speech(shown.span.place).speaker
    read = [one for one in ranked if one.seen.reading is not None]
    return task, shown, [one for one in read if task.corpus.speech(one.span.place).speaker != speaker]


@pytest.mark.parametrize(
    ("ahead", "own", "theirs", "differs"),
    (
        (IN_DOUBT, 0.0, 4.0, False),  # the first reader is in no doubt
        (1.0, ANSWERS, ANSWERS + BETTER, True),
        (1.0, ANSWERS, ANSWERS + BETTER - 0.01, False),
        (1.0, -4.0, ANSWERS - 0.01, False),  # neither answers
    ),
)
def test_the_second_reader_is_heard_where_the_first_is_in_doubt(
    town: Assistant, monkeypatch: pytest.MonkeyPatch, ahead: float, own: float, theirs: float, differs: bool
) -> None:
    task, shown, others = of_two_speakers(town)
    assert others

    def read(index: object, question: str, passages: Sequence[object], *, again: bool) -> list[float]:
        assert again
        return [own] + [theirs] * (len(passages) - 1)

    monkeypatch.setattr(second_reading, "read", read)
    found = reads_better(task, [shown.span], others, ahead=ahead)
    assert (found is not None) == differs
    assert found is None or found in others


def test_the_shipped_second_reader_tells_the_speakers_apart(town: Assistant) -> None:
    task, shown, others = of_two_speakers(town)
    assert shown.span.place == Place(0, 1, 1)
    assert reads_better(task, [shown.span], others, ahead=0.0) is None
    other = max(others, key=lambda one: one.score)
    assert reads_better(task, [other.span], [shown], ahead=0.0) is shown


def test_what_both_readers_find_to_answer_needs_no_usual_form_of_the_detail(town: Assistant) -> None:
    answer = town.answer("狗的包虫检测阳性率去年降到了多少")
    assert [one.speaker for one in answer.citations] == ["褚一鸣"], answer.text
    assert "百分之一点四" in answer.text


def test_no_number_is_told_by_a_sentence_that_has_none_of_its_own(town: Assistant) -> None:
    answer = town.answer("采茶机上坡打滑的毛病一年出多少回？")
    assert answer.reason == "detail_absent", answer.text


@pytest.mark.parametrize("verb", ("主张", "建议", "提出"))
def test_a_kind_of_body_that_is_spoken_of_is_no_kind_of_speaker(town: Assistant, verb: str) -> None:
    answer = town.answer(f"哪位{verb}科研单位和龙头企业一起攻关，专治采茶机打滑？")
    assert {one.speaker for one in answer.citations} == {"邬长亭"}, answer.text


@pytest.mark.parametrize(
    "question",
    (
        "有一句大意是，楼长由住满三年的租户来当。我记成车映雪了，到底是谁？",
        "楼长请住满三年的租户来当，我印象里是车映雪的话，核一下到底是谁说的。",
    ),
)
def test_whom_somebody_took_it_to_be_by_is_not_whom_it_is_asked_of(town: Assistant, question: str) -> None:
    answer = town.answer(question)
    assert {one.speaker for one in answer.citations} == {"单若木"}, answer.text


@pytest.mark.parametrize("verb", ("想", "打算"))
def test_nobody_but_who_is_hinted_at_is_named(town: Assistant, verb: str) -> None:
    answer = town.answer(f"畜牧那边{verb}一年里让小火情从几起降到几起？")
    assert answer.reason == "speaker_silent", answer.text
    assert "褚一鸣" in answer.text
    assert town.answer("一年里小火情从几起降到几起？").citations[0].speaker == "单若木"


def test_an_office_that_is_only_spoken_of_is_nobody(town: Assistant) -> None:
    plan = town.answer("哪些人提到书记？").plan
    assert plan is not None and not plan.speakers


@pytest.mark.parametrize("verb", ["想", "打算"])
def test_the_subject_that_wants_something_is_who_holds_that_office(town: Assistant, verb: str) -> None:
    plan = town.answer(f"村口的棚子塌了，书记{verb}先搭个多大的？").plan
    assert plan is not None and plan.speakers == ("祁晚舟",)
