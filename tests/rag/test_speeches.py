"""Background, problem, lead-in, recommendation and reported speech told apart."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest

from eval.bench.speeches import dressed
from index.records import Place, Speech
from rag.data import language
from rag.speeches import PERHAPS, Wording, parts_of, perhaps_points_of, points_of, probability, problem_of, wordings


def speech(*paragraphs: str) -> Speech:
    return Speech("某甲", "某站站长", "题", "某甲 某站站长", paragraphs)


SPEECHES = (
    (
        ("全县有三座水塔。", "为此，建议：", "修缮水塔。", "拓宽村道。"),
        ["background", "lead", "recommendation", "recommendation"],
    ),
    (("水塔年久失修，供水不足。", "建议修缮水塔。"), ["problem", "recommendation"]),
    (("一是修缮水塔。", "二是拓宽村道。"), ["recommendation", "recommendation"]),
    (("专家指出，水塔三十年没有换过。", "建议修缮水塔。"), ["reported", "recommendation"]),
    (
        ("近年来，水塔修了一半，但仍存在供水不足的问题。为此，建议：", "（一）修缮水塔。", "（二）拓宽村道。"),
        ["problem", "recommendation", "recommendation"],
    ),
    (("今年是建站二十周年。",), ["recommendation"]),
    (  # no mark anywhere: what shall be done, by whom and up to how much
        (
            "全县有一百二十口老井，去年干了十七口。",
            "井口加盖要先做完。汛期前由水务站逐口上锁，每口补助两百元。",
            "吃水远的村，半年内接上管道，水费不高于每吨两元。",
            "抽水的时间分开，夜里只供牲口。",
        ),
        ["background", "recommendation", "recommendation", "recommendation"],
    ),
    (  # 此外 goes on from what stands before it; it opens no list
        (
            "果园去年冻坏了三成。",
            "建议给每亩果树买一份冻害险，保费由县里出一半。",
            "看园人的工钱偏低，建议提高到每月三千元。",
            "此外，应在每个村备一台防霜机。",
        ),
        ["background", "recommendation", "recommendation", "recommendation"],
    ),
    (  # 一是 opens one: what stands before it is background, however long
        (
            "码头去年停靠客船两千艘次。",
            "候船室是三十年前盖的，平均每天漏雨两处。",
            "一是翻修候船室，年底前完工。",
            "二是增开早班船。",
        ),
        ["background", "background", "recommendation", "recommendation"],
    ),
    (  # figures before every paragraph, as in minutes, count paragraphs
        (
            "1. 全镇现有护林员九人，平均年龄五十八岁。",
            "2. 护林员增加到十五人，工钱由县财政承担。",
            "3. 瞭望塔要通电。",
        ),
        ["background", "recommendation", "recommendation"],
    ),
    (  # a recommendation may begin with what is wrong
        (
            "县医院去年接诊四万人次。",
            "另外，夜里没有药房的问题很突出，请市里派两名药师，明年三月前开一个夜间窗口。",
            "还有停车。车位缺口三百个，我们想借用旧粮库，请允许临时用地五年。",
        ),
        ["background", "recommendation", "recommendation"],
    ),
    (  # a remark behind the recommendations, on what others fear
        (
            "全县会唱山歌的老人只剩四十位。",
            "一是每年录音不少于五十首，由文化馆保管。",
            "二是山歌进课堂，每两周一节。",
            "有人担心孩子学了山歌会荒了功课。去年试过的三所小学，成绩没有下降。",
        ),
        ["background", "recommendation", "recommendation", "background"],
    ),
    (
        ("建议从水源、管道两方面补上：", "水源要保护。", "管道要更换。"),
        ["background", "recommendation", "recommendation"],
    ),
    (("建议修桥，工期不超过两年。", "建议设渡口，由镇里出船。"), ["recommendation", "recommendation"]),
)


@pytest.mark.parametrize(("paragraphs", "parts"), SPEECHES)
def test_parts(paragraphs: tuple[str, ...], parts: list[str]) -> None:
    assert list(parts_of(speech(*paragraphs))) == parts


def test_without_lead_in_and_numbers_recommendations_begin_after_the_first_paragraph() -> None:
    parts = parts_of(
        speech(
            "全县登记在册的渔船有九百条，办一张证要跑两处。",
            "对老船实行拆解补助，每条给两万元。",
            "建一座避风港，由县里出钱。",
        )
    )
    assert parts == ("background", "recommendation", "recommendation")


def test_points_are_the_recommendations_in_order_with_their_opening_sentence() -> None:
    given = speech("供水不足。", "为此，建议：", "修缮水塔。分三年完成。", "拓宽村道。")
    points = points_of(given)
    assert [(point.paragraph, given.text(point.paragraph)[point.start : point.end]) for point in points] == [
        (3, "修缮水塔。"),
        (4, "拓宽村道。"),
    ]
    assert [point.length for point in points] == [len("修缮水塔。分三年完成。"), len("拓宽村道。")]


def test_the_problem_is_the_sentence_that_states_it() -> None:
    given = speech("全县有三座水塔。但水塔老旧，供水不足。", "建议修缮水塔。")
    span = problem_of(Place(0, 0, 0), given)
    assert span is not None and given.text(1)[span.start : span.end] == "但水塔老旧，供水不足。"
    assert problem_of(Place(0, 0, 0), speech("建议修缮水塔。")) is None


def test_a_speech_without_paragraphs_has_no_parts() -> None:
    assert parts_of(speech()) == () and points_of(speech()) == []


def test_the_probability_is_the_logistic_function_of_the_weighted_wording() -> None:
    weights = language("speeches")["model"]
    nothing = Wording(*[0.0 for _ in fields(Wording)])
    assert probability(nothing) == pytest.approx(1 / (1 + math.exp(-weights["intercept"])))
    asking = Wording(*[float(field.name in ("plain", "demands")) for field in fields(Wording)])
    logit = weights["intercept"] + weights["plain"] + weights["demands"]
    assert probability(asking) == pytest.approx(1 / (1 + math.exp(-logit)))


def test_what_is_seen_of_a_paragraph_is_seen_among_the_others() -> None:
    opening, measure, ending = wordings(["去年塌了两座桥。", "一是修桥，由县里出钱。", "村民很高兴。"])
    assert (opening.first, opening.ahead, opening.facts, opening.demands) == (1, 1, 1, 0)
    assert opening.lacking == 1 / 2  # the only sentence of the second paragraph demands, that of the third does not
    assert (measure.first, measure.numbered, measure.ahead, measure.demands, measure.lacking) == (0, 1, 0, 1, 0)
    assert (ending.numbered, ending.ahead, ending.facts) == (0, 0, 0)


def test_a_speech_in_every_dress() -> None:
    assert dressed(["塌了桥。", "一是建议修桥。"], "开头。") == {
        "as it is": ["塌了桥。", "一是建议修桥。"],
        "no marks": ["塌了桥。", "建议修桥。"],
        "no asking": ["塌了桥。", "修桥。"],
        "no opening": ["一是建议修桥。"],
        "two openings": ["开头。", "塌了桥。", "修桥。"],
    }


@pytest.mark.parametrize(("paragraphs", "parts"), SPEECHES)
def test_what_may_be_a_recommendation_is_none_of_those_told(paragraphs: tuple[str, ...], parts: list[str]) -> None:
    one = speech(*paragraphs)
    told = {point.paragraph for point in points_of(one)}
    perhaps = [point.paragraph for point in perhaps_points_of(one)]
    assert perhaps == sorted(set(perhaps)) and not told & set(perhaps)
    seen = wordings(one.paragraphs)
    assert all(probability(seen[number - 1]) >= PERHAPS and parts[number - 1] != "lead" for number in perhaps)
