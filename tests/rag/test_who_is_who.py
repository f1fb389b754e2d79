"""Who somebody is and who spoke where, asked in the words that people use; what only stands beside the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAGE = """---
title: 以渔兴岛向海图强 建设宜居宜业新鹭洲
date: 2035-05-08
newspaper: 鹭洲日报
page: 2
---

# 以渔兴岛向海图强 建设宜居宜业新鹭洲

## 管云舟 市政协委员、鹭洲农村商业银行行长

### 让渔船贷得到款

建议设立渔船更新贷款，每条船最多贷六十万元，三年还清。

岛上要有“潮汐课堂”，银行愿意出桌椅。

## 贝青岚 鹭洲师范学院副教授

### 海岛学校要留得住人

建议把岛上老师的补贴由单项发放转变为综合考核发放，每月一千八百元。

## 鹭洲市妇女联合会

### 关于渔嫂就业的建议

建议办渔嫂培训班，每年三百人，先招家里有老人要照顾的人家。
"""

RECORD = """鹭洲市政协“海岛生活”专题协商会发言记录

时间：2035年6月20日

地点：听涛厅

管云舟（市水产商会会长）：

各位委员：

建议办渔市，每周两天，摊位不收钱。

秦若川（市海洋局副局长）：

今年夏天将清理养殖网箱四百口，先清航道边上的。
"""


@pytest.fixture(scope="module")
def island(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("island")
    (folder / "鹭洲日报.md").write_text(PAGE, encoding="utf-8")
    (folder / "协商会发言记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker", "lines"),
    [
        ("贝青岚目前担任什么职务？", "贝青岚", 1),
        ("农商行的行长叫什么名字？想约他谈贷款的事", "管云舟", 2),
        ("管云舟在两处的署名身份不一样，分别是什么？", "管云舟", 2),
        ("管云舟到底是哪家银行的？还有啥别的身份？", "管云舟", 2),
        ("贝青岚是哪个单位的，任什么职？", "贝青岚", 1),
        ("秦若川在会上的身份，本职又是什么？", "秦若川", 1),
    ],
)
def test_who_somebody_is_stands_in_his_lines(question: str, speaker: str, lines: int, island: Assistant) -> None:
    answer = island.answer(question)
    assert answer.reason is None, answer.text
    assert {(one.speaker, one.paragraph) for one in answer.citations} == {(speaker, 0)}, answer.text
    assert len(answer.citations) == lines


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("6月20日在听涛厅开的那个协商会，都有谁发了言？", {"管云舟", "秦若川"}),
        ("标题是“建设宜居宜业新鹭洲”的那一版，一共几个人发言？", {"管云舟", "贝青岚", "鹭洲市妇女联合会"}),
        ("2035年5月8日2版那个专题，发言的都是谁？按版面给个名单", {"管云舟", "贝青岚", "鹭洲市妇女联合会"}),
        ("哪几篇不是个人、是以单位名义发的？署名我得区别处理", {"鹭洲市妇女联合会"}),
    ],
)
def test_who_spoke_where_is_listed(question: str, speakers: set[str], island: Assistant) -> None:
    answer = island.answer(question)
    assert answer.kind in ("list", "count"), answer.text
    assert {citation.speaker for citation in answer.citations} == speakers, answer.text


def test_what_becomes_of_something_is_no_reason(island: Assistant) -> None:
    answer = island.answer("岛上老师的补贴，贝青岚建议由单项发放转变为什么发放？")
    assert answer.plan.detail != "reason"
    assert "综合考核" in answer.text


def test_families_are_no_speakers(island: Assistant) -> None:
    answer = island.answer("妇联的渔嫂培训班先招哪些人家？")
    assert answer.kind == "fact" and "有老人要照顾" in answer.text, answer.text


def test_what_the_answer_is_made_into_is_no_topic(island: Assistant) -> None:
    answer = island.answer("妇联那篇的建议能不能压缩成一段导读？")
    assert answer.kind == "summary" and answer.reason is None, answer.text


def test_where_a_sentence_comes_from_is_told(island: Assistant) -> None:
    answer = island.answer("我记得有句“岛上要有‘潮汐课堂’”，出处是哪里")
    assert answer.kind == "verify" and answer.citations[0].speaker == "管云舟", answer.text


def test_a_quoted_term_is_given_back_to_whoever_has_it(island: Assistant) -> None:
    answer = island.answer("有人讲，贝青岚说过岛上要办“潮汐课堂”，有这回事吗？不是的话是谁讲的？")
    assert answer.citations[0].speaker == "管云舟", answer.text
    assert "不是贝青岚说的" in answer.text


def test_a_stranger_told_before_the_question_is_who_is_asked_about(island: Assistant) -> None:
    answer = island.answer("想引用一下陈立群的发言，他关于渔船贷款是怎么说的")
    assert answer.reason == "speaker_unknown", answer.text


def test_he_is_whom_the_answer_named_where_an_office_may_be_anothers(island: Assistant) -> None:
    history = [
        {"role": "user", "content": "海洋局那位副局长说今年清理什么？"},
        {
            "role": "assistant",
            "content": "秦若川（市海洋局副局长）在《专题协商会发言记录》第1段说：“今年夏天将清理养殖网箱四百口”[1]",
        },
    ]
    answer = island.answer("他还说了什么？", history=history)
    assert answer.plan.speakers == ("秦若川",), answer.understood


def test_a_surmise_behind_the_question_leaves_everybody_asked(island: Assistant) -> None:
    history = [
        {"role": "user", "content": "贝青岚说老师的补贴怎么发？"},
        {
            "role": "assistant",
            "content": "贝青岚（鹭洲师范学院副教授）在《海岛学校要留得住人》第1段说：“综合考核发放”[1]",
        },
    ]
    answer = island.answer("那渔船更新贷款呢，谁说的？不是这位吧", history=history)
    assert answer.reason is None and answer.citations[0].speaker == "管云舟", answer.text


def test_a_particle_at_the_end_changes_nothing(island: Assistant) -> None:
    answer = island.answer("“摊位不收钱”这种话，是不是贝青岚说的哟？")
    assert answer.kind == "verify" and answer.citations[0].speaker == "管云舟", answer.text


def test_recommendations_put_together_are_no_count(island: Assistant) -> None:
    answer = island.answer("把管云舟关于渔船的几条建议给我归拢一下，做提案参考")
    assert answer.kind == "summary" and answer.citations[0].speaker == "管云舟", answer.text
