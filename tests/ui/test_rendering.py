"""Untrusted text becomes HTML of known tags only, and loses nothing."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ui.rendering import TAGS, attribute, escape, highlight, literal, markdown

MARKUP = [
    "<script>alert(1)</script>", '<img src="http://a.example/x" onerror=alert(1)>', "![x](http://a.example/y)",
    "[x](javascript:alert(1))", "<http://a.example>", "http://a.example", "&lt;", "&#x41;", "`x`", "**", "**粗**",
    "*斜*", "# ", "## 题\n", "- ", "1. ", "> ", "| 甲 | 乙 |\n| --- | :-: |\n| 1 | 2 |\n", "\n", "\n\n", "[1]", "[2]",
    "[99]", "\\", "[1]: http://a.example\n", "```\n", "    ", "---\n", "\u202e", "\u200b", "\x00", "\r", "\ud800",
    "{{x}}", "${x}", "“", "”",
    '"', "'", "<!--", "-->", "<![CDATA[", "</p>", "<svg/onload=alert(1)>", "中文", "a", "\u2028", "\ufeff",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=8)), max_size=14).map("".join)
PROPERTY = settings(derandomize=True, max_examples=100, deadline=None)


class Reader(HTMLParser):
    """Every start tag with its attributes, and the text, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def check(html: str) -> Reader:
    reader = Reader(html)
    assert reader.other == []
    for tag, attributes in reader.tags:
        assert set(attributes) <= TAGS[tag], (tag, attributes)
        for name, value in attributes.items():
            if name == "style":
                assert value in ("text-align:left", "text-align:right", "text-align:center")
            if name == "start":
                assert value is not None and value.isdecimal()
    return reader


@PROPERTY
@given(TEXTS, st.lists(TEXTS, max_size=3), st.sets(st.sampled_from([1, 2, 3])))
@example("<p>[1]</p>\n\n![a](b)", ["![a](b)"], {1})
def test_only_known_tags_and_attributes(text: str, quotes: list[str], markers: set[int]) -> None:
    reader = check(markdown(text, quotes=quotes, markers=markers, key="4"))
    opened = [attributes["data-open"] for tag, attributes in reader.tags if tag == "button"]
    assert set(opened) <= {f"4:c:{number}" for number in markers}


@PROPERTY
@given(TEXTS)
def test_escaping_keeps_the_text(text: str) -> None:
    reader = check(escape(text))
    expected = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    assert reader.text == expected
    assert {tag for tag, _ in reader.tags} <= {"bdi"}


@PROPERTY
@given(TEXTS)
def test_attributes_hold_any_text(text: str) -> None:
    ((_, attributes),) = Reader(f'<i title="{attribute(text)}">').tags
    assert list(attributes) == ["title"]


@PROPERTY
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Zs"))))
def test_a_quote_is_shown_as_it_is_wherever_it_stands(quote: str) -> None:
    if not quote:
        return
    for text in (f"他说“{quote}”[1]。", f"- {quote}[1]", f"| 甲 |\n| --- |\n| {quote}[1] |"):
        assert quote in check(markdown(text, quotes=[quote], markers={1})).text


@pytest.mark.parametrize(
    "quote", ["**粗** _斜_", "![图](http://a.example)", "# 题", "1. 条", "甲|乙", "[1]", "<b>", "a\\b", "> 引"]
)
def test_markdown_of_a_source_is_not_read(quote: str) -> None:
    reader = check(markdown(f"{quote}\n\n- {quote}[2]", quotes=[quote], markers={1, 2}))
    assert reader.text.count(quote) == 2
    assert [tag for tag, _ in reader.tags] == ["p", "ul", "li", "button"]


def test_literal_is_undone_by_the_parser() -> None:
    text = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    assert check(markdown(f"甲{literal(text)}乙")).text.strip() == f"甲{text}乙"


def test_what_an_answer_may_use() -> None:
    html = markdown(
        "开头**要点：**正文[1]\n第二行\n\n## 小题\n- 甲\n- 乙\n\n3. 丙\n\n> 引文[2]\n\n"
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | [1] |\n\n---",
        markers={1, 2},
        key="0",
    )
    assert "<strong>要点：</strong>正文" in html
    assert "<br>第二行" in html
    assert "<h4>小题</h4>" in html
    assert '<ol start="3">' in html
    assert html.count('data-open="0:c:1"') == 2
    assert "<blockquote>" in html and "<td>" in html and "<hr>" in html


def test_marks_without_a_citation_stay_text() -> None:
    assert "<button" not in markdown("甲[3]乙[0]", markers={1})


@pytest.mark.parametrize("text", ["**", "****", "** 甲 **", "**甲", "甲**", "***甲***", "**甲\\**"])
def test_bold_needs_two_ends(text: str) -> None:
    check(markdown(text))


def test_nested_bold_ends() -> None:
    assert markdown("**甲**乙**丙**").count("<strong>") == 2


def test_highlight_goes_by_offsets_alone() -> None:
    assert highlight("甲乙甲乙", 2, 4) == "甲乙<mark>甲乙</mark>"
    assert highlight("<a>", 0, 1) == "<mark>&lt;</mark>a&gt;"
    with pytest.raises(ValueError, match="3"):
        highlight("甲乙", 0, 3)


def test_invisible_characters_are_isolated_and_named() -> None:
    assert escape("甲\u202e乙") == '甲<bdi class="invisible-character" data-code="U+202E">\u202e</bdi>乙'
    assert escape("👩\u200d🚒") == "👩\u200d🚒"
