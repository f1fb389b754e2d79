"""The page in a browser: what a reader does, and what the page must never do."""

from __future__ import annotations

from typing import Any

import pytest

# The fixtures' names are those of conftest.py: `tab` (a visit to `site`), `browser`, `site`.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def quote_shown(page: Any) -> str:
    return str(page.locator("#source blockquote mark").inner_text())


def paragraph_shown(page: Any) -> str:
    return str(page.locator("#source blockquote").inner_text())


def test_ask_read_open_and_see_the_quote(tab: Any) -> None:
    page = tab.page
    tab.ask("林未央怎样谈小水电？")
    assert page.locator("#question textarea").input_value() == ""
    assert "建议由县里统一调度。" in page.locator("#turn-0 .answer-text").inner_text()
    assert page.locator("#turn-0 .signed.extractive").inner_text().split() == ["回答者", "摘句", "没有用模型"]
    page.locator("#turn-0 .mark", has_text="[1]").click()
    page.locator("#source blockquote mark").wait_for()
    # The sentence stands twice in its paragraph and the second is cited: 8 characters before the first, 9 in it.
    assert quote_shown(page) == "建议设立改造资金。"
    assert paragraph_shown(page) == "山区的小水电站年久失修。建议设立改造资金。建议设立改造资金。"
    before = page.locator("#source blockquote").evaluate("node => node.firstChild.textContent")
    assert before == "山区的小水电站年久失修。建议设立改造资金。"
    panel = page.locator("#source").inner_text()
    for fact in ("林未央", "青石县县长", "让小水电重新转起来", "春季座谈", "会议/第一次.txt", "样报", "摘编，非原文"):
        assert fact in panel
    assert "2031年3月5日" in panel and "第 4 版" in panel and "第 1 段（共 2 段）" in panel
    page.locator("#source .steps button", has_text="下一处").click()
    page.locator("#source [data-showing='0:c:2']").wait_for()
    assert quote_shown(page) == "建议由县里统一调度。"


def test_marks_of_each_answer_open_their_own_sources(tab: Any) -> None:
    tab.ask("林未央怎样谈小水电？")
    tab.ask("谁谈到充电桩？")
    tab.page.locator("#turn-0 .mark", has_text="[2]").click()
    tab.page.locator("#source [data-showing='0:c:2']").wait_for()
    assert quote_shown(tab.page) == "建议由县里统一调度。"
    tab.page.locator("#turn-1 .mark", has_text="[2]").click()
    tab.page.locator("#source [data-showing='1:c:2']").wait_for()
    assert quote_shown(tab.page) == "建议三年内建成二百个充电桩。"
    assert tab.page.locator("#source .speaker").inner_text().startswith("贺兰舟")


def test_history_filters_and_completed_question(tab: Any, site: Any) -> None:
    page = tab.page
    tab.ask("谁谈到充电桩？")
    page.locator("#speaker input").click()
    options = page.locator("[role=option]").all_inner_texts()
    assert [option.strip("✓ \n") for option in options] == ["全部", "林未央", "贺兰舟", "海州港务集团"]
    page.locator("#speaker input").fill("贺")
    page.locator("[role=option]", has_text="贺兰舟").click()
    page.locator("#document input").click()
    page.locator("[role=option]", has_text="会议/第一次.txt").click()
    tab.ask("他还说了什么？")
    asked = site.assistant.asked[-1]
    assert (asked["speaker"], asked["document"]) == ("贺兰舟", "会议/第一次.txt")
    assert [message["role"] for message in asked["history"]] == ["user", "assistant"]
    assert asked["history"][0]["content"] == "谁谈到充电桩？"
    assert "只看：贺兰舟、会议/第一次.txt" in page.locator("#turn-1 .scope").inner_text()
    assert page.locator("#turn-1 .understood").inner_text() == "理解为：关于充电桩，他还说了什么？"
    assert page.locator("#turn-0 .understood").count() == 0


def test_refusal_suggestions_related_and_debug_view(tab: Any) -> None:
    page = tab.page
    tab.ask("火星上有什么？")
    reply = page.locator("#turn-0 .reply")
    assert reply.locator(".refusal .reason").inner_text() == "资料没有涉及这个话题"
    assert reply.locator(".refusal .answer-text").inner_text().strip() == "资料里没有谈到火星。"
    assert reply.locator(".mark").count() == 0
    reply.locator(".suggestions .source-item").click()
    page.locator("#source [data-showing='0:s:1']").wait_for()
    assert quote_shown(page) == "充电桩"
    reply.locator(".suggestions [data-ask]").click()
    page.locator("#turn-1.done").wait_for()
    assert page.locator("#turn-1 .bubble").inner_text() == "贺兰舟怎样谈充电桩？"
    related = page.locator("#turn-1 .related")
    assert related.get_attribute("open") is None
    related.locator("summary").click()
    related.locator(".source-item").click()
    page.locator("#source [data-showing='1:r:1']").wait_for()
    assert quote_shown(page) == "统一调度"
    debug = page.locator("#turn-1 .debug")
    debug.locator("summary").click()
    assert '"kind": "fact"' in debug.inner_text() and "words 1" in debug.inner_text()
    # A fold that the reader opened stays open when the next answer is drawn.
    tab.ask("比较他们的做法，提醒我")
    assert debug.get_attribute("open") is not None
    assert page.locator("#turn-2 .warnings").inner_text() == "第二处引文与问题只部分相符。"
    assert page.locator("#turn-2 .answer-text td").count() == 6


def test_keyboard_alone(tab: Any) -> None:
    page = tab.page
    box = page.locator("#question textarea")
    box.focus()
    page.keyboard.type("谁谈到")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("充电桩？")
    assert box.input_value() == "谁谈到\n充电桩？"
    page.keyboard.press("Enter")
    page.locator("#turn-0.done").wait_for()
    page.wait_for_function("document.activeElement?.matches('#question textarea')")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.mark') && document.activeElement.textContent === '[3]'"):
            break
    page.keyboard.press("Enter")
    page.locator("#source [data-showing='0:c:3']").wait_for()
    assert quote_shown(page) == "建议先定接口标准，再建充电桩。"


def test_enter_that_ends_an_input_method_does_not_send(tab: Any) -> None:
    box = tab.page.locator("#question textarea")
    box.fill("谁谈到充电桩？")
    box.evaluate(
        "node => { for (const kind of ['keydown', 'keypress']) node.dispatchEvent(new KeyboardEvent(kind,"
        " {key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, isComposing: true})); }"
    )
    tab.page.wait_for_timeout(300)
    assert tab.page.locator(".turn").count() == 0


def test_stop_keeps_what_was_shown_and_says_so(tab: Any, site: Any) -> None:
    page = tab.page
    site.assistant.release.clear()
    site.assistant.closed.clear()
    tab.ask("慢慢说，谁谈到充电桩？", wait=False)
    page.locator("#turn-0 .answer-text li").first.wait_for()
    assert page.locator("#send").is_visible() is False
    assert page.locator("#turn-0 .foot").count() == 0
    page.locator("#stop").click()
    page.locator("#turn-0.stopped").wait_for()
    assert "已停止" in page.locator("#turn-0 .halted").inner_text()
    assert "二百个充电桩" in page.locator("#turn-0 .answer-text").inner_text()
    site.assistant.release.set()
    assert site.assistant.closed.wait(5)
    # The page goes on, and what was cut short is not passed on as an answer.
    tab.ask("谁谈到充电桩？")
    assert site.assistant.asked[-1]["history"] == []
    page.locator("#turn-1 [data-again]").click()
    page.wait_for_function("document.querySelectorAll('.turn.done').length === 1")
    assert page.locator(".turn").count() == 2


def test_new_conversation_and_editing(tab: Any) -> None:
    page = tab.page
    tab.ask("谁谈到充电桩？")
    page.locator("#turn-0 .mark").first.click()
    page.locator("#source blockquote mark").wait_for()
    page.locator("#turn-0 [data-copy]").click()
    page.locator("#turn-0 [data-copy]", has_text="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("**贺兰舟**和海州港务集团谈到充电桩") and "[3] 海州港务集团，" in copied
    page.locator("#turn-0 [data-edit]").click()
    assert page.locator("#question textarea").input_value() == "谁谈到充电桩？"
    page.locator("#fresh").click()
    page.locator(".welcome").wait_for()
    assert page.locator("#source .panel.empty").count() == 1
    page.locator(".welcome .example").first.click()
    page.locator("#turn-0.done").wait_for()
    assert page.locator("#turn-0 .bubble").inner_text() == "林未央提出了哪些建议？"


def test_bad_questions_and_errors_get_one_sentence(tab: Any, site: Any) -> None:
    page = tab.page
    asked = len(site.assistant.asked)
    tab.ask("   \u3000 ", wait=False)
    page.locator("#notice .notice").wait_for()
    assert page.locator("#notice .notice").inner_text() == "问题是空的，请输入要问的内容。"
    tab.ask("长" * 100_000, wait=False)
    page.locator("#notice .notice", has_text="100000").wait_for()
    assert len(site.assistant.asked) == asked
    tab.ask("这个会出错吗？")
    message = page.locator("#turn-0 .failure").inner_text()
    assert message.startswith("这个问题没能回答") and message.count("。") == 1
    assert "Traceback" not in page.content() and "sk-canary" not in page.content()
    assert page.locator("#notice .notice").count() == 0
    tab.ask("谁谈到充电桩？")
    assert page.locator("#turn-1 .mark").count() == 3
    assert site.assistant.asked[-1]["history"] == []


def test_hostile_text_is_shown_as_text(tab: Any, hostile: str) -> None:
    from ui.rendering import TAGS

    page = tab.page
    tab.ask("敌意 <img src=http://evil.example/q onerror=alert(9)>")
    page.locator("#turn-0 .mark").click()
    page.locator("#source blockquote mark").wait_for()
    page.wait_for_timeout(500)
    source = tab.page.locator("#source blockquote mark").evaluate("node => node.textContent")
    shown = page.locator("#turn-0 .answer-text").evaluate("node => node.textContent")
    assert source == hostile
    assert hostile in shown
    tags = page.locator("#turn-0 .answer-text").evaluate(
        "node => [...node.querySelectorAll('*')].map(one => one.tagName.toLowerCase())"
    )
    assert set(tags) <= set(TAGS)
    assert page.locator("#columns a, #columns img, #columns iframe, #columns script").count() == 0


def test_a_call_to_the_outside_would_be_blocked_and_seen(tab: Any) -> None:
    assert tab.outside == []
    tab.page.evaluate("new Image().src = 'http://evil.example/seen.png'")
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("fetch('http://evil.example/').then(() => 'sent', () => 'blocked')") == "blocked"
    assert any("http://evil.example/seen.png" in call for call in tab.outside)
    tab.outside.clear()


def test_two_users_do_not_share_a_chat(tab: Any, visit: Any, site: Any) -> None:
    tab.ask("谁谈到充电桩？")
    other = visit(site.url)
    assert other.page.locator(".turn").count() == 0
    other.ask("林未央怎样谈小水电？")
    assert site.assistant.asked[-1]["history"] == []
    tab.page.locator("#turn-0 .mark").first.click()
    tab.page.locator("#source blockquote mark").wait_for()
    assert quote_shown(tab.page) == "充电桩"
    assert other.page.locator("#source .panel.empty").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone(visit: Any, site: Any, scheme: str) -> None:
    opened = visit(site.url, color_scheme=scheme, **PHONE)
    page = opened.page
    opened.ask("比较他们的做法，提醒我")
    opened.ask("敌意")
    assert page.locator("#source").is_visible() is False
    page.locator("#turn-0 .mark").first.tap()
    page.locator("#source blockquote mark").wait_for()
    assert page.locator("#source blockquote mark").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#source .close").tap()
    page.locator("#source").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.matches('#turn-0 .mark')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(246, 247, 245)" if scheme == "light" else "rgb(18, 23, 29)"
    )


def test_the_page_is_chinese_and_points_nowhere(tab: Any) -> None:
    page = tab.page
    assert page.title() == "建言问答"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.locator("h1").inner_text() == "建言问答"
    assert "2 份文件 · 5 篇发言 · 8 段" in page.locator("#masthead").inner_text()
    assert page.locator("footer").filter(visible=True).count() == 0
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    assert [link for link in links if "127.0.0.1" not in link] == []
    page.wait_for_function("!/[0-9]s\\b/.test(document.body.innerText)")  # the clocks of what is still loading
    letters = page.evaluate("document.body.innerText.replace(/[^A-Za-z]+/g, ' ').trim()")
    assert letters == "RAG MODEL OPENAI BASE URL"  # the one line that tells how to connect a model


def test_a_new_generation_is_taken_up(visit: Any, running: Any, fake: Any) -> None:
    from index.corpus import Corpus
    from index.settings import Settings

    opened = visit(running(fake, Settings()).url)
    opened.ask("谁谈到充电桩？")
    fake.held = Corpus.of([fake.held.documents[0]])
    opened.page.locator("#turn-0 .mark", has_text="[2]").click()
    opened.page.locator("#source blockquote mark").wait_for()
    assert quote_shown(opened.page) == "建议三年内建成二百个充电桩。"
    opened.ask("林未央怎样谈小水电？")
    opened.page.locator("#masthead", has_text="1 份文件").wait_for()


def test_only_users_get_in(visit: Any, running: Any, fake: Any, browser: Any) -> None:
    from index.settings import Settings
    from ui.passwords import checker, hashed

    site = running(fake, Settings(), users=checker({"甲": hashed("开门")}))
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(site.url)
    fields = page.locator("input")
    fields.nth(0).wait_for()
    assert page.locator("#question").count() == 0
    assert context.request.get(f"{site.url}config").status == 401
    fields.nth(0).fill("甲")
    fields.nth(1).fill("关门")
    fields.nth(1).press("Enter")
    page.locator("text=凭据不正确").wait_for()
    fields.nth(0).fill("甲")
    fields.nth(1).fill("开门")
    fields.nth(1).press("Enter")
    page.locator("#question textarea").wait_for()
    assert page.locator("text=Login").count() == 0
    context.close()
