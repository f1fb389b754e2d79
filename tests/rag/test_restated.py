"""Questions put in forms that no rule lists: asked once more in a usual form, by the parts that the tagger tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding import Tagged
from index.embedding.tagger import FRAME, KINDS, RELATIONS, ROLE, TOPIC
from rag.understanding.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 青萝湾市政协大会发言摘登（虚构）
date: 2033-03-11
newspaper: 青萝湾日报
page: 6
---

# 青萝湾市政协大会发言摘登（虚构）

## 桑柏年 市政协常委、青萝湾水产学院院长

### 让渔港里有课堂

建议开办“码头夜课”，每年招收渔工二百名，请老船长讲避风和修网。

沙蟹镇把闲置的冰库改成了教室，一年讲了六十堂课。

还应给学员发结业证，凭证可以优先上大船。

## 尉迟岚 市政协委员、海味鲜食品有限公司董事长

### 把冰鲜卖到山里去

建议由市商务局补贴冷链车，每辆补三万元，专跑山区线路。

公司愿意跟着“码头夜课”招人，缺的正是会分拣的人手。

## 青萝湾市工商业联合会

### 关于办好渔市的建议

沙蟹镇的早市凌晨三点开门，灯和水都由镇里管，值得各镇看一看。

建议把早市的摊位费减半，减掉的部分由市财政贴补。

## 郎月明 市人民医院急诊科主任

### 给小岛配上急救艇

建议给六个小岛各配一艘急救艇，油钱由卫生健康部门列支。
"""


@pytest.fixture(scope="module")
def papers(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("restated")
    (folder / "青萝湾日报.md").write_text(PAPER, encoding="utf-8")
    return assistant_over([folder])


LISTS = [
    ("我手头在理一份清单，凡是嘴里出现过码头夜课这几个字的，挨个报上来", {"桑柏年", "尉迟岚"}),
    ("拿沙蟹镇打比方的，是哪些人和哪家单位", {"桑柏年", "青萝湾市工商业联合会"}),
    ("头衔那一格里填着市政协常委的，给我数数有几个", {"桑柏年"}),
    ("在公司里当家的发言人，名单给一份", {"尉迟岚"}),
    ("市政协委员这边，有谁捎带提过码头夜课", {"尉迟岚"}),
]


@pytest.mark.parametrize(("question", "speakers"), LISTS)
def test_everybody_is_listed_however_it_is_asked(question: str, speakers: set[str], papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.reason is None and answer.kind in ("list", "count"), answer.text
    assert {citation.speaker for citation in answer.citations} == speakers, answer.text


def test_it_is_shown_how_the_question_was_taken(papers: Assistant) -> None:
    answer = papers.answer("市政协委员这边，有谁捎带提过码头夜课")
    assert answer.understood != answer.question and "码头夜课" in answer.understood
    assert "市政协委员" in answer.text.splitlines()[0]


def test_none_of_those_who_are_asked_for_speaks_of_it(papers: Assistant) -> None:
    answer = papers.answer("医院这边的发言人，有谁捎带提过码头夜课")
    assert answer.reason == "speaker_silent" and "医院" in answer.text and not answer.citations


@pytest.mark.parametrize(
    ("question", "speaker", "stated"),
    [
        ("校对用，烦请核一下：冷链车每辆补多少钱？", "尉迟岚", "三万元"),
        ("桑柏年那篇，劳驾缩成几句话。", "桑柏年", "二百名"),
    ],
)
def test_what_surrounds_a_question_is_not_its_topic(
    question: str, speaker: str, stated: str, papers: Assistant
) -> None:
    answer = papers.answer(question)
    assert answer.reason is None and speaker in answer.text and stated in answer.text, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "潮水不等人，渔火要趁早点。桑柏年说夜课每年招多少渔工？",
        "桑柏年说夜课每年招多少渔工？莫又是一阵风那种。",
    ],
)
def test_only_the_sentence_that_asks_is_asked(question: str, papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.reason is None and "二百名" in answer.text, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "我在理清单，凡是提过氢能重卡的，挨个报上来",
        "校对用，烦请核一下：跨海大桥的通车日期是哪天？",
        "头衔那一格里填着检察长的有几个",
        "郎月明那篇里，急救艇由哪家船厂造，劳驾告知",
    ],
)
def test_what_nobody_says_is_refused_all_the_same(question: str, papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.reason is not None and not answer.citations, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "头衔那一格里不是市政协常委的，名单给一份",
        "码头夜课提过、早市没提过的，挨个报上来",
        "除了在公司里当家的，名单给一份",
    ],
)
def test_what_is_taken_out_is_not_forgotten(question: str, papers: Assistant) -> None:
    answer = papers.answer(question)
    assert "提到码头夜课和" not in answer.understood and "发言人是市政协常委" not in answer.understood
    assert {citation.speaker for citation in answer.citations} != {"尉迟岚"}, answer.text


def _tagged(text: str, parts: str, kind: str = "list") -> Tagged:
    numbers = {".": FRAME, "T": TOPIC, "R": ROLE}
    likely = np.full((len(text), 6), 0.02, np.float32)
    for at, one in enumerate(parts):
        likely[at, numbers[one]] = 0.92
    kinds = {one: 0.93 if one == kind else 0.01 for one in KINDS}
    return Tagged(text, likely, kinds, dict.fromkeys(RELATIONS, 1 / 3))


def test_stretches_are_cut_at_their_edges() -> None:
    parts = Parts.of(_tagged("谁提过“夜课”和渔网?", "...TTTT.TT."))
    assert [(one.text, one.quoted) for one in parts.topics] == [("夜课", True), ("渔网", False)]
    assert parts.kind == "list" and parts.certainty == pytest.approx(0.93)
    assert parts.framing(0, 3) > 0.9 > 0.1 > parts.framing(4, 6)


def test_what_goes_on_behind_a_quoted_topic_belongs_to_it() -> None:
    parts = Parts.of(_tagged("“夜课”企业谁提过", ".TT.RR..."))
    assert not parts.roles and [one.text for one in parts.topics] == ["“夜课”企业"]
