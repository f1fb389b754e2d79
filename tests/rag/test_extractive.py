"""The answers by kind: what is quoted, of whom, how it is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Answer, Assistant


def speakers(answer: Answer) -> set[str | None]:
    return {one.speaker for one in answer.citations}


FACTS = (
    ("粮权贷用什么作抵押？", "庄可为", "订单"),
    ("谁建议建周末学堂？", "江岚县妇联", "周末学堂"),
    ("谁主张国有门面减租？", "江岚县工商联", "减租三个月"),
    ("哪位建议加宽进村的路？", "康雨石", "4.5米"),
    ("村医每月补贴多少钱？", "康雨石", "260元"),
    ("農機維修培訓班每年培訓多少人？", "麦青禾", "80人"),
    ("县里收割机的修理师傅有几个？", "麦青禾", "两个"),
    ("留守儿童有多少人？", "江岚县妇联", "2700人"),
    ("担保费率从多少降到多少？", "庄可为", "1.5%降到0.8%"),
)


@pytest.mark.parametrize(("question", "speaker", "words"), FACTS)
def test_facts(county: Assistant, question: str, speaker: str, words: str) -> None:
    answer = county.answer(question)
    assert not answer.refused, answer.text
    assert speakers(answer) == {speaker} and words in answer.text
    assert speaker in answer.text.splitlines()[0]


def test_a_fact_says_who_in_which_role_and_where(county: Assistant) -> None:
    first = county.answer("谁建议降低担保费率？").text.splitlines()[0]
    assert (
        "庄可为" in first and "江岚农商银行行长" in first and "《让贷款找得到种粮人》" in first and "第 4 段" in first
    )


def test_one_name_in_two_roles_is_one_name_with_two_roles(county: Assistant) -> None:
    answer = county.answer("康雨石提出了哪些建议？")
    assert speakers(answer) == {"康雨石"}
    assert {(one.role, one.paragraph) for one in answer.citations if one.paragraph > 2 or "村支书" in one.role} >= {
        ("县政协委员、望川镇卫生院院长", 3),
        ("县政协委员、望川镇卫生院院长", 4),
        ("县政协委员、望川镇卫生院院长", 5),
        ("县人大代表、望川镇红岭村村支书", 2),
        ("县人大代表、望川镇红岭村村支书", 3),
    }
    for role in ("县政协委员、望川镇卫生院院长", "县人大代表、望川镇红岭村村支书"):
        assert role in answer.text


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("红岭村的康雨石提了什么建议？", "村支书"),
        ("卫生院院长康雨石提了哪些建议？", "院长"),
        ("康雨石以村支书的身份提了什么建议？", "村支书"),
    ],
)
def test_a_role_tells_which_speech_is_meant(county: Assistant, question: str, role: str) -> None:
    answer = county.answer(question)
    assert {one.role for one in answer.citations if role in one.role} == {one.role for one in answer.citations} != set()


def test_both_roles_are_told_when_asked_for(county: Assistant) -> None:
    answer = county.answer("康雨石是什么职务？")
    assert {one.paragraph for one in answer.citations} == {0} and len(answer.citations) == 2


def test_a_summary_counts_its_points_and_tells_the_problem_apart(county: Assistant) -> None:
    answer = county.answer("庄可为提出了哪些建议？")
    lines = answer.text.splitlines()
    assert "3 条建议" in lines[0]
    assert [line.partition(".")[0] for line in lines if line[:1].isdigit()] == ["1", "2", "3"]
    assert [one.paragraph for one in answer.citations[:3]] == [3, 4, 5]
    problem = next(
        line for line in county.answer("望川镇卫生院的康雨石提了什么建议？").text.splitlines() if "不是建议" in line
    )
    assert "31个村没有卫生室" in problem


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [("庄可为的第二条建议是什么？", 4), ("庄可为的最后一条建议是什么？", 5), ("庄可为发言的第1段说了什么？", 1)],
)
def test_one_point_is_shown_whole(county: Assistant, question: str, paragraph: int) -> None:
    answer = county.answer(question)
    assert [one.paragraph for one in answer.citations] == [paragraph]
    whole = next(speech.text(paragraph) for _, speech in county.index.corpus.speeches() if speech.speaker == "庄可为")
    assert answer.citations[0].quote == whole


def test_a_point_that_is_not_there_is_a_missing_detail(county: Assistant) -> None:
    assert county.answer("庄可为的第九条建议是什么？").reason == "detail_absent"


def test_a_comparison_is_a_table_of_literal_cells(county: Assistant) -> None:
    answer = county.answer("比较庄可为和麦青禾对粮权贷的建议")
    lines = answer.text.splitlines()
    assert answer.kind == "compare" and lines[0] == "| 方面 | 庄可为 | 麦青禾 |"
    assert all(line.count("|") == 4 for line in lines)
    assert speakers(answer) == {"庄可为", "麦青禾"}


def test_an_empty_cell_says_so(county: Assistant) -> None:
    answer = county.answer("庄可为和江岚县妇联关于志愿者的建议有什么不同？")
    assert "（未谈到）" in answer.text and speakers(answer) == {"江岚县妇联"}


def test_similar_shows_both_quotes(county: Assistant) -> None:
    answer = county.answer("谁的建议和庄可为的粮权贷类似？")
    assert answer.kind == "similar" and speakers(answer) == {"庄可为", "麦青禾"}


def test_either_or_is_answered_by_the_one(county: Assistant) -> None:
    answer = county.answer("夜市一条街是江岚县妇联还是江岚县工商联提的？")
    assert speakers(answer) == {"江岚县工商联"}


VERIFIED = (
    ("“由1.5%降到0.8%”是谁说的？", {"庄可为"}, "这句话是庄可为"),
    ("“二是降低担保费率，由1.5%降到0.6%”是谁说的？", {"庄可为"}, "出入"),
    ("“由1.5%降到0.8%”是麦青禾说的吗？", {"庄可为"}, "不是麦青禾"),
    ("“每月下乡四次”谁说的？", {"庄可为"}, "庄可为"),
)


@pytest.mark.parametrize(("question", "wanted", "words"), VERIFIED)
def test_who_said_this(county: Assistant, question: str, wanted: set[str], words: str) -> None:
    answer = county.answer(question)
    assert speakers(answer) == wanted and words in answer.text


@pytest.mark.parametrize("question", ["“全县要修建三条高速铁路”是谁说的？", "庄可为说过“全县要修建三条高速铁路”吗？"])
def test_what_nobody_said_is_refused(county: Assistant, question: str) -> None:
    answer = county.answer(question)
    assert answer.refused and answer.reason in ("topic_absent", "speaker_silent")


@pytest.mark.parametrize("question", ["康雨石说补助的钱由谁出？", "庄可为说贷款难在哪里？"])
def test_a_question_word_is_no_sentence_to_verify(county: Assistant, question: str) -> None:
    assert county.answer(question).kind != "verify"


@pytest.mark.parametrize("question", ["你好", "谢谢！", "你能做什么？"])
def test_smalltalk_is_answered_without_retrieval(county: Assistant, question: str) -> None:
    answer = county.answer(question)
    assert (answer.kind, answer.refused, answer.citations, answer.passages) == ("smalltalk", False, (), ())


def test_after_one_speaker_s_answer_what_others_propose_alike_is_offered(county: Assistant) -> None:
    answer = county.answer("谁建议用订单作抵押？")
    assert all(one.speaker != "庄可为" for one in answer.related)


def test_where_it_was_printed(county: Assistant) -> None:
    answer = county.answer("江岚县妇联的发言登在哪一天第几版？")
    assert "2023-05-06" in answer.text and "第 2 版" in answer.text
