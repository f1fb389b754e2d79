"""Which documents are asked of where a question leaves a sort of them out or asks of one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.sorts import kept_by_sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag import Assistant

PAPER = """---
title: 荷湾报评论版（虚构）
newspaper: 荷湾报
date: 2025-04-02
page: 3
---

# 荷湾报评论版（虚构）

## 邹桐 荷湾镇居民

### 渡口的灯

渡口夜里没有灯，请装两盏。
"""
MEETING = """# 荷湾镇交通座谈会发言记录（虚构）

## 卞秋 荷湾镇副镇长

### 渡口

渡口的夜班船今年加到四趟。
"""
PROPOSALS = """# 荷湾镇提案摘编（虚构）

## 钮青 镇人大代表

### 渡口改桥

渡口该改成桥，老人过河不用等船。
"""


@pytest.fixture(scope="module")
def three(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("sorts")
    for name, text in (("报纸.md", PAPER), ("座谈会.md", MEETING), ("提案摘编.md", PROPOSALS)):
        (folder / name).write_text(text, encoding="utf-8")
    return assistant_over([folder])


KEPT = (
    ("不算提案，谁说过渡口的事？", {"报纸.md", "座谈会.md"}),
    ("撇开报纸和提案，谁说过渡口的事？", {"座谈会.md"}),
    ("只看座谈会，谁说过渡口的事？", {"座谈会.md"}),
    ("只看报纸那一版，谁说过渡口的事？", {"报纸.md"}),
    ("只看座谈会，不算提案和报纸，谁说过渡口的事？", {"座谈会.md"}),
)


@pytest.mark.parametrize(("question", "sources"), KEPT)
def test_a_sort_is_left_out_or_asked_of_alone(three: Assistant, question: str, sources: set[str]) -> None:
    assert set(three.answer(question).plan.documents) == sources


@pytest.mark.parametrize(
    "question", ["谁说过渡口的事？", "不算提案、报纸和座谈会，谁说过？", "提案里谁说过渡口？", "算不算提案，谁说过？"]
)
def test_else_all_of_them_are_asked(three: Assistant, question: str) -> None:
    assert kept_by_sort(three.index.corpus, fold(question)) is None


def test_nobody_of_what_is_left_out_answers(three: Assistant) -> None:
    answer = three.answer("不算提案，都有谁说过渡口？")
    assert {one.speaker for one in answer.citations} == {"邹桐", "卞秋"}
