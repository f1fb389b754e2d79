"""What a question says beside what it asks: where a guess, an aside or a body is no speaker, and whom a follow-up still means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 把老码头变成新街区 一起来想办法（虚构）
date: 2038-05-12
newspaper: 杉浦日报
page: 3
---

# 把老码头变成新街区 一起来想办法（虚构）

## 柴望秋 市政协常委、杉浦老建筑研究会会长

### 别动老屋架

老仓库的木屋架是1956年搭的，谁要改造码头，请先同研究会商量。

## 钮青禾 市政协委员、杉浦农商银行行长

### 钱要跟着节水走

肯装回用水箱的客栈，贷款利率下浮三十个基点。

## 尹知微 市政协委员、浦江金租公司总经理

### 设备可以租

洗涤设备改租不买，头一年只收一半租金。

## 杉浦市供销社

### 农货要有落脚处

由供销社牵头，在码头办一个农货集散点。

## 郁长林 州水利局总水文师

### 水位要看得见

在码头立三块电子水位牌，每十分钟更新一次。
"""

TALK = """---
title: 码头夜市座谈会发言记录（虚构）
---

# 码头夜市座谈会发言记录（虚构）

## 祝云帆 码头街道办事处主任

### 夜市要早收

我的意见是夜市收摊不能晚于晚上十一点，周末也一样。

## 杉浦市工商业联合会

### 夜市要晚收

我们建议码头夜市收摊时间由晚上十一点延到凌晨一点。

## 杉浦市政协社会和法制委员会

### 夜市要分片

我委四月组织委员夜访三次，沿街居民嫌吵的占六成，不能一收了之。

## 钱满舱 苇湾村党支部书记

### 水不够

安置到苇湾村欢迎，可村里的水塔只够八百人用。
"""

STREETS = """---
title: 诊所的事（虚构）
---

# 诊所的事（虚构）

## 柴望秋 市政协常委、杉浦老建筑研究会会长

### 候船棚的事

我的看法是，候船棚的式样应当由住户自己商量。

## 单小满 候船点管理员

### 先定下来

我和柴会长看法不一样，希望区里出个样子，哪怕只定尺寸也好。

## 乐知晚 杉浦市中心医院副院长

### 结成一家

建议由市中心医院牵头，联合卸货街、苇湾、旧船坞等四家诊所结成联合体，检查结果互认。

诊所医生的考核要同签约人数挂钩。

我们这里的诊所人手远少于邻市，短在医生、护士和药剂师三样。
"""

SAID = [
    {"role": "user", "content": "街道办主任觉得码头夜市最晚该几点收？"},
    {
        "role": "assistant",
        "content": "祝云帆（码头街道办事处主任）在《夜市要早收》第1段提出：“夜市收摊不能晚于晚上十一点，周末也一样”[1]",
    },
]
OF_THE_SHED = [
    {"role": "user", "content": "柴望秋想把候船棚怎么处理？"},
    {
        "role": "assistant",
        "content": "柴望秋（市政协常委、杉浦老建筑研究会会长）在《候船棚的事》第1段提出：“候船棚的式样应当由住户自己商量”[1]",
    },
]
OF_THE_BANK = [
    {"role": "user", "content": "谁主张客栈贷款利率下浮？"},
    {
        "role": "assistant",
        "content": "钮青禾（市政协委员、杉浦农商银行行长）在《钱要跟着节水走》第1段提出：“贷款利率下浮三十个基点”[1]",
    },
]


@pytest.fixture(scope="module")
def wharf(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("wharf")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    (folder / "talk.md").write_text(TALK, "utf-8")
    (folder / "streets.md").write_text(STREETS, "utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker"),
    (
        ("听银行同志讲，肯装回用水箱的客栈可以少付利息，请问优惠幅度是多少？", "钮青禾"),
        ("早年间供销社红火过，如今有人建议由它牵头在码头办农货集散点，请问是哪家？", "杉浦市供销社"),
        ("关于布局电子水位牌，发言里说多久更新一次？", "郁长林"),
        ("肯装回用水箱的客栈利率下浮——是柴望秋说的还是钮青禾说的？我俩吵起来了。", "钮青禾"),
        ("肯装回用水箱的客栈利率下浮，我记得是柴望秋说的，对不对？到底谁说的？", "钮青禾"),
        ("我记得杉浦农商银行那位提过，肯装回用水箱的客栈利率下浮多少？", "钮青禾"),
        ("农商行说肯装回用水箱的客栈利率下浮多少？", "钮青禾"),
        ("水利局郁总水文师说水位牌多久更新一次？", "郁长林"),
        ("街道那边想让夜市几点收摊？", "祝云帆"),  # whoever reads best, the side that is named wants it
        ("夜市的事，那个码头主任说最晚几点收？", "祝云帆"),
        ("提醒改码头的人别乱动老仓库、说那木屋架是五十年代的，是哪一位？", "柴望秋"),
    ),
)
def test_what_only_opens_a_question_is_no_stranger(wharf: Assistant, question: str, speaker: str) -> None:
    answer = wharf.answer(question)
    assert {one.speaker for one in answer.citations} == {speaker}, answer.text


def test_a_decade_is_not_contradicted_by_another_of_its_years_but_a_year_is(wharf: Assistant) -> None:
    assert wharf.answer("谁说老仓库的木屋架是1976年搭的？").reason == "false_premise"


@pytest.mark.parametrize(
    "question",
    (
        "联合体说是四家诊所，卸货街、苇湾、旧船坞之外，第四家叫什么名字？",
        "乐知晚要联合的那些诊所，除了点出名字的三家以外，其余的都叫什么名字？",
        "诊所的联合体由哪位负责人牵头，名字有吗？",
    ),
)
def test_a_name_that_is_not_told_is_not_answered_by_what_is_told_beside_it(wharf: Assistant, question: str) -> None:
    answer = wharf.answer(question)
    assert answer.reason == "detail_absent", answer.text


def test_who_somebody_is_stands_before_what_he_says(wharf: Assistant) -> None:
    answer = wharf.answer("讲电子水位牌的那位是谁，什么职务？")
    assert next(one.speaker for one in answer.citations) == "郁长林" and answer.citations[0].paragraph == 0, answer.text
    assert any("水位牌" in one.quote for one in answer.citations)


@pytest.mark.parametrize("question", ("搞金融的钮青禾，对夜市怎么说？", "钮青禾是搞金融的，夜市他怎么建议的？"))
def test_what_somebody_does_is_not_what_is_asked_of_him(wharf: Assistant, question: str) -> None:
    answer = wharf.answer(question)
    assert answer.reason == "speaker_silent", answer.text


def test_a_sentence_without_marks_is_checked_to_its_end(wharf: Assistant) -> None:
    answer = wharf.answer("海报上这句：老仓库的木屋架是1956年搭的，先同研究会商量。谁家的话，核实下")
    assert "1956年搭的，先同研究会商量" in (answer.understood or ""), answer.understood
    assert {one.speaker for one in answer.citations} == {"柴望秋"}, answer.text


def test_from_one_quoted_word_to_another_is_no_quotation(wharf: Assistant) -> None:
    answer = wharf.answer("尹知微那篇讲“洗涤设备”怎么用，到底是“租”还是买？")
    assert answer.kind != "verify" and {one.speaker for one in answer.citations} == {"尹知微"}, answer.text


def test_worse_by_a_good_deal_is_less_and_not_more(wharf: Assistant) -> None:
    answer = wharf.answer("乐知晚讲我们诊所的人手比邻市差了一大截，短在哪三样？")
    assert "药剂师" in answer.text, answer.text


def test_a_space_behind_a_particle_parts_what_is_said(wharf: Assistant) -> None:
    answer = wharf.answer("那祝云帆呢 他怎么讲这块", history=OF_THE_BANK)
    assert answer.reason == "speaker_silent", answer.text


@pytest.mark.parametrize(
    ("question", "names"),
    (
        ("头衔写着市政协委员的，给我拉个单子，注意是委员不是常委", {"钮青禾", "尹知微"}),
        ("发言人里面，本身在银行或者金融租赁公司任职的有哪几位？", {"钮青禾", "尹知微"}),
        (
            "大标题是把老码头变成新街区的那个版，上面一共几位发言",
            {"柴望秋", "钮青禾", "尹知微", "杉浦市供销社", "郁长林"},
        ),
        (
            "5月12日的那一版上，连同以单位名义发言的在内，总共摘登了几家的发言？",
            {"柴望秋", "钮青禾", "尹知微", "杉浦市供销社", "郁长林"},
        ),
        (
            "5月12日的那一版上都有谁的文章？单位署名的也算",
            {"柴望秋", "钮青禾", "尹知微", "杉浦市供销社", "郁长林"},
        ),
        (
            "5月12日那一版，共有几位作者署名（含以单位署名的）？",
            {"柴望秋", "钮青禾", "尹知微", "杉浦市供销社", "郁长林"},
        ),
    ),
)
def test_a_list_is_of_what_is_asked_for(wharf: Assistant, question: str, names: set[str]) -> None:
    answer = wharf.answer(question)
    assert {one.speaker for one in answer.citations} == names, answer.text


@pytest.mark.parametrize(
    ("question", "history", "speaker"),
    (
        ("那反过来，想让它开到凌晨一点的是哪家啊？", SAID, "杉浦市工商业联合会"),
        ("那在码头办农货集散点，也是他们家提的？还是另一家？", SAID, "杉浦市供销社"),
        ("那洗涤设备改租不买，也是这位行长说的吗，还是另有其人？", OF_THE_BANK, "尹知微"),
        ("那主张洗涤设备改租不买的，跟这位是同一个人不？到底是谁", OF_THE_BANK, "尹知微"),
        ("记下了。那主张洗涤设备改租的又是哪一位？莫非也是这位行长？", OF_THE_BANK, "尹知微"),
        ("那跟他看法不一样的呢？是谁？", OF_THE_SHED, "单小满"),
        ("那么与他同为市政协委员、主张洗涤设备改租不买的，又是哪一位？", OF_THE_BANK, "尹知微"),
        ("那么多人搬过去，吃水够不够？他们支书说水塔能供多少人来着？", SAID, "钱满舱"),
    ),
)
def test_a_follow_up_may_mean_another(
    wharf: Assistant, question: str, history: list[dict[str, str]], speaker: str
) -> None:
    answer = wharf.answer(question, history=history)
    assert {one.speaker for one in answer.citations} == {speaker}, answer.text


GUESSED = [
    {"role": "user", "content": "楼上说水位牌每十分钟更新一次。我记成柴望秋了，到底是谁？"},
    {
        "role": "assistant",
        "content": "郁长林（州水利局总水文师）在《水位要看得见》第1段提出：“在码头立三块电子水位牌，每十分钟更新一次。”[1]",
    },
]


@pytest.mark.parametrize("question", ("讲洗涤设备改租的那位是谁，什么职务？", "那位谈洗涤设备改租的，什么来头？"))
def test_whoever_is_described_by_what_he_says_is_not_the_one_spoken_of(wharf: Assistant, question: str) -> None:
    answer = wharf.answer(question, history=OF_THE_BANK)
    assert {one.speaker for one in answer.citations} == {"尹知微"}, answer.text


@pytest.mark.parametrize(
    ("history", "speaker"),
    (
        (GUESSED, "郁长林"),
        (
            [{"role": "user", "content": "每十分钟更新一次，是柴望秋说的还是郁长林说的？"}, GUESSED[1]],
            "郁长林",
        ),
    ),
)
def test_whom_the_answer_names_is_meant_and_not_whom_it_was_taken_for(
    wharf: Assistant, history: list[dict[str, str]], speaker: str
) -> None:
    answer = wharf.answer("他是什么职务？", history=history)
    assert {one.speaker for one in answer.citations} == {speaker}, answer.text
