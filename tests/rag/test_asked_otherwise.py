"""Remarks beside a question, words that must stand literally, the occasion, points to list, and sentences that hold a detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from index.records import Speech
from index.words import plain_words
from rag.relevance import WHOLE, Observed, is_relevant
from rag.speeches import parts_of
from rag.understanding.documents import named_documents
from rag.understanding.kinds import detail_of, kind_of
from rag.understanding.topics import topic_of

if TYPE_CHECKING:
    from rag import Assistant


def topic(question: str) -> str:
    return topic_of(fold(question), (), plain_words().spans).text


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("一共多少个发言者（党派组织也算）提到抵押？", "抵押"),
        ("哪些人（含书面发言的）谈到烘干塔？", "烘干塔"),
        ("大家在专题会上对烘干塔怎么看", "烘干塔"),
        ("那份书面发言里对烘干塔怎么说", "烘干塔"),
        ("省两会上谁提到烘干塔", "烘干塔"),
        ("一共都有谁提到红岭这片老厂区？", "红岭"),
        ("有几位说到了暖圈", "暖圈"),
        ("发言里讲到助餐点的有哪些人", "助餐点"),
        ("哪些代表（团）谈到烘干塔", "烘干塔"),
        ("把烘干塔的建议从头到尾归纳一下", "烘干塔"),
    ],
)
def test_what_stands_beside_the_topic_is_no_part_of_it(question: str, left: str) -> None:
    assert topic(question) == left


@pytest.mark.parametrize(
    "question", ["他讲了几条，能给我梳理一下吗", "这件事讲了几个方面，请归纳", "总结一下他说的那几条建议"]
)
def test_points_that_shall_be_summed_up_are_not_counted(question: str) -> None:
    assert kind_of(fold(question)) == "summary"


def test_likeness_is_asked_for_in_the_speeches_of_others(county: Assistant) -> None:
    answer = county.answer("康雨石想开通远程会诊，别的发言里有没有类似的建议？")
    assert answer.kind == "similar"


def test_hours_are_asked_for_and_told() -> None:
    found = detail_of(fold("夜市从晚上几点开到几点？"))
    assert found is not None and found[0].name == "hours"
    other = detail_of(fold("费率从多少降到多少？"))
    assert other is not None and other[0].name == "change"


def test_a_page_in_chinese_numerals_names_the_document(county: Assistant) -> None:
    corpus = county.index.corpus
    assert named_documents(corpus, "5月6日第二版上有谁") == named_documents(corpus, "5月6日第2版上有谁") != ()
    assert named_documents(corpus, "5月6日第十二版上有谁") == ()


def test_whoever_mentions_a_word_says_it_himself(county: Assistant) -> None:
    for question in ("谁在发言里提到了志愿者？", "谁提到志愿者？"):
        answer = county.answer(question)
        assert {one.speaker for one in answer.citations} == {"江岚县妇联", "康雨石"}
    silent = county.answer("谁提到志愿者？", speaker="庄可为")
    assert silent.refused and silent.reason == "speaker_silent"


def test_who_is_addressed_as_everybody_is_the_only_one_of_that_surname(county: Assistant) -> None:
    assert {one.speaker for one in county.answer("麦师傅提了哪些建议？").citations} == {"麦青禾"}
    # two documents name one 康雨石, so his surname is his alone as well
    assert {one.speaker for one in county.answer("康大姐都提了哪些建议？").citations} == {"康雨石"}


def test_a_paragraph_with_every_word_of_the_topic_is_never_called_silent() -> None:
    for named in (True, False):
        assert is_relevant(Observed(WHOLE, -1.0, -2.0, rank=9, reading=-7.0), named=named)
        assert not is_relevant(Observed(0.2, -1.0, -2.0, rank=9, reading=-7.0), named=named)


def test_what_counts_its_points_leads_to_them_and_what_tells_before_is_none() -> None:
    paragraphs = (
        "我常遇到从岛上来的老人，坐船再转车，单程两个半小时。",
        "为此，提出三点建议。",
        "一是设家庭病床，医生每周上门一次。",
        "二是长处方进社区，药量放宽到12周。",
        "三是给养老院配医生，派驻期不少于一年。",
    )
    parts = parts_of(Speech("甲", "", "题", "甲", paragraphs))
    assert parts[1] == "lead" and parts[0] in ("background", "problem")
    assert parts[2:] == ("recommendation",) * 3


def test_a_clause_about_starting_a_firm_is_no_body(county: Assistant) -> None:
    for question in ("骨干想出去自己开公司，有没有建议允许的？", "业务骨干能不能边上班边办公司？"):
        assert county.answer(question).reason != "speaker_unknown"
