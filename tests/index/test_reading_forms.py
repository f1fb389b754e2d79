"""The ways in which pages, logs, hearings and collections say who speaks, and what stands around it."""

from __future__ import annotations

import pytest

from index.reading import read_text
from index.reading.speakers import parse_speaker
from index.records import Document

Told = list[tuple[str | None, str, str, int]]

ONE = "水塔的栏杆已经锈断，去年有三个孩子爬过。"
TWO = "建议今年年底以前换成两米高的铁栏，费用由区财政承担。"


def read(text: str) -> Document:
    return read_text(text.strip("\n"), source="page.txt").document


def told(text: str) -> Told:
    """Speaker, role, title and number of paragraphs of each speech."""
    return [(one.speaker, one.role, one.title, len(one.paragraphs)) for one in read(text).speeches]


def named(text: str) -> list[tuple[str, int]]:
    """The speeches of whom the page names."""
    return [(one.speaker, len(one.paragraphs)) for one in read(text).speeches if one.speaker]


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("全国人大代表、某某银行董事长王小明：", "王小明", "全国人大代表、某某银行董事长"),
        ("省政协委员、某某大学教授古丽·买买提：", "古丽·买买提", "省政协委员、某某大学教授"),
        ("■市政协委员、甲区文化馆馆长　欧阳　青", "欧阳青", "市政协委员、甲区文化馆馆长"),
        ("【李　宁】（教育界别，甲校校长）", "李宁", "教育界别，甲校校长"),
        ("[市人大代表　王小明]　10:02:05", "王小明", "市人大代表"),
        ("3楼  王小明（县政协委员）  发表于 2024-05-06 09:00", "王小明", "县政协委员"),
        ("听证代表 3号 王小明（退休教师）", "王小明", "退休教师"),
        ("消费者参加人　王小明：", "王小明", "消费者参加人"),
        ("申请人（甲市自来水有限公司）陈述：", "甲市自来水有限公司", ""),
        ("●市人大代表、甲厂技术员钱　江", "钱江", "市人大代表、甲厂技术员"),
        ("王小明副主任委员", "王小明", "副主任委员"),
        ("阿不都·热合曼委员", "阿不都·热合曼", "委员"),
        ("甲市总工会（人民团体）", "甲市总工会", ""),
        ("【九三学社甲区基层委员会】（集体发言）", "九三学社甲区基层委员会", ""),
    ],
)
def test_a_line_says_who_speaks(line: str, name: str, role: str) -> None:
    found = parse_speaker(line)
    assert found is not None
    assert (found.name, found.role) == (name, role)


@pytest.mark.parametrize(
    "line", ["区甲局副局长", "刘副县长", "听证代表（退休教师）", "会议时间　9:30", "全国人大代表、甲大学"]
)
def test_a_line_without_a_name_names_nobody(line: str) -> None:
    found = parse_speaker(line)
    assert found is None or not found.role


def test_questions_and_host_are_nobodys_words() -> None:
    text = f"问：水塔谁来修？\n答（甲区建设局局长　王小明）：{ONE}\n{TWO}\n\n问：钱从哪里来？\n答（李大海）：{TWO}\n"
    assert named(text) == [("王小明", 2), ("李大海", 1)]
    log = (
        f"[主持人]　09:00:01\n请发言。\n\n[王　宁]　09:01:10\n{ONE}\n{TWO}\n\n[主持人]　09:05:00\n这个办法可行吗？\n\n"
        f"[李大海]　09:06:00\n{TWO}\n"
    )
    assert named(log) == [("王宁", 2), ("李大海", 1)]
    marked = f"**王小明**｜甲大学教授\n\n{ONE}\n\n*主持人*：谁来付这个钱？\n\n**李大海**｜甲厂厂长\n\n{TWO}\n"
    assert named(marked) == [("王小明", 1), ("李大海", 1)]


def test_a_list_of_guests_lends_its_roles() -> None:
    text = (
        f"嘉　宾：王小明　甲局局长\n李大海　乙厂厂长\n\n[主持人]　09:00\n请讲。\n\n[王小明]　09:01\n{ONE}\n\n"
        f"[李大海]　09:05\n{TWO}\n"
    )
    assert [(one.speaker, one.role) for one in read(text).speeches if one.speaker][-1] == ("李大海", "乙厂厂长")
    table = (
        f"甲城时报 | 圆桌 | 2025.2.21 星期五 | 4版\n怎样修水塔\n王小明　甲局局长\n李大海　乙厂厂长\n\n主持人：谁先说？\n"
        f"王小明：{ONE}\n主持人：还有呢？\n李大海：{TWO}\n"
    )
    document = read(table)
    assert [(one.speaker, one.role) for one in document.speeches if one.speaker] == [
        ("王小明", "甲局局长"),
        ("李大海", "乙厂厂长"),
    ]
    assert (document.newspaper, document.date, document.page) == ("甲城时报", "2025-02-21", 4)


def test_marked_paragraphs_name_their_speakers() -> None:
    text = f"分组审议发言\n▲王小明委员：{ONE}\n{TWO}\n▲李大海副主任委员：{TWO}\n▲赵青（列席代表）：{ONE}\n"
    assert named(text) == [("王小明", 2), ("李大海", 1), ("赵青", 1)]
    reported = f"1. 水塔栏杆该换了\n甲县政协委员王小明反映：{ONE}\n{TWO}\n\n2. 塔下应当装灯\n甲县总工会反映：{TWO}\n"
    assert named(reported) == [("王小明", 2), ("甲县总工会", 1)]


def test_fields_tell_what_a_speaker_is_and_where_the_text_begins() -> None:
    text = (
        f"发言人：王　宁\n职　务：甲局总工程师\n发言题目：修好水塔\n发言内容：\n{ONE}\n{TWO}\n\n"
        f"发言人：民盟甲市委会\n职　务：界别发言\n发言题目：塔下装灯\n发言内容：\n{TWO}\n"
    )
    assert told(text) == [("王宁", "甲局总工程师", "修好水塔", 2), ("民盟甲市委会", "", "塔下装灯", 1)]
    feedback = (
        f"序号：1\n反馈人：王小明\n身份：甲街道居民\n意见内容：\n{ONE}\n\n序号：2\n反馈人：李大海\n身份：乙厂职工\n"
        f"意见内容：\n{TWO}\n"
    )
    assert told(feedback) == [("王小明", "甲街道居民", "", 1), ("李大海", "乙厂职工", "", 1)]


def test_who_answers_speaks_and_who_is_to_answer_does_not() -> None:
    text = (
        f"第1号建议\n标　题：关于修好水塔的建议\n领衔代表：王小明\n建议内容：\n{ONE}\n答复单位：甲县建设局\n答复文号：甲建〔2023〕4号\n"
        f"答复内容：\n{TWO}\n\n第2号建议\n标　题：关于塔下装灯的建议\n领衔代表：李大海\n承办单位：甲县城管局\n建议内容：\n{TWO}\n"
    )
    assert [(one.speaker, one.paragraphs) for one in read(text).speeches] == [
        ("王小明", (ONE,)),
        ("甲县建设局", (TWO,)),
        ("李大海", (TWO,)),
    ]
    assert read(text).speeches[0].title.endswith("关于修好水塔的建议")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("（王小明委员）", "（李大海委员）"),
        ("（作者系甲大学副教授　王小明）", "（作者：李大海，系甲市总工会副主席）"),
        (" " * 30 + "甲小区居民　王小明", " " * 30 + "退休教师　李大海"),
    ],
)
@pytest.mark.parametrize("mark", ["", "★ ", "◎ "])
def test_letters_are_signed_below_and_titled_above(one: str, two: str, mark: str) -> None:
    text = (
        f"甲城晚报　2024年3月5日　第6版\n\n编者按：本期刊发两封来信。\n\n{mark}水塔栏杆该换了\n{ONE}\n{TWO}\n{one}\n\n"
        f"{mark}塔下应当装灯\n{TWO}\n{ONE}\n{two}\n"
    )
    assert [(name, title, count) for name, _, title, count in told(text)] == [
        ("王小明", "水塔栏杆该换了", 2),
        ("李大海", "塔下应当装灯", 2),
    ]


@pytest.mark.parametrize(
    ("line", "newspaper", "date", "page"),
    [
        ("A07 议政　　甲城商报　2019.8.22　星期四", "甲城商报", "2019-08-22", 7),
        ("2025-01-09  甲城晚报  04版：两会·民声", "甲城晚报", "2025-01-09", 4),
        ("[甲城日报] 2018-12-03 （02）", "甲城日报", "2018-12-03", 2),
        ("《甲城晚报》A06　建言摘登　2023/03/09　周四", "甲城晚报", "2023-03-09", 6),
        ("T4\n2025.03.05 WED\n甲城商报", "甲城商报", "2025-03-05", 4),
        ("第三版　代表之声\n二〇二四年三月八日　星期五\n甲　城　日　报", "甲城日报", "2024-03-08", 3),
        ("甲城晚报\n2025.2.19　星期三\n两会·民生 05", "甲城晚报", "2025-02-19", 5),
        ("甲城晚报 | B07 | 民生·对话 | 2023.8.17 | 责编 余一青", "甲城晚报", "2023-08-17", 7),
        ("会　议　简　报\n2024年3月8日", None, "2024-03-08", None),
        ("首页 > 议政 > 大会发言\n发布时间：2020/07/02 09:15　　来源：甲区融媒体中心", None, "2020-07-02", None),
    ],
)
def test_the_masthead_prints_newspaper_and_date_in_any_order(
    line: str, newspaper: str | None, date: str, page: int | None
) -> None:
    document = read(f"{line}\n\n水塔栏杆该换了\n甲区政协委员　王小明\n{ONE}\n{TWO}\n")
    assert (document.newspaper, document.date, document.page) == (newspaper, date, page)
    assert told(f"{line}\n\n水塔栏杆该换了\n甲区政协委员　王小明\n{ONE}\n{TWO}\n")[0][0] == "王小明"


def test_an_answer_is_spoken_by_who_signs_it_and_not_by_whom_it_is_sent_to() -> None:
    far = " " * 36
    text = (
        f"关于第0086号提案的答复\n\n王小明委员：\n　　您提出的《关于修好水塔的提案》收悉，现答复如下：\n　　{TWO}\n{far}甲市建设局\n"
        f"（联系人：赵青　联系电话：0000-8800123）\n\n关于第0119号提案的答复\n"
        f"\n民革甲市委会：\n　　贵单位提出的《关于塔下装灯的提案》收悉。\n"
        f"　　{ONE}\n{far}甲市城市管理局\n（联系人：钱江　联系电话：0000-8800456）\n"
    )
    assert told(text) == [
        ("甲市建设局", "", "关于第0086号提案的答复", 2),
        ("甲市城市管理局", "", "关于第0119号提案的答复", 2),
    ]


def test_the_number_of_an_item_is_no_part_of_its_title() -> None:
    text = (
        f"第012号建议\n关于修好水塔的建议\n领衔代表：王小明（甲镇代表团）\n{ONE}\n{TWO}\n\n第027号建议\n关于塔下装灯的建议\n"
        f"领衔代表：李大海（乙镇代表团）\n{TWO}\n"
    )
    assert [title for _, _, title, _ in told(text)] == ["关于修好水塔的建议", "关于塔下装灯的建议"]
    dashes = (
        f"省政协委员、甲大学副校长王小明——\n把塔修好\n{ONE}\n{TWO}\n\n省人大代表、乙厂厂长李　宁——\n把灯装上\n{TWO}\n"
    )
    assert told(dashes) == [
        ("王小明", "省政协委员、甲大学副校长", "把塔修好", 2),
        ("李宁", "省人大代表、乙厂厂长", "把灯装上", 1),
    ]


def test_numbered_headings_and_bulleted_fields_name_their_speakers() -> None:
    text = (
        f"甲市座谈会会议纪要\n\n一、市工商联副主席王小明发言要点\n1．{ONE}\n2．{TWO}\n\n二、甲市软件行业协会发言要点\n1．{TWO}\n\n"
        "会议要求，各部门逐条研究。\n"
    )
    assert named(text) == [("王小明", 2), ("甲市软件行业协会", 1)]
    fields = "\n".join(
        f"## 建议{number}：{title}\n\n- **建议人**：{name}\n- **单位职务**：{role}\n\n{ONE}\n\n{TWO}\n"
        for number, title, name, role in (
            ("一", "修好水塔", "王小明", "甲餐饮街商户联合会会长"),
            ("二", "塔下装灯", "李大海", "乙厂第四代传人、总经理"),
        )
    )
    assert told(fields) == [
        ("王小明", "甲餐饮街商户联合会会长", "修好水塔", 2),
        ("李大海", "乙厂第四代传人、总经理", "塔下装灯", 2),
    ]


def test_running_heads_do_not_stand_inside_a_paragraph() -> None:
    wrapped = [
        "水塔的栏杆已经锈断，去年有三个孩",
        "子爬过，幸好没有出事，可是附近的人",
        "家一直提心吊胆。",
        "建议今年年底以前换成两米高的铁栏，",
        "费用由区财政承担，",
        "明年起每年检查一次，由街道办事处向",
        "居民公布结果。",
    ]
    text = "\n".join(["两会·民生 05", "修好水塔", "市政协委员　王小明", *wrapped[:2], "05 两会·民生", *wrapped[2:]])
    paragraphs = read(text).speeches[0].paragraphs
    assert paragraphs[0] == "".join(wrapped[:3])
    assert "民生" not in "".join(paragraphs)


def test_whom_an_answer_addresses_inside_the_line_does_not_speak() -> None:
    text = (
        f"第21号建议\n建议标题：关于修好水塔的建议\n领衔代表：王小明\n{ONE}\n{TWO}\n\n对第21号建议的答复\n答复单位：甲县建设局\n"
        f"王小明代表：您提出的建议收悉，现答复如下。\n{TWO}\n"
    )
    assert [name for name, _, _, _ in told(text)] == ["王小明", "甲县建设局"]


def test_frames_name_who_speaks_in_the_line_and_numbered_names_stand_over_their_texts() -> None:
    text = f"【主持人 赵青】先请王局长。\n\n【甲局副局长 王小明】{ONE}\n{TWO}\n\n【主持人 赵青】再请厂长。\n\n【乙厂厂长 李大海】{TWO}\n"
    assert named(text) == [("王小明", 2), ("李大海", 1)]
    numbered = f"1．王小明（甲公司董事长）\n（1）{ONE}\n（2）{TWO}\n\n2．李大海（乙厂厂长）\n（1）{TWO}\n"
    assert named(numbered) == [("王小明", 2), ("李大海", 1)]


def test_who_has_collected_signed_suggestions_has_made_none_of_them() -> None:
    far = "　" * 12
    text = (
        f"甲市工商业联合会\n会员建言汇编（2024年第4辑）\n\n编印：市工商联研究室　　2024年12月20日\n\n"
        f"1. 关于修好水塔的建议\n\n{ONE}\n{TWO}\n"
        f"{far}（建议人：王小明，市青年商会会长）\n\n2. 关于塔下装灯的建议\n\n{TWO}\n{far}（建议单位：市餐饮行业协会）\n"
    )
    assert told(text) == [
        ("王小明", "市青年商会会长", "关于修好水塔的建议", 2),
        ("市餐饮行业协会", "", "关于塔下装灯的建议", 1),
    ]
    assert read(text).date == "2024-12-20"


def test_bare_answers_go_on_with_whom_the_line_above_the_questions_names() -> None:
    text = (
        f"▶ 人物：王小明，县人大代表、甲村党总支书记\n问：水塔怎么修？\n答：{ONE}\n问：还有呢？\n答：{TWO}\n\n"
        f"▶ 人物：李大海，县人大代表、乙厂厂长\n问：灯怎么装？\n答：{TWO}\n"
    )
    assert named(text) == [("王小明", 2), ("李大海", 1)]


def test_parts_of_a_hearing_may_stand_close_to_the_name_and_a_contents_list_is_no_title() -> None:
    text = f"（一）消费者参加人王小明：{ONE}\n{TWO}\n（二）经营者参加人李大海：{TWO}\n（三）甲县个体劳动者协会：{TWO}\n"
    assert named(text) == [("王小明", 2), ("李大海", 1), ("甲县个体劳动者协会", 1)]
    listed = "修好水塔………………王小明（1）\n塔下装灯………………李大海（2）\n\n"
    listed += f"修好水塔\n甲局局长　王小明\n{ONE}\n{TWO}\n\n塔下装灯\n乙厂厂长　李大海\n{TWO}\n"
    assert [title for _, _, title, _ in told(listed)] == ["修好水塔", "塔下装灯"]


@pytest.mark.parametrize("title", ["■{}", "◆ {}", "▲{}", "●{}", "【{}】", "〖{}〗"])
def test_a_mark_before_a_title_and_its_frame_are_no_part_of_it(title: str) -> None:
    heads = title.format("水塔栏杆该换了"), title.format("塔下应当装灯")
    text = f"甲城日报　2024年3月5日　第6版\n\n{heads[0]}\n{ONE}\n　　（王小明委员）\n\n{heads[1]}\n{TWO}\n　　（李大海委员）\n"
    assert [(name, title) for name, _, title, _ in told(text)] == [
        ("王小明", "水塔栏杆该换了"),
        ("李大海", "塔下应当装灯"),
    ]
