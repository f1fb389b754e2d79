"""Minutes and records whose speeches begin with a label and a colon, and the lines around them that are nobody's."""

from __future__ import annotations

import pytest

from index.reading import read_text
from index.reading.vocabulary import surnames
from index.records import Document

Told = list[tuple[str | None, str, int]]


def read(text: str) -> Document:
    return read_text(text.strip("\n"), source="page.txt").document


def told(text: str) -> Told:
    """Speaker, role and number of paragraphs of each speech."""
    return [(speech.speaker, speech.role, len(speech.paragraphs)) for speech in read(text).speeches]


HEAD = """
某市某事座谈会纪要
（虚构材料，人物、单位均系编造）

时　间：2025年9月18日
召集单位：某市甲委员会
主持人：刘副市长
参加人员：甲局、乙局、各区代表

与会单位依次发言，摘要如下。

"""
BODIES = """
市甲乙局：甲项工作还有短板。
建议如下：
一是统一接口：由本局发布。

王小明（某校家长代表）：乙项太贵。
现状：三成没有。

某市丙类协会：丙项要公开。

市丁戊局：丁项已列入预算。

（纪要整理：某市甲委员会价格科　2025年9月22日）
"""


def test_minutes_are_read_body_by_body_and_their_head_and_closing_line_are_masthead() -> None:
    reading = read_text(HEAD + BODIES, source="page.txt")
    document = reading.document
    assert told(HEAD + BODIES) == [
        ("市甲乙局", "", 3),
        ("王小明", "某校家长代表", 2),
        ("某市丙类协会", "", 1),
        ("市丁戊局", "", 1),
    ]
    assert document.title == "某市某事座谈会纪要"
    assert document.date == "2025-09-18"
    assert not document.warnings
    assert all(speech.title == "" for speech in document.speeches)


@pytest.mark.parametrize(
    "body",
    [
        "市教育局",
        "某区应急办",
        "省民政厅",
        "某市发展和改革委员会价格管理科",
        "县公安局交警大队",
        "民建某市委会",
        "市工商联",
        "区总工会",
        "县妇联",
        "市残联",
        "团市委",
        "某镇水利站",
        "石门中学",
        "第三中学食堂",
        "红星街道",
        "大坪村村委会",
        "赵家湾村",
        "某某商会",
        "甲乙有限责任公司",
        "某农村商业银行",
        "某县人民法院行政庭",
        "区法院道路交通纠纷审判庭",
        "市检察院第二检察部",
        "县法院速裁团队",
        "市甲乙局耕地保护科",
        "县政府督查室",
        "县委编研室",
        "县城管局环卫所",
        "市客运公司三车队",
        "甲镇代表团第二小组",
        "某县公路段",
        "市场监管所",
    ],
)
@pytest.mark.parametrize("colon", ["：", ":"])
def test_bodies_that_speak(body: str, colon: str) -> None:
    text = f"王小明（市政协委员）{colon}甲要改。\n{body}{colon}乙要改。\n乙也要快。\n李静（区政协委员）{colon}丙要改。"
    assert told(text) == [("王小明", "市政协委员", 1), (body, "", 2), ("李静", "区政协委员", 1)]


@pytest.mark.parametrize(
    "line",
    [
        "建议如下：",
        "一是统一接口：由甲局发布。",
        "现状：三成没有。",
        "例如：甲街换了五家。",
        "费用：每月三百元。",
        "时间表：三月开工。",
        "主要原因：人手不足。",
        "各乡镇：应当配合。",
        "有关部门：应当公开。",
        "县水利局：负责加固。",
        "城市社区：每处一间。",
        "新格局：一主两副。",
    ],
)
def test_a_colon_is_not_yet_a_label(line: str) -> None:
    text = f"王小明（市政协委员）：甲要改。\n{line}\n李静（区政协委员）：丙要改。"
    assert told(text) == [("王小明", "市政协委员", 2), ("李静", "区政协委员", 1)]


@pytest.mark.parametrize(
    "label",
    ["主持人", "记者", "刘副县长", "王主任", "居民代表", "听证主持人", "区甲局副局长", "企业代表甲"],
)
def test_who_is_not_named_is_unknown_and_speaks_apart(label: str) -> None:
    text = f"王小明（市政协委员）：甲要改。\n{label}：谁来补充？\n李静（区政协委员）：丙要改。"
    assert told(text) == [("王小明", "市政协委员", 1), (None, "", 1), ("李静", "区政协委员", 1)]


def test_a_list_of_bodies_under_a_lead_in_is_the_speakers_own() -> None:
    text = "王小明（县甲局局长）：有水库九座。\n分工如下：\n县乙局：备好物资。\n县丙局：转移群众。\n\n李静（村民）：喇叭坏了。"
    assert told(text) == [("王小明", "县甲局局长", 4), ("李静", "村民", 1)]


def test_on_a_page_with_speaker_lines_bodies_before_a_colon_are_no_speakers() -> None:
    text = "关于某事的建议\n王小明 市政协委员\n建议分工落实。\n市甲局：制定地图。\n市乙局：延长班车。\n各负责人：按月报告。"
    assert told(text) == [("王小明", "市政协委员", 4)]


def test_an_unknown_label_where_blank_lines_set_speeches_apart_is_nobodys() -> None:
    text = "王小明（居民）：甲要改。\n再说一点。\n\n小蓝帽：乙要改。\n\n李静（居民）：丙要改。\n\n市甲局：丁要改。"
    assert told(text) == [("王小明", "居民", 2), (None, "", 1), ("李静", "居民", 1), ("市甲局", "", 1)]


def test_labels_on_lines_of_their_own() -> None:
    text = "县甲局：\n去年接待二百万人。\n\n柳树村村委会：\n厨房不合规。\n\n王桂兰（农户代表）：\n旺季请不到人。"
    assert told(text) == [("县甲局", "", 1), ("柳树村村委会", "", 1), ("王桂兰", "农户代表", 1)]


def test_numbered_labels_and_bold_labels() -> None:
    assert told("1.市甲局：缺口六万。\n再建两处。\n2.李静（市政协委员）：贯通培养。") == [
        ("市甲局", "", 2),
        ("李静", "市政协委员", 1),
    ]
    assert told("**李静**（居民）：太远。\n\n**市甲中心**：在建。\n\n**王明（居民）：**太贵。") == [
        ("李静", "居民", 1),
        ("市甲中心", "", 1),
        ("王明", "居民", 1),
    ]


def test_a_label_broken_over_lines_of_a_column() -> None:
    text = (
        "区口岸办：去年进出口集装箱四十一万箱，提箱费用的\n投诉一百多件。\n\n"
        "蒋宏图（区政协委员、远航国际货运代理有限公司总\n经理）：货代企业一箱要交十一种费用，其中四种说不\n出依据。\n\n"
        "区甲乙局：集卡排队平均三个小时，司机的意见很大，\n应当预约。"
    )
    assert [name for name, _, _ in told(text)] == ["区口岸办", "蒋宏图", "区甲乙局"]
    assert read(text).speeches[1].role == "区政协委员、远航国际货运代理有限公司总经理"


def test_what_the_meeting_resolves_is_not_the_last_speakers() -> None:
    text = "市甲局：登记一万只。\n市乙局：收容所满员。\n会议认为，要抓源头。\n会议决定，由甲局牵头。"
    assert told(text) == [("市甲局", "", 1), ("市乙局", "", 1), (None, "", 2)]


def test_headings_of_an_agenda_are_no_titles() -> None:
    text = "一、学位\n\n王小明（县人大代表）：何时消除？\n市甲局：明年。\n\n二、编制\n\n李静（县人大代表）：为何不招？\n市乙局：已批。"
    assert {(speech.title, len(speech.paragraphs)) for speech in read(text).speeches} == {("", 1)}


@pytest.mark.parametrize(
    ("note", "where"),
    [
        ("（本报记者 王静 整理 图片由某办提供）", "below"),
        ("（以上发言未经本人审阅）", "below"),
        ("（社区工作人员 记录）", "below"),
        ("某镇人民政府办公室　2024年8月1日印发", "below"),
        ("编者按：近日，某政协召开会议。本报摘登部分发言，以飨读者。", "above"),
        ("图为委员在社区调研。（本报记者 王静 摄）", "above"),
    ],
)
def test_notes_of_editors_belong_to_nobody(note: str, where: str) -> None:
    speech = "关于改进甲项工作的建议\n市政协委员 王小明\n甲项工作还有短板。\n建议加大投入。"
    (only,) = read(f"{note}\n\n{speech}" if where == "above" else f"{speech}\n{note}").speeches
    assert (only.speaker, only.title, len(only.paragraphs)) == ("王小明", "关于改进甲项工作的建议", 2)


@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("发言人：马小龙（外卖骑手）", "马小龙", "外卖骑手"),
        ("**陶然**（市政协委员、某集团总裁）", "陶然", "市政协委员、某集团总裁"),
        ("张文 李思远（联名）", "张文、李思远", ""),
        ("提案人：王芳、赵勇、陈静（市政协委员）", "王芳、赵勇、陈静", "市政协委员"),
        ("州政协委员　段 誉　柏 杨", "段誉、柏杨", "州政协委员"),
        ("市政协委员、某老年大学协会常务副会\n长 罗长青", "罗长青", "市政协委员、某老年大学协会常务副会长"),
        ("牛建设（市政协委员）", "牛建设", "市政协委员"),
        ("**市甲乙局**", "市甲乙局", ""),
    ],
)
def test_speaker_lines_under_a_marked_title(line: str, speaker: str, role: str) -> None:
    (speech,) = read(f"## 关于改进甲项工作的建议\n\n{line}\n\n甲项工作还有短板。\n\n建议加大投入。").speeches
    assert (speech.speaker, speech.role, speech.title) == (speaker, role, "关于改进甲项工作的建议")


@pytest.mark.parametrize(
    "body",
    [
        "甲乙镇代表团",
        "城南片区联组",
        "第三代表小组",
        "某某巷邻里帮扶队",
        "青年志愿者之家",
        "县直机关二组",
        "民盟某支部",
    ],
)
def test_whatever_body_a_speakers_label_names_speaks(body: str) -> None:
    (speech,) = read(f"## 关于改进甲项工作的建议\n\n建议人：{body}\n\n甲项工作还有短板。\n\n建议加大投入。").speeches
    assert (speech.speaker, speech.role, len(speech.paragraphs)) == (body, "", 2)


@pytest.mark.parametrize("unread", ["若干村民", "各有关单位", "待补"])
def test_a_speakers_label_that_nobody_can_read_begins_a_speech_of_nobody(unread: str) -> None:
    first = "关于改进甲项工作的建议\n建议人：王小明（县人大代表）\n甲项工作还有短板。"
    second = f"关于改进乙项工作的建议\n建议人：{unread}\n乙项工作也有短板。"
    assert [(s.speaker, s.title) for s in read(f"{first}\n\n{second}").speeches] == [
        ("王小明", "关于改进甲项工作的建议"),
        (None, "关于改进乙项工作的建议"),
    ]


@pytest.mark.parametrize("name", ["阿拉坦其其格", "额尔敦毕力格", "佐佐木健一", "陈李佳怡", "阿不都热合曼"])
def test_a_name_no_rule_knows_is_read_where_the_pages_labels_are_built_alike(name: str) -> None:
    text = f"王小明（县甲局局长）：甲要改。\n{name}（某嘎查牧民）：乙要改。\n李静（村民）：丙要改。"
    assert told(text) == [("王小明", "县甲局局长", 1), (name, "某嘎查牧民", 1), ("李静", "村民", 1)]
    alone = f"王小明：甲要改。\n{name}（某嘎查牧民）：乙要改。\n李静：丙要改。"
    assert told(alone)[1] == (None, "", 1)


@pytest.mark.parametrize("label", ["现场群众", "会议主持", "一位母亲", "学生家长", "南方电网", "乌兰察布牧区"])
def test_a_description_before_a_role_is_no_unusual_name(label: str) -> None:
    text = f"王小明（县甲局局长）：甲要改。\n{label}（退休教师）：乙要改。\n李静（村民）：丙要改。"
    assert told(text)[1][0] is None


def test_a_list_of_speakers_above_the_labels_is_no_speech() -> None:
    text = "某县座谈会\n发言人：王小明、李静、张伟、赵勇\n\n王小明（县甲局局长）：甲要改。\n李静（村民）：乙要改。"
    assert told(text) == [("王小明", "县甲局局长", 1), ("李静", "村民", 1)]


def test_a_signature_is_not_given_to_the_unsigned_text_above() -> None:
    text = "# 来信\n\n## 甲该早点\n\n甲太晚。\n\n## 乙看不清\n\n乙太小。\n\n——岳小萍（退休职工）"
    assert [(s.speaker, s.title) for s in read(text).speeches] == [(None, "甲该早点"), ("岳小萍", "乙看不清")]


def labelled(*lines: str) -> list[tuple[str | None, str]]:
    """Speaker and role of each speech of a page with these speaker lines, each under a marked title."""
    page = "\n\n".join(f"## 改进第{number}件事\n\n{line}\n\n甲项还有短板。" for number, line in enumerate(lines))
    return [(speech.speaker, speech.role) for speech in read(page).speeches]


UNLISTED = ["妫志远", "璟平", "嫪银花", "彧明", "琚大勇"]


@pytest.mark.parametrize("name", UNLISTED)
@pytest.mark.parametrize("label", ["发言人", "发 言 人", "主讲人"])
def test_behind_a_label_a_name_in_the_form_of_the_others_may_have_any_surname(label: str, name: str) -> None:
    assert name[0] not in surnames()[0]
    lines = f"{label}：{name}（某公司副总经理）", f"{label}：王小明（某村党支部书记）"
    assert labelled(*lines) == [(name, "某公司副总经理"), ("王小明", "某村党支部书记")]


def test_the_labels_of_a_page_may_all_have_rare_surnames() -> None:
    lines = [f"**发言人：** {name}(某公司副总经理)" for name in UNLISTED]
    assert labelled(*lines) == [(name, "某公司副总经理") for name in UNLISTED]


@pytest.mark.parametrize(
    "unread", ["现场群众", "主持人", "移民户", "外来务工者", "热心大妈", "全体委员", "待补", "若干村民"]
)
def test_behind_a_label_a_group_is_no_name(unread: str) -> None:
    others = [f"发言人：{name}（某村党支部书记）" for name in ("王小明", "李静")]
    assert [speaker for speaker, _ in labelled(others[0], f"发言人：{unread}（某村村民）", others[1])][1] is None


def test_a_rare_surname_needs_another_label_built_alike() -> None:
    assert labelled("发言人：妫志远（某公司副总经理）", "发言人：王小明") == [(None, ""), ("王小明", "")]


@pytest.mark.parametrize(("label", "name"), [("妫志远", "妫志远"), ("开场白", None), ("养殖户", None)])
def test_labels_with_name_and_role_prove_a_rare_surname(label: str, name: str | None) -> None:
    text = f"王小明（县甲局局长）：甲要改。\n{label}（退休教师）：乙要改。\n李静（村民）：丙要改。"
    assert told(text)[1][0] == name
