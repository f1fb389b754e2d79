"""Who proposes and who is against it: what is taken up only to be rejected, who is told of before a question, who is of one mind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.words import plain_words
from rag.matching import Term
from rag.premises.bearing import bearing, takes_against
from rag.understanding.against import asked_against
from rag.understanding.foils import without_foil
from rag.understanding.other_view import asked_of_others

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Assistant

RECORD = """柳桥镇河湾整治协商会发言记录

时间：2033年4月2日

桑延年（镇水利站站长）：

我主张河湾两岸一律砌石护坡，每米造价六百元。

建议给钓台装护栏，钓鱼的人每天交两元管护费。

柴静禾（区政协委员、江州大学生态学教授）：

桑站长要河湾两岸都砌石护坡，我不赞成。砌死了，鱼和蛙就没有地方产卵。

建议种芦苇和菖蒲固岸，三年就能长成。

邢如山（钓友协会会长）：

钓台不必交管护费，由协会自己出人打扫。

凌晨放水的事，协会有顾虑。

舒望（镇电站站长）：

建议每天凌晨四点放一次水，把河湾里的淤泥冲走。

有人提出把电站拆掉，不现实，全镇三成的电靠它。

还有人提议免收电费、水费。我不赞成。

有人主张用旧船改浮桥，浮桥过得了人，过不了车。
"""


@pytest.fixture(scope="module")
def river(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a meeting whose speakers reject what others want."""
    path: Path = tmp_path_factory.mktemp("river") / "会议.txt"
    path.write_text(RECORD, encoding="utf-8")
    return assistant_over([path])


def _speakers(river: Assistant, question: str) -> set[str | None]:
    answer = river.answer(question)
    return {one.speaker for one in answer.citations} if not answer.refused else set()


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("谁要求河湾两岸砌石护坡？", "桑延年"),
        ("谁不赞成河湾两岸砌石护坡？", "柴静禾"),
        ("谁主张凌晨放水？", "舒望"),
        ("谁对凌晨放水有顾虑？", "邢如山"),
        ("桑延年想在河湾砌石护坡，有人不同意吗？", "柴静禾"),
        ("谁和桑延年意见相反？", "柴静禾"),
        ("柴静禾不赞成砌石，那砌石护坡是谁提的？", "桑延年"),
        ("不是桑延年，是谁建议种芦苇固岸？", "柴静禾"),
        ("舒望和邢如山谁主张凌晨放水？", "舒望"),
        ("主张凌晨放水的，是舒望还是邢如山？", "舒望"),
        ("凌晨放水这事，谁说他有顾虑？只是不放心的不算。", "邢如山"),
        ("谁对用旧船改浮桥有异议？", "舒望"),
        ("谁建议钓台交管护费？", "桑延年"),
    ],
)
def test_each_is_asked_for_by_his_own_side(river: Assistant, question: str, speaker: str) -> None:
    assert _speakers(river, question) == {speaker}


def test_nobody_wants_what_is_only_rejected(river: Assistant) -> None:
    assert _speakers(river, "谁主张把电站拆掉？") == set()
    assert _speakers(river, "谁力主用旧船改浮桥？") == set()


@pytest.mark.parametrize("question", ["谁主张把电站拆掉？", "谁提议免收电费、水费？", "谁主张砌石护坡六百元不要？"])
def test_what_a_refusal_says_the_sources_say_stands_there_as_it_is(river: Assistant, question: str) -> None:
    answer = river.answer(question)
    if answer.reason == "false_premise":
        told = answer.text.partition("资料说的是")[2]
        assert all(one in RECORD for one in re.findall("“([^”]+)”", told)), answer.text


@pytest.mark.parametrize(
    ("text", "word", "sign"),
    [
        ("居民不必交管护费", "管护费", -1),
        ("钓鱼的人每天交两元管护费", "管护费", 1),
        ("河湾两岸都砌护坡,我不赞成", "护坡", -1),
        ("凌晨放水的事,村里有顾虑", "放水", -1),
        ("洗衣、倒水一律不算清淤", "清淤", -1),
        ("要不要建护坡,先听听大家的", "护坡", 1),
        ("请村民投工,不要全部外包", "村民", 1),
    ],
)
def test_a_sentence_wants_or_refuses_what_a_word_names(text: str, word: str, sign: int) -> None:
    assert bearing(text, [Term(word, 1.0, 1)]).signs == {word: sign}


def test_what_others_think_is_no_stand_of_who_tells_it() -> None:
    assert takes_against("我有不同看法")
    assert not takes_against("不少企业有意见")
    assert not takes_against("能不能再快一点")


@pytest.mark.parametrize(
    ("question", "plainly"),
    [
        ("桑延年讲了护坡，那管护费是谁提的？", "撇开桑延年，管护费是谁提的？"),
        ("桑延年主张护坡，那主张种芦苇的又是谁？", "撇开桑延年，谁主张种芦苇？"),
        ("桑站长说的是护坡，那种芦苇固岸，又是谁提的？", "撇开桑延年，种芦苇固岸,又是谁提的？"),
        ("不是桑延年，那在河湾里种芦苇、种菖蒲，是谁提的？", "撇开桑延年，在河湾里种芦苇、种菖蒲是谁提的？"),
        ("种芦苇固岸，我知道不是舒望说的，那到底是谁提的？", "撇开舒望，种芦苇固岸是谁提的？"),
        ("我以为是舒望提的护栏，其实是谁？", "护栏是谁提的？"),
        ("谁提的护栏，不是舒望吧？", "谁提的护栏？"),
        ("桑延年要护坡，还有谁也想护坡？", "桑延年要护坡，还有谁也想护坡？"),
        ("桑延年要砌石护坡，谁不同意？", "桑延年要砌石护坡，谁不同意？"),
    ],
)
def test_who_is_told_of_before_is_left_out(river: Assistant, question: str, plainly: str) -> None:
    assert without_foil(question, river.lexicon, plain_words().spans) == plainly


@pytest.mark.parametrize(
    ("question", "plainly"),
    [
        ("有没有人反对凌晨放水？", "谁反对凌晨放水？"),
        ("舒望想凌晨放水，有没有委员不同意？", "撇开舒望，谁反对凌晨放水？"),
        ("谁跟舒望看法不一样？", "撇开舒望，谁反对舒望的意见？"),
        ("柴静禾不同意谁的说法？", "柴静禾不同意谁的说法？"),
        ("柴静禾不赞成的是谁的主张？", "撇开柴静禾，谁反对柴静禾的意见？"),
        ("柴静禾反对砌石护坡，是针对谁的主张？", "撇开柴静禾，谁主张砌石护坡？"),
        ("在凌晨放水这件事上，谁的意见跟舒望正相反？", "撇开舒望，谁反对凌晨放水？"),
    ],
)
def test_opponents_are_asked_for_plainly(river: Assistant, question: str, plainly: str) -> None:
    assert asked_against(question, river.lexicon, plain_words().spans) == plainly


@pytest.mark.parametrize(
    ("question", "plainly"),
    [
        ("桑延年主张两岸砌石护坡，谁的意见跟他正好相反？", "撇开桑延年，谁反对两岸砌石护坡？"),
        ("两岸砌石护坡这件事上，谁的意见正好跟桑延年相反？", "撇开桑延年，谁反对两岸砌石护坡？"),
    ],
)
def test_who_is_of_the_other_mind_is_asked_for_what_is_wanted(river: Assistant, question: str, plainly: str) -> None:
    assert asked_against(question, river.lexicon, plain_words().spans) == plainly


def test_nobody_of_one_mind_is_shown_for_who_is_of_the_other(river: Assistant) -> None:
    for question in ("舒望建议凌晨四点放水，谁的看法跟她截然不同？", "舒望说要放水，谁的意见和她正相反？"):
        answer = river.answer(question)
        assert answer.kind != "similar" or answer.refused, answer.understood
        assert "舒望" not in {one.speaker for one in answer.citations}


def test_who_is_not_meant_is_left_out_wherever_the_question_asks(river: Assistant) -> None:
    put = without_foil("不是舒望，我问的是谁提议种芦苇固岸？", river.lexicon, plain_words().spans)
    assert put == "撇开舒望，谁提议种芦苇固岸？"


@pytest.mark.parametrize(
    ("question", "plainly"),
    [
        ("桑延年非要砌石护坡，谁跟他唱反调？", "撇开桑延年，谁反对砌石护坡？"),
        ("水利站站长非要砌石护坡，站出来唱反调的是谁？", "撇开桑延年，谁反对砌石护坡？"),
        ("会上舒望要把淤泥冲走，谁举双手赞成？", "撇开舒望，谁赞成把淤泥冲走？"),
        ("舒望说凌晨放水，谁跟她站一边？", "撇开舒望，谁赞成凌晨放水？"),
        ("桑延年报的护坡造价，谁觉得定高了？", "撇开桑延年，护坡造价，谁觉得定高了？"),
        ("桑延年要砌石护坡，由谁出钱？", "桑延年要砌石护坡，由谁出钱？"),
        ("桑延年要砌石护坡，柴静禾赞成吗？", "桑延年要砌石护坡，柴静禾赞成吗？"),
        ("砌石护坡，谁反对？", "砌石护坡，谁反对？"),
    ],
)
def test_who_stands_how_to_what_somebody_wants_is_asked_of_the_others(
    river: Assistant, question: str, plainly: str
) -> None:
    assert asked_of_others(question, river.lexicon) == plainly


def test_whoever_wants_it_is_not_named_for_who_is_against_it(river: Assistant) -> None:
    assert _speakers(river, "桑延年非要砌石护坡，谁跟他唱反调？") == {"柴静禾"}
    assert "舒望" not in _speakers(river, "舒望要凌晨放水，谁举双手赞成？")


STREET = """老街整治座谈会发言记录（虚构）

时间：2031年5月8日

向晚舟（老街改造公司经理）：

我们的意见是，老街应当整体腾空、整体改造，住户一次搬走。

温如海（大学建筑系教师）：

听说有一种方案，想让老街的居民统统迁走，整片修好再招商。我不赞成。房子没人住，椽子两年就朽掉了。

洛南星（街道办主任）：

改造公司要把整条老街腾空，我不同意。想走的住户给好条件，想留的住户帮他把房子修好。

纪长林（消防站站长）：

我赞成整体腾空，巷子窄，消防车进不去。

叶知秋（公交公司职工）：

末班车太早，请推迟一小时。我不同意再减班次。

祝小山（果农）：

冷库不够用，梨子烂了三成，请县里补一半的钱建冷库。

姜白露（乡村医生）：

卫生室缺药，老人看病要走二十里路，请每月送一次药。
"""


@pytest.fixture(scope="module")
def street(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a meeting whose speakers take sides, each in other words."""
    path: Path = tmp_path_factory.mktemp("street") / "会议.txt"
    path.write_text(STREET, encoding="utf-8")
    return assistant_over([path])


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("明确反对把老街住户整片搬空的有几位？", {"温如海", "洛南星"}),
        ("改造公司想把老街住户整片搬空，持反对意见的有哪些人？", {"温如海", "洛南星"}),
        ("明确赞成把老街整体腾空的有几位？", {"向晚舟", "纪长林"}),
    ],
)
def test_a_side_is_taken_in_other_words_than_the_question_s(
    street: Assistant, question: str, speakers: set[str]
) -> None:
    answer = street.answer(question)
    assert {one.speaker for one in answer.citations} == speakers, answer.text
    assert answer.text.startswith(f"共 {len(speakers)} 位")


@pytest.mark.parametrize("follow_up", ["那反对的呢？", "那反对这么干的呢？", "那反对的是谁？"])
def test_who_is_against_what_was_shown_is_asked_of_what_is_wanted_in_it(river: Assistant, follow_up: str) -> None:
    question = "河湾两岸怎么护坡，桑站长怎么说？"
    first = river.answer(question)
    history = [{"role": "user", "content": question}, {"role": "assistant", "content": first.text}]
    answer = river.answer(follow_up, history=history)
    assert {one.speaker for one in answer.citations} == {"柴静禾"} and "我主张" not in answer.understood


PATENTS = """专利保护座谈会发言记录（虚构）

时间：2032年6月3日

段临川（专利代理人协会会长）：

建议加大对侵权行为的处罚力度，提高侵权成本。

本市专利的实施率远低于沿海城市，主要是中介太少。
"""


@pytest.mark.parametrize(
    ("question", "words"),
    [("段临川为什么主张对侵权从轻处罚？", "加大"), ("段临川为何认为本市专利实施率远超沿海城市？", "低于")],
)
def test_what_is_taken_for_granted_the_other_way_is_a_false_premise(
    assistant_over: Callable[..., Assistant], tmp_path: Path, question: str, words: str
) -> None:
    (tmp_path / "会议.txt").write_text(PATENTS, encoding="utf-8")
    answer = assistant_over([tmp_path]).answer(question)
    assert answer.reason == "false_premise" and words in answer.text, answer.text
