"""Who said this? On a small corpus of our own, by properties that hold for every stretch of it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from index.corpus import Corpus
from index.folding import fold
from index.records import Document, Speech
from rag.records import Difference, Verdict
from rag.verification import Claimed, claimed, verify
from rag.verification.candidates import anchors
from rag.verification.matching import characters, match

TRADITIONAL = OpenCC("s2t")


def speech(speaker: str | None, role: str, *paragraphs: str) -> Speech:
    return Speech(speaker, role, "题目", f"{speaker} {role}", paragraphs)


CORPUS = Corpus.of([
    Document("harbour.md", "港口", "海潮报", "2024-05-06", 2, (
        speech("顾远航", "海潮港务局副局长",
               "码头夜间照明不足,船员上下舷梯常有磕碰。去年全港共记录轻伤事故17起,其中12起发生在凌晨两点到五点之间。",
               "建议先给三号、五号泊位换装防雾灯具,再把巡检间隔由四小时缩短到两小时,费用从安全专项里列支,不另向货主收取。"),
        speech("海潮市渔业协会", "",
               "休渔期延长之后,小型渔船的停泊费仍按原来的标准收取。“一船一档”的登记做了三年,还有近四成船只没有录入。",
               "应当把停泊费与实际停靠天数挂钩；登记工作可以委托村里的合作社办理，市里按每条船二十元给予补助。"),
    )),
    Document("tea.md", "茶山", None, None, None, (
        speech("白若溪", "云岭茶叶研究所所长",
               "老茶园的 土 壤 酸 化 是减产主因。测土显示，坡顶地块的酸碱度已经低于4.5，新植茶苗成活率不到六成。",
               "拟在北坡试种豆科绿肥,每亩补贴一百二十元；同时停止使用硫酸铵,改施腐熟的羊粪。"),
        speech("顾远航", "云岭乡村振兴顾问",
               "茶农最缺的不是技术，而是能说清楚价格的人。可以请退休会计驻村，每月十五日公布一次鲜叶收购价。"),
    )),
])  # fmt: skip
PARAGRAPHS = list(CORPUS.paragraphs())
QUICK = settings(max_examples=60, derandomize=True, deadline=None)


def letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def as_typed(text: str) -> str:
    return text


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def traditional(text: str) -> str:
    new = TRADITIONAL.convert(text)
    return new if len(new) == len(text) else text


def without_points(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def spaced_out(text: str) -> str:
    return " ".join(text)


FOLDINGS = [as_typed, full_width, traditional, without_points, spaced_out]


@st.composite
def stretches(draw: st.DrawFn, least: int = 10) -> tuple[int, int, int]:
    """A paragraph and a stretch of it with at least ``least`` letters."""
    number = draw(st.integers(0, len(PARAGRAPHS) - 1))
    text = PARAGRAPHS[number][1]
    start = draw(st.integers(0, len(text) - least))
    end = draw(st.integers(start + least, len(text)))
    assume(len(letters(text[start:end])) >= least)
    return number, start, end


def literal(verdict: Verdict) -> bool:
    """Every quote is the source's own text at the place that it names."""
    speeches = {
        (document.source, item.speaker, item.role): item for document in CORPUS.documents for item in document.speeches
    }
    return all(
        speeches[c.document, c.speaker, c.role].text(c.paragraph)[c.start : c.end] == c.quote
        for c in (*verdict.citations, *verdict.nearest)
    )


@QUICK
@given(stretches(), st.sampled_from(FOLDINGS))
def test_every_stretch_is_exact_at_its_own_place(stretch: tuple[int, int, int], folding) -> None:
    number, start, end = stretch
    place, text = PARAGRAPHS[number]
    verdict = verify(folding(text[start:end]), corpus=CORPUS)
    assert verdict.status == "exact" and literal(verdict)
    own = CORPUS.speech(place)
    assert any(
        (c.speaker, c.role, c.paragraph) == (own.speaker, own.role, place.paragraph)
        and start <= c.start
        and c.end <= end
        for c in verdict.citations
    )
    assert all(letters(c.quote) == letters(text[start:end]) for c in verdict.citations)


@QUICK
@given(stretches(least=20), st.data())
def test_one_character_changed_is_shown(stretch: tuple[int, int, int], data: st.DataObject) -> None:
    number, start, end = stretch
    text = PARAGRAPHS[number][1]
    at = data.draw(st.sampled_from([i for i in range(start, end) if text[i].isalnum()]))
    verdict = verify(text[start:at] + "龘" + text[at + 1 : end], corpus=CORPUS)
    assert verdict.status == "altered" and literal(verdict)
    assert verdict.differences == (Difference("龘", text[at]),)


@QUICK
@given(stretches(least=12), stretches(least=12))
def test_two_stretches_joined_are_stitched_from_both_places(
    one: tuple[int, int, int], two: tuple[int, int, int]
) -> None:
    first, second = (PARAGRAPHS[number][1][start:end] for number, start, end in (one, two))
    assume(one[0] != two[0])
    # A stretch much longer than the other is that paragraph's sentence with an addition.
    assume(0.3 < len(letters(first)) / len(letters(first + second)) < 0.7)
    verdict = verify(first + second, corpus=CORPUS)
    assert verdict.status == "stitched" and literal(verdict)
    places = {(c.document, c.speaker, c.paragraph) for c in verdict.citations}
    for number, _, _ in (one, two):
        place = PARAGRAPHS[number][0]
        assert (CORPUS.heading(place).source, CORPUS.speech(place).speaker, place.paragraph) in places


@QUICK
@given(stretches(), st.sampled_from(["顾远航", "海潮市渔业协会", "白若溪", "没有这个人"]))
def test_another_speaker_is_told(stretch: tuple[int, int, int], speaker: str) -> None:
    number, start, end = stretch
    place, text = PARAGRAPHS[number]
    verdict = verify(text[start:end], corpus=CORPUS, speaker=speaker)
    speakers = {c.speaker for c in verdict.citations}
    if CORPUS.speech(place).speaker == speaker:
        assert verdict.status == "exact" and speakers == {speaker}
    else:
        assert verdict.status == "other_speaker" and CORPUS.speech(place).speaker in speakers


@QUICK
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8, max_size=60))
def test_text_that_nobody_said_is_absent(text: str) -> None:
    verdict = verify(text, corpus=CORPUS)
    assert verdict.status == "absent" and verdict.citations == () and literal(verdict)


@pytest.mark.parametrize("text", ["", "。", "茶", "羊茶", "今天的风真大"])
def test_too_little_or_elsewhere_is_absent(text: str) -> None:
    assert verify(text, corpus=CORPUS).status == "absent"


def test_an_omission_and_an_addition_are_shown() -> None:
    verdict = verify("不另向货主收取,费用从安全专项里列支", corpus=CORPUS)
    assert verdict.status in ("altered", "stitched")
    dropped = verify("茶农最缺的是技术，而是能说清楚价格的人", corpus=CORPUS)
    assert dropped.status == "altered" and dropped.differences == (Difference("", "不"),)
    added = verify("费用从安全专项里全部列支,不另向货主收取", corpus=CORPUS)
    assert added.status == "altered" and added.differences == (Difference("全部", ""),)


def test_what_is_added_at_an_edge_is_none_of_the_sentence_beside_it() -> None:
    verdict = verify("要拟在北坡试种豆科绿肥,每亩补贴一百二十元了", corpus=CORPUS, speaker="白若溪")
    assert verdict.status == "altered" and verdict.citations[0].quote == "拟在北坡试种豆科绿肥,每亩补贴一百二十元"
    assert verdict.differences == (Difference("要", ""), Difference("了", ""))
    both = match(characters("各站开得早"), characters("先开总站。站开得晚"))
    assert both is not None and (both.start, both.end) == (5, 9)


def test_an_altered_sentence_of_another_speaker_names_both() -> None:
    verdict = verify("拟在南坡试种豆科绿肥,每亩补贴一百二十元", corpus=CORPUS, speaker="顾远航")
    assert verdict.status == "other_speaker"
    assert verdict.citations[0].speaker == "白若溪" and verdict.differences == (Difference("南", "北"),)


def test_an_absent_sentence_comes_with_near_quotes_that_prove_nothing() -> None:
    verdict = verify("新植茶苗成活率连年都在上升，乡亲们很满意", corpus=CORPUS)
    assert verdict.status == "absent" and verdict.citations == ()
    assert verdict.nearest and verdict.nearest[0].speaker == "白若溪" and verdict.nearest[0].marker == 0


def test_a_speaker_may_be_named_by_surname_and_office() -> None:
    sentence = "改施腐熟的羊粪"
    assert verify(sentence, corpus=CORPUS, speaker="白所长").status == "exact"
    assert verify(sentence, corpus=CORPUS, speaker="云岭茶叶研究所所长白若溪").status == "exact"
    assert verify(sentence, corpus=CORPUS, speaker="顾顾问").status == "other_speaker"


def test_an_organisation_is_not_taken_for_the_role_of_a_person() -> None:
    person = speech("贺知秋", "海潮市渔业协会秘书长", "浮标每季度检修一次，损坏的当天更换。")
    other = speech("海潮市渔业协会", "", "养殖户可以凭船号领取饲料。")
    corpus = Corpus.of([Document("a.md", "", None, None, None, (person, other))])
    assert verify("浮标每季度检修一次", corpus=corpus, speaker="海潮市渔业协会").status == "other_speaker"
    assert verify("浮标每季度检修一次", corpus=corpus, speaker="渔业协会秘书长").status == "exact"


def test_markers_count_from_one_and_plain_values_come_out() -> None:
    verdict = verify("不另向货主收取", corpus=CORPUS)
    assert [c.marker for c in verdict.citations] == [1]
    plain = verdict.to_dict()
    assert plain["status"] == "exact" and plain["citations"][0]["quote"] == "不另向货主收取"


def test_anchors_cover_the_sentence_and_cross_no_point() -> None:
    assert anchors("甲乙丙丁戊己庚辛壬癸") == ["甲乙丙丁戊己", "戊己庚辛壬癸"]
    assert anchors("甲乙丙丁，戊己庚辛") == ["甲乙丙丁", "戊己庚辛"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("“先换装防雾灯具”这句话是谁说的？", Claimed("先换装防雾灯具", None)),
        ("先换装防雾灯具这句话是谁说的", Claimed("先换装防雾灯具", None)),
        ("谁说过“先换装防雾灯具”？", Claimed("先换装防雾灯具", None)),
        ("谁说过先换装防雾灯具", Claimed("先换装防雾灯具", None)),
        ("「先换装防雾灯具」出自谁之口？", Claimed("先换装防雾灯具", None)),
        ("有没有人说过“先换装防雾灯具”？", Claimed("先换装防雾灯具", None)),
        ("核实一下：“先换装防雾灯具”", Claimed("先换装防雾灯具", None)),
        ("“先换装防雾灯具”是不是顾远航说的？", Claimed("先换装防雾灯具", "顾远航")),
        ("是不是顾远航说的：“先换装防雾灯具”", Claimed("先换装防雾灯具", "顾远航")),
        ("先换装防雾灯具是顾远航说的吗？", Claimed("先换装防雾灯具", "顾远航")),
        ("顾远航有没有说过先换装防雾灯具？", Claimed("先换装防雾灯具", "顾远航")),
        ("顧遠航說過「先换装防雾灯具」嗎？", Claimed("先换装防雾灯具", "顾远航")),
        ("钱大力说过“先换装防雾灯具”吗？", Claimed("先换装防雾灯具", "钱大力")),
        ("谁提出换装防雾灯具？", None),
        ("顾远航说了什么？", None),
        ("顾远航说过哪些建议？", None),
        ("谁说过什么？", None),
        ("有几位提到停泊费？", None),
    ],
)
def test_the_question_forms(question: str, expected: Claimed | None) -> None:
    assert claimed(question, ["顾远航", "白若溪"]) == expected
