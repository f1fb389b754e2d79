"""Lists, records, summaries, comparisons and follow-ups in the wordings in which people ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Answer, Assistant

DIGEST = """---
title: 政协梨湖市委员会提案摘编（虚构）
date: 2031-04-28
---

# 政协梨湖市委员会提案摘编（虚构）

## 梨湖市妇联

### 关于办好社区食堂的提案

不少老人中午只吃剩饭，社区里找不到一口热的。

一、每个街道办两家社区食堂，老人每餐补4元。

二、食堂里设亲情档口，周末教年轻父母做辅食。

## 古丽娅·托尔逊 市畜牧兽医站高级工程师

### 关于防治羊病的提案

去年冬天散养户的羊死了一成，疫苗没有打到位。

一、疫苗由村级防疫员上门打，每只补2元。

二、买首台（套）移动化验车的，财政补三成。

## 柏云舟 市交警支队副支队长、高级工程师

### 关于治理学校门口拥堵的提案

早上七点半，三所小学门口要堵四十分钟。

一、学校错峰上学，相差二十分钟。

二、校门口画即停即走车位，停车不超过三分钟。
"""

MINUTES = """---
title: 梨湖市政协二届三次会议第五小组讨论记录（虚构）
date: 2031-01-09
---

# 梨湖市政协二届三次会议第五小组讨论记录（虚构）

柏云舟（市志愿交通员协会会长）：

志愿者站岗没有保险，有人被车剐了自己掏钱看病。

建议给志愿交通员买意外险，一人一年80元。

建议志愿服务满一百小时的，坐公交免费。

闻人秋（市环境资源审判庭庭长）：

湿地案子多，鉴定费一次要三万元。

建议设鉴定费垫付基金，由市财政出200万元。

建议赔偿的钱专门用来补种芦苇，不进大账。

万俟兰（市生态环境局副局长）：

湿地边上的羊圈直接往河里排粪水。

建议羊圈一律退到离河五百米以外，搬一户补6000元。

建议新买的化验车也给防疫员用。
"""


@pytest.fixture(scope="module")
def pear(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A digest and the minutes of a group, with one name in two roles."""
    folder = tmp_path_factory.mktemp("pear")
    (folder / "digest.md").write_text(DIGEST, encoding="utf-8")
    (folder / "minutes.md").write_text(MINUTES, encoding="utf-8")
    return assistant_over([folder])


def speakers(answer: Answer) -> set[str | None]:
    return {one.speaker for one in answer.citations}


LISTS = (
    # a term in brackets, between the words that only point at it, or behind them
    ("提到首台（套）的都有谁？", {"古丽娅·托尔逊"}),
    ("谁点了防疫员的名", {"古丽娅·托尔逊", "万俟兰"}),
    ("化验车这个词谁用过", {"古丽娅·托尔逊", "万俟兰"}),
    ("都有哪些人的发言里出现了湿地二字", {"闻人秋", "万俟兰"}),
    ("湿地，全部算上都有谁讲到", {"闻人秋", "万俟兰"}),
    ("涉及湿地的有几个人？", {"闻人秋", "万俟兰"}),
    ("谈湿地的有哪几家（或哪几位）？", {"闻人秋", "万俟兰"}),
    # who it is about is not who is asked
    ("谁说到过志愿交通员？", {"柏云舟"}),
    # of a meeting or paper named by its kind, its month or a part of its title
    ("四月底那期提案摘编收了谁的提案？", {"梨湖市妇联", "古丽娅·托尔逊", "柏云舟"}),
    ("1月9日那场小组讨论有哪些人、哪些单位发言？", {"柏云舟", "闻人秋", "万俟兰"}),
    ("4月印的那本提案摘编里，哪些是以单位名义而不是个人名义写的？", {"梨湖市妇联"}),
    # offices as a class
    ("发言的人里有几位副局长？", {"万俟兰"}),
    ("谁是副支队长？", {"柏云舟"}),
    ("高级工程师有哪几位？", {"古丽娅·托尔逊", "柏云舟"}),
)


@pytest.mark.parametrize(("question", "wanted"), LISTS)
def test_lists_are_found_in_every_wording(pear: Assistant, question: str, wanted: set[str]) -> None:
    answer = pear.answer(question)
    assert not answer.refused, answer.text
    assert speakers(answer) == wanted


NAMES = (
    ("托尔逊工程师提了什么？", {"古丽娅·托尔逊"}),  # the second part of a name, taken for a surname
    ("柏副支队长提了哪些建议？", {"柏云舟"}),
    ("环资庭庭长都主张些啥？", {"闻人秋"}),
    ("那环资庭庭长怎么说", {"闻人秋"}),
    ("闻人庭长有何高见？", {"闻人秋"}),
    ("畜牧站那位高工怎么说？", {"古丽娅·托尔逊"}),
    ("万俟兰替河边的住户提了几条什么建议？", {"万俟兰"}),
)


@pytest.mark.parametrize(("question", "wanted"), NAMES)
def test_who_is_asked_about(pear: Assistant, question: str, wanted: set[str]) -> None:
    answer = pear.answer(question)
    assert not answer.refused, answer.text
    assert answer.kind == "summary"
    assert speakers(answer) == wanted


@pytest.mark.parametrize(
    "question",
    ["市消防支队提了哪些要求？", "市文化局对湿地怎么说？", "梨湖银行业协会有什么建议？", "麻三省委员怎么看湿地？"],
)
def test_who_is_not_there_is_told(pear: Assistant, question: str) -> None:
    assert pear.answer(question).reason == "speaker_unknown"


@pytest.mark.parametrize(
    "question",
    [
        "低空经济方面专家有什么建议？",
        "发展光伏、海外仓方面的意见有吗",
        "吸收企业家进决策，这是哪位提的？",
        "银行、租赁公司这类机构怎么贷款？",
    ],
)
def test_a_thing_is_no_unknown_speaker(pear: Assistant, question: str) -> None:
    assert pear.answer(question).reason != "speaker_unknown"


def test_all_is_told_of_a_topic_that_is_that_of_the_whole_speech(pear: Assistant) -> None:
    answer = pear.answer("柏云舟关于学校门口拥堵的建议总结一下")
    assert {one.paragraph for one in answer.citations} == {2, 3}


def test_what_a_question_leaves_out_is_not_told(pear: Assistant) -> None:
    answer = pear.answer("除了垫付基金，闻人秋还提了什么？")
    assert [one.paragraph for one in answer.citations] == [3]


def test_a_question_of_reasons_is_no_summary(pear: Assistant) -> None:
    assert pear.answer("柏云舟为何主张学校错峰上学？").kind == "fact"
    assert pear.answer("闻人秋为什么要求设垫付基金？").kind == "fact"


CLAIMS = (
    "“不进大账”，这是万俟兰讲的吧？",
    "“不进大账”这句话是不是万俟副局长的",
    "不对吧，“赔偿的钱专门用来补种芦苇”不是万俟兰的话吗？",
)


@pytest.mark.parametrize("question", CLAIMS)
def test_whose_words_they_are_is_checked(pear: Assistant, question: str) -> None:
    answer = pear.answer(question)
    assert answer.kind == "verify"
    assert "不是万俟兰说的" in answer.text
    assert speakers(answer) == {"闻人秋"}


def test_a_deputy_is_not_the_head(pear: Assistant) -> None:
    answer = pear.answer("生态环境局局长那位怎么说？")
    assert "万俟兰" not in speakers(answer)


def test_an_opponent_s_proposal_is_not_compared(pear: Assistant) -> None:
    plan = pear.answer("万俟兰为什么不同意闻人秋的垫付基金？").plan
    assert plan is not None and plan.speakers == ("万俟兰",)


def after(assistant: Assistant, question: str, answer: str, then: str) -> Answer:
    history = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return assistant.answer(then, history=history)


FOLLOWED = (
    ("那麻三省委员呢，他怎么讲的", "麻三省委员对垫付基金有什么建议？"),
    ("那万俟兰呢，她都提了些什么", "万俟兰都提了些什么"),
    ("那市税务局呢？", "市税务局对垫付基金有什么建议？"),
    ("不是他，是市妇联，市妇联提了什么建议", "市妇联关于垫付基金，提了什么建议"),
    ("别人也这么看吗", "除了闻人秋，还有谁也主张垫付基金？"),
    ("还有谁提到垫付基金？", "除了闻人秋，还有谁提到垫付基金？"),
    ("这种基金还有谁提到了", "除了闻人秋，垫付基金还有谁提到了"),
)


@pytest.mark.parametrize(("then", "understood"), FOLLOWED)
def test_a_follow_up_stands_on_its_own(pear: Assistant, then: str, understood: str) -> None:
    answer = after(pear, "闻人秋对垫付基金有什么建议？", "建议设鉴定费垫付基金，由市财政出200万元。[1]", then)
    assert answer.understood == understood


def test_he_is_the_last_speaker_where_only_an_office_follows(pear: Assistant) -> None:
    answer = after(
        pear, "柏云舟对错峰上学怎么说？", "学校错峰上学，相差二十分钟。[1]", "他还以协会会长的身份提了什么？"
    )
    assert answer.understood == "柏云舟还以协会会长的身份提了什么？"
    assert {one.role for one in answer.citations} == {"市志愿交通员协会会长"}


def test_who_else_leaves_out_whom_the_last_question_named(pear: Assistant) -> None:
    history = [
        {"role": "user", "content": "闻人秋对湿地有什么建议？"},
        {"role": "assistant", "content": "建议赔偿的钱专门用来补种芦苇，不进大账。[1]"},
    ]
    assert speakers(pear.answer("还有谁提到？", history=history)) == {"万俟兰"}


@pytest.mark.parametrize(
    "question",
    [
        "万俟兰提了哪些治羊圈的办法？",
        "万俟兰副局长都建议做什么",
        "万俟兰在小组讨论里的建议要点",
    ],
)
def test_a_summary_is_asked_for_by_a_noun_at_the_end(pear: Assistant, question: str) -> None:
    assert pear.answer(question).plan.kind == "summary"


def test_common_nouns_side_by_side_are_no_stranger_and_a_kind_of_body_is_none(pear: Assistant) -> None:
    assert not pear.answer("鉴定费的垫付基金，财政和住户怎么分担？").plan.unknown
    assert pear.answer("不署姓名、以单位或界别名义提的有哪些？").plan.speakers == ()


def test_what_a_question_leaves_open_is_no_premise(pear: Assistant) -> None:
    answer = pear.answer("化验车财政补的比例是高还是低？")
    assert answer.reason != "false_premise"
