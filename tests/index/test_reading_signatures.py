"""Pages on which whoever wrote a text stands below it in brackets, with no word that says so."""

from __future__ import annotations

import pytest

from index.reading import read_text

Told = list[tuple[str | None, str, str, int]]


def told(text: str) -> Told:
    """Speaker, role, title and number of paragraphs of each speech."""
    document = read_text(text.strip("\n") + "\n", source="page.txt").document
    return [(each.speaker, each.role, each.title, len(each.paragraphs)) for each in document.speeches]


FERRY = "镇上三个渡口只有一个有棚，雨天学生打着伞排队上船，老人常常滑倒。"
SCHOOL = "夜校一学期只开四门课，报名的人排到了明年。"
WIRES = "电线缠在一起，隔几天就有一处跳闸。"
LIGHTS = "公园的灯九点就灭，跳舞的人摸黑回家。"


def page(*signatures: str, titled: bool = True, mark: str = "") -> str:
    titles = ("让渡口的候船亭遮得住雨", "给夜校多排几门手艺课", "老街的电线该收一收", "让公园的灯亮到散场")
    texts = (FERRY, SCHOOL, WIRES, LIGHTS)
    parts = zip(titles, texts, signatures, strict=True)
    return "\n".join(f"{mark + title if titled else ''}\n{text}\n{signed}\n" for title, text, signed in parts)


@pytest.mark.parametrize("mark", ["", "### "])
@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("（民革白鹭市委会）", "民革白鹭市委会", ""),
        ("（市总工会）", "市总工会", ""),
        ("（县文化馆）", "县文化馆", ""),
        ("（贺文）", "贺文", ""),
        ("（阿拉坦其其格委员）", "阿拉坦其其格", "委员"),
        ("（哈斯朝鲁代表）", "哈斯朝鲁", "代表"),
        ("（晨光里的夜读人）", None, ""),
    ],
)
def test_what_stands_in_brackets_below_a_text_like_others_signs_it(
    mark: str, line: str, speaker: str | None, role: str
) -> None:
    read = told(page("（盛开颜委员）", line, "（于晓光代表）", "（市工商联）", mark=mark) + "\n报：市委办公室\n")
    assert read[1] == (speaker, role, "给夜校多排几门手艺课", 1)
    assert [each[0] for each in (read[0], *read[2:])] == ["盛开颜", "于晓光", "市工商联"]


def test_below_texts_without_titles_as_well() -> None:
    read = told(page("（盛开颜委员）", "（民革白鹭市委会）", "（于晓光代表）", "（市工商联）", titled=False))
    assert [each[0] for each in read] == ["盛开颜", "民革白鹭市委会", "于晓光", "市工商联"]


def test_in_brackets_between_title_and_text_a_name_is_that_of_the_text_below() -> None:
    lines = (
        "让渡口的候船亭遮得住雨",
        "（盛开颜委员）",
        FERRY,
        "给夜校多排几门手艺课",
        "（民革白鹭市委会）",
        SCHOOL,
        "老街的电线该收一收",
        "（于晓光委员）",
        WIRES,
    )
    assert [each[:3] for each in told("\n".join(lines))] == [
        ("盛开颜", "委员", "让渡口的候船亭遮得住雨"),
        ("民革白鹭市委会", "", "给夜校多排几门手艺课"),
        ("于晓光", "委员", "老街的电线该收一收"),
    ]


@pytest.mark.parametrize("title", ["腿脚不便先找社区", "晚上看病也有医院"])
def test_a_title_that_ends_like_a_body_does_not_speak_where_texts_are_signed_below(title: str) -> None:
    signed = [("盛颜", "某医院医师"), ("程晓", "某中心科长"), ("仇立人", "某镇护士长")]
    texts = zip((title, "老街的电线该收一收", "让公园的灯亮到散场"), (FERRY, WIRES, LIGHTS), signed, strict=True)
    lines = "\n".join(f"{head}\n\n　　{text}\n　　（作者：{name}，{role}）\n" for head, text, (name, role) in texts)
    assert next((each[0], each[2]) for each in told(lines)) == ("盛颜", title)


def test_behind_a_mark_what_is_set_apart_like_other_names_is_one() -> None:
    names = ("仇立人", "程　晓", "达　娃")
    titles = ("让渡口的候船亭遮得住雨", "老街的电线该收一收", "让公园的灯亮到散场")
    parts = zip(titles, names, (FERRY, WIRES, LIGHTS), strict=True)
    page = "\n".join(f"{title}\n□　{name}\n　　{text}\n（作者系某校教师）\n" for title, name, text in parts)
    assert [each[0] for each in told(page)] == ["仇立人", "程晓", "达娃"]


def test_what_stands_below_a_signature_is_not_the_authors() -> None:
    page = f"老街的电线该收一收\n□　程晓\n　　{WIRES}\n（作者系某校教师）\n\n下期话题：渡口怎样修好。欢迎来稿，每篇限六百字。\n"
    assert next((each[0], each[3]) for each in told(page)) == ("程晓", 1)
