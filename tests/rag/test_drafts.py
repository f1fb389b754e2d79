"""From statements with evidence to text with marks: literal and numbered by construction."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Corpus
from index.records import Document, Place, Span, Speech
from rag.drafts import Line, Statement, cite, compose, composing, mark, renumbered, say
from rag.guarantees import broken

WATER, ROAD = "修缮水塔。保障供水。", "拓宽村道，方便校车。"
CORPUS = Corpus.of(
    [
        Document(
            "a.txt",
            "甲版",
            "某报",
            "2025-01-02",
            3,
            (Speech("钱某", "镇长", "水与路", "钱某 镇长", (WATER, ROAD)),),
            notes=("摘编，非原文",),
        ),
        Document("b.txt", "乙版", None, None, None, (Speech("某镇商会", "", "修路", "某镇商会", (ROAD,)),)),
    ]
)
FIRST, SECOND, OTHER = Span(Place(0, 0, 1), 0, 5), Span(Place(0, 0, 1), 5, 10), Span(Place(1, 0, 1), 0, 4)


def test_marks_are_numbered_by_first_appearance_and_used_again() -> None:
    text, citations = compose([say("甲。", SECOND), say("乙。", OTHER, SECOND), say("没有别的了。")], CORPUS)
    assert text == "甲[1]。\n乙[2][1]。\n没有别的了。"
    assert [(one.marker, one.quote, one.document) for one in citations] == [
        (1, "保障供水。", "a.txt"),
        (2, "拓宽村道", "b.txt"),
    ]


def test_a_citation_carries_everything_that_is_printed() -> None:
    one = cite(CORPUS, FIRST, marker=4)
    assert (
        one.marker,
        one.newspaper,
        one.date,
        one.page,
        one.speaker,
        one.role,
        one.title,
        one.paragraph,
        one.start,
        one.end,
    ) == (
        4,
        "某报",
        "2025-01-02",
        3,
        "钱某",
        "镇长",
        "水与路",
        1,
        0,
        5,
    )
    assert one.notes == ("摘编，非原文",)
    assert cite(CORPUS, Span(Place(0, 0, 0), 0, 2)).quote == "钱某"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2), (0, 99)])
def test_a_span_outside_its_paragraph_is_no_citation(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="引文位置"):
        cite(CORPUS, Span(Place(0, 0, 1), start, end))


def test_a_statement_needs_evidence() -> None:
    with pytest.raises(ValueError, match="没有依据"):
        Statement("水塔要修。", ())


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("水塔要修。", "水塔要修[1][2]。"),
        ("水塔要修", "水塔要修[1][2]"),
        ("“修缮水塔。”", "“修缮水塔。”[1][2]"),
        ("共两条：", "共两条[1][2]："),
    ],
)
def test_a_mark_stays_with_its_sentence(text: str, marked: str) -> None:
    assert mark(text, [1, 2, 1]) == marked


def test_each_state_of_a_growing_answer_is_whole_for_itself() -> None:
    lines = [say("甲。", FIRST), Line(("",)), say("乙。", OTHER, prefix="- ")]
    states = list(composing(lines, CORPUS))
    assert [text for text, _ in states] == ["甲[1]。", "甲[1]。\n", "甲[1]。\n\n- 乙[2]。"]
    assert [len(citations) for _, citations in states] == [1, 1, 2]
    assert all(broken(text, citations, CORPUS) == [] for text, citations in states)


SPANS = st.sampled_from(
    [FIRST, SECOND, OTHER, Span(Place(0, 0, 2), 0, 10), Span(Place(0, 0, 0), 0, 2), Span(Place(1, 0, 0), 0, 4)]
)
LINES = st.lists(
    st.builds(
        lambda text, spans: say(text, *spans),
        st.text("甲乙丙。：", max_size=4).map(lambda text: text + "说。"),
        st.lists(SPANS, max_size=3),
    ),
    max_size=6,
)


@settings(derandomize=True, max_examples=100)
@given(lines=LINES)
def test_whatever_is_drafted_keeps_the_guarantees(lines: list[Line]) -> None:
    text, citations = compose(lines, CORPUS)
    assert broken(text, citations, CORPUS) == []
    assert [one.marker for one in citations] == list(range(1, len(citations) + 1))


def test_renumbering_starts_where_it_is_told() -> None:
    assert [one.marker for one in renumbered([cite(CORPUS, FIRST), cite(CORPUS, OTHER)], first=3)] == [3, 4]
