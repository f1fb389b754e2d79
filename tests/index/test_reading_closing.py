"""What stands above the first word and below the last that anybody says; and what looks so and is a speaker's."""

from __future__ import annotations

import pytest

from index.reading import Reading, read_text

RECORD = """某县水塘座谈会记录
时间：2025年3月1日

王小明（县甲局局长）：甲要改，群众意见很大。
建议年内办完。

李静（村民）：路不平，晚上没有灯。
建议先修主路，再装路灯。
"""
PAGE = """某县日报 2025年3月1日 第3版

改进甲项工作
县政协委员　王小明
　　甲项工作还有短板，群众意见很大。
　　建议年内办完。

修好乙条路
县政协委员　李静
　　路不平，晚上没有灯。
　　建议先修主路，再装路灯。
"""
DIGEST = """# 某县提案摘编

某委员会编　2025年3月1日

## 关于改进甲项工作的提案

提案人：王小明（县政协委员）

甲项工作还有短板，群众意见很大。

建议年内办完。

## 关于修好乙条路的提案

提案人：李静（村民）

路不平，晚上没有灯。

建议先修主路，再装路灯。
"""
TEXTS = {"record": RECORD, "page": PAGE, "digest": DIGEST}


def read(text: str) -> Reading:
    reading = read_text(text, source="page.txt")
    owned = {position for region in reading.regions for position in range(region.start, region.end)}
    assert all(character.isspace() or position in owned for position, character in enumerate(text))
    return reading


def told(text: str) -> list[tuple[str | None, int]]:
    return [(speech.speaker, len(speech.paragraphs)) for speech in read(text).document.speeches]


def ended(kind: str, *lines: str) -> str:
    """A text of ``kind`` with ``lines`` below its last paragraph, set as its paragraphs are."""
    between = {"record": "", "page": "　　", "digest": "\n"}[kind]
    return TEXTS[kind] + "".join(f"{between}{line}\n" for line in lines)


CLOSING = [
    ["报：县政协主席、副主席、秘书长", "送：各专门委员会，县直有关部门"],
    ["报：县委、县政府。", "送：县直各单位。", "发：各委室。", "（共印120份）"],
    ["报：县委、县政府　送：各乡镇　发：各委室"],
    ["主送：县人民政府办公室", "抄送：县人大办公室", "县政协办公室　2025年3月2日印发"],
    ["抄报：市政协办公厅"],
    ["县政协办公室印　2025年3月2日"],
    ["县政协办公室"],
    ["政协某县委员会办公室", "2025年3月2日"],
    ["责任编辑：余一青　美编：叶二"],
    ["本期责任编辑：余一青"],
    ["［责任编辑：余一青］"],
    ["余一青 整理"],
    ["本报记者余一青整理"],
    ["（余一青）"],
    ["供稿：县政协某委员会"],
    ["图片由县融媒体中心提供"],
    ["本版文字由本报记者余一青整理"],
    ["记录：余一青　审核：叶二"],
    ["主持人签字："],
    ["（全文完）"],
    ["——完——"],
    ["会议于11时50分结束。"],
    ["散会。"],
    ["主持人宣布座谈会结束。"],
    ["以上笔录经发言人核对无误并签名。"],
    ["以上记录经本人核对，无误", "（余一青签名）"],
    ["座谈会在热烈的气氛中结束。", "（完）"],
    ["会议由县政协副主席余一青主持，县直有关部门负责人参加。"],
    ["县政协主席余一青出席会议并讲话。"],
    ["注：以上发言按发言顺序排列，未经本人审阅。"],
    ["根据录音整理，未经发言人审阅。"],
    ["来源：县政协网站"],
    ["编者按：水塘虽小，关系民生。"],
    ["联系电话：000-1234567", "投稿邮箱：abc@example.com"],
    ["附件：1. 委员名单", "2. 部门名单"],
    ["第 3 页 / 共 4 页"],
    ["第 3 版 / 共 4 版"],
    ["————————", "余一青 摄影", "＊＊＊＊＊"],
    ["晚报记者　余一青　实习生　叶二"],
    ["上一篇：委员看水塘", "下一篇：委员修路", "【打印本页】【关闭窗口】"],
    ["扫一扫在手机打开当前页　【打印】【关闭】"],
    ["相关链接：县政协召开座谈会", "返回顶部"],
    ["录音整理：座谈会秘书组。未经发言人审阅。"],
    ["整理：甲研究院综合室；转载请注明出处。"],
    ["县人大常委会代表工作室汇编"],
    ["————————", "各承办单位应于9月30日前办结并书面答复提案人。"],
    ["————————", "感谢社会各界对我县工作的关心和支持。"],
    ["————————", "上述意见的采纳情况将另行公布。", "县政协办公室", "2025年3月2日"],
]


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("lines", CLOSING, ids=lambda lines: lines[0])
def test_closing_lines_are_nobodys(kind: str, lines: list[str]) -> None:
    text = ended(kind, *lines)
    reading = read(text)
    assert told(text) == [("王小明", 2), ("李静", 2)]
    assert reading.document.date == "2025-03-01" and not reading.document.warnings
    below = [region.kind for region in reading.regions if region.start > text.index("再装路灯")]
    assert set(below) <= {"masthead"}


KEPT = [
    "会后请各单位把意见交到办公室。",
    "会后由县政协整理意见，6月15日前形成协商建议报县委。",
    "联席会议由县长主持，每季度召开一次。",
    "联席会议由常务副县长召集，每季度开一次会。",
    "每次由部门负责人参加会议。",
    "今天的会就开到这里，散会。",
    "本次会议我们收获很大。",
    "送：每户两袋化肥。",
    "以上意见，供领导参考。",
    "以上意见整理成文后报县委。",
    "注：我说的是去年的数字。",
    "审核：由街道办负责。",
    "会议记录要有人签字，向群众公开。",
    "笔录要让当事人核对签名。",
    "三、会议结束",
    "谢谢大家！",
    "活动结束后，每人发一张卡片。",
    "资金由县财政提供。",
    "共印120份宣传册，发到每户。",
    "完不成的要说明原因。",
    "各部门要在三季度前办结。",
    "各承办单位应当书面答复代表。",
    "以上建议请县甲局研究落实。",
    "感谢社会各界的关心和支持。",
    "分享到的经验要推广。",
]


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("line", KEPT)
def test_what_a_speaker_may_say_last_stays(kind: str, line: str) -> None:
    text = ended(kind, line)
    assert told(text) == [("王小明", 2), ("李静", 3)]
    assert read(text).document.speeches[-1].paragraphs[-1] == line


@pytest.mark.parametrize("line", ["会后，委员们察看了水塘。", "本次会议共收到书面发言12份。", "注：数据来自县甲局。"])
def test_what_a_narrator_and_a_speaker_may_say_is_the_narrators_where_it_is_set_apart(line: str) -> None:
    assert told(f"{RECORD}\n{line}") == [("王小明", 2), ("李静", 2)]
    assert told(f"{DIGEST}\n---\n\n{line}") == [("王小明", 2), ("李静", 2)]
    assert told(f"{RECORD}{line}") == told(f"{DIGEST}\n{line}") == [("王小明", 2), ("李静", 3)]


def test_a_line_of_a_hard_wrapped_paragraph_is_no_narrators() -> None:
    page = """某县日报

改进甲项工作
县政协委员　王小明
　　甲项工作还有短板，县里每年只开一次会，来
的人也少，部门听了意见就走，答复要等半年之久。
会议由县政协副主席余一青主持，部门听完就走。
"""
    (speech,) = read(page).document.speeches
    assert "会议由县政协副主席" in "".join(speech.paragraphs)


@pytest.mark.parametrize("kind", ["page", "digest"])
@pytest.mark.parametrize("credit", ["余一青 整理", "本报记者余一青整理", "图片由县融媒体中心提供", "责任编辑：余一青"])
def test_credits_below_an_article_are_nobodys_and_the_next_article_keeps_its_title(kind: str, credit: str) -> None:
    between = "\n\n" if kind == "digest" else "\n"
    text = TEXTS[kind].replace("建议年内办完。", f"建议年内办完。{between}{credit}")
    assert told(text) == [("王小明", 2), ("李静", 2)]
    assert [s.title for s in read(text).document.speeches] == [s.title for s in read(TEXTS[kind]).document.speeches]


def test_who_edits_a_page_speaks_on_none() -> None:
    text = f"某县日报\n2025年3月2日　星期日\n第06版　民生论坛　　　编辑：余一青\n\n{PAGE.partition(chr(10))[2]}"
    assert "余一青" not in {speaker for speaker, _ in told(text)}
    assert "余一青" not in {speaker for speaker, _ in told(f"{PAGE}\n本版责任编辑　余一青\n")}


@pytest.mark.parametrize("line", ["时间：每年三月至五月", "地点：县城广场", "来源：村里自筹", "统筹：县里出一半"])
def test_a_label_of_a_masthead_between_sentences_is_said(line: str) -> None:
    text = RECORD.replace("建议年内办完。", f"建议办一次展览。\n{line}\n费用由县里承担。")
    assert told(text) == [("王小明", 4), ("李静", 2)]


@pytest.mark.parametrize(
    "line",
    [
        "报：县委、县人大　送：县直部门",
        "编者按：近日，县政协召开座谈会。",
        "会议由县政协副主席余一青主持。",
        "3月1日，县政协召开座谈会。会议由县政协副主席余一青主持。",
        "本报讯（记者 余一青）3月1日，县政协召开座谈会。",
        "注：以下发言按发言顺序排列，未经本人审阅。",
        "第 1 页 / 共 4 页",
    ],
)
@pytest.mark.parametrize("kind", TEXTS)
def test_opening_lines_are_nobodys(kind: str, line: str) -> None:
    first, rest = TEXTS[kind].split("\n", 1)
    assert told(f"{first}\n\n{line}\n{rest}") == told(f"{line}\n\n{TEXTS[kind]}") == [("王小明", 2), ("李静", 2)]


def test_an_opening_that_somebody_may_have_said_stays() -> None:
    for line in ("3月1日，我们召开座谈会，我来说几句。", "去年全县举办论坛38场，会议太多，干部没时间下村。"):
        assert told(f"{line}\n{RECORD}")[0] == (None, 1)


def test_an_issuing_line_gives_the_date_where_nothing_above_does() -> None:
    undated = DIGEST.replace("某委员会编　2025年3月1日\n\n", "")
    assert read(f"{undated}\n县政协办公室印　2025年3月2日").document.date == "2025-03-02"
    assert read(f"{undated}\n注：以上发言未经本人审阅，数据截至2024年12月31日。").document.date is None


def test_a_single_author_and_bodies_that_sign_their_letters_are_no_closing_matter() -> None:
    letters = "# 来信\n\n## 甲该早点\n\n甲太晚。\n\n县甲协会\n\n## 乙看不清\n\n乙太小。\n\n县乙协会\n"
    assert told(letters) == [("县甲协会", 1), ("县乙协会", 1)]


SECTIONS = """某县水塘听证会笔录
时间：2025年3月1日

一、主持人宣布纪律（略）
二、陈述人发言
{first}
{last}
"""
FIRST = """
王小明（县甲局局长）：甲要改，群众意见很大。
建议年内办完。
"""
LAST = """
李静（村民）：路不平，晚上没有灯。
建议先修主路，再装路灯。
"""


@pytest.mark.parametrize(
    "lines",
    [
        ["三、听证会结束"],
        ["三、听证会结束。"],
        ["三、听证会结束", "（以上笔录经陈述人核对无误并签名）"],
        ["三、主持人宣布听证会结束（略）", "以上笔录经陈述人核对无误并签名。"],
        ["三、主持人总结（略）"],
        ["## 三、听证会结束", "", "（以上笔录经陈述人核对无误）"],
    ],
    ids=lambda lines: lines[0],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_next_section_of_a_record_is_nobodys(lines: list[str], gap: str) -> None:
    text = SECTIONS.format(first=FIRST, last=LAST) + gap + "\n".join(lines)
    assert told(text) == [("王小明", 2), ("李静", 2)]


def test_a_number_that_continues_the_speakers_own_or_no_heading_is_the_speakers() -> None:
    own = LAST + "一、修路\n先修主路。\n二、装灯\n再装路灯。\n"
    assert told(SECTIONS.format(first=FIRST, last=own) + "三、活动结束")[-1] == ("李静", 7)
    assert told(SECTIONS.format(first=FIRST, last=LAST) + "三、把水塘修好，年底前办完。")[-1] == ("李静", 3)
    assert told(SECTIONS.format(first=FIRST, last=LAST) + "五、主要设想")[-1] == ("李静", 3)
    listed = FIRST + "一、查水\n先查。\n二、清淤\n再清。\n"
    assert told(RECORD.split("\n\n")[0] + "\n" + listed + LAST + "三、修路")[-1] == ("李静", 3)


LABELLED = RECORD.split("\n\n", 1)[1]
ALONE = """
王小明　县甲局局长
甲项工作还有短板，群众意见一直很大，来信一年多过一年。
建议年内办完。

李静　村民
村里的路坑坑洼洼，晚上没有灯，孩子上学要打手电筒。
建议先修主路，再装路灯。
"""


@pytest.mark.parametrize("speeches", [LABELLED, ALONE], ids=["labelled", "alone"])
@pytest.mark.parametrize("body", ["政协某县委员会", "县政协办公室", "某县人民政府办公室\n政协某县委员会办公室"])
@pytest.mark.parametrize(
    "narration",
    [
        "主　　持：余一青\n\n　　3月1日，县政协召开座谈会。现将与会人员发言按先后顺序纪要如下。",
        "3月1日，县政协召开座谈会。会议由县政协副主席余一青主持。",
        "3月1日，县政协召开座谈会。\n县政协主席余一青出席会议并讲话。",
        "现将与会人员的发言整理如下：",
        "",
    ],
)
def test_a_body_that_issues_minutes_says_nothing(body: str, narration: str, speeches: str) -> None:
    text = f"{body}\n专题座谈会会议纪要\n（第4期）\n\n{narration}\n\n{speeches}"
    assert told(text) == [("王小明", 2), ("李静", 2)]
    assert [speech.title for speech in read(text).document.speeches] == ["", ""]


def test_a_body_over_labelled_speeches_and_a_narrators_sentence_says_nothing() -> None:
    assert told(f"政协某县委员会\n\n3月1日，县政协召开座谈会。\n\n{LABELLED}") == [("王小明", 2), ("李静", 2)]


@pytest.mark.parametrize(
    "said",
    ["我们的建议如下：", "水塘太浅，2024年清淤12次也不够。", "2024年，全县召开河长会议12次，水质变好了。"],
)
def test_a_body_that_speaks_first_still_speaks(said: str) -> None:
    text = f"某县座谈会发言摘编\n\n政协某县委员会\n守好一塘水\n{said}\n建议再清。\n{ALONE}"
    assert told(text) == [("政协某县委员会", 2), ("王小明", 2), ("李静", 2)]
    assert told(f"政协某县委员会\n守好一塘水\n{said}\n{ALONE}")[0] == ("政协某县委员会", 1)
