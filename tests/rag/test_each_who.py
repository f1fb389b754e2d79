"""Several who-questions in one are answered each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.each_who import who_questions

if TYPE_CHECKING:
    from rag import Assistant


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("“贴息”和“保底”分别是谁说的？", ["“贴息”是谁说的？", "“保底”是谁说的？"]),
        ("修山塘、建冷库各是谁的主张", ["修山塘是谁的主张？", "建冷库是谁的主张？"]),
        ("谁主张修山塘？谁提了建冷库？", ["谁主张修山塘？", "谁提了建冷库？"]),
        ("山塘渗水是谁说的，冷库闲着又是谁说的", ["山塘渗水是谁说的？", "冷库闲着又是谁说的？"]),
        ("谁支持谁反对修山塘？", ["谁支持修山塘？", "谁反对修山塘？"]),
        ("对于修山塘，谁赞成，谁不赞成？", ["谁赞成修山塘？", "谁反对修山塘？"]),
        ("主张修山塘的是谁，反对的是谁？", ["谁主张修山塘？", "谁反对修山塘？"]),
        ("修山塘的提出者和有顾虑的人分别是谁", ["谁提出修山塘？", "谁对修山塘有顾虑？"]),
        ("谁主张修山塘，谁不赞成建冷库？", ["谁主张修山塘？", "谁不赞成建冷库？"]),
        ("有哪几篇是单位写的，分别是谁写的？", []),
        ("谁提到山塘，他还说了什么？", []),
        ("甲和乙分别是谁？", []),
        ("谁主张修山塘？", []),
    ],
)
def test_what_is_asked_of_each_thing(question: str, several: list[str]) -> None:
    assert [one for _, one in who_questions(question)] == several


def test_each_is_answered_and_what_nobody_says_is_told(county: Assistant) -> None:
    corpus = county.index.corpus
    said = [(speech.speaker, text) for _, speech in corpus.speeches() for text in speech.paragraphs if len(text) > 12]
    (one, first), (other, second) = said[0], next(pair for pair in said if pair[0] != said[0][0])
    answer = county.answer(f"“{first[2:12]}”和“{second[2:12]}”分别是谁说的？")
    assert {citation.speaker for citation in answer.citations} == {one, other}
    lacking = county.answer(f"“{first[2:12]}”和“深空采矿许可”分别是谁说的？")
    assert {citation.speaker for citation in lacking.citations} == {one}
    assert "没有找到" in lacking.text
