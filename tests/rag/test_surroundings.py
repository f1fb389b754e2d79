"""What a quote leans on is shown beside it, literally and out of the same paragraph; a quote that answers by itself stays alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 青浦岭镇议事录（虚构）
date: 2024-09-02
---

# 青浦岭镇议事录（虚构）

## 阮桐 镇文化站站长

### 把书送进山坳

山坳里有个叫小满的孩子，九岁，放学要走一个半钟头。她在日记里写“我家的灯就是我的书桌”。建议给每个自然村配一个流动书箱，每月换一次。

关于戏班子进村，我有一个担心。后台都是借来的木头架子，去年腊月塌过一回，砸伤了两个拉幕布的后生。

## 向大川 镇卫生院院长

### 药箱要常换

村卫生室的药箱一年只换两回，过期的药占了一成半。建议改成每季度换一次，由卫生院派人上门。
"""


@pytest.fixture(scope="module")
def paper(assistant_of: Callable[[str], Assistant]) -> Assistant:
    return assistant_of(PAPER)


def test_a_quote_that_refers_back_comes_with_the_sentence_before_it(paper: Assistant) -> None:
    answer = paper.answer("谁讲过有人在日记里写家里的灯就是书桌？")
    assert [one.quote for one in answer.citations][:2] == [
        "她在日记里写“我家的灯就是我的书桌”。",
        "山坳里有个叫小满的孩子，九岁，放学要走一个半钟头。",
    ]
    assert "前一句是：“山坳里有个叫小满的孩子" in answer.text


def test_a_quote_that_only_names_the_point_comes_with_the_sentence_behind_it(paper: Assistant) -> None:
    answer = paper.answer("阮桐对戏班子进村有什么担心？")
    assert "我有一个担心" in answer.text and "去年腊月塌过一回" in answer.text


def test_a_quote_that_answers_stays_alone(paper: Assistant) -> None:
    answer = paper.answer("向大川说村卫生室的药箱一年换几回？")
    assert len(answer.citations) == 1 and "一年只换两回" in answer.citations[0].quote


def test_what_is_shown_beside_is_of_the_same_paragraph_and_literal(paper: Assistant) -> None:
    for question in ("谁讲过有人在日记里写家里的灯就是书桌？", "阮桐对戏班子进村有什么担心？"):
        citations = paper.answer(question).citations
        assert len({(one.speaker, one.paragraph) for one in citations}) == 1
        assert len({(one.start, one.end) for one in citations}) == len(citations)
        assert all(one.quote in PAPER for one in citations)
