"""Whether a paragraph speaks of a question: the arithmetic, and that words and vectors each bring it about."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import Passage
from index.records import Hit, Place, Span
from rag.data import language
from rag.evidence import Sentence
from rag.relevance import Nearness, Observed, closeness, is_far, is_relevant, probability, read, share_of_least
from rag.reranking import LEVEL, NEARLY, READS_BETTER, between_speakers

if TYPE_CHECKING:
    from index.retrieval import Index
    from rag import Assistant

NEAR = st.floats(-3, 5)


def hit(paragraph: int, similarity: float) -> Hit:
    place = Place(0, 0, paragraph)
    return Hit(place, 0, 1, 0.0, "甲.txt", None, None, None, "沈一", "", "题", paragraph, "段", (), similarity)


@pytest.mark.parametrize(("named", "model"), [(True, "named"), (False, "anybody")])
def test_the_probability_is_the_logistic_function_of_the_weighted_sum(named: bool, model: str) -> None:
    weights = language("relevance")[model]
    total = weights["intercept"] + weights["coverage"] * 0.5 + weights["similarity"] * 2.0 + weights["lead"] * -1.0
    assert probability(Observed(0.5, 2.0, -1.0), named=named) == pytest.approx(1 / (1 + math.exp(-total)))
    assert share_of_least(Observed(0.5, 2.0, -1.0), named=named) == pytest.approx(
        probability(Observed(0.5, 2.0, -1.0), named=named) / weights["least"]
    )
    weights = language("relevance")[f"{model}_read"]
    close = (
        weights["intercept"]
        + weights["coverage"] * 0.5
        + weights["similarity"] * 2.0
        + weights["lead"] * -1.0
        + weights["reading"] * -2.5
        + weights["first"] / 4
    )
    seen = Observed(0.5, 2.0, -1.0, rank=4, reading=-2.5)
    assert probability(seen, named=named) == pytest.approx(1 / (1 + math.exp(-close)))


@settings(derandomize=True, max_examples=100)
@given(coverage=st.floats(0, 1), more=st.floats(0, 1), similarity=NEAR, lead=NEAR)
def test_more_words_never_make_a_paragraph_less_relevant(
    coverage: float, more: float, similarity: float, lead: float
) -> None:
    few, many = sorted((coverage, more))
    for named in (True, False):
        assert probability(Observed(few, similarity, lead), named=named) <= probability(
            Observed(many, similarity, lead), named=named
        )


def test_what_neither_words_nor_vectors_find_is_not_relevant_and_what_both_find_is() -> None:
    for named in (True, False):
        assert not is_relevant(Observed(0.0, 0.0, -2.0), named=named)
        assert is_relevant(Observed(0.9, 2.5, 0.5), named=named)


def test_the_better_the_sentence_itself_says_it_the_likelier(county: Assistant) -> None:
    for named in (True, False):
        far, near = (Observed(0.3, 1.5, 0.0, rank=2, reading=reading) for reading in (-3.0, 2.0))
        assert probability(far, named=named) < probability(near, named=named)
    question = "哪位想拿订单当抵押品，好让种粮户借到钱？"
    index = county.index
    texts = ["推出“粮权贷”，用订单作抵押。", "建一所周末学堂，辅导功课。"]
    near, far = closeness(index, question, texts)
    readings = read(index, question, [Passage(text) for text in texts])
    assert readings is not None and readings[0] > readings[1] and near > far
    assert closeness(index, question, []) == read(index, question, []) == []


def test_another_model_s_cosines_are_moved_to_where_the_default_s_lie() -> None:
    class Other:
        manifest: ClassVar = {"model": "other:1"}

        def cosines(self, query: str, texts: list[str]) -> list[float]:
            return [0.5, 0.3, 0.1]

        def usual_cosine(self, query: str) -> tuple[float, float]:
            return 0.3, 0.1

    scale = language("relevance")["scale"]
    moved = closeness(cast("Index", Other()), "问", ["甲", "乙", "丙"])
    expected = [scale["usual"] + scale["spread"] * deviations for deviations in (2, 0, -2)]
    assert moved == pytest.approx(expected) and read(cast("Index", Other()), "问", [Passage("甲")]) is None


def test_vectors_alone_and_words_alone_suffice() -> None:
    assert is_relevant(Observed(0.1, 3.0, 1.0), named=False)
    assert is_relevant(Observed(1.0, 1.0, 0.0), named=False)


def test_a_lead_is_over_the_best_of_the_others() -> None:
    nearness = Nearness([hit(1, 2.0), hit(2, 1.5), hit(3, -0.5)])
    assert [nearness.lead(Place(0, 0, number)) for number in (1, 2, 3)] == [0.5, -0.5, -2.5]
    assert nearness.lead(Place(0, 0, 9)) == -2.0  # not found: as near as chunks on average
    assert Nearness([]).lead(Place(0, 0, 1)) == 0.0
    assert Nearness([hit(1, 1.0), hit(2, 1.0)]).lead(Place(0, 0, 2)) == 0.0


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("谁说要给上了年纪、一个人过的人按时捎药？", "康雨石"),
        ("哪位想拿订单当抵押品，好让种粮户借到钱？", "庄可为"),
        ("誰主張把村裡的路修寬，好讓校車開得進來？", "康雨石"),
    ],
)
def test_a_question_in_other_words_is_answered(county: Assistant, question: str, speaker: str) -> None:
    answer = county.answer(question)
    assert not answer.refused and answer.citations[0].speaker == speaker


@pytest.mark.parametrize("question", ["谁建议给渔船换发动机？", "哪位主张办动漫节？", "谁提到了量子计算？"])
def test_what_nobody_speaks_of_is_refused_though_something_is_always_nearest(county: Assistant, question: str) -> None:
    assert county.answer(question).reason in ("topic_absent", "out_of_scope")


def test_what_has_hardly_a_word_of_the_topic_names_nobody_unless_it_is_likely() -> None:
    table = language("relevance")["anybody_read"]
    little, enough = table["far"] - 0.1, table["far"]
    logit = math.log(table["least_far"] / (1 - table["least_far"]))

    def seen(coverage: float, *, likelier: float) -> Observed:
        reading = (logit + likelier - table["intercept"] - table["coverage"] * coverage) / table["reading"]
        return Observed(coverage, 0.0, 0.0, reading=reading)

    assert is_far(seen(little, likelier=-0.1))
    assert not is_far(seen(little, likelier=0.1))
    assert not is_far(seen(enough, likelier=-0.1))
    assert not is_far(Observed(little, 0.0, 0.0))


def sentence(paragraph: int, score: float, reading: float | None) -> Sentence:
    return Sentence(Span(Place(0, 0, paragraph), 0, 1), "段", 0.5, 0.5, score, Observed(0.5, 0.0, 0.0, reading=reading))


def test_between_speakers_that_score_alike_the_better_read_one_comes_first() -> None:
    best = sentence(1, 2.0, 1.0)
    for other, comes_first in (
        (sentence(2, 2.0 - NEARLY, 1.0 + READS_BETTER), True),
        (sentence(2, 2.0 - NEARLY - 0.01, 3.0), False),
        (sentence(2, 2.0, 0.99 + READS_BETTER), False),
        (sentence(2, 2.0, None), False),
    ):
        third = sentence(3, 1.9, 0.0)
        found = between_speakers([best, other, third], lambda place: str(place.paragraph))
        assert found == ([other, best, third] if comes_first else [best, other, third])
        assert between_speakers([best, other, third], lambda _: "一人") == [best, other, third]
    level = replace(sentence(2, 2.0 - LEVEL, 1.1), own=0.6)
    assert between_speakers([best, level], lambda place: str(place.paragraph)) == [level, best]
    assert between_speakers([best, replace(level, own=0.5)], lambda place: str(place.paragraph))[0] is best
    sure = sentence(1, 2.0, 6.0)
    assert between_speakers([sure, sentence(2, 2.0, 7.0)], lambda place: str(place.paragraph))[0] is sure
    unread = [sentence(1, 2.0, None), sentence(2, 2.0, 4.0)]
    assert between_speakers(unread, lambda place: str(place.paragraph)) == unread
