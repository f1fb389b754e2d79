"""Pages made of invented words, printed in both layouts and read back; and a table of the variants between them."""

from __future__ import annotations

import random
import textwrap
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading import read_text
from index.records import Document

SURNAMES, GIVEN = "王李张陈杨周吴徐孙胡", "伟芳娜静丽强磊军洋勇"
ROLES = ["市政协委员", "区政协常委、某厂厂长", "县人大代表，某校校长", "某研究院院长", "市工商联副主席"]
BODIES = ["民盟某市委会", "九三学社某市委", "某市工商联", "农工党某区支部"]
VERBS, THINGS = ["推进", "完善", "健全", "优化"], ["甲类事项", "乙类设施", "丙类服务", "丁类平台"]


@dataclass(frozen=True)
class Layout:
    """How a page is printed. ``width`` 0: one paragraph a line; ``blank``: between all lines, paragraphs, none."""

    speaker_first: bool
    marked: bool
    name_first: bool
    width: int
    blank: str


LAYOUTS = st.builds(
    Layout,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 18, 22, 24, 28, 30]),
    st.sampled_from(["all", "paragraphs", "none"]),
)


def made_speeches(generator: random.Random) -> list[tuple[str, str, str, list[str]]]:
    speeches = []
    for _ in range(generator.randint(2, 5)):
        name = generator.choice(SURNAMES) + "".join(generator.choices(GIVEN, k=generator.randint(1, 2)))
        speaker, role = (generator.choice(BODIES), "") if generator.random() < 0.3 else (name, generator.choice(ROLES))
        title = f"关于{generator.choice(VERBS)}{generator.choice(THINGS)}的建议"
        paragraphs = []
        for number in range(generator.randint(2, 4)):
            clauses = [generator.choice(VERBS) + generator.choice(THINGS) for _ in range(generator.randint(6, 12))]
            paragraphs.append("一二三四"[number] + "是" + "，".join(clauses) + "。")
        speeches.append((speaker, role, title, paragraphs))
    return speeches


def printed(speeches: list[tuple[str, str, str, list[str]]], layout: Layout) -> str:
    lines: list[str] = []
    for speaker, role, title, paragraphs in speeches:
        said = f"{speaker} {role}" if layout.name_first else f"{role} {speaker}"
        heads = [f"## {title}" if layout.marked else title, said if role else speaker]
        lines += ["", *(reversed(heads) if layout.speaker_first else heads)]
        for paragraph in paragraphs:
            first = paragraph[: layout.width - 2] if layout.width else paragraph
            rest = paragraph[len(first) :]
            pieces = [first, *(rest[at : at + layout.width] for at in range(0, len(rest), layout.width or 1))]
            for piece in pieces:
                lines += ["", piece] if layout.blank == "all" else [piece]
            if layout.blank == "paragraphs":
                lines.append("")
    return "\n".join(lines)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), LAYOUTS)
def test_a_printed_page_reads_back_as_it_was_made(seed: int, layout: Layout) -> None:
    speeches = made_speeches(random.Random(seed))
    document = read_text(printed(speeches, layout), source="page.txt").document
    read = [(speech.speaker, speech.role, speech.title, list(speech.paragraphs)) for speech in document.speeches]
    assert read == speeches
    assert not document.warnings


def read(text: str) -> Document:
    return read_text(textwrap.dedent(text).strip("\n"), source="page.txt").document


BODY = "\n甲项工作还有短板。建议加大投入，三年见效。\n"


@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("王小明 市政协委员", "王小明", "市政协委员"),
        ("市政协委员 王小明", "王小明", "市政协委员"),
        ("市政协委员　　王　明", "王明", "市政协委员"),
        ("李 洁 某区副区长", "李洁", "某区副区长"),
        ("市政协委员王小明", "王小明", "市政协委员"),
        ("欧阳明远（某大学教授）", "欧阳明远", "某大学教授"),
        ("阿依古丽·买买提 市政协委员", "阿依古丽·买买提", "市政协委员"),
        ("州政协常委 扎西次仁", "扎西次仁", "州政协常委"),
        ("——王小明 市政协委员", "王小明", "市政协委员"),
        ("发言人：王小明（市政协委员）", "王小明", "市政协委员"),
        ("提案者：九三学社某市委", "九三学社某市委", ""),
        ("农工党某市委", "农工党某市委", ""),
        ("某县政协文化界别", "某县政协文化界别", ""),
        ("市妇联", "市妇联", ""),
        ("王小明", "王小明", ""),
        ("市政协常委、某委副主任，\n某大学校长 王小明", "王小明", "市政协常委、某委副主任，某大学校长"),
        ("王小明\n市政协委员、某厂厂长", "王小明", "市政协委员、某厂厂长"),
        ("市政协委员 王小明、李静", "王小明、李静", "市政协委员"),
        ("John Smith, Senior adviser of the Port Council", "John Smith", "Senior adviser of the Port Council"),
    ],
)
def test_speaker_lines(line: str, speaker: str, role: str) -> None:
    (speech,) = read(f"关于改进甲项工作的建议\n{line}\n{BODY}").speeches
    assert (speech.speaker, speech.role, speech.title) == (speaker, role, "关于改进甲项工作的建议")
    assert "".join(speech.line.split()) == "".join(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "建言",
        "各位委员",
        "市政协委员 发言摘登",
        "政协委员谈消费",
        "委员之声",
        "本报记者 王小明",
        "供稿",
        "市政协主席会议",
        "甲乙公司、某创新港·大学",
    ],
)
def test_no_name_is_made_of_lines_that_name_nobody(line: str) -> None:
    assert all(speech.speaker is None for speech in read(f"关于改进甲项工作的建议\n{line}\n{BODY}").speeches)


def test_transcript_lines_divide_between_speaker_and_paragraph() -> None:
    text = "王立委员：建议加快甲项工作。\n陈雨（市政协常委）：我们支持。\n再补充一点。\n主持人：请继续。"
    reading = read_text(text, source="page.txt")
    speeches = reading.document.speeches
    assert [(s.speaker, s.role, s.line, s.paragraphs) for s in speeches] == [
        ("王立", "委员", "王立委员：", ("建议加快甲项工作。",)),
        ("陈雨", "市政协常委", "陈雨（市政协常委）：", ("我们支持。", "再补充一点。")),
        (None, "", "主持人：", ("请继续。",)),
    ]
    assert [region.kind for region in reading.regions[:2]] == ["speaker", "paragraph"]


def test_a_signature_below_the_text_completes_the_name_above_it() -> None:
    (speech,) = read("改进甲项工作\n王小明\n甲项工作还有短板。\n（作者系市政协委员、律师）").speeches
    assert (speech.speaker, speech.role) == ("王小明", "市政协委员、律师")


def test_speakers_printed_below_their_texts() -> None:
    first = "改进甲项工作\n甲项工作还有短板。\n建议加大投入。\n——王小明 市政协委员"
    page = f"{first}\n改进乙项工作\n乙项工作也有短板。\n——某市工商联"
    assert [(s.speaker, s.title, len(s.paragraphs)) for s in read(page).speeches] == [
        ("王小明", "改进甲项工作", 2),
        ("某市工商联", "改进乙项工作", 1),
    ]


def test_a_heading_without_speaker_line_is_an_unknown_speaker_with_a_warning() -> None:
    document = read("## 甲\n王小明 市政协委员\n甲有短板。\n\n## 乙\n\n乙也有短板。")
    assert [(speech.speaker, speech.title) for speech in document.speeches] == [("王小明", "甲"), (None, "乙")]
    assert len(document.warnings) == 1 and "未知" in document.warnings[0]


def test_text_without_structure_is_one_speech_of_nobody() -> None:
    document = read("第一段只是文字。\n第二段也只是文字。")
    assert [(speech.speaker, speech.paragraphs) for speech in document.speeches] == [
        (None, ("第一段只是文字。", "第二段也只是文字。"))
    ]
    assert document.warnings


def test_furniture_inside_a_paragraph_does_not_cut_it() -> None:
    text = "改进甲项工作\n市政协委员 王小明\n　　甲项工作还有短板，投入不足，\n- 12 -\n建议加大投入。（下转第3版）"
    (speech,) = read(text + "\n责任编辑：李静 校对：张伟").speeches
    assert speech.paragraphs == ("甲项工作还有短板，投入不足，建议加大投入。",)


@pytest.mark.parametrize(
    ("masthead", "newspaper", "date", "page"),
    [
        ("某州日报 2024年11月8日 星期五 第6版", "某州日报", "2024-11-08", 6),
        ("某州政协报\n2025-03-05 04版 要闻", "某州政协报", "2025-03-05", 4),
        ("二〇二五年七月三日 二版", None, "2025-07-03", 2),
        ("Mouzhou Zhengxie bao 2 版", "Mouzhou Zhengxie bao", None, 2),
        ("责任编辑 / 李静 校对 / 张伟\n电话 / 000-1234567 2025年7月3日", None, "2025-07-03", None),
        ("2025年13月3日 星期四", None, None, None),
        ("---\nnewspaper: 某报\ndate: 2025-07-03\npage: 2\nnote: 摘编，非原文\nother: x\n---", "某报", "2025-07-03", 2),
    ],
)
def test_masthead_facts(masthead: str, newspaper: str | None, date: str | None, page: int | None) -> None:
    document = read(f"{masthead}\n\n关于改进甲项工作的建议\n市政协委员 王小明\n{BODY}")
    assert (document.newspaper, document.date, document.page) == (newspaper, date, page)
    assert document.notes == (("摘编，非原文",) if "note" in masthead else ())
    assert [speech.speaker for speech in document.speeches] == ["王小明"]


DIGEST = "# 某市提案选编\n\n{head}\n\n## 关于改进甲项工作的提案\n\n王小明　市政协委员\n\n{body}\n\n{later}"
DATED = "2024-02-27"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("某市甲委员会编印　2024年2月27日", DATED),
        ("编印：某市甲委员会　2024 年 2 月 27 日", DATED),
        ("某市甲委员会2024年2月27日", DATED),
        ("> 会议日期：2024-02-27", DATED),
        ("> 日期：2024.2.27　整理：某论坛秘书处", DATED),
        ("某市乙协会成立大会（2024年2月27日）", DATED),
        ("### 二〇二四年二月二十七日", DATED),
        ("2024年2月27日　某县", DATED),
        ("2024年2月27日 北京", DATED),
        ("2024年2月27日（星期二）下午，某县会议中心", DATED),
        ("2024年2月27日某市甲委员会编印", DATED),
        ("会议日期：2024年2月27日\n\n某市甲委员会编印　2024-02-27", DATED),
        ("会议日期：2024年2月27日\n\n某市甲委员会编印　2024年3月5日", None),
        ("2024年2月　某县", None),
        ("编印日期：2024年2月30日", None),
        ("2024年2月26日至2024年2月27日", None),
        ("2024年2月27日至28日　某县", None),
        ("2月26日—2024年2月27日", None),
        ("数据截至2024年2月27日", None),
        ("征求意见截止日期：2024年2月27日", None),
        ("2024年2月27日以来的甲项工作", None),
        ("2024年2月27日，让甲项走进农村", None),
    ],
)
def test_a_heading_above_the_first_speech_gives_the_date(head: str, date: str | None) -> None:
    document = read(DIGEST.format(head=head, body=BODY, later=""))
    assert (document.date, document.newspaper, document.page) == (date, None, None)
    assert [(speech.speaker, speech.title) for speech in document.speeches] == [("王小明", "关于改进甲项工作的提案")]


def test_a_masthead_gives_the_date_before_any_heading_does() -> None:
    head = "时间：2024年3月5日\n\n某市甲委员会编印　2024年2月27日"
    assert read(DIGEST.format(head=head, body=BODY, later="")).date == "2024-03-05"


@pytest.mark.parametrize("later", ["## 某市甲委员会编印　2024年2月27日", "甲项办法于2024年2月27日印发，至今没有细则。"])
def test_dates_below_the_first_title_are_none_of_the_document(later: str) -> None:
    document = read(DIGEST.format(head="（节选）", body=BODY, later=f"{later}\n\n{BODY}"))
    assert document.date is None and document.speeches[0].speaker == "王小明"


def test_line_breaks_and_invisible_characters_change_nothing() -> None:
    text = "关于改进甲项工作的建议\n市政协委员 王小明\n甲项工作还有短板。\n"
    plain = read_text(text, source="page.txt").document.speeches
    for other in (
        text.replace("\n", "\r\n"),
        text.replace("\n", "\u2028"),
        text.replace("甲", "甲\u200b\x00"),
        "\ufeff" + text,
    ):
        assert read_text(other, source="page.txt").document.speeches == plain


def test_widths_of_east_asian_characters_are_what_the_rules_assume() -> None:
    assert {unicodedata.east_asian_width(character) for character in "，。“”—…·"} <= set("WFA")


def test_a_short_first_line_that_is_set_in_begins_a_paragraph_and_no_title() -> None:
    lines = [
        "　　沿河原有的渡口被三家船运公司占去了一四处，剩",
        "下的荒了两年零四个月。建议各乡渡口修好验收之后三",
        "　　截至今年四月底，全河登记在册渡船与渡工",
        "23,600人，占沿岸人口的1.5%，其中三十五",
        "的加起来不足四百人。",
        "　　建议行船安全知识进中学。每学年在高一年级开设",
        "　　建议在石梁渡口建一面老渡工的纪念墙，刻名字与",
        "人、孕妇乘船先行上下，有一票暂缓权。渡船每次补票",
    ]
    (speech,) = read_text("\n".join(lines), source="页.txt").document.speeches
    assert not speech.title and any("截至今年四月底，全河登记在册渡船" in one for one in speech.paragraphs)


ENTRIES = [
    ["{title}", "提案号：第{number}号", "提案人：{who}"],
    ["案号：{number}", "{title}", "提案人：{who}", "办理单位：县甲乙局"],
    ["{title}", "编号：{number}　　类别：农业　　提案人：{who}"],
    ["案由：{title}", "**界别**：农业界", "**提案人：**{who}", "**附议人：**赵勇、周磊"],
    ["第{number}号　{title}", "提案人：{who}", "承办单位：县甲乙局"],
    ["{number}. {title}", "提案人：{who}"],
]


@pytest.mark.parametrize("entries", ENTRIES)
@pytest.mark.parametrize("marked", [True, False])
def test_entries_at_the_head_of_a_proposal_are_no_titles_and_no_text(entries: list[str], marked: bool) -> None:
    said = [("王小明", "县政协委员", "关于改进甲项工作的提案"), ("某县工商联", "", "关于完善乙项服务的提案")]
    lines = ["# 某县提案汇编" if marked else "某县提案汇编", ""]
    for number, (name, role, title) in enumerate(said, start=3):
        who = f"{name}（{role}）" if role else name
        heads = [entry.format(title=title, number=number, who=who) for entry in entries]
        lines += [f"## {head}" if marked and title in head else head for head in heads]
        lines += [
            "甲乙两项工作去年以来还有不少短板，群众反映很多。",
            "建议加大投入，三年之内见到成效，每年公布一次。",
            "",
        ]
    speeches = read("\n".join(lines)).speeches
    assert [(s.speaker, s.role, s.title, len(s.paragraphs)) for s in speeches] == [(*one, 2) for one in said]


def test_an_entry_inside_a_speech_stays_its_text_and_behind_the_last_item_it_is_nobodys() -> None:
    first = "关于改进甲项工作的提案\n县政协委员 王小明\n甲项工作还有短板，投入不足。\n"
    document = read(f"{first}承办单位：县甲乙局\n建议三年之内加大投入，早见成效。\n办理结果：列入计划")
    (speech,) = document.speeches
    assert (speech.title, speech.paragraphs[-1][-2:]) == ("关于改进甲项工作的提案", "效。")
    assert "承办单位：县甲乙局" in "".join(speech.paragraphs) and "办理结果" not in "".join(speech.paragraphs)


def test_the_number_of_a_single_title_stays() -> None:
    (speech,) = read(f"## 1. 改进甲项工作\n王小明 市政协委员\n{BODY}").speeches
    assert speech.title == "1. 改进甲项工作"


@pytest.mark.parametrize("line", ["某嘎查党支部书记　阿拉坦其其格", "阿拉坦其其格　某嘎查党支部书记"])
def test_a_name_no_rule_knows_is_read_where_other_speaker_lines_are_built_alike(line: str) -> None:
    role_first = line.startswith("某")
    others = [("某厂厂长", "王小明"), ("某校校长", "李静")]
    spoken = [f"{role}　{name}" if role_first else f"{name}　{role}" for role, name in others]
    page = "\n".join(
        f"改进{number}项工作\n{said}\n{BODY}" for number, said in zip("甲乙丙", [*spoken, line], strict=True)
    )
    assert [(s.speaker, s.title) for s in read(page).speeches] == [
        ("王小明", "改进甲项工作"),
        ("李静", "改进乙项工作"),
        ("阿拉坦其其格", "改进丙项工作"),
    ]


def test_a_role_on_a_line_with_its_label() -> None:
    (speech,) = read(f"关于改进甲项工作的提案\n提案人：王小明\n职务：县政协委员、某厂厂长\n{BODY}").speeches
    assert (speech.speaker, speech.role) == ("王小明", "县政协委员、某厂厂长")
