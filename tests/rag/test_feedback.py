"""The words in which the first found speak of a matter, and who else has them: the arithmetic by hand, over three speeches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from rag.extractive.feedback import share_of, told_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag import Assistant

MEETING = """# 石渡镇座谈会（虚构）

## 甘松 石渡镇小学校长

### 校车

班车绕着水库走，孩子天不亮就出门。

## 季然 镇运输站站长

### 站点

水库东岸没有站点，班车空着跑。

## 柳岸 镇文化站站长

### 戏台

戏台漏雨，班子散了。
"""


@pytest.fixture(scope="module")
def meeting(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("feedback")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


def test_a_word_weighs_its_sentences_likelihood_and_its_rarity(meeting: Assistant) -> None:
    corpus = meeting.index.corpus
    found = [("班车 水库 孩子", 0.0), ("班车 站点", math.log(3))]
    told = told_in(found, corpus, str.split, asked="孩子")
    rarity = {"班车": math.log(4 / 2.5), "水库": math.log(4 / 2.5), "站点": math.log(4 / 1.5)}
    assert told == pytest.approx(
        {"班车": (1 / 2 + 3 / 4) * rarity["班车"], "水库": rarity["水库"] / 2, "站点": 3 / 4 * rarity["站点"]}
    )


def test_what_the_question_says_single_characters_and_what_all_have_tell_nothing(meeting: Assistant) -> None:
    assert told_in([("班车 雨 站长", 1.0)], meeting.index.corpus, str.split, asked="晚点的班车").keys() <= {"站长"}


def test_the_share_is_that_of_the_weights() -> None:
    told = {"水库": 3.0, "站点": 1.0}
    assert share_of(told, ["水库", "水库", "戏台"]) == 0.75
    assert share_of(told, told) == 1.0 and share_of(told, []) == 0.0 and share_of({}, ["水库"]) == 0.0
