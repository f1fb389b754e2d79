"""Who else wants what somebody wants; the two last spoken of; short names of bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.words import plain_words
from rag.understanding.bodies import short_names
from rag.understanding.who_else import who_else

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Assistant

RECORD = """竹溪市政协“养蜂与花海”专题协商会发言记录

时间：2034年5月8日

沈丹青（市林业局副局长）：

建议在云顶坡种三千亩油菜花，连片成景。

建议给养蜂户买保险，保费由财政出一半。

温知夏（市政协委员、竹溪市蜂语食品有限公司总经理）：

建议给养蜂户上保险，公司补三成保费。

建议修一条进山的观花路。

市政协社会法制委员会：

花海的门票钱怎么分，建议由村民代表会议定。

市养蜂业协会：

建议办养蜂夜校，请老把式来教。
"""


@pytest.fixture(scope="module")
def bees(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("bees")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("沈丹青要给养蜂户买保险，还有谁也主张养蜂户上保险？", "除了沈丹青，还有谁也主张养蜂户上保险？"),
        ("沈丹青提倡给养蜂户买保险，还有谁也是这个思路？", "除了沈丹青，还有谁也主张给养蜂户买保险？"),
        ("给养蜂户买保险，跟沈丹青想到一块的还有谁？", "除了沈丹青，还有谁也主张给养蜂户买保险？"),
        ("林业局提出给养蜂户买保险，谁的建议跟这个像？", "除了沈丹青，还有谁也主张给养蜂户买保险？"),
        ("沈丹青讲要给养蜂户买保险，别人里面谁的提法跟他最像？", "除了沈丹青，还有谁也主张给养蜂户买保险？"),
    ],
)
def test_a_proposal_is_told_and_who_else_wants_it_is_asked(question: str, put: str, bees: Assistant) -> None:
    assert who_else(question, bees.lexicon, plain_words().spans) == put
    answer = bees.answer(question)
    assert answer.reason is None, answer.text
    assert "温知夏" in {citation.speaker for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "沈丹青建议种多少亩花？",
        "还有谁提到保险？",
        "沈丹青和温知夏都要给养蜂户买保险，还有谁也这么想？",
        "花海要修路，还有谁也想修？",
    ],
)
def test_other_questions_stay_as_they_are(question: str, bees: Assistant) -> None:
    assert who_else(question, bees.lexicon, plain_words().spans) == question


def _turn(question: str, answer: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]


def test_two_are_the_last_spoken_of(bees: Assistant) -> None:
    history = [
        *_turn("沈丹青对养蜂户的保险怎么说？", "沈丹青（市林业局副局长）第2段提出：“建议给养蜂户买保险”[1]"),
        *_turn("温知夏呢？", "温知夏（总经理）第1段提出：“建议给养蜂户上保险”[1]"),
    ]
    answer = bees.answer("两人的说法有什么不同？", history=history)
    assert answer.kind == "compare"
    assert {citation.speaker for citation in answer.citations} == {"沈丹青", "温知夏"}


def test_who_else_mentions_it_leaves_out_who_was_shown(bees: Assistant) -> None:
    history = _turn("沈丹青对养蜂户有什么办法？", "沈丹青（市林业局副局长）第2段提出：“建议给养蜂户买保险”[1]")
    answer = bees.answer("保险还有谁提到过？", history=history)
    assert {citation.speaker for citation in answer.citations} == {"温知夏"}


@pytest.mark.parametrize(
    ("question", "name"),
    [("社法委怎么看门票钱？", "市政协社会法制委员会"), ("蜂协建议办什么？", "市养蜂业协会")],
)
def test_a_committee_or_society_is_called_by_its_short_name(question: str, name: str, bees: Assistant) -> None:
    assert [names for *_, names in short_names(question, bees.lexicon.organisations)] == [(name,)]
    assert {citation.speaker for citation in bees.answer(question).citations} == {name}


def test_a_verb_is_no_short_name() -> None:
    assert not short_names("山上会下雨，路协同管护", ("市养蜂业协会", "市政协社会法制委员会"))
