"""The support score: what has no evidence has no score, what is scattered or comes from elsewhere does not pass."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from eval.bench import support as bench_of_support
from eval.bench.support import curve
from index.words import Words
from rag.generative import CrossEncoderSupport, GenerativeAnswerer, WordSupport
from rag.generative.support import stretches

EVIDENCE = "建议两年内关停120眼自备井，先关南郊的漏斗区。建议给保留的自备井全部装上计量表，每月公布一次读数。"


@pytest.fixture(scope="module")
def words() -> WordSupport:
    return WordSupport(Words({}).cut)


def test_without_evidence_or_content_there_is_no_score(words) -> None:
    assert words.score("关停自备井", []) is None
    assert words.score("关停自备井", ["", "  "]) is None
    assert words.score("，。", [EVIDENCE]) is None


@pytest.mark.parametrize(
    ("sentence", "passes"),
    [
        ("两年内关停120眼自备井", True),
        ("先关南郊漏斗区的自备井", True),
        ("每月公布自备井的读数", True),
        ("明年举办龙舟比赛", False),
        ("两年内给南郊装上读数", False),
        ("建议两年内关停自备井，并补贴农户", False),
    ],
)
def test_what_stands_together_supports_and_what_is_put_together_does_not(words, sentence, passes) -> None:
    score = words.score(sentence, [EVIDENCE])
    assert score is not None and (score >= words.threshold) is passes, score


def test_the_words_of_the_question_are_given(words) -> None:
    sentence = "水文站长要求两年内关停120眼自备井"
    assert words.score(sentence, [EVIDENCE], given="水文站长有什么要求？") > words.score(sentence, [EVIDENCE])


def test_stretches_are_neighbouring_clauses() -> None:
    assert stretches("甲乙，丙丁。戊己", least=3) == ["甲乙，丙丁", "丙丁，戊己", "戊己"]
    assert stretches("", least=3) == []


def cross_encoder(output, labels=None):
    asked = []

    def predict(pairs):
        asked.extend(pairs)
        return [output]

    return CrossEncoderSupport(SimpleNamespace(predict=predict, config=SimpleNamespace(id2label=labels or {}))), asked


def test_a_cross_encoder_replaces_the_score() -> None:
    relevance, asked = cross_encoder(2.0)
    assert relevance.score("句子", ["依据"]) == pytest.approx(0.8808, abs=1e-4)  # 1 / (1 + e^-2)
    assert asked == [("句子", "依据")]
    assert relevance.score("句子", []) is None and relevance.score("句子", [" "]) is None
    nli, asked = cross_encoder([0.0, 0.0, 1.0], {0: "contradiction", 1: "neutral", 2: "entailment"})
    assert nli.score("句子", ["依据一", "依据二"]) == pytest.approx(0.5761, abs=1e-4)  # e / (e + 2)
    assert asked == [("依据一\n依据二", "句子")]


def test_a_cross_encoder_decides_what_is_shown(bench) -> None:
    one = bench("岳明朗建议两年内关停120眼自备井[1]。")
    strict, _ = cross_encoder(0.01)
    answerer = GenerativeAnswerer(one.answerer.model, support=strict)
    from rag.assistant import Assistant

    answer = Assistant(one.assistant.index, settings=one.assistant.settings, answerer=answerer).answer(
        "岳明朗建议关停多少眼自备井？"
    )
    assert "原文" in "".join(answer.warnings)


def test_a_curve_by_hand() -> None:
    lines = curve([0.9, 0.6, 0.3], [True, True, True], [True, False, True])
    at = {line["threshold"]: (line["precision"], line["recall"]) for line in lines}
    assert at[0.25] == (2 / 3, 1.0) and at[0.5] == (1 / 2, 1 / 2) and at[0.7] == (1.0, 1 / 2) and at[0.95] == (1.0, 0.0)


def test_the_threshold_on_a_seeded_tenth_of_the_labelled_pairs() -> None:
    result = bench_of_support.measure(count=60, corpus="sample", vectors=False)
    figures = result["corpora"]["sample"]
    assert figures["precision"] >= 0.97 and figures["recall"] >= 0.9 and figures["no_evidence"] == 0
