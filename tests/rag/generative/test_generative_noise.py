"""Whatever a model writes, the invariants hold: noise made of real fragments, marks, quotations and markup."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.statements import quotations, sentences_of
from rag.claims import Evidence, check
from rag.guarantees import broken

FRAGMENTS = [
    "岳明朗建议", "孟秋白认为，", "两年内关停120眼自备井", "先关南郊的漏斗区", "关停210眼自备井", "地下水位十年下降了6米", "不",
    "每月公布一次读数", "老城区的雨水管", "三成没有装计量表", "30%没有装计量表", "云桥市环保协会", "已经", "根据资料，", "综上所述，",
]  # fmt: skip
NOISE = [
    "[1]", "[2]", "[0]", "[99]", "［１］", "【1】", "[1，2]", "[1][2]", "[", "]", "“", "”", "「", "」", "\"", "。", "，", "；",
    "：", "\n", "\n- ", "\n| a | b |\n", "**", "# ", "![x](http://a.b/c)", "[1](http://a.b)", "<b>", "</b>", "\u200b",
    "\u202e", "```", "！", "?", " ", "1. ", "<think>", "</think>",
]  # fmt: skip
PIECES = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(NOISE), st.text(max_size=6)), min_size=1, max_size=24
)
QUESTIONS = [
    "岳明朗建议关停多少眼自备井？",
    "岳明朗提出了哪些建议？",
    "比较孟秋白和云桥市环保协会关于雨水的看法",
    "谁建议每月公布读数？",
]


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES, question=st.sampled_from(QUESTIONS), size=st.integers(1, 30))
def test_the_invariants_hold_whatever_a_model_writes(bench, index, pieces, question, size) -> None:
    one = bench("".join(pieces), size=size)
    corpus = index.corpus
    printed = [text for _, text in corpus.paragraphs()] + [question]
    answers = list(one.assistant.stream(question))
    for answer in answers:
        assert answer.reason != "search_failed", (pieces, answer.warnings)
        assert not broken(answer.text, answer.citations, corpus)
        assert [mark.marker for mark in answer.citations] == list(range(1, len(answer.citations) + 1))
        for quotation in quotations(answer.text):
            assert any(quotation in text for text in printed), quotation
        quotes = {mark.marker: mark for mark in answer.citations}
        for sentence in sentences_of(answer.text):
            # a table of the extractive answer is read as one only when its second line has come
            assert answer.refused or sentence.marks or not sentence.needs_mark or answer is not answers[-1], sentence
            evidence = [
                Evidence(quotes[number].quote, quotes[number].speaker, quotes[number].role, (quotes[number].title,))
                for number in sentence.marks
            ]
            if evidence and answer.answered_by != "extractive":
                assert not check(sentence.text, evidence, question=question, wording=False), sentence
        assert not re.search(r"http|<b>|\u200b|\u202e", answer.text)
