"""How well a text speaks of a topic: the arithmetic, by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.matching import ABBREVIATION, PARTIAL, SYNONYM, Term, coverage, strength, synonyms, weigh

CJK = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def test_a_word_stands_literally_by_a_synonym_by_an_abbreviation_by_half_or_not() -> None:
    word, other = next(
        (word, others[0]) for word, others in synonyms().items() if others[0] not in word and word not in others[0]
    )
    assert strength(word, f"〇{word}〇") == 1
    assert strength(word, f"〇{other}〇") == SYNONYM
    assert strength("气站", "气象站") == ABBREVIATION
    assert strength("科技创新", "科创") == ABBREVIATION
    assert strength("山塘茶园", "茶园") == PARTIAL / 2
    assert strength("粮食", "山塘") == 0


def test_synonyms_are_mutual() -> None:
    for word, others in synonyms().items():
        assert word not in others
        assert all(word in synonyms()[other] for other in others)


def test_coverage_is_the_weighted_share_of_the_terms() -> None:
    terms = (Term("山塘", 0.75, 1), Term("烘干", 0.25, 3))
    assert coverage(terms, "修复山塘") == 0.75 / (0.75 + 0.25)
    assert coverage(terms, "烘干山塘") == 1
    assert coverage(terms, "贷款") == 0
    assert coverage((), "贷款") == 0


@settings(derandomize=True, max_examples=100)
@given(text=CJK, word=CJK)
def test_strength_is_a_share_and_a_word_that_stands_there_is_whole(text: str, word: str) -> None:
    assert 0 <= strength(word, text) <= 1
    assert strength(word, text + word) == 1


@pytest.mark.parametrize("of", [1, 19, 20_000])
def test_rarer_words_weigh_more(of: int) -> None:
    weights = [weigh("山塘", speeches=number, of=of) for number in range(0, min(of, 50) + 1)]
    assert weights == sorted(weights, reverse=True) and weights[0] > 0


def test_the_weight_of_a_word_in_no_speech_and_no_dictionary_is_one() -> None:
    assert math.isclose(weigh("苔岬", speeches=0, of=19), math.log(20 / 0.5) / math.log(20 / 0.5))


def test_a_word_that_is_common_in_general_weighs_less_than_a_rare_one_of_as_many_speeches() -> None:
    assert weigh("学生", speeches=1, of=19) < weigh("山塘", speeches=1, of=19)
