"""An answer that breaks a guarantee is found, whatever drafted it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from index.records import Place, Span
from rag.answering import Answerer, Draft, Refusal, Task
from rag.drafts import cite, say
from rag.extractive import ExtractiveAnswerer
from rag.guarantees import broken

if TYPE_CHECKING:
    from rag import Answer, Assistant

SPAN = Span(Place(0, 0, 3), 0, 5)


def test_a_sound_answer_breaks_nothing(county: Assistant) -> None:
    assert broken("说得对[1]。", (cite(county.index.corpus, SPAN, marker=1),), county.index.corpus) == []


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "另一句话。"},
        {"start": 1},
        {"end": 4},
        {"paragraph": 2},
        {"speaker": "庄可为"},
        {"document": "meeting.md"},
        {"document": "nowhere.md"},
        {"paragraph": 99},
        {"role": "县长"},
        {"marker": 2},
    ],
)
def test_a_citation_that_is_not_the_source_s_is_found(county: Assistant, change: dict[str, Any]) -> None:
    citation = replace(cite(county.index.corpus, SPAN, marker=1), **change)
    assert broken("说得对[1]。", (citation,), county.index.corpus) != []


@pytest.mark.parametrize("text", ["说得对。", "说得对[2]。", "说得对[1][3]。", "说得对[0]。"])
def test_marks_that_do_not_fit_the_citations_are_found(county: Assistant, text: str) -> None:
    assert broken(text, (cite(county.index.corpus, SPAN, marker=1),), county.index.corpus) != []


class Writes:
    """An answerer that says what it is told to."""

    name = "writes"

    def __init__(self, result: Draft | Refusal) -> None:
        self.result = result

    def draft(self, task: Task) -> Draft | Refusal:
        return self.result


class Forges(ExtractiveAnswerer):
    """An extractive answerer with a fault in it."""

    def draft(self, task: Task) -> Draft | Refusal:
        return FORGED


FORGED = Draft([say("这句有真的依据。", SPAN), say("这句的标注是假的[7]。")])
QUESTION = "谁提到村卫生室？"


def over(county: Assistant, answerer: Answerer) -> Assistant:
    from rag.assistant import Assistant

    return Assistant(county.index, settings=county.settings, answerer=answerer)


def asked(county: Assistant, result: Draft | Refusal) -> Answer:
    return over(county, Writes(result)).answer(QUESTION)


def test_the_extractive_answer_stands_for_one_that_breaks_a_guarantee(county: Assistant) -> None:
    states = list(over(county, Writes(FORGED)).stream(QUESTION))
    assert not any("假的" in state.text for state in states)  # not even while it grows
    answer, extractive = states[-1], county.answer(QUESTION)
    (warning,) = answer.warnings
    assert "writes" in warning and "[1, 7]" in warning and "改由原文摘录回答" in warning
    assert extractive.citations and answer.answered_by == "extractive"
    assert replace(answer, warnings=(), timings={}) == replace(extractive, timings={})


def test_a_refusal_of_the_extractive_answerer_stands_too(county: Assistant) -> None:
    answer = over(county, Writes(FORGED)).answer("谁提到滑雪场？")
    assert (answer.refused, answer.reason, answer.answered_by) == (True, "topic_absent", "extractive")
    assert "没有通过核对" in answer.warnings[0] and "假的" not in answer.text


def test_an_extractive_draft_that_breaks_a_guarantee_is_refused(county: Assistant) -> None:
    answer = over(county, Forges()).answer(QUESTION)
    assert (answer.refused, answer.reason, answer.citations) == (True, "search_failed", ())
    assert "假的" not in answer.text and answer.warnings


def test_another_answerer_s_sound_draft_is_shown_under_its_name(county: Assistant) -> None:
    answer = asked(county, Draft([say("这句有依据。", SPAN)]))
    assert (answer.refused, answer.text, answer.answered_by) == (False, "这句有依据[1]。", "writes")


def test_a_source_that_prints_marks_itself_forges_none(assistant_over: Any, tmp_path: Any, faults: Any) -> None:
    head = "# 某镇建言\n\n## 钱多多 某镇镇长\n\n### 关于修缮水塔的建议\n\n"
    text = head + "建议修缮水塔[3]，保障“供水[1]”。详见[附件](x)与[99]。\n\n建议拓宽村道[2]。\n"
    (tmp_path / "marks.md").write_text(text, encoding="utf-8")
    assistant = assistant_over([tmp_path / "marks.md"])
    for question in (
        "谁建议修缮水塔？",
        "钱多多提出了哪些建议？",
        "哪些人提到了“水塔”？",
        "“建议修缮水塔[3]，保障”是谁说的？",
        "钱多多说村道怎么办？",
    ):
        answer = assistant.answer(question)
        assert faults(answer, assistant) == [], (question, answer.text)
