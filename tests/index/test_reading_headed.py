"""Labels behind which, on the same line, a headline stands and not yet the speech."""

from __future__ import annotations

import pytest

from index.reading import read_text

Told = list[tuple[str | None, str, int]]


def told(text: str) -> Told:
    """Speaker, title and number of paragraphs of each speech."""
    document = read_text(text.strip("\n") + "\n", source="page.txt").document
    return [(speech.speaker, speech.title, len(speech.paragraphs)) for speech in document.speeches]


FIRST = """
末班车下午五点就收了，在县城打工的乡
亲只能合伙租车，一个月要多花两百多元。
建议把三条线的末班延到晚上八点，亏损
由县财政补。
"""
SECOND = """
镇里的小河没人管，垃圾一到雨季就漂下
来，堵在桥洞里。
每条河都要有名有姓的管护员，工资列入
预算。
"""
THIRD = """
小区的电梯用了二十年，修一次要凑一次
钱，谁也不愿意先掏。
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "代表"), ("", "委员"), ("", ""), ("", "（代表）"), ("● ", "代表")],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_what_stands_behind_a_label_over_a_wrapped_text_is_its_title(before: str, after: str, gap: str) -> None:
    page = f"{before}贺梅{after}：让晚班车开到村口{gap}{FIRST}\n{before}沈大江{after}：给河道安个家长{gap}{SECOND}"
    assert [each[:2] for each in told(page)] == [("贺梅", "让晚班车开到村口"), ("沈大江", "给河道安个家长")]


@pytest.mark.parametrize("title", ["电梯坏了，谁来修？", "电梯有人管，老人才安心", "老旧小区的电梯也该上一份保险了"])
def test_beside_others_a_title_may_have_a_comma_or_ask(title: str) -> None:
    page = f"贺梅代表：让晚班车开到村口\n{FIRST}\n沈大江代表：给河道安个家长\n{SECOND}\n于晓光代表：{title}\n{THIRD}"
    assert told(page)[-1] == ("于晓光", title, 1)


def test_a_line_with_a_dash_below_goes_on_with_the_title() -> None:
    page = f"贺梅代表：让晚班车开到村口\n——关于延长末班车的建议{FIRST}\n沈大江代表：给河道安个家长\n——关于小河管护的建议{SECOND}"
    assert [each[:2] for each in told(page)] == [
        ("贺梅", "让晚班车开到村口 ——关于延长末班车的建议"),
        ("沈大江", "给河道安个家长 ——关于小河管护的建议"),
    ]


def test_what_runs_on_behind_a_label_is_no_title() -> None:
    page = (
        "贺梅：末班车下午五点就收了，在县城打工\n的乡亲只能合伙租车，一个月要多花两百多\n元。\n"
        "沈大江：镇里的小河没人管，垃圾一到雨季\n就漂下来，堵在桥洞里。\n"
        "贺梅：是的\n沈大江：每条河都要有名有姓的管护员，工\n资列入预算。\n"
    )
    assert [each[:2] for each in told(page)] == [("贺梅", ""), ("沈大江", ""), ("贺梅", ""), ("沈大江", "")]
