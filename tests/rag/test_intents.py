"""What kind a question surely is, whatever the rules make of its words, as the tagger reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding import Tagged
from index.embedding.tagger import FRAME, IDENTITY, KINDS, NAME, ROLE, TOPIC
from index.folding import fold
from index.words import plain_words
from rag.understanding import Understood, understand
from rag.understanding.intents import about, intended, of_identity, only_a_topic
from rag.understanding.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 石鼓屿政协大会发言摘登（虚构）
date: 2034-04-16
newspaper: 石鼓屿日报
page: 5
---

# 石鼓屿政协大会发言摘登（虚构）

## 桑柏年 县政协常委、石鼓屿水产学院院长

### 让渔港里有课堂

建议开办“码头夜课”，每年招收渔工二百名，请老船长讲避风和修网。

还应给学员发结业证，凭证可以优先上大船。

## 尉迟岚 县政协委员、海味鲜食品有限公司董事长

### 把冰鲜卖到山里去

建议由县商务局补贴冷链车，每辆补三万元，专跑山区线路。

公司愿意跟着“码头夜课”招人，缺的正是会分拣的人手。

## 石鼓屿工商业联合会

### 关于办好渔市的建议

建议把早市的摊位费减半，减掉的部分由县财政贴补。

## 郎月明 县人民医院急诊科主任

### 给小岛配上急救艇

建议给六个小岛各配一艘急救艇，油钱由卫生健康部门列支。
"""


@pytest.fixture(scope="module")
def paper(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("intents")
    (folder / "渔.md").write_text(PAPER, encoding="utf-8")
    return assistant_over([folder])


def _understood(assistant: Assistant, question: str) -> Understood:
    return understand(question, lexicon=assistant.lexicon, tokenise=plain_words().spans)


def _read(text: str, kind: str, *, likely: float = 0.95, **stretches: int) -> Parts:
    """``text`` read as of ``kind``; ``stretches``: which of its words are of which part."""
    parts = np.full((len(text), 6), 0.02, np.float32)
    parts[:, FRAME] = 0.92
    for word, part in stretches.items():
        at = text.index(word)
        parts[at : at + len(word), FRAME], parts[at : at + len(word), part] = 0.02, 0.92
    others = (1 - likely) / (len(KINDS) - 1)
    return Parts.of(Tagged(text, parts, {one: likely if one == kind else others for one in KINDS}, {"any": 1.0}))


def test_a_kind_that_is_sure_is_taken_against_the_rules(paper: Assistant) -> None:
    found = _understood(paper, "尉迟岚的冷链车，路子在哪几块")
    assert found.plan.kind == "fact"
    assert intended(found, _read(found.folded, "summary")) == "summary"
    assert intended(found, _read(found.folded, "summary", likely=0.7)) is None
    assert intended(found, _read(found.folded, "fact")) is None
    assert intended(found, _read(found.folded, IDENTITY)) is None


def test_a_list_that_counts_stays_and_a_detail_lists_no_speakers(paper: Assistant) -> None:
    counted = _understood(paper, "有几位提到“码头夜课”？")
    assert counted.plan.kind == "count" and intended(counted, _read(counted.folded, "list")) is None
    named = _understood(paper, "冷链车每辆补多少？")
    assert named.plan.detail and intended(named, _read(named.folded, "list")) is None


def test_a_summary_without_a_topic_is_of_all(paper: Assistant) -> None:
    found = _understood(paper, "尉迟岚关于冷链车提了哪些建议？")
    assert found.plan.kind == "summary" and found.plan.terms
    assert about(found, _read(found.folded, "summary")).plan.terms == ()
    assert about(found, _read(found.folded, "summary", 冷链车=TOPIC)).plan.terms == found.plan.terms


def test_who_somebody_is_is_asked_of_whoever_is_told_alone(paper: Assistant) -> None:
    lexicon = paper.lexicon
    text = fold("水产学院那位叫什么名字")
    found = _understood(paper, text)
    told = of_identity(found, _read(text, IDENTITY, 水产学院=NAME), lexicon)
    assert told is not None and told.plan.speakers == ("桑柏年",) and told.asks_who_it_is
    assert of_identity(found, _read(text, "fact", 水产学院=NAME), lexicon) is None
    text = fold("水产学院编的教材书名叫什么")
    assert of_identity(_understood(paper, text), _read(text, IDENTITY, 水产学院=NAME), lexicon) is None
    text = fold("桑柏年请的老船长叫什么名字")
    asked = _read(text, IDENTITY, 桑柏年=NAME, 老船长=TOPIC)
    assert of_identity(_understood(paper, text), asked, lexicon) is None


@pytest.mark.parametrize(
    ("question", "kind", "paragraphs"),
    [
        ("尉迟岚那篇的建议能不能压缩成一段导读？", "summary", {("尉迟岚", 1)}),
        ("“油钱由卫生健康部门列支”这种话，是不是尉迟岚说的哟？", "verify", {("郎月明", 1)}),
        ("哪几篇不是个人、是以单位名义发的？署名我得区别处理", "list", {("石鼓屿工商业联合会", 0)}),
        ("尉迟岚到底是哪家公司的老板？还有啥别的身份？", "who", {("尉迟岚", 0)}),
        ("我要发请柬，县人民医院那位主任的姓名和职务请给一下", "who", {("郎月明", 0)}),
    ],
)
def test_kinds_that_no_rule_lists_are_answered(
    paper: Assistant, question: str, kind: str, paragraphs: set[tuple[str, int]]
) -> None:
    answer = paper.answer(question)
    assert (answer.kind, answer.refused) == (kind, False), answer.text
    assert {(one.speaker, one.paragraph) for one in answer.citations} >= paragraphs, answer.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("有几位提到“码头夜课”？", "summary"),
        ("桑柏年一共提了几条建议？", "summary"),
        ("冷链车的事谁不同意？", "fact"),
        ("尉迟岚对冷链车有什么建议？", "fact"),
        ("码头夜课办在哪里？", "list"),
        ("除了在公司里当家的，名单给一份", "list"),
        ("摊位费要减多少？", "similar"),
        ("夜课专班的组长是谁？", "who"),
    ],
)
def test_what_the_rules_know_better_is_left_to_them(question: str, kind: str, paper: Assistant) -> None:
    found = _understood(paper, question)
    assert found.plan.kind != kind and intended(found, _read(found.folded, kind)) is None


def test_what_is_read_as_a_topic_is_nobody(paper: Assistant) -> None:
    text = fold("码头设夜课银行这条意见，是谁提的？")
    found = _understood(paper, text)
    assert found.plan.unknown == ("码头设夜课银行",)
    assert only_a_topic(found, _read(text, "who", 码头设夜课银行=TOPIC))
    assert not only_a_topic(found, _read(text, "who", 码头设夜课银行=NAME))
    assert not only_a_topic(found, _read(text, "who"))


def test_each_clause_that_asks_is_answered(assistant_over: Callable[..., Assistant], tmp_path: Path) -> None:
    (tmp_path / "渔.md").write_text(
        "# 发言摘登（虚构）\n\n## 桑柏年 水产学院院长\n\n### 夜课\n\n"
        "夜课设在三号码头的旧冰库，由县财政每年出四十万元。学员首届招了六十二名，五十一名留在船上。\n",
        encoding="utf-8",
    )
    answer = assistant_over([tmp_path / "渔.md"]).answer("夜课一年由县财政出多少钱？首届学员有多少人留在船上？")
    assert "四十万元" in answer.text and "五十一名" in answer.text, answer.text


def test_what_points_back_is_no_topic(paper: Assistant) -> None:
    shown = [
        {"role": "user", "content": "桑柏年说渔港缺什么？"},
        {"role": "assistant", "content": "桑柏年（县政协常委）在《让渔港里有课堂》第1段提出：“每年招收渔工二百名”[1]"},
    ]
    answer = paper.answer("那针对这些毛病，他一共开了哪些方子？", history=shown)
    assert {(one.speaker, one.paragraph) for one in answer.citations} >= {("桑柏年", 1), ("桑柏年", 2)}, answer.text


def test_what_is_quoted_is_one_topic() -> None:
    read = _read("有几位提到“县医院”?", "count", 县=TOPIC, 医院=ROLE)
    assert [one.text for one in read.topics] == ["县医院"] and not read.roles


def test_nobody_is_left_out_of_all_who_use_a_word(paper: Assistant) -> None:
    shown = [
        {"role": "user", "content": "桑柏年建议办什么？"},
        {"role": "assistant", "content": "桑柏年（县政协常委）在《让渔港里有课堂》第1段提出：“建议开办“码头夜课””[1]"},
    ]
    answer = paper.answer("他那段里还写到“码头夜课”，这个词一共有哪些人用过？", history=shown)
    assert {one.speaker for one in answer.citations} == {"桑柏年", "尉迟岚"}, answer.text


def test_a_name_that_nobody_tells_is_not_that_of_the_speaker(paper: Assistant) -> None:
    answer = paper.answer("“码头夜课”请的老船长叫什么名字？")
    assert answer.refused or all(one.paragraph for one in answer.citations), answer.text
