"""Newspaper pages: voices signed below, letters to the editors, roles told at the end, stories, what web pages print on top."""

from __future__ import annotations

import pytest

from index.reading import Reading, read_text

ONE, TWO = "水渠塌了三处，今年春灌晚了半个月。", "盼望水利站早些来修。"
HEAD = "甲城日报　2024年3月5日　第6版\n\n"
FAR = "　" * 12


def read(text: str) -> Reading:
    reading = read_text(text, source="x")
    owned = {position for region in reading.regions for position in range(region.start, region.end)}
    assert all(character.isspace() or position in owned for position, character in enumerate(text))
    return reading


def told(text: str) -> list[tuple[str | None, str, str, tuple[str, ...]]]:
    return [(each.speaker, each.role, each.title, each.paragraphs) for each in read(text).document.speeches]


@pytest.mark.parametrize("indent", ["", FAR])
@pytest.mark.parametrize(
    ("signature", "name", "role"),
    [
        ("——市政协委员、某厂厂长何若谷", "何若谷", "市政协委员、某厂厂长"),
        ("—— 麦海珊委员", "麦海珊", "委员"),
        ("——市总工会集体提案", "市总工会", ""),
        ("——摘自市人大代表邹敏的发言", "邹敏", "市人大代表"),
        ("——洪大业，某协会会长", "洪大业", "某协会会长"),
    ],
)
def test_voices_are_signed_below_behind_a_dash(indent: str, signature: str, name: str, role: str) -> None:
    text = f"{HEAD}【声音】\n\n编者的话：我们摘录几段发言。\n\n　　{ONE}\n{indent}{signature}\n\n　　{TWO}\n{indent}——县人大代表李静\n"
    assert told(text) == [(name, role, "", (ONE,)), ("李静", "县人大代表", "", (TWO,))]


def test_a_signature_that_nobody_can_read_gives_its_text_to_nobody() -> None:
    text = f"{HEAD}　　{ONE}\n{FAR}——县政协委员何若谷\n\n　　{TWO}\n{FAR}——一位夜班护士\n\n　　{ONE}\n{FAR}——县人大代表李静\n"
    assert [(speaker, len(paragraphs)) for speaker, _, _, paragraphs in told(text)] == [
        ("何若谷", 1),
        (None, 1),
        ("李静", 1),
    ]


def test_a_signature_may_stand_behind_the_last_stop() -> None:
    text = f"{HEAD}声音\n\n“{ONE}”——县政协委员何若谷\n\n“{TWO}”——县人大代表李静\n"
    assert [(speaker, paragraphs) for speaker, _, _, paragraphs in told(text)] == [
        ("何若谷", (f"“{ONE}”",)),
        ("李静", (f"“{TWO}”",)),
    ]


def test_a_headline_that_says_whom_the_text_is_about_names_no_speaker() -> None:
    assert {speaker for speaker, *_ in told(f"{HEAD}把小事办好\n——访市政协委员郭文静\n\n　　{ONE}\n　　{TWO}\n")} == {
        None
    }


@pytest.mark.parametrize("indent", ["", FAR])
@pytest.mark.parametrize("salutation", ["编辑同志：", "尊敬的编辑：", "本报编辑部：", "编辑同志：\n　　您好！"])
@pytest.mark.parametrize(
    ("signature", "name", "role"),
    [
        ("乙县东河镇　蔡福来", "蔡福来", "乙县东河镇"),
        ("丙市　邵　琳", "邵琳", "丙市"),
        ("乙县读者　邵琳", "邵琳", "乙县读者"),
        ("（丙市　邵琳）", "邵琳", "丙市"),
    ],
)
def test_letters_are_signed_below(indent: str, salutation: str, signature: str, name: str, role: str) -> None:
    letter = f"水渠该修了\n{salutation}\n　　{ONE}\n　　{TWO}\n{indent}{signature}\n\n"
    other = f"站牌该换了\n编辑同志：\n　　{ONE}\n{indent}乙县种粮大户　鲜于德水\n"
    assert told(HEAD + "读者来信\n\n" + letter + other) == [
        (name, role, "水渠该修了", (ONE, TWO)),
        ("鲜于德水", "乙县种粮大户", "站牌该换了", (ONE,)),
    ]


def test_the_answer_under_a_letter_is_the_bodys() -> None:
    letters = [
        f"{title}\n编辑同志：\n　　{ONE}\n{FAR}乙县　{name}\n\n{body}：\n　　来信收悉。{TWO}\n"
        for title, name, body in [
            ("水渠该修了", "蔡福来", "县水利局回复"),
            ("站牌该换了", "邵琳", "县公共交通公司答复"),
        ]
    ]
    assert [(speaker, len(paragraphs)) for speaker, _, _, paragraphs in told(HEAD + "\n".join(letters))] == [
        ("蔡福来", 1),
        ("县水利局", 1),
        ("邵琳", 1),
        ("县公共交通公司", 1),
    ]


def test_whoever_greets_a_meeting_is_quoted_with_his_greeting() -> None:
    text = f"{HEAD}修好水渠\n县政协委员　蔡福来\n各位委员：\n　　{ONE}\n"
    assert told(text) == [("蔡福来", "县政协委员", "修好水渠", ("各位委员：", ONE))]


@pytest.mark.parametrize(
    ("note", "role"),
    [
        ("（作者为全国人大代表、某站技术员，本报记者田野采访整理）", "全国人大代表、某站技术员"),
        ("（作者为全国人大代表、某站技术员，\n本报记者田野采访整理）", "全国人大代表、某站技术员"),
        ("（作者系某校教师，李静整理）", "某校教师"),
        ("（作者单位：某财经学院）", "某财经学院"),
        ("（作者系某校教师。本文根据其发言整理）", "某校教师"),
        ("（马春兰系某校教师）", "某校教师"),
        ("作者系某校教师", "某校教师"),
        ("（本报记者田野采访整理）", ""),
    ],
)
def test_what_the_author_is_stands_below(note: str, role: str) -> None:
    text = f"{HEAD}水渠应当修一修\n马春兰\n　　{ONE}\n{note}\n\n站牌应当换一换\n钟离岳\n　　{TWO}\n{note.replace('马春兰', '钟离岳')}\n"
    assert told(text) == [("马春兰", role, "水渠应当修一修", (ONE,)), ("钟离岳", role, "站牌应当换一换", (TWO,))]


def test_what_authors_are_who_write_together() -> None:
    text = f"{HEAD}水渠应当修一修\n马春兰　李静\n　　{ONE}\n（作者分别为某校教师、某院院长）\n"
    assert told(text) == [("马春兰、李静", "某校教师、某院院长", "水渠应当修一修", (ONE,))]


STORY = "# 路灯亮了\n\n甲城晚报　2024年8月2日　A03版　本报记者　田野\n\n巷子黑了整整三年。\n\n"


def speakers(text: str) -> list[tuple[str | None, str, int]]:
    return [(speaker, role, len(paragraphs)) for speaker, role, _, paragraphs in told(STORY + text)[1:]]


def test_a_paragraph_of_a_story_belongs_to_the_one_quoted_in_it() -> None:
    text = (
        "## 居民\n\n“要打手电。”家住东风巷的市民秦晓燕说，现在亮了。\n\n她还说，女儿不用人接了。\n\n"
        "## 部门\n\n市城管局照明所所长骆志刚干了二十年。“每盏灯都有编号。”他说。\n\n骆志刚认为，要公开。\n\n"
        "对此，市住房和城乡建设局回应，年底前确权。\n\n该局同时表示，钱已落实。\n\n巷口下棋的人还没有散。\n"
    )
    assert speakers(text) == [
        ("秦晓燕", "市民", 2),
        ("骆志刚", "市城管局照明所所长", 2),
        ("市住房和城乡建设局", "", 2),
        (None, "", 1),
    ]
    assert [title for *_, title, _ in told(STORY + text)] == ["", "", "", "", ""]  # two speak under 部门
    one_each = text.replace("对此，市住房和城乡建设局回应", "## 回应\n\n市住房和城乡建设局回应")
    assert [title for *_, title, _ in told(STORY + one_each)] == ["", "居民", "部门", "回应", ""]


@pytest.mark.parametrize(
    "paragraph",
    [
        "“要打手电。”一位市民说。",
        "家住东风巷的王女士告诉记者，要打手电。",
        "有关负责人表示，年底前完成。",
        "市民秦晓燕的女儿说，路上很黑。",
        "市民秦晓燕对市城管局局长骆志刚说，灯太暗。",
        "市城管局局长骆志刚说，要修。市民秦晓燕认为，早该修。",
        "不少居民认为，应当早些动手。",
        "市委提出，要让巷子亮起来。",
        "会议指出，要重视照明。",
        "她希望，灯再亮一些。",
        "记者采访了市民秦晓燕。",
    ],
)
def test_who_speaks_in_a_paragraph_of_a_story_may_be_untold(paragraph: str) -> None:
    text = f"某校教师钱伟告诉记者，灯坏了。\n\n巷子很长。\n\n{paragraph}\n\n某院院长魏东说，要修。\n"
    assert [speaker for speaker, *_ in speakers(text)] == ["钱伟", None, "魏东"]


def test_whoever_tells_of_others_in_a_speech_of_his_own_is_no_reporter() -> None:
    text = "把路灯修好\n\n　　我走访了东风巷。\n　　市民秦晓燕告诉我，要打手电。\n　　某院院长魏东说，要修。\n"
    assert {speaker for speaker, *_ in told(text)} == {None}


@pytest.mark.parametrize(
    ("first", "second", "titles"),
    [
        ("◆热点一\n午餐如何保证？", "◆热点二\n充电怎么解？", ["午餐如何保证？", "充电怎么解？"]),
        ("【话题一】\n午餐如何保证？", "【话题二】\n充电怎么解？", ["午餐如何保证？", "充电怎么解？"]),
        ("午餐如何保证？", "充电怎么解？", ["午餐如何保证？", "充电怎么解？"]),
        ("热点一：午餐如何保证？", "热点二：充电怎么解？", ["热点一：午餐如何保证？", "热点二：充电怎么解？"]),
    ],
)
def test_a_question_is_the_title_of_its_answer(first: str, second: str, titles: list[str]) -> None:
    asked = "　　问（市人大代表　{}）：怎么办？\n　　答（{}）：{}\n　　能不能办到？\n　　我们请大家监督。\n"
    one, two = asked.format("乐天", "市教育局副局长　冯玉珂", ONE), asked.format("庾文静", "市医疗保障局", TWO)
    speeches = told(f"{HEAD}代表问 部门答\n——询问实录\n\n{first}\n{one}\n{second}\n{two}")
    assert [(speaker, title, len(paragraphs)) for speaker, _, title, paragraphs in speeches if speaker] == [
        ("冯玉珂", titles[0], 3),
        ("市医疗保障局", titles[1], 3),
    ]


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("《 甲江日报 》（ 2024年03月08日   第 12 版）", ("甲江日报", "2024-03-08", 12)),
        ("来源：甲江晚报　2025-01-15 08:30　阅读 318", ("甲江晚报", "2025-01-15", None)),
        ("2025-01-15 08:20　来源：甲江晚报　记者：訾海棠　阅读 3.2万", ("甲江晚报", "2025-01-15", None)),
        ("发布时间：2025-01-15 08:20:15　来源：甲江晚报　字号：大 中 小", ("甲江晚报", "2025-01-15", None)),
        ("2025/01/15 08:20 甲江日报客户端", ("甲江日报", "2025-01-15", None)),
        ("甲江日报\n理论　　2023年10月31日　第07版　　投稿邮箱：ll@x.example", ("甲江日报", "2023-10-31", 7)),
        ("甲江政协报　各地建言　３版\n２０２１年１１月１６日　星期二", ("甲江政协报", "2021-11-16", 3)),
        ("日期：[2024年6月20日]  版次：[A06]  版名：[议政]  稿源：[甲江日报]", ("甲江日报", "2024-06-20", 6)),
        ("甲江日报　2024年6月20日　今日8版　本版编辑 王强　02", ("甲江日报", "2024-06-20", 2)),
        ("甲江日报 2024年6月20日 03-04版", ("甲江日报", "2024-06-20", 3)),
        ("甲江日报 2024年6月20日 头版", ("甲江日报", "2024-06-20", 1)),
        ("甲江新闻 | 甲江县融媒体中心主办 | 2025.02.18 | 总第1187期 | 2版", ("甲江新闻", "2025-02-18", 2)),
        ("来源：甲江市政协办公室　时间：2024-06-20　浏览：345", (None, "2024-06-20", None)),
    ],
)
def test_what_the_top_of_a_page_prints(head: str, facts: tuple[str | None, str, int | None]) -> None:
    document = read(f"{head}\n\n把路修好\n市政协委员　郭文静\n　　{ONE}\n").document
    assert (document.newspaper, document.date, document.page) == facts
    assert told(f"{head}\n\n把路修好\n市政协委员　郭文静\n　　{ONE}\n") == [
        ("郭文静", "市政协委员", "把路修好", (ONE,))
    ]
