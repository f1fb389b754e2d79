"""Properties that hold for any input, and pages of invented words read back as they were made."""

from __future__ import annotations

import random
import time
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading import KINDS, Reading, read_text

ALPHABET = st.sampled_from(
    [
        *list("市政协委员张王李主任教授公司建议关于加快推进的是，。：；、！？“”（）《》—·一二三1234567890"),
        "##",
        "**",
        "---",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u3000",
        " ",
        "\x00",
        "\u200b",
        "\ufeff",
        "A",
        "b",
        "版",
        "年",
        "月",
        "日",
        "市政协委员 张某",
        "民盟某市委",
        "为此，建议：",
        "（下转第3版）",
        "王某：",
        "责任编辑：",
        "报：市委",
        "附件：",
        "（全文完）",
        "散会。",
        "会议由王某主持。",
        "王小明 整理",
        "时间：",
        "2025年3月5日",
        "\u2028",
        "\x0c",
        "😀",
        "…",
    ]
)
PROFILE = {"deadline": None, "derandomize": True}


def accounts(text: str, reading: Reading) -> None:
    owners = [0] * len(text)
    for region in reading.regions:
        assert region.kind in KINDS
        for position in range(region.start, region.end):
            owners[position] += 1
    wrong = [position for position, character in enumerate(text) if not character.isspace() and owners[position] != 1]
    assert not wrong
    assert all(a.end <= b.start for a, b in zip(reading.regions, reading.regions[1:], strict=False))


def characters(text: str) -> Counter[str]:
    return Counter(character for character in text if not character.isspace())


def records_come_from_regions(text: str, reading: Reading) -> None:
    """Titles, lines and paragraphs hold the characters of their regions, each once (control characters left out)."""
    for ordinal, speech in enumerate(reading.document.speeches):
        for number, paragraph in enumerate(speech.paragraphs, start=1):
            pieces = [text[r.start : r.end] for r in reading.regions if (r.speech, r.paragraph) == (ordinal, number)]
            assert pieces
            assert not characters(paragraph) - characters("".join(pieces))
            if all(piece.isprintable() for piece in pieces):
                assert characters(paragraph) == characters("".join(pieces))
    spoken = {(r.speech, r.paragraph) for r in reading.regions if r.kind == "paragraph"}
    assert len(spoken) == sum(len(speech.paragraphs) for speech in reading.document.speeches)


@settings(max_examples=150, **PROFILE)
@given(st.text())
def test_accounting_holds_for_arbitrary_text(text: str) -> None:
    reading = read_text(text, source="page.txt")
    accounts(text, reading)
    records_come_from_regions(text, reading)


@settings(max_examples=300, **PROFILE)
@given(st.lists(ALPHABET, max_size=120).map("".join))
def test_accounting_holds_for_text_made_of_page_parts(text: str) -> None:
    reading = read_text(text, source="page.txt")
    accounts(text, reading)
    records_come_from_regions(text, reading)


def test_four_times_the_text_takes_about_four_times_as_long() -> None:
    generator = random.Random(5)
    speech = "关于改进某项工作的建议\n市政协委员 张某\n" + "\n".join(
        "".join(generator.choice("甲乙丙丁戊己庚辛，") for _ in range(24)) for _ in range(30)
    )
    closing = "散会。\n报：市委\n来源：村里自筹\n"
    pages = {
        "wrapped": lambda size: (speech + "。\n") * (50 * size),
        "one line": lambda size: "某" * (50_000 * size),
        "no structure": lambda size: ("一段没有结构的文字" * 12 + "。\n") * (400 * size),
        "short lines": lambda size: "短行\n" * (2_500 * size),
        "speakers only": lambda size: "市政协委员 张某\n" * (500 * size),
        "closing lines": lambda size: "王小明 市政协委员\n甲要改。\n" + closing * (1_000 * size),
    }

    def seconds(text: str) -> float:
        began = time.process_time()
        read_text(text, source="page.txt")
        return time.process_time() - began

    for name, page in pages.items():
        small, large = (min(seconds(page(size)) for _ in range(2)) for size in (1, 4))
        assert large < 8 * small, name  # a quadratic reader would need sixteen times as long
