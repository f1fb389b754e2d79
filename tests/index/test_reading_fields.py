"""Fields of forms, numbers before titles, bold labels, folios, closing lines, and names in quotation marks."""

from __future__ import annotations

import pytest

from index.reading.forms import is_closing_line, is_note_below, narrates, tells_of_meeting
from index.reading.lines import split_lines
from index.reading.masthead import furniture_end
from index.reading.speakers import parse_speaker
from tests.index.pages import ONE, THREE, TWO, read, told


@pytest.mark.parametrize(
    ("person", "body"),
    [
        (
            "姓　　名：王小明\n身　　份：县政协委员\n发言题目：把井盖补上",
            "单　　位：民建甲县支部\n发言题目：渡口要添船",
        ),
        ("发言人：王小明\n职务：县政协委员\n题目：把井盖补上", "所属党派：民建甲县支部\n题目：渡口要添船"),
        ("【姓名】王小明\n【身份】县政协委员\n【题目】把井盖补上", "【单位】民建甲县支部\n【题目】渡口要添船"),
        ("题目：把井盖补上\n职务：县政协委员\n姓名：王小明", "题目：渡口要添船\n单位：民建甲县支部"),
    ],
)
def test_a_body_speaks_where_the_other_items_of_a_form_give_a_name(person: str, body: str) -> None:
    text = f"书面发言\n\n{person}\n\n{ONE}\n{TWO}\n\n{body}\n\n{THREE}\n"
    assert told(text) == [
        ("王小明", "县政协委员", "把井盖补上", (ONE, TWO)),
        ("民建甲县支部", "", "渡口要添船", (THREE,)),
    ]


def test_a_body_in_a_list_of_a_speech_or_beside_a_name_does_not_speak() -> None:
    inside = f"姓名：王小明\n题目：把井盖补上\n\n{ONE}\n分工如下：\n单位：县财政局\n{TWO}\n"
    assert [name for name, *_ in told(inside)] == ["王小明"]
    beside = f"姓名：王小明\n单位：甲县水务局\n题目：把井盖补上\n\n{ONE}\n\n姓名：李大海\n单位：乙厂\n题目：渡口要添船\n\n{THREE}\n"
    assert [(name, role) for name, role, *_ in told(beside)] == [("王小明", "甲县水务局"), ("李大海", "乙厂")]


@pytest.mark.parametrize("number", ["之{}　", "其{}　", "（之{}）", "发言之{}：", "材料{}　", "建言{}｜"])
def test_numbers_in_words_before_titles_are_no_part_of_them(number: str) -> None:
    text = "大会发言材料\n\n"
    text += f"{number.format('一')}把井盖补上\n县工商联\n\n{ONE}\n\n{number.format('二')}关于渡口添船的建议\n县残联\n\n{THREE}\n"
    assert [title for _, _, title, _ in told(text)] == ["把井盖补上", "关于渡口添船的建议"]


def test_a_number_that_one_title_has_belongs_to_it() -> None:
    text = f"大会发言材料\n\n一个都不能少\n县工商联\n\n{ONE}\n\n二次供水要管好\n县残联\n\n{THREE}\n"
    assert [title for _, _, title, _ in told(text)] == ["一个都不能少", "二次供水要管好"]
    years = text.replace("一个都不能少", "2023　老街回顾").replace("二次供水要管好", "2024　渡口展望")
    assert [title for _, _, title, _ in told(years)] == ["2023　老街回顾", "2024　渡口展望"]


@pytest.mark.parametrize("sign", ["1. ", "（一）", "①", "一、"])
def test_labels_in_bold_stand_over_numbered_paragraphs_of_their_own(sign: str) -> None:
    text = f"# 发言摘登\n\n**王小明委员：**\n\n{sign}{ONE}\n\n**李大海委员：**\n\n{sign}{TWO}\n\n**县残联：**\n\n{sign}{THREE}\n"
    assert told(text) == [
        ("王小明", "委员", "", (sign + ONE,)),
        ("李大海", "委员", "", (sign + TWO,)),
        ("县残联", "", "", (sign + THREE,)),
    ]


def test_bold_words_with_a_colon_inside_a_speech_name_nobody() -> None:
    text = f"# 把井盖补上\n\n县政协委员 王小明\n\n**存在问题：**\n\n1. {ONE}\n\n**有关建议：**\n\n1. {TWO}\n"
    assert [name for name, *_ in told(text)] == ["王小明"]


def test_closing_lines_tell_to_whom_and_in_how_many_copies() -> None:
    for line in (
        "发：各组召集人　　　　共印 80 份",
        "发至：各小组　　印数：60份",
        "分送：主席台、各讨论组",
        "（共印二十份）",
    ):
        assert is_closing_line(line)
    for line in ("宣传册：一共印80份", "送：两袋化肥", "发：一份宣传单，说清楚停水时间；印：二百份。"):
        assert not is_closing_line(line)
    assert is_note_below("如果您也有金点子，欢迎拨打本报热线。", apart=False)
    assert not is_note_below("建议设一部热线电话，欢迎大家拨打。", apart=False)


def test_a_narrator_tells_that_a_group_deliberated_and_who_summed_up() -> None:
    assert tells_of_meeting("1月5日下午，第三组委员讨论政府工作报告，应到24人，请假1人。")
    assert not tells_of_meeting("1月5日下午，我们小组的委员讨论了报告，我想说三点。")
    assert narrates("王小明在总结时表示，希望各单位逐条研究。", apart=True)
    assert narrates("县长李大海最后强调，年内要办完。", apart=True)
    assert not narrates("王小明最后表示，希望各单位逐条研究。", apart=False)
    assert not narrates("镇长最后表示要办，我们等着看。", apart=True)


@pytest.mark.parametrize(
    "line", ["甲城日报　02　要闻", "甲城日报 | A02 | 要闻", "两会·民生 02 甲城日报", "甲城日报　2"]
)
def test_a_folio_prints_newspaper_and_page(line: str) -> None:
    assert furniture_end(split_lines(line)[0], top=True) == len(line)
    document = read(f"{line}\n2024年3月5日\n\n把井盖补上\n县政协委员 王小明\n{ONE}\n")
    assert (document.newspaper, document.page) == ("甲城日报", 2)


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("▶ 阚先生（“麦田”咖啡店店主，38岁）", "阚先生", "“麦田”咖啡店店主，38岁"),
        ("“山里红”果业公司负责人　王小明", "王小明", "“山里红”果业公司负责人"),
        ("郁　金列席代表", "郁金", "列席代表"),
        ("省人大代表、甲村党支部书记阿布都热合曼", "阿布都热合曼", "省人大代表、甲村党支部书记"),
    ],
)
def test_names_in_marks_by_sound_or_set_apart(line: str, name: str, role: str) -> None:
    found = parse_speaker(line)
    assert found is not None and (found.name, found.role) == (name, role)


@pytest.mark.parametrize(
    "line", ["让“沉睡”的水管 醒来", "“银龄”志愿者队伍", "“候鸟”老人的服务", "关于“一刻钟”生活圈的建议"]
)
def test_marks_in_a_headline_name_nobody(line: str) -> None:
    assert parse_speaker(line) is None


def test_a_story_keeps_the_marks_of_a_name() -> None:
    text = f"青年返乡\n\n县人大代表、“山里红”果业公司负责人王小明说，{ONE}\n\n“{THREE}”县人大代表、甲村党支部书记才让多杰说。\n"
    assert [(name, role) for name, role, *_ in told(text)] == [
        ("王小明", "县人大代表、“山里红”果业公司负责人"),
        ("才让多杰", "县人大代表、甲村党支部书记"),
    ]


def test_frames_behind_a_time_hold_who_speaks_or_only_what_is_done() -> None:
    text = (
        f"文字实录\n\n[15:02] 【主持人】各位好。\n[15:04] 【县政协委员、水利站站长 王小明】{ONE}\n"
        f"[15:09] 【互动】【主持人】怎么补？\n[15:11] 【甲社区书记 李大海】{TWO}\n[15:15] 【王小明】{THREE}\n"
    )
    assert [(name, paragraphs) for name, _, _, paragraphs in told(text) if name] == [
        ("王小明", (ONE,)),
        ("李大海", (TWO,)),
        ("王小明", (THREE,)),
    ]


def test_posts_under_name_role_and_time_on_three_lines() -> None:
    post = "{}\n{}\n2024-04-11 10:0{}\n{}\n赞 57　评论 12\n\n"
    text = "议政厅\n精选留言\n\n" + post.format("王小明", "县政协委员", 1, ONE) + post.format("老树下", "网友", 2, TWO)
    text += post.format("李大海", "县水利站站长", 3, THREE)
    assert [(name, role) for name, role, *_ in told(text)] == [
        ("王小明", "县政协委员"),
        ("老树下", "网友"),
        ("李大海", "县水利站站长"),
    ]


def test_whoever_the_masthead_says_to_preside_only_conducts_unless_a_label_presents_him() -> None:
    head = "座谈会记录\n\n时　间：2024年3月5日\n主 持 人：县政协副主席 王小明\n记　录：尤佳\n\n"
    talk = f"王小明{{}}：请各位直奔主题。\n\n李大海（县水利站站长）：{ONE}\n{TWO}\n\n王小明：散会。\n"
    assert [name for name, *_ in told(head + talk.format("")) if name] == ["李大海"]
    assert [name for name, *_ in told(head + talk.format("（县政协副主席）")) if name] == ["王小明", "李大海", "王小明"]


def test_what_an_author_is_keeps_no_word_of_the_signature() -> None:
    text = f"把井盖补上\n{ONE}\n（作者系甲县政协委员、县律师协会副会长谈若水）\n\n渡口要添船\n{THREE}\n"
    text += "（作者系甲县政协委员、县中学教师李大海）\n"
    assert [(name, role) for name, role, *_ in told(text)] == [
        ("谈若水", "甲县政协委员、县律师协会副会长"),
        ("李大海", "甲县政协委员、县中学教师"),
    ]


def test_a_line_behind_the_mark_of_the_others_names_another_whom_no_rule_reads() -> None:
    text = f"街头问计\n\n▶ 王小明（甲校教师）\n{ONE}\n\n▶ 李大海（外卖骑手）\n{TWO}\n\n▶ 王家铺子的老板娘一家（老街住户）\n{THREE}\n"
    assert {name for name, _, _, paragraphs in told(text) if THREE in paragraphs} == {None}
