"""Words: jieba's own cutting with the index's names, and BM25 as its formula has it."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import jieba
import numpy as np
import pytest

from index.word_index import K1, B, WordIndex
from index.words import Words, _lexicon, names_of

SAMPLES = (
    "建议加快老旧小区改造，推进加装电梯；2025年底前完成300部。",
    "丘陵山区农业机械化水平不高，丁小明委员提出“宜机化”改造。",
    "AI、5G和C++程序员：産業大腦與未來工廠。",
)


@pytest.fixture(scope="module")
def plain() -> jieba.Tokenizer:
    """jieba as it comes, its dictionary read in its own way."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = jieba.Tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def test_the_dictionary_read_in_parts_is_jiebas_own(plain: jieba.Tokenizer) -> None:
    lexicon = _lexicon()
    assert all(word in lexicon for word in plain.FREQ)
    assert all(lexicon.get(word) == frequency for word, frequency in plain.FREQ.items())
    assert "龘龘" not in lexicon and lexicon.get("龘龘") is None


@pytest.mark.parametrize("text", SAMPLES)
def test_without_names_texts_are_cut_as_jieba_cuts_them(plain: jieba.Tokenizer, text: str) -> None:
    from index.folding import fold

    expected = [word for word in plain.cut(fold(text)) if any(character.isalnum() for character in word)]
    assert Words({}).cut(text) == expected
    assert Words({}, whole=True).cut(text) == expected


def test_names_are_words_and_are_kept(tmp_path: Path) -> None:
    names = names_of(["某某镇党委书记、镇长", "钱多多", "产业大脑＋未来工厂"])
    assert names == ["产业大脑", "未来工厂", "某某镇党委书记", "钱多多", "镇长"]
    words = Words.with_names(names, whole=False)
    assert words.cut("钱多多是某某镇党委书记") == ["钱多多", "是", "某某镇党委书记"]
    words.save(tmp_path)
    loaded = Words.load(tmp_path)
    assert loaded.names == words.names == Words.with_names(reversed(names), whole=True).names
    assert [loaded.terms(text) for text in SAMPLES] == [words.terms(text) for text in SAMPLES]


def test_names_of_one_index_are_none_of_another() -> None:
    Words.with_names(["钱多多局长"], whole=False)
    assert "钱多多局长" not in Words({}).cut("钱多多局长")


def test_terms_hold_every_pair_of_ideographs() -> None:
    terms = Counter(Words({}).terms("老旧小区，A座"))
    assert {"老旧", "旧小", "小区"} <= set(terms)
    assert "区，" not in terms and "，" not in terms


def bm25(terms: list[str], texts: list[list[str]], number: int) -> float:
    """Robertson's BM25 with Lucene's idf: https://doi.org/10.1561/1500000019, and arXiv:2407.03618 for the variant."""
    average = sum(map(len, texts)) / len(texts)
    score = 0.0
    for term in terms:
        count = sum(term in text for text in texts)
        idf = math.log(1 + (len(texts) - count + 0.5) / (count + 0.5))
        often = texts[number].count(term)
        score += idf * often / (often + K1 * (1 - B + B * len(texts[number]) / average))
    return score


def test_scores_are_those_of_the_formula_saved_or_fresh(tmp_path: Path) -> None:
    texts = [["路", "桥", "路"], ["桥", "水", "水", "水"], ["山"], ["路", "山", "水"], []]
    index = WordIndex.of(texts)
    index.save(tmp_path)
    for one in (index, WordIndex.load(tmp_path)):
        numbers, scores = one.search(["路", "水", "没有的"], k=10)
        expected = {number: bm25(["路", "水"], texts, number) for number in range(len(texts))}
        assert dict(zip(numbers.tolist(), scores.tolist(), strict=True)) == pytest.approx(
            {number: score for number, score in expected.items() if score > 0}, rel=1e-5
        )
        assert np.all(np.diff(scores) <= 0)
        subset, _ = one.search(["路", "水"], k=10, subset=np.array([0, 2, 4]))
        assert subset.tolist() == [0]


def test_what_may_hold_a_term_holds_its_pairs(tmp_path: Path) -> None:
    words = Words({})
    index = WordIndex.of([words.terms(text) for text in ("老旧小区", "小区老，旧小", "小区", "5G小站")])
    index.save(tmp_path)
    for one in (index, WordIndex.load(tmp_path)):
        held = {term: one.may_hold(term) for term in ("小区", "旧小区", "老旧小", "大区", "5G小站", "5G", "区")}
        told = {term: numbers if numbers is None else numbers.tolist() for term, numbers in held.items()}
        assert told == {
            "小区": [0, 1, 2],
            "旧小区": [0, 1],
            "老旧小": [0],
            "大区": [],
            "5G小站": [3],
            "5G": None,
            "区": None,
        }


def test_texts_without_words_find_nothing(tmp_path: Path) -> None:
    for texts in ([], [[]]):
        index = WordIndex.of(texts)
        index.save(tmp_path)
        assert len(WordIndex.load(tmp_path).search(["路"], k=3)[0]) == 0
