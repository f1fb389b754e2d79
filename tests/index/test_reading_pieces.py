"""Lines taken apart into their pieces: tags, turns, numbers and topics around who speaks, in whatever order."""

from __future__ import annotations

import pytest

from index.reading.pages import read_text

ONE = "这件事拖了三年，群众跑了十几趟。"
TWO = "建议由区里牵头，先摸底、后改造。"


def told(text: str) -> list[tuple[str, str, str, int]]:
    """Speaker, role, title and the number of paragraphs of every speech whose speaker is known."""
    speeches = read_text(text, source="x").document.speeches
    return [(s.speaker, s.role, s.title, len(s.paragraphs)) for s in speeches if s.speaker]


@pytest.mark.parametrize(
    "label",
    [
        "[09:05]【主会场】冯大川（市政协委员）",
        "[09:05]【连线双桥镇】冯大川（市政协委员）",
        "09:05　【委员发言】　冯大川（市政协委员）",
        "【双桥镇·分会场】冯大川（市政协委员）",
        "〔连线双桥镇〕市政协委员 冯大川",
        "（视频连线）冯大川（市政协委员）",
        "【群众来电】市政协委员冯大川",
        "【第一问】冯大川（市政协委员）",
        "@冯大川（市政协委员）",
        "市政协委员冯大川问",
        "市政协委员冯大川补充回答",
    ],
)
def test_tags_and_turns_stand_around_who_speaks(label: str) -> None:
    text = f"远程协商记录\n\n{label}：{ONE}\n{TWO}\n\n市水务局副局长龙云飞答：{TWO}\n"
    assert told(text) == [("冯大川", "市政协委员", "", 2), ("龙云飞", "市水务局副局长", "", 1)]


@pytest.mark.parametrize(
    "inside",
    [
        "居民王大伯问：修了还能住吗？",
        "【专家观点】甲城大学教授李明认为：慢慢修。",
        "【现状】老街：空置率三成。",
        "【典型做法】红旗街道：每天派人送餐。",
        "第一问：钱从哪来？答：多方筹。",
    ],
)
def test_who_is_quoted_inside_a_speech_does_not_speak(inside: str) -> None:
    text = f"给城市留一条慢行道\n\n陶小米（市政协委员）\n\n{ONE}\n\n{inside}\n\n{TWO}\n"
    assert told(text) == [("陶小米", "市政协委员", "给城市留一条慢行道", 3)]


def test_whoever_asks_unread_ends_the_speech_before() -> None:
    text = f"市民代表金元宝提问：{ONE}\n市住建局局长 齐天 回应：{TWO}\n网友“小蜜蜂”提问：{ONE}\n市交警支队：{TWO}\n"
    assert [(who, count) for who, _, _, count in told(text)] == [("金元宝", 1), ("齐天", 1), ("市交警支队", 1)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("## 傅小川委员：留住手艺", "## 费理委员：点亮夜校"),
        ("## 傅小川委员｜留住手艺", "## 费理委员｜点亮夜校"),
        ("## 留住手艺 / 傅小川委员", "## 点亮夜校 / 费理委员"),
        ("### 1. 傅小川委员：留住手艺", "### 2. 费理委员：点亮夜校"),
        ("**傅小川委员：留住手艺**", "**费理委员：点亮夜校**"),
        ("■ 傅小川委员：留住手艺", "■ 费理委员：点亮夜校"),
    ],
)
def test_headings_name_who_speaks_and_the_title(first: str, second: str) -> None:
    text = f"{first}\n\n{ONE}\n\n{second}\n\n{TWO}\n"
    assert told(text) == [("傅小川", "委员", "留住手艺", 1), ("费理", "委员", "点亮夜校", 1)]


@pytest.mark.parametrize(
    "text",
    [
        f"## 市长方正：三年建成公园\n\n{ONE}\n\n## 背景：为什么建\n\n{TWO}\n",
        f"## 丰源公司：小辣椒大产业\n\n{ONE}\n\n## 县供销合作社：送到田头\n\n{TWO}\n",
        f"## 教育局：办好学校\n\n{ONE}\n\n## 卫健委：少跑路\n\n{TWO}\n",
        f"## 张青山代表：守一座山\n\n张青山是护林员。\n",  # noqa: F541
    ],
)
def test_headings_about_somebody_name_nobody(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "label", ["嘉宾一　", "专家之一：", "发言人1　", "演讲者 01\n", "第1位发言人\n", "主题发言一："]
)
def test_a_numbered_part_is_no_role(label: str) -> None:
    second = label.replace("一", "二").replace("1", "2")
    text = f"论坛实录\n\n{label}费长空\n甲城大学教授\n演讲题目：慢行网\n\n　　{ONE}\n\n"
    text += f"{second}龚自珍\n规划院院长\n演讲题目：还路于人\n\n　　{TWO}\n"
    assert told(text) == [("费长空", "甲城大学教授", "慢行网", 1), ("龚自珍", "规划院院长", "还路于人", 1)]


def test_labels_of_a_form_alone_on_a_line_are_no_paragraphs() -> None:
    item = f"提案号：12\n案由：关于路灯的提案\n提案人：米小麦（县政协委员）\n内容摘要：\n{ONE}\n具体建议：\n{TWO}\n承办单位：县住建局\n"
    assert told(item) == [("米小麦", "县政协委员", "关于路灯的提案", 2)]
    speech = f"关于路灯的思考\n米小麦（县政协委员）\n{ONE}\n具体建议：\n{TWO}\n"
    assert told(speech) == [("米小麦", "县政协委员", "关于路灯的思考", 3)]


def test_a_topic_between_signs_is_a_title() -> None:
    text = f"●微建言\n\n#早市几点开#\n▶毕方（区政协委员）：{ONE}\n\n#菜价谁来定#\n▶区市场监管局：{TWO}\n"
    assert told(text) == [("毕方", "区政协委员", "早市几点开", 1), ("区市场监管局", "", "菜价谁来定", 1)]


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("——阮　咸委员的发言", "阮咸", "委员"),
        ("——仝　禾委员代表市工商联的发言", "仝禾", "市工商联"),
        ("省政协常委覃绍林（代表民建省委会）", "覃绍林", "民建省委会"),
        ("代表民盟甲县总支的发言　崔小筑", "崔小筑", "民盟甲县总支"),
        ("汪　玥、曲　畅委员联名发言", "汪玥、曲畅", "委员"),
        ("协会职工代表工作委员会", "协会职工代表工作委员会", ""),
    ],
)
def test_who_speaks_for_whom_below_a_title(line: str, name: str, role: str) -> None:
    assert told(f"把路修好\n{line}\n\n　　{ONE}\n　　{TWO}\n") == [(name, role, "把路修好", 2)]


def test_headings_over_groups_of_signed_texts_are_no_titles() -> None:
    text = (
        f"一、钱从哪来\n\n有人认为，先要算账。\n\n　　{ONE}\n　　　　　　　　——纪年（甲城大学教授）\n\n"
        f"　　{TWO}\n　　　　　　　　——甲城农商银行\n\n"
        f"二、人往哪去\n\n讨论最多。\n\n　　{ONE}\n　　　　　　　　——宫保（技师学院院长）\n"
    )
    assert told(text) == [("纪年", "甲城大学教授", "", 1), ("甲城农商银行", "", "", 1), ("宫保", "技师学院院长", "", 1)]


def test_what_a_reporter_tells_inside_an_answer_is_not_the_speakers() -> None:
    text = (
        f"对话嘉宾：\n- 顾长风　市政协委员\n- 毛小雨　市残联理事\n\n改造一年，记者请来两位。\n\n记者：怎样？\n\n顾长风：{ONE}\n\n"
        f"说着，顾长风拿出一张地图。\n\n我再补充，{TWO}\n\n毛小雨：{TWO}\n"
    )
    assert told(text) == [("顾长风", "市政协委员", "", 2), ("毛小雨", "市残联理事", "", 1)]


@pytest.mark.parametrize(
    "imprint",
    ["（县人大办供稿　责任编辑：甘　霖）", "投稿邮箱见报眼　　责任编辑：巴　特", "投稿邮箱见报眼　　编辑　江　篱"],
)
def test_an_imprint_in_pieces_names_no_speaker(imprint: str) -> None:
    text = f"把路修好\n陶小米（市政协委员）\n　　{ONE}\n把灯点亮\n谷小满（市政协委员）\n　　{TWO}\n\n{imprint}\n"
    assert [(who, count) for who, _, _, count in told(text)] == [("陶小米", 1), ("谷小满", 1)]
