"""Who has been spoken of in a conversation, and whom 前者, 另一位 and 他们俩 mean then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.understanding.cast import NOBODY
from tests.rag.test_dialogue import talk

if TYPE_CHECKING:
    from rag import Assistant


def test_the_former_stays_the_former_however_often_it_is_asked() -> None:
    cast = NOBODY.after(focus=["甲", "乙"], named=["甲", "乙"])
    for which, name in (("latter", "乙"), ("former", "甲"), ("former", "甲"), ("latter", "乙")):
        assert cast.placed(which) == name
        cast = cast.after(focus=[name], named=[name])


def test_those_asked_about_one_after_another_are_told_by_their_order() -> None:
    cast = NOBODY
    for name in ("甲", "乙", "丙"):
        cast = cast.after(focus=[name], named=[name])
    assert cast.placed("first") == "甲" and cast.placed("one_before") == "乙" and cast.placed("number", 2) == "乙"
    assert cast.placed("number", 4) is None
    assert cast.several(2) == ["乙", "丙"] and cast.several(None) == ["甲", "乙", "丙"]


def test_the_other_of_two_is_not_who_is_spoken_of() -> None:
    cast = NOBODY.after(focus=["甲", "乙"], named=[]).after(focus=["乙"], named=["乙"])
    assert cast.placed("other") == "甲"


def test_whoever_is_left_out_is_not_the_next_he() -> None:
    cast = NOBODY.after(focus=["甲"], named=["甲"]).after(focus=["乙"], named=["甲"], left_out=["甲"])
    assert cast.focus == ("乙",) and cast.placed("one_before") == "甲"


def test_another_pronoun_means_another() -> None:
    cast = NOBODY.after(focus=["甲"], named=["甲"]).after(focus=["某站"], named=["某站"]).calling("它")
    assert cast.other_by_pronoun("他") == "甲" and cast.other_by_pronoun("它") is None


def test_he_is_whoever_else_was_shown(county: Assistant) -> None:
    answer = talk(county, "庄可为提到粮权贷了吗？", "还有谁提到粮权贷？", "他还说了什么？")
    assert {one.speaker for one in answer.citations} == {"麦青禾"}


def test_places_go_on_telling_the_same_two(county: Assistant) -> None:
    asked = ("哪些人提到了“粮权贷”？", "后一位怎么说？", "前一位呢？")
    assert {one.speaker for one in talk(county, *asked).citations} == {"庄可为"}


def test_one_is_asked_for_among_two(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "康雨石呢？", "他们俩谁提到了担保费率？")
    assert {one.speaker for one in answer.citations} == {"庄可为"}


def test_an_office_alone_turns_to_who_holds_it(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "院长呢？")
    assert {one.speaker for one in answer.citations} == {"康雨石"}


def test_others_are_not_who_was_shown(county: Assistant) -> None:
    answer = talk(county, "康雨石的第二条建议是什么？", "其他人谈粮权贷了吗？")
    assert "康雨石" not in {one.speaker for one in answer.citations} and not answer.refused
    assert answer.understood == "除了康雨石，还有谁提到了粮权贷？"


def test_the_words_just_shown_are_his(county: Assistant) -> None:
    answer = talk(county, "农机维修培训班每年培训多少人？", "谁说的？")
    assert not answer.refused and len({one.speaker for one in answer.citations}) == 1


def test_whoever_is_described_is_not_the_last_speaker(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "卫生院那位呢？")
    assert {one.speaker for one in answer.citations} == {"康雨石"}
    unknown = talk(county, "庄可为提出了哪些建议？", "养蚕的那位怎么说？")
    assert "庄可为" not in unknown.understood


def test_who_stands_behind_a_pointing_word_is_no_name(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "那位具体怎么讲的？")
    assert {one.speaker for one in answer.citations} == {"庄可为"}


def test_the_question_behind_an_office_is_asked_of_who_holds_it(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "院长呢，他对门诊怎么看？")
    assert "庄可为" not in answer.understood and "康雨石" in answer.understood


def test_the_side_somebody_takes_is_asked_of_the_matter(county: Assistant) -> None:
    answer = talk(county, "庄可为对粮权贷怎么看？", "反对的那位呢？")
    assert answer.understood == "除了庄可为，谁反对粮权贷？"


def test_who_is_meant_instead_is_asked_what_stands_behind_him(county: Assistant) -> None:
    spoken = ("庄可为提出了哪些建议？", "康雨石呢？")
    answer = talk(county, *spoken, "不是他，前面那位，他对粮权贷怎么看？")
    assert {one.speaker for one in answer.citations} == {"庄可为"}
    named = talk(county, *spoken, "我问的不是院长这位，是另一位。那个人对粮权贷怎么看？")
    assert {one.speaker for one in named.citations} == {"庄可为"}


def test_nobody_else_is_said_to_speak_of_it_where_nobody_does(county: Assistant) -> None:
    answer = talk(county, "哪些人提到了“粮权贷”？", "没有别人了吗？")
    assert answer.refused and "粮权贷" in answer.understood


def test_a_person_nobody_knows_is_no_topic(county: Assistant) -> None:
    answer = talk(county, "王小明说了什么？", "那康雨石呢？")
    assert {one.speaker for one in answer.citations} == {"康雨石"}


def test_somebody_told_of_in_the_question_is_he(county: Assistant) -> None:
    speaker = next(speech.speaker for _, speech in county.index.corpus.speeches() if speech.speaker)
    history = [
        {"role": "user", "content": f"{speaker}提了什么建议？"},
        {"role": "assistant", "content": f"{speaker}提出……[1]"},
    ]
    answer = county.answer("另外有人说要把老粮站改成书屋，那位是谁？", history=history)
    assert speaker not in answer.understood
