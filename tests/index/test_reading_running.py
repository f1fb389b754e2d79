"""What a document prints again at the head or foot of each page is no part of the paragraph that it cuts."""

from __future__ import annotations

import pytest

from index.reading import read_text

HEAD = "白鹭经济研究所\n参阅资料\n2024年第3期　　2024年3月8日\n\n"
FIRST = [
    "　　书店的房租三年涨了一倍，门店只好往巷子里搬，",
    "而巷子里又没有人走动，开着灯也等不来几个顾客。",
    "　　应当在闲置的公房里给书店留几间，租金按市价六",
    "成收取，头两年全部免收，水电按居民的价格算，后面",
]
THEN = ["几年再逐步放开，让书店有个缓冲。"]
SECOND = [
    "　　读书角不妨设到车站去，候车的人随手能翻，等车",
    "的时间也就不觉得长，孩子也坐得住一些。",
]


def paragraphs(between: str, *, head: str = HEAD) -> list[list[str]]:
    """The paragraphs of each speech of a page, with ``between`` where the first is cut, and again in the second."""
    first = ["一、书店的难处在房租", "贺文（白鹭大学副教授）", *FIRST, between.format(1), *THEN, ""]
    second = ["二、读书要有地方", "盛颜（市图书馆馆员）", SECOND[0], between.format(2), SECOND[1]]
    document = read_text(head + "\n".join([*first, *second]) + "\n", source="page.txt").document
    assert [speech.speaker for speech in document.speeches] == ["贺文", "盛颜"]
    return [list(speech.paragraphs) for speech in document.speeches]


WHOLE = [
    ["".join(FIRST[:2]).strip(), "".join([*FIRST[2:], *THEN]).strip()],
    ["".join(SECOND).strip()],
]


@pytest.mark.parametrize(
    "between",
    [
        "— {} —",
        "— {} —\n白鹭经济研究所　　　　　　　　　　参阅资料",
        "参阅资料　2024年第3期\n- {} -",
        "白鹭经济研究所参阅资料　第{}页",
        "— {} —\n\n参阅资料 | 白鹭经济研究所\n",
        "参阅资料",
    ],
)
def test_words_of_the_head_beside_a_page_number_or_inside_a_paragraph_are_furniture(between: str) -> None:
    assert paragraphs(between) == WHOLE


def test_the_same_words_beside_each_page_number_are_furniture_whatever_they_say() -> None:
    assert paragraphs("— {} —\n内部资料 注意保存") == WHOLE


def test_a_title_that_a_table_of_contents_lists_stays_one_below_a_page_number() -> None:
    head = f"{HEAD}目　录\n给书店留几间闲置的公房………………贺　文（1）\n把读书角设到车站去………………盛　颜（2）\n— 1 —\n\n"
    text = [
        "给书店留几间闲置的公房",
        "贺文（白鹭大学副教授）",
        *FIRST,
        *THEN,
        "— 2 —",
        "把读书角设到车站去",
        "盛颜（市图书馆馆员）",
        *SECOND,
    ]
    document = read_text(head + "\n".join(text) + "\n", source="page.txt").document
    assert [speech.title for speech in document.speeches] == ["给书店留几间闲置的公房", "把读书角设到车站去"]
