"""Posts of an online consultation, answers of bodies, captions and boxes between speeches."""

from __future__ import annotations

import pytest

from index.reading import read_text
from index.reading.answers import answered, is_bare_answer
from index.reading.captions import is_caption
from index.reading.platform import is_footing, post_of

ONE = "水塔漏水三年，一年漏掉三千吨。"
TWO = "建议今年修好，费用由镇里出一半。"


def read(text: str) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [
        (speech.speaker, speech.role, speech.paragraphs)
        for speech in read_text(text, source="page.txt").document.speeches
    ]


@pytest.mark.parametrize(
    "heads",
    [
        "#{n}　{name}\n{role}　｜　2025-06-18 09:0{n}　来自 某地客户端",
        "{n}楼　{name}（{role}）　发表于 2025-06-18 09:0{n}",
        "【{n}】{name}（{role}）　06-18 09:0{n}",
        "No.{n} {name}（{role}）\n2025-06-18 09:0{n} · 来自网页 · IP属地：某省",
        "{n}楼\n{name}\n{role} | 2025-06-18 09:0{n} | IP属地：某省",
        "{name}　2025-06-18 09:0{n}:10\n{role}",
        "{name}　{role}　09:0{n}　#{n}",
    ],
)
def test_posts_are_told_by_floors_and_times(heads: str) -> None:
    people = [("王小明", "县政协委员、某厂厂长"), ("尚可为", "县政协委员、某村村医"), ("李大海", "货车司机")]
    posts = [
        heads.format(n=n, name=name, role=role) + f"\n{ONE}\n{TWO}\n赞 53　回复 {n}\n"
        for n, (name, role) in enumerate(people, start=1)
    ]
    assert read("某地议事厅\n\n" + "\n".join(posts)) == [(name, role, (ONE, TWO)) for name, role in people]


def test_a_body_posts_behind_an_official_mark_and_nobody_for_another() -> None:
    page = (
        f"#1 王小明\n县政协委员 | 2025-06-18 09:01\n{ONE}\n"
        f"#2 甲县水利局　[官方回复]\n2025-06-18 09:02　来自 网页\n水塔今年修\n费用由局里出吗？\n点赞(4) 评论(0)\n"
        f"#3 匿名用户\n2025-06-18 09:03\n{TWO}\n"
        f"#4 李大海\n县政协委员 | 2025-06-18 09:04\n{TWO}\n—— 没有更多了 ——\n"
    )
    assert read(page) == [
        ("王小明", "县政协委员", (ONE,)),
        ("甲县水利局", "", ("水塔今年修", "费用由局里出吗？")),
        (None, "", (TWO,)),
        ("李大海", "县政协委员", (TWO,)),
    ]


@pytest.mark.parametrize("line", ["赞 53　回复 12", "👍 62　💬 9　分享", "点赞(18) 评论(4)", "浏览 8214 | 收藏：3"])
def test_counts_of_likes_are_said_by_nobody(line: str) -> None:
    assert is_footing(line)


@pytest.mark.parametrize("line", ["支持率30", "票数：赞成 30 票对 12 票", "评论很多", "赞同委员的意见 3"])
def test_words_beside_numbers_are_no_counts(line: str) -> None:
    assert not is_footing(line)


def test_words_alone_prove_no_print() -> None:
    assert post_of("市政协委员　关注").rest == "市政协委员　关注"
    assert post_of("王小明　2025-06-18").rest == "王小明　2025-06-18"


@pytest.mark.parametrize(
    "line",
    [
        "### 答复摘要　甲县水利局（甲水函〔2025〕58号）",
        "**办理答复**（甲县水利局　甲水函〔2025〕58号）",
        "甲县水利局答复（甲水函〔2025〕58号）：",
        "【承办单位意见】甲县水利局：",
        "甲县水利局关于第5号建议的答复",
        "承办单位答复——甲县水利局",
    ],
)
def test_the_body_that_answers_speaks(line: str) -> None:
    item = "第{}号　关于修好水塔的提案\n提案人：{}（县政协委员）\n{}\n\n{}\n\n{}代表：\n{}\n\n"
    page = "".join(item.format(n, name, ONE, line, name, TWO) for n, name in enumerate(["王小明", "李大海"], start=1))
    assert read(page) == [
        ("王小明", "县政协委员", (ONE,)),
        ("甲县水利局", "", (TWO,)),
        ("李大海", "县政协委员", (ONE,)),
        ("甲县水利局", "", (TWO,)),
    ]


@pytest.mark.parametrize("line", ["#### 办理答复", "【部门回应】", "答复意见：", "办理结果"])
def test_below_an_answer_of_nobody_named_nobody_speaks(line: str) -> None:
    page = f"# 关于修好水塔的提案\n提案人：王小明（县政协委员）\n\n{ONE}\n\n{line}\n\n{TWO}\n"
    assert next((name, paragraphs) for name, _, paragraphs in read(page)) == ("王小明", (ONE,))
    assert all(TWO not in "".join(paragraphs) or name is None for name, _, paragraphs in read(page))


@pytest.mark.parametrize(
    "line",
    ["甲县政协提案办理情况", "各部门答复", "我局已作出答复", "回复 甲县水利局", "关于第86号提案的答复", "请水利局答复"],
)
def test_headings_and_sentences_announce_no_body(line: str) -> None:
    assert answered(line) is None
    assert not is_bare_answer(line)


@pytest.mark.parametrize(
    "between",
    [
        "▲护林员在扎草方格。（资料图片）　本报记者　王强　摄",
        "图为村民在修水塔。本报记者 王强摄",
        "↑漏水的水塔。（通讯员 王强 供图）",
        "▲漏水的水塔。",
        "　　【名词】水塔：把水存在高处的塔。",
        "相关链接：某县有水塔三座。",
        "■相关链接\n　　某县有水塔三座。\n　　塔都是老塔。",
        "【名词解释】\n水塔：把水存在高处的塔。",
        "【数据】某县有水塔三座。",
    ],
)
def test_captions_and_boxes_between_speeches_are_in_none(between: str) -> None:
    page = (
        f"修好老水塔\n王小明　县政协委员\n　　{ONE}\n　　{TWO}\n{between}\n\n"
        f"给塔下装灯\n李大海　县政协委员\n　　{ONE}\n　　{TWO}\n"
    )
    named = [speech for speech in read(page) if speech[0] is not None]
    assert named == [("王小明", "县政协委员", (ONE, TWO)), ("李大海", "县政协委员", (ONE, TWO))]


def test_frames_of_a_speech_and_its_bullets_stay_in_it() -> None:
    framed = ("【背景】水塔漏水三年。", "【数据】一年漏掉三千吨。", "【建议】拨二十万元修好它。")
    bullets = ("▲一是修塔身，要二十万元。", "▲二是拍摄一部片子。", "▲三是换水管。")
    page = "".join(
        f"{title}\n{name}　县政协委员\n" + "\n".join(lines) + "\n\n"
        for title, name, lines in [("修好老水塔", "王小明", framed), ("给塔下装灯", "李大海", bullets)]
    )
    assert read(page) == [("王小明", "县政协委员", framed), ("李大海", "县政协委员", bullets)]
    assert not is_caption("▲拍摄一部宣传片，让大家知道。")


def test_the_page_is_not_that_of_a_link_to_another() -> None:
    top = "2025年1月19日　星期日　　　　　特刊·声音　　06\n甲城日报　JIACHENG RIBAO　　　责任编辑/王强\n\n"
    page = f"{top}修好老水塔\n王小明　县政协委员\n{ONE}\n{TWO}\n\n上一版　下一版\n"
    document = read_text(page, source="page.txt").document
    assert (document.newspaper, document.date, document.page) == ("甲城日报", "2025-01-19", 6)
