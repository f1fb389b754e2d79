"""Claims: what agrees, what does not, and what the disagreement says. Sentences are our own."""

from __future__ import annotations

from functools import cache

import pytest
from opencc import OpenCC

from rag.claims import Disagreement, Evidence, check
from rag.claims.attributions import speaks
from rag.claims.numbers import chinese_value, decimal, numbers
from rag.claims.quotations import quoted
from rag.claims.tokens import tokens
from rag.claims.wordings import negations, opposite

TEXT = (
    "近年来，渔港改造投入1.5万亿元，泊位达到13个，同比增长5%；冷库容量80万吨，增长30%。"
    "2025年7月3日起，要扩大夜间作业范围，建设首批20个示范泊位，不得擅自变更用途。"
    "目前船员供给不足，建议由港务局副局长林秋白牵头，探索设立风险基金，并在3至5年内推广“一船一档”。"
)
EVIDENCE = Evidence(TEXT, "周海生", "渔港研究中心副主任")


@cache
def converter(script: str) -> OpenCC:
    return OpenCC(script)


def convert(script: str, sentence: str) -> str:
    return str(converter(script).convert(sentence))


def kinds(sentence: str, **options: object) -> set[str]:
    return {item.kind for item in check(sentence, [EVIDENCE], **options)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sentence",
    [
        "渔港改造投入1.5万亿元，泊位达到13个，同比增长5%",
        "渔港改造投入15000亿元,泊位达到十三个",
        "渔港改造投入１．５万亿元；泊位达到１３个，同比增长百分之五。",
        "冷库容量80万吨，增长三成",
        "冷库容量800000吨，增长百分之三十",
        "增长30%，冷库容量80万吨",
        "从二〇二五年七月三日起，要扩大夜间作业范围",
        "2025-07-03起，要扩大夜间作业范围",
        "2025年7月3号起，建设首批二十个示范泊位",
        "建设20个示范泊位",
        "不得擅自变更用途，建设首批20个示范泊位",
        "目前船员供给不足，建议由港务局副局长林秋白牵头",
        "探索设立风险基金，并在三到五年内推广“一船一档”",
        "探索设立风险基金，并在3—5年内推广",
        "周海生建议，扩大夜间作业范围，建设首批20个示范泊位。",
        "渔港研究中心副主任周海生在第2段提出：要扩大夜间作业范围。",
        "周主任指出，目前船员供给不足。",
        "周海生说：“不得擅自变更用途。”",
        "他认为，目前船员供给不足。",
        "",
        "。",
    ],
)
@pytest.mark.parametrize("script", ["t2s", "s2t", "s2hk"])
def test_what_says_the_same_agrees(sentence: str, script: str) -> None:
    assert check(convert(script, sentence), [EVIDENCE]) == ()


@pytest.mark.parametrize(
    ("sentence", "kind", "said", "source"),
    [
        ("泊位达到18个，同比增长5%", "number", "18", "13"),
        ("冷库容量80万吨，增长四成", "number", "四成", "30%"),
        ("冷库容量80亿吨，增长30%", "unit", "80亿", "80万"),
        ("冷库容量80万公斤，增长30%", "unit", "公斤", "吨"),
        ("2024年7月3日起，要扩大夜间作业范围", "date", "2024年", "2025年"),
        ("2025年7月13日起，要扩大夜间作业范围", "date", "13日", "3日"),
        ("要缩小夜间作业范围", "direction", "缩小", "扩大"),
        ("要扩大夜间作业范围，可以擅自变更用途", "negation", "可以", "不得"),
        ("得擅自变更用途", "negation", "得", "不得"),
        ("目前船员供给充足", "negation", "充", "不"),
        ("要扩大夜间作业范围，已建设首批20个示范泊位", "modality", "已", ""),
        ("已经由港务局副局长林秋白牵头", "modality", "已经", "建议"),
        ("建设了首批20个示范泊位", "modality", "了", ""),
        ("建议由港务局局长林秋白牵头", "name", "", "副"),
        ("建议由港务局副局长陈大海牵头", "name", "陈大海", "林秋白"),
        ("建议由海事局副局长林秋白牵头", "wording", "海事", "港务"),
        ("孙小河建议，扩大夜间作业范围", "speaker", "孙小河", "周海生"),
        ("渔港研究中心主任周海生建议，扩大夜间作业范围", "speaker", "主任周海生", "副主任"),
        ("周海生说：“不得擅自改变用途。”", "quote", "改变", ""),
        ("周海生说：“冷库容量80万吨，不得擅自变更用途。”", "quote", "80万吨", "拼接"),
        ("第三，要扩大夜间作业范围，大家一起把破旧的渔网晒干收好再睡觉", "evidence", "渔网晒干", ""),
    ],
)
def test_a_fault_is_named_with_both_sides(sentence: str, kind: str, said: str, source: str) -> None:
    found = [item for item in check(sentence, [EVIDENCE]) if item.kind == kind]
    assert found, check(sentence, [EVIDENCE])
    assert any(said in item.said and source in item.source for item in found)
    assert all(item.said in item.message and item.source in item.message for item in found)


def test_a_right_number_with_another_subject_is_caught() -> None:
    assert "number" in kinds("泊位达到13个，同比增长30%；冷库容量80万吨，增长5%")
    assert "number" in kinds("冷库容量80万吨，增长5%")
    evidence = Evidence("甲区有3所学校和5家医院，乙区有7所学校和9家医院。")
    assert check("甲区有3所学校，乙区有7所学校", [evidence]) == ()
    assert check("甲区有7所学校", [evidence])[0].kind == "number"
    assert check("甲区有5所学校和3家医院", [evidence])


def test_quotations_may_be_of_the_question() -> None:
    sentence = "文中没有提到“潮汐发电”，但说要扩大夜间作业范围。"
    assert "quote" in kinds(sentence)
    assert "quote" not in kinds(sentence, question="“潮汐发电”怎么说？")
    assert quoted("他说“外面的‘里面的’字”和「甲」") == ["外面的‘里面的’字", "甲"]


def test_a_report_inside_the_source_is_not_a_speaker() -> None:
    evidence = Evidence("省渔业会议提出，要先修防波堤。", "周海生", "研究中心副主任")
    assert check("省渔业会议提出，要先修防波堤。", [evidence]) == ()
    assert {d.kind for d in check("市渔业会议提出，要先修防波堤。", [evidence])} & {"speaker", "wording", "name"}


def test_known_names_are_recognised() -> None:
    assert "speaker" in kinds("孙小河还提议扩大夜间作业范围", speakers=["孙小河", "周海生"])
    evidence = Evidence("要扩大夜间作业范围。", "周海生", "")
    assert {d.kind for d in check("蓝鲸号要扩大夜间作业范围", [evidence], names=["蓝鲸号"])} == {"name"}


def test_facts_of_the_context_may_be_named() -> None:
    evidence = Evidence(TEXT, "周海生", "", ("海潮报", "2024年5月6日", "第2版"))
    assert check("周海生在2024年5月6日的海潮报上提出，要扩大夜间作业范围", [evidence]) == ()
    wrong = check("周海生在2023年5月6日的海潮报上提出，要扩大夜间作业范围", [evidence])
    assert [(item.kind, item.said, item.source) for item in wrong] == [("date", "2023年", "2024")]


def test_exchanged_words_can_be_tolerated() -> None:
    assert kinds("要推广夜间作业范围") == {"wording"}
    assert kinds("要推广夜间作业范围", wording=False) == set()
    assert kinds("要缩小夜间作业范围", wording=False) == {"direction"}


def test_without_evidence_nothing_agrees() -> None:
    assert [item.kind for item in check("渔港改造", [])] == ["evidence"]
    assert [item.kind for item in check("渔港改造", [Evidence(" ")])] == ["evidence"]


def test_several_paragraphs_count_together() -> None:
    other = Evidence("防波堤全长2.4公里。", "孙小河", "")
    assert check("防波堤全长2400米，泊位达到13个".replace("2400米", "2.4公里"), [EVIDENCE, other]) == ()
    assert check("孙小河提出，防波堤全长2.4公里", [EVIDENCE, other]) == ()
    assert {d.kind for d in check("防波堤全长2.6公里", [EVIDENCE, other])} == {"number"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("30%", ["30%"]),
        ("三成", ["30%"]),
        ("三成半", ["35%"]),
        ("百分之三十", ["30%"]),
        ("百分之三点五", ["3.5%"]),
        ("千分之五", ["0.5%"]),
        ("5‰", ["0.5%"]),
        ("13个", ["13"]),
        ("十三个", ["13"]),
        ("1.5万亿", ["1500000000000"]),
        ("15000亿", ["1500000000000"]),
        ("2,600", ["2600"]),
        ("3万5千", ["35000"]),
        ("两千三百万", ["23000000"]),
        ("一万五", ["15000"]),
        ("一千零五十", ["1050"]),
        ("一亿三千万", ["130000000"]),
        ("百亿", ["10000000000"]),
        ("二〇二五年", ["2025"]),
        ("二零二五", ["2025"]),
        ("十四五", ["14", "5"]),
        ("三分之一", ["1/3"]),
        ("1/3", ["1/3"]),
        ("三点五", ["3.5"]),
        ("3至5年", ["3", "5"]),
        ("1+3+4+7+35", ["1", "3", "4", "7", "35"]),
        ("第三", ["3"]),
        ("2025-07-03", ["2025", "7", "3"]),
        ("百姓千方百计", []),
        ("队伍", []),
        ("两", ["2"]),
        ("廿", []),
        ("二十", ["20"]),
    ],
)
def test_numbers_in_any_notation(text: str, values: list[str]) -> None:
    found = numbers(text)
    assert [number.value for number in found] == values
    assert all(0 <= number.start < number.end <= len(text) for number in found)


@pytest.mark.parametrize(
    "value", [1, 10, 11, 20, 100, 101, 110, 999, 1001, 1010, 10000, 10010, 123456, 20000003, 10**8 + 7]
)
def test_written_out_figures_are_read_back(value: int) -> None:
    from eval.bench.rewordings import written

    read = chinese_value(written(value))
    assert read is not None and read == (value, len(written(value)))


def test_decimals_are_exact() -> None:
    from fractions import Fraction

    assert [decimal(Fraction(text)) for text in ("1/4", "-3/2", "7", "1/3", "0")] == ["0.25", "-1.5", "7", "1/3", "0"]


def test_tokens_leave_out_particles_and_keep_offsets() -> None:
    found = tokens("建设了 ３ 个港口，2025-07-03开工。")
    assert found.texts == ("建", "设", "3", "个", "港", "口", "2025", "年", "7", "月", "3", "日", "开", "工")
    assert all(found.source[item.start : item.end] or item.text in "年月日" for item in found.items)
    assert [found.shown(*clause) for clause in found.clauses] == ["建设了 ３ 个港口", "2025-07-03开工"]


def test_words_of_negation_and_direction() -> None:
    assert [negations(text) for text in ("不断扩大", "不扩大", "不得不", "未来", "尚未", "无人机", "并非没有")] == [
        0,
        1,
        2,
        0,
        1,
        0,
        2,
    ]
    assert opposite("提高", "降低") and opposite("收紧", "放宽") and not opposite("提高", "提升")


@pytest.mark.parametrize(
    ("subject", "right"),
    [
        ("周海生", True),
        ("周海生委员", True),
        ("渔港研究中心副主任周海生", True),
        ("研究中心周海生", True),
        ("周主任", True),
        ("渔港研究中心副主任", True),
        ("渔港研究中心主任周海生", False),
        ("周海", False),
        ("周局长", False),
        ("林秋白", False),
    ],
)
def test_who_speaks(subject: str, right: bool) -> None:
    assert speaks(subject, EVIDENCE) is right


def test_organisations_speak_by_their_short_form() -> None:
    evidence = Evidence("", "海潮市渔业协会", "")
    assert speaks("渔业协会", evidence) and speaks("海潮渔业协会", evidence) and not speaks("海潮市盐业协会", evidence)


def test_a_speaker_is_not_taken_for_anothers_role() -> None:
    evidence = Evidence("要扩大夜间作业范围。", "周海生", "海潮市渔业协会秘书长")
    assert check("海潮市渔业协会建议，要扩大夜间作业范围。", [evidence]) == ()
    found = check("海潮市渔业协会建议，要扩大夜间作业范围。", [evidence], speakers=["海潮市渔业协会", "周海生"])
    assert [item.kind for item in found] == ["speaker"]


def test_plain_values() -> None:
    assert Disagreement.of("number", "5", "").to_dict() == {
        "kind": "number",
        "said": "5",
        "source": "",
        "message": "数字不符：句中为“5”，原文没有",
    }
