"""All points of one speaker, a sentence to be checked, and two compared, asked among what the asker tells around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.words import plain_words
from rag.understanding.points import points_asked

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Assistant

RECORD = """白桦县政协“苗圃与山路”专题协商会发言记录

时间：2034年9月12日

樊舟（白桦县农村商业银行行长）：

苗农要钱的时候正是我们最忙的时候，等批下来已经错过栽树的日子。

建议开“苗木贷”，单户最高三十万元，五天放款。

建议县财政拿六百万元做担保，坏账由银行承担三成。

纪平（石桥村党支部书记、石桥苗圃合作社理事长）：

山路窄得错不开车，苗子在路上晒蔫了一半。

建议把进山的七公里路拓到五米，秋天以前完工。

建议苗圃合作社买一台流动喷灌车，每年养护费四万元由县林业局出。

纪晴（石桥区第三小学校长）：

孩子们翻山上学，一趟一个多小时。

建议开一趟校车，每人每月只收二十元。

建议在学校办苗圃课，每周一节。

白桦县人民法院：

苗圃租地的合同多半是口头的，去年为此打官司的有八十起。

建议印一份租地合同的范本，村干部在场签字。

建议每月到石桥开一次庭。

邓川（县交通运输局副局长）：

我不赞成秋天以前完工，地基没干就铺面，两年就坏。

建议明年六月完工，先修排水沟。
"""


@pytest.fixture(scope="module")
def nursery(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("nursery")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("农商行行长在会上的表态和要求，列个要点", "樊舟"),
        ("我是报社的记者，想知道县法院在专题协商会上给出了哪些做法和提醒", "白桦县人民法院"),
        ("樊舟替苗农喊话，诉求有几项？内容逐项写出，不用背景。", "樊舟"),
        ("石桥三小的校长替孩子们说话了，她具体提了哪些要求？", "纪晴"),
        ("纪晴校长的发言太长没看完，帮我用几句话说清她要办的几件事", "纪晴"),
        ("石桥村老支书在会上都要求做什么？我们村也想照着提一份", "纪平"),
    ],
)
def test_all_points_whatever_stands_around_the_question(nursery: Assistant, question: str, speaker: str) -> None:
    answer = nursery.answer(question)
    assert answer.kind == "summary" and answer.plan.speakers == (speaker,), (answer.kind, answer.understood)
    assert [citation.paragraph for citation in answer.citations] == [2, 3]


def test_a_topic_told_before_narrows_the_points(nursery: Assistant) -> None:
    answer = nursery.answer("纪平打算怎么修进山的路，几项措施都说说看。")
    assert answer.kind == "summary" and 2 in [citation.paragraph for citation in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "纪平提出了哪些建议？",  # plain as it is
        "樊舟第二条讲了什么，展开说说",
        "樊舟和纪平分别提了哪些建议，列个单子",
        "谁替苗农说话，提了哪些要求？",
        "樊舟对苗圃课提了哪些意见，列个要点",  # only another speaks of it
    ],
)
def test_what_asks_something_else_is_left(nursery: Assistant, question: str) -> None:
    from rag.understanding.lexicon import Lexicon

    put = points_asked(question, Lexicon(nursery.index.corpus), plain_words().spans)
    assert put == question or "苗圃课" in put


@pytest.mark.parametrize(
    "question",
    [
        "校对一下：纪平说“孩子们翻山上学，一趟一个多小时”，署名对吗？",
        "有人转述纪平的话：“孩子们翻山上学，一趟一个多小时”。是他的原话吗？",
        "纪平曾言“孩子们翻山上学，一趟一个多小时”，此引文是否属实？",
        "纪平在会上讲，“孩子们翻山上学，一趟一个多小时”。请核实是否他的原话。",
        "我的笔记里写着“纪平：孩子们翻山上学，一趟一个多小时”，人对得上吗？",
        "“孩子们翻山上学，一趟一个多小时”是纪平发言的开头吧？校对用，请给出处。",
        "纪平是不是说过“孩子们翻山上学，一趟一个多小时”？我记得是他那篇里的。",
    ],
)
def test_whose_sentence_it_is(nursery: Assistant, question: str) -> None:
    answer = nursery.answer(question)
    assert answer.kind == "verify" and not answer.refused, (answer.kind, answer.text)
    assert answer.text.startswith("这句话不是纪平说的，是纪晴")


@pytest.mark.parametrize(
    "question",
    [
        "修进山的路，纪平书记和邓川副局长谁定的完工时间更靠前？",
        "纪平的校车和邓川的排水沟，各要多少？",
        "完工时间上，县交通运输局与纪平谁更急？",
    ],
)
def test_two_of_whom_one_has_more_are_compared(nursery: Assistant, question: str) -> None:
    answer = nursery.answer(question)
    assert answer.kind == "compare" and set(answer.plan.speakers) == {"纪平", "邓川"}, (answer.kind, answer.plan)


@pytest.mark.parametrize(
    "question",
    [
        "纪平要把完工时间定在秋天以前，哪位代表也主张完工？",
        "定完工的日子，这个想法纪平有，别人还有吗",
        "纪平想要秋天以前完工，还有哪个单位的人也要定完工的日子？",
    ],
)
def test_others_who_want_the_like(nursery: Assistant, question: str) -> None:
    answer = nursery.answer(question)
    assert answer.understood.startswith("除了纪平，还有谁也主张"), answer.understood
    assert answer.kind == "similar" and "纪平" in answer.plan.excluded


def _asked(*turns: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"role": role, "content": text}
        for pair in turns
        for role, text in zip(("user", "assistant"), pair, strict=True)
    ]


LOAN = (
    "樊舟说苗木贷怎么讲的",
    "樊舟（白桦县农村商业银行行长）在发言第2段提出：“建议开“苗木贷”，单户最高三十万元，五天放款。”[1]",
)
BUS = (
    "校车是谁提的",
    "纪晴（石桥区第三小学校长）在发言第2段提出：“建议开一趟校车，每人每月只收二十元。”[1]",
)
SPRINKLER = (
    "纪平还想买什么",
    "纪平（石桥村党支部书记、石桥苗圃合作社理事长）在发言第3段提出：“建议苗圃合作社买一台流动喷灌车”[1]",
)
ROAD = (
    "邓川怎么看秋天以前完工",
    "邓川（县交通运输局副局长）在发言第1段提出：“我不赞成秋天以前完工，地基没干就铺面，两年就坏。”[1]",
)


@pytest.mark.parametrize(
    ("history", "question", "speaker", "quoted"),
    [
        ((LOAN, BUS), "再回到刚才那位行长，他要几天放款？", "樊舟", "五天放款"),
        ((LOAN, BUS), "前面那位农商行行长的建议，帮我归纳一下", "樊舟", "六百万元"),
        ((LOAN, SPRINKLER, BUS), "再回到刚才种苗圃那位，进山的路拓到多宽？", "纪平", "五米"),
        ((LOAN,), "不是行长，我问的是管小学那位，她那趟校车每月收多少钱？", "纪晴", "二十元"),
        ((SPRINKLER,), "这车一年要花多少钱？", "纪平", "四万元"),
        ((LOAN,), "不是行长，我问的是邓川，他那个排水沟要干什么？", "邓川", "排水沟"),
        ((ROAD,), "为什么？", "邓川", "不赞成秋天以前完工"),
        ((BUS,), "把她盼着办的几件事捋一捋", "纪晴", "苗圃课"),
    ],
)
def test_who_and_what_was_spoken_of_before(
    nursery: Assistant, history: tuple[tuple[str, str], ...], question: str, speaker: str, quoted: str
) -> None:
    answer = nursery.answer(question, history=_asked(*history))
    assert not answer.refused, (answer.understood, answer.text)
    assert {citation.speaker for citation in answer.citations} == {speaker}, answer.understood
    assert any(quoted in citation.quote for citation in answer.citations), answer.text


def test_nobody_stands_in_for_who_was_not_spoken_of(nursery: Assistant) -> None:
    answer = nursery.answer("前面那位酒厂厂长的建议，帮我归纳一下", history=_asked(LOAN, BUS))
    assert answer.refused and not answer.citations, (answer.understood, answer.text)


def test_the_two_last_spoken_of_are_compared(nursery: Assistant) -> None:
    for question in ("他俩差在哪儿", "前者和后者的主张比一比"):
        answer = nursery.answer(question, history=_asked(("纪平怎么谈完工", SPRINKLER[1]), ROAD))
        assert answer.kind == "compare" and set(answer.plan.speakers) == {"纪平", "邓川"}, answer.understood


def test_who_is_turned_round_is_asked_in_its_place(nursery: Assistant) -> None:
    history = _asked(
        (
            "谁主张秋天以前完工",
            "纪平（石桥村党支部书记）在发言第2段提出：“建议把进山的七公里路拓到五米，秋天以前完工。”[1]",
        )
    )
    answer = nursery.answer("你弄反了，我问的是谁反对，不是谁提的", history=history)
    assert {citation.speaker for citation in answer.citations} == {"邓川"}, answer.understood


def test_a_stranger_with_his_office_is_nobody_of_the_corpus(nursery: Assistant) -> None:
    answer = nursery.answer("那住建局的高建军呢，他怎么说？", history=_asked(ROAD))
    assert answer.reason == "speaker_unknown", (answer.understood, answer.text)
