"""Reports, tables of opinions and message boards: who speaks in each, and what is nobody's."""

from __future__ import annotations

import pytest

from index.reading import Reading, read_text

ONE, TWO = "甲项还有短板，一年下来要多跑三趟。", "建议三年之内加大投入，早见成效。"


def read(text: str) -> Reading:
    reading = read_text(text, source="x")
    owned = {position for region in reading.regions for position in range(region.start, region.end)}
    assert all(character.isspace() or position in owned for position, character in enumerate(text))
    return reading


def told(text: str) -> list[tuple[str | None, str, int]]:
    return [(each.speaker, each.role, len(each.paragraphs)) for each in read(text).document.speeches]


REPORT = "审议发言摘登\n\n　　3月1日，会议审议了草案。现将部分发言摘登如下。\n\n"


@pytest.mark.parametrize("verb", ["指出", "认为", "建议", "表示", "发言时说", "还提出"])
@pytest.mark.parametrize("stop", ["，", "："])
def test_in_a_report_each_paragraph_names_its_speaker(verb: str, stop: str) -> None:
    said = [("邢国安副主任委员", "邢国安", "副主任委员"), ("列席会议的县人大代表冉冬梅", "冉冬梅", "县人大代表")]
    text = REPORT + "\n\n".join(f"　　{who}{verb}{stop}{ONE}\n\n　　同时，{TWO}" for who, _, _ in said)
    assert told(text) == [(name, role, 2) for _, name, role in said]
    assert read(text).document.speeches[0].paragraphs[0] == ONE


@pytest.mark.parametrize(
    "paragraph", ["会后，委员们看了水塘，塘水不深，鱼也不多。", "三年来，全县修了十座水塘，花了两千万元。"]
)
def test_in_a_report_with_a_paragraph_of_the_narrators_that_is_nobodys(paragraph: str) -> None:
    text = f"{REPORT}　　邢国安副主任委员指出，{ONE}\n\n　　{paragraph}\n\n　　县人大代表冉冬梅认为，{TWO}"
    assert [speaker for speaker, _, _ in told(text)] == [None, "邢国安", None, "冉冬梅"]


def test_who_is_told_of_in_a_speech_does_not_speak() -> None:
    text = (
        f"改进甲项工作\n县政协委员　王小明\n　　{ONE}\n　　县人大代表冉冬梅提出，{TWO}\n　　县人大代表李静认为，{TWO}"
    )
    assert told(text) == [("王小明", "县政协委员", 3)]


def test_a_name_heads_a_title_over_what_he_is() -> None:
    head = "甲城日报　2024年3月5日　第6版\n\n"
    first = f"罗子衿：让水塔亮起来\n（市政协委员、某厂厂长）\n\n　　{ONE}\n　　{TWO}\n\n"
    text = f"{head}{first}郗敏：把路修好\n（市人大代表、某校校长）\n\n　　{ONE}"
    assert [(each.speaker, each.role, each.title, len(each.paragraphs)) for each in read(text).document.speeches] == [
        ("罗子衿", "市政协委员、某厂厂长", "让水塔亮起来", 2),
        ("郗敏", "市人大代表、某校校长", "把路修好", 1),
    ]


@pytest.mark.parametrize("label", ["专家", "姓名", "评审专家"])
@pytest.mark.parametrize("between", ["　　", "\n"])
def test_who_speaks_and_what_he_is_behind_labels(label: str, between: str) -> None:
    people = [("费长青", "甲学院教授"), ("诸葛南", "乙设计院高级工程师")]
    items = [
        f"序号：0{number}\n{label}：{name}{between}单位及职称：{role}\n意见：\n　　{ONE}\n　　{TWO}\n"
        for number, (name, role) in enumerate(people, 1)
    ]
    text = "论证意见汇总表\n\n" + "\n".join(items) + "\n汇总：市政协某委员会\n"
    assert told(text) == [(*who, 2) for who in people]


@pytest.mark.parametrize("heading", ["【协商结果】", "三、议定事项", "会议小结："])
def test_what_a_meeting_came_to_is_no_speakers(heading: str) -> None:
    text = f"座谈会记录\n\n王小明　县甲局局长\n{ONE}\n{TWO}\n\n李静　某村村民\n{TWO}\n\n"
    text += f"{heading}\n\n1. 每座水塔定一名管护员。\n2. 清淤由县里招标。"
    assert [(speaker, count) for speaker, _, count in told(text)][:2] == [("王小明", 2), ("李静", 1)]
    assert {speaker for speaker, _, _ in told(text)[2:]} <= {None}


def test_a_message_board_gives_answers_to_whom_they_are() -> None:
    item = (
        "标题：{}\n留言人：{}　留言时间：2024-04-02 21:15\n{}\n回复单位：{}　回复时间：2024-04-10 09:30\n网友您好！{}\n"
    )
    text = item.format("水塔该修了", "网友“山风”", ONE, "县甲局", TWO) + "\n"
    text += item.format("路灯不亮", "巩小梅（家长）", ONE, "县乙支队", TWO) + "\n分享到：微信 微博\n打印本页 关闭窗口\n"
    assert told(text) == [(None, "", 1), ("县甲局", "", 1), ("巩小梅", "家长", 1), ("县乙支队", "", 1)]


@pytest.mark.parametrize("role", ["某里居民，78岁", "78岁，某里居民", "男，45岁，某厂工人"])
def test_an_age_beside_a_role_leaves_it_one(role: str) -> None:
    text = f"◎ 居民\n游桂英（{role}）\n{ONE}\n\n◎ 委员\n郏之远（市政协委员）\n{TWO}"
    assert told(text) == [("游桂英", role, 1), ("郏之远", "市政协委员", 1)]


ROW = "| {} | {} | {} | {} | 县甲局 |"


def table(*rows: tuple[str, str, str]) -> str:
    head = "| 序号 | 建议人 | 身份 | 建议 | 承办单位 |\n| --- | --- | --- | --- | --- |\n"
    return (
        "# 建议办理情况\n\n" + head + "\n".join(ROW.format(number, *row) for number, row in enumerate(rows, 1)) + "\n"
    )


def test_the_rows_of_a_table_say_who_proposes_what() -> None:
    people = [("骆平安", "市政协委员", ONE), ("单于敏", "市人大代表", TWO), ("市志愿者协会", "", ONE)]
    document = read(table(*people)).document
    assert [(each.speaker, each.role, each.paragraphs) for each in document.speeches] == [
        (name, role, (said,)) for name, role, said in people
    ]


@pytest.mark.parametrize("row", [("山里的风", "", ONE), ("骆平安", "市政协委员", "修水塔栏杆"), ("", "", ONE)])
def test_a_table_with_a_row_that_names_nobody_is_left_whole(row: tuple[str, str, str]) -> None:
    assert {speaker for speaker, _, _ in told(table(("单于敏", "市人大代表", TWO), row))} <= {None}
