"""One assistant for many: threads, filters, new generations, streaming, search, verify."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.assistant import QuestionError

if TYPE_CHECKING:
    from rag import Answer, Assistant

QUESTIONS = (
    "谁建议建周末学堂？",
    "康雨石提出了哪些建议？",
    "哪些人提到了“粮权贷”？",
    "比较庄可为和麦青禾的建议",
    "谁提到滑雪场？",
    "“每月下乡四次”是谁说的？",
    "有几位提到志愿者？",
    "庄可为建议担保费率降到多少？",
    "你好",
    "王建国说了什么？",
)


def lasting(answer: Answer) -> dict[str, Any]:
    return {**answer.to_dict(), "timings": None}


def test_eight_threads_share_an_assistant(county: Assistant) -> None:
    alone = {question: lasting(county.answer(question)) for question in QUESTIONS}
    start = threading.Barrier(8)

    def work(number: int) -> list[tuple[str, dict[str, Any]]]:
        start.wait(timeout=30)
        mine = QUESTIONS[number % 3 :] + QUESTIONS[: number % 3]
        return [(question, lasting(county.answer(question))) for question in mine]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(work, range(8)):
            assert all(answer == alone[question] for question, answer in found)


def test_a_new_generation_is_taken_up_between_two_questions(
    assistant_over: Callable[..., Assistant], county_files: Path, embedder: Any, plain_settings: Any
) -> None:
    from index.building import add_to_index, remove_from_index

    assistant = assistant_over([county_files / "council.md"])
    location = assistant.settings.index
    before = assistant.index
    assert assistant.answer("谁提到烘干塔？").reason == "topic_absent"
    stream = assistant.stream("庄可为提出了哪些建议？")
    first = next(stream)
    add_to_index([county_files / "meeting.md"], location, settings=plain_settings, embedder=embedder)
    assert list(stream)[-1].text.startswith(first.text)  # what had begun ends on what it began with
    answer = assistant.answer("谁提到烘干塔？")
    assert {one.speaker for one in answer.citations} == {"麦青禾"}
    assert assistant.index is not before and "麦青禾" in assistant.lexicon.appearances
    remove_from_index(["meeting.md"], location, settings=plain_settings, embedder=embedder)
    assert assistant.answer("谁提到烘干塔？").refused
    with pytest.raises(QuestionError, match="麦青禾"):
        assistant.answer("烘干塔建在哪里？", speaker="麦青禾")


def test_an_index_that_goes_away_leaves_the_open_one(
    assistant_over: Callable[..., Assistant], county_files: Path
) -> None:
    assistant = assistant_over([county_files / "council.md"])
    shutil.rmtree(assistant.settings.index)
    answer = assistant.answer("谁建议建周末学堂？")
    assert {one.speaker for one in answer.citations} == {"江岚县妇联"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_last_of_a_stream_is_the_answer_and_the_others_grow_to_it(county: Assistant, question: str) -> None:
    states = list(county.stream(question))
    assert lasting(states[-1]) == lasting(county.answer(question))
    assert all(later.text.startswith(earlier.text) for earlier, later in itertools.pairwise(states))
    assert all(
        later.citations[: len(earlier.citations)] == earlier.citations for earlier, later in itertools.pairwise(states)
    )


def test_filters_hold_for_answers_and_search(county: Assistant) -> None:
    assert county.answer("谁提到志愿者？", speaker="庄可为").refused
    assert {one.speaker for one in county.answer("提出了哪些建议？", speaker="麦青禾").citations} == {"麦青禾"}
    assert {one.document for one in county.answer("哪些人提到了“粮权贷”？", document="meeting.md").citations} == {
        "meeting.md"
    }
    assert {hit.speaker for hit in county.search("建议", speaker="庄可为")} == {"庄可为"}
    assert {hit.source for hit in county.search("建议", document="council.md", k=50)} == {"council.md"}


def test_a_sentence_outside_the_filter_is_not_cited(county: Assistant) -> None:
    answer = county.answer("“每月下乡四次”是谁说的？", document="meeting.md")
    assert {one.document for one in answer.citations} <= {"meeting.md"}


def test_a_filter_that_the_index_does_not_hold_is_told(county: Assistant) -> None:
    with pytest.raises(QuestionError, match="某某某"):
        county.answer("提出了哪些建议？", speaker="某某某")
    with pytest.raises(QuestionError, match=r"nowhere\.md"):
        county.answer("提出了哪些建议？", document="nowhere.md")


def test_search_gives_ranked_paragraphs(county: Assistant) -> None:
    hits = county.search("农机维修", k=3)
    assert len(hits) == 3 and hits[0].speaker == "麦青禾" and "农机维修" in hits[0].text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.text[hit.start : hit.end].strip() for hit in hits)


VERDICTS = (
    ("由1.5%降到0.8%", None, "exact"),
    ("由１.５％降到０.８％", None, "exact"),
    ("推出粮权贷，用订单作抵押，额度不超过80万元", None, "altered"),
    ("由1.5%降到0.8%", "麦青禾", "other_speaker"),
    ("全县要修建三条高速铁路", None, "absent"),
)


@pytest.mark.parametrize(("sentence", "speaker", "status"), VERDICTS)
def test_verify(county: Assistant, sentence: str, speaker: str | None, status: str) -> None:
    verdict = county.verify(sentence, speaker=speaker)
    assert verdict.status == status and verdict.to_dict()["status"] == status
    assert bool(verdict.citations) == (status != "absent")


def test_timings_by_stage_and_the_answerer_are_told(county: Assistant) -> None:
    answer = county.answer("谁建议建周末学堂？")
    assert {"understand", "retrieve", "answer", "total"} <= set(answer.timings)
    assert all(seconds >= 0 for seconds in answer.timings.values())
    assert answer.answered_by == "extractive" and answer.usage == {}


def test_the_module_s_own_answer_uses_the_default_index(
    county: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import rag

    monkeypatch.setattr(rag, "_opened", None)
    monkeypatch.setenv("RAG_INDEX", str(county.settings.index))
    monkeypatch.delenv("RAG_MODEL", raising=False)
    assert {one.speaker for one in rag.answer("谁建议建周末学堂？").citations} == {"江岚县妇联"}


def test_one_speech_in_two_stretches_is_cited_where_it_stands(
    assistant_over: Callable[..., Assistant], tmp_path: Path, faults: Any
) -> None:
    lines = [
        "# 某镇座谈会记录",
        "钱多多（某镇镇长）：",
        "水塔要修，先修北塔。",
        "孙小小（某镇教师）：",
        "校车要有座位。",
        "钱多多（某镇镇长）：",
        "村道要宽，先宽南路。",
    ]
    (tmp_path / "talk.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    assistant = assistant_over([tmp_path / "talk.md"])
    for sentence in ("水塔要修，先修北塔", "村道要宽，先宽南路"):
        answer = assistant.answer(f"“{sentence}”是谁说的？")
        assert [one.quote for one in answer.citations] == [sentence] and faults(answer, assistant) == []
