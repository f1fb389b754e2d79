"""The page with its real parts: the assistant over the sample corpus, asked in a browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def site(running: Any, tmp_path_factory: Any) -> Any:
    """The page over the sample corpus, whatever index or model the environment names."""
    from index.locations import default_location
    from index.settings import Settings
    from rag import Assistant

    settings = replace(Settings.from_environment(), index=None, model=None)
    with pytest.MonkeyPatch.context() as elsewhere:
        # Where there is no data/index of the user's; the sample's own index stays in the cache between runs.
        elsewhere.chdir(tmp_path_factory.mktemp("elsewhere"))
        location = default_location(settings)
    return running(Assistant.open(location, settings=settings), settings)


@pytest.fixture
def assistant(site: Any) -> Any:
    return site.assistant


def test_ask_read_click_and_see_the_highlighted_quote(tab: Any, assistant: Any) -> None:
    page = tab.page
    asked = page.locator(".welcome .example").all_inner_texts()
    assert len(asked) == 4
    page.locator(".welcome .example").first.click()
    page.locator("#turn-0.done").wait_for()
    whole = assistant.answer(asked[0])
    assert not whole.refused
    assert page.locator("#turn-0 .mark").count() == whole.text.count("[")
    for citation in whole.citations:
        page.locator("#turn-0 .answer-text .mark", has_text=f"[{citation.marker}]").last.click()
        page.locator(f"#source [data-showing='0:c:{citation.marker}']").wait_for()
        mark = page.locator("#source blockquote mark")
        assert mark.evaluate("node => node.textContent") == citation.quote
        before = page.locator("#source blockquote").evaluate(
            "node => node.firstChild.nodeName === 'MARK' ? '' : node.firstChild.textContent"
        )
        assert len(before) == citation.start
        panel = page.locator("#source").inner_text()
        assert "摘编，非原文" in panel and (citation.speaker or "") in panel and citation.document in panel


def test_the_other_examples_are_answered_and_a_question_beyond_the_corpus_refused(tab: Any, assistant: Any) -> None:
    for question in tab.page.locator(".welcome .example").all_inner_texts()[1:]:
        tab.ask(question)
        assert assistant.answer(question).refused is False
    assert tab.page.locator(".turn.done").count() == 3
    assert tab.page.locator(".refusal").count() == 0
    assert tab.page.locator(".turn .answer-text .mark").count() >= 3
    tab.ask("火星上有多少座火山？")
    assert tab.page.locator("#turn-3 .refusal").count() == 1
    assert tab.page.locator("#turn-3 .mark").count() == 0
