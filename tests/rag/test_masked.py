"""Documents and offices out of the way of how a question is put: what stands for them, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.folding import fold
from rag.understanding.masked import masked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 白鹭洲政协大会发言摘登（虚构）
date: 2035-02-08
newspaper: 白鹭洲日报
page: 3
---

# 白鹭洲政协大会发言摘登（虚构）

## 宗怀瑾 市政协委员、白鹭洲学院院长

### 给渡口修遮雨棚

建议给六个渡口各修一座遮雨棚。
"""
MEETING = """---
title: 白鹭洲渡口改造与水上巴士座谈会发言记录（虚构）
date: 2035-03-01
---

# 白鹭洲渡口改造与水上巴士座谈会发言记录（虚构）

## 池映雪 市人大代表、轮渡公司船长

水上巴士可以先开两条线。
"""


@pytest.fixture(scope="module")
def isle(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("masked")
    (folder / "日报.md").write_text(PAPER, encoding="utf-8")
    (folder / "座谈.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("2月8日那版里的市政协委员有谁", "{0}里的{r0}有谁"),
        ("《白鹭洲渡口改造与水上巴士座谈会发言记录》里谁提到巴士", "{0}里谁提到巴士"),
        ("在座谈会发言、没在白鹭洲日报上发言的市人大代表", "在{0}发言、没在{1}上发言的{r0}"),
        ("市政协委员和市政协委员会的人", "{r0}和市政协委员会的人"),
        ("谁提到渡口", "谁提到渡口"),
    ],
)
def test_what_the_index_knows_is_put_by_a_stand_in(question: str, put: str, isle: Assistant) -> None:
    hidden = masked(fold(question), isle.lexicon)
    names = {f"{number}": one for number, one in enumerate(hidden.documents)}
    offices = {f"r{number}": one for number, one in enumerate(hidden.offices)}
    assert hidden.text == fold(put).format(*names.values(), **offices)
    assert all(len(sources) == 1 for sources in hidden.documents.values())
    assert hidden.unmasked(hidden.text) == fold(question)


@settings(derandomize=True, max_examples=120, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(["市政协委员", "座谈会", "2月8日", "第3版", "谁", "教授", "的", "提到", "船长", "会"]),
        max_size=8,
    )
)
def test_it_is_put_back_as_it_was(parts: list[str], isle: Assistant) -> None:
    question = fold("".join(parts))
    hidden = masked(question, isle.lexicon)
    assert hidden.unmasked(hidden.text) == question
