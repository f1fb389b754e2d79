"""The chat page: its components and what happens between them. What they show is made in `views`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index import Settings
from rag.records import Answer
from ui import views
from ui.answerers import Answerers, Offer
from ui.asking import Failure, Run, objection, states
from ui.examples import examples
from ui.panel import empty
from ui.panel import panel as panel_of
from ui.sources import Catalogue, catalogue, locate_all
from ui.turns import Chat, Turn, find, history, stopped

if TYPE_CHECKING:
    from index.corpus import Corpus

ASSETS = Path(__file__).parent / "assets"
ALL = ("全部", "")
# Installed fonts only: a theme's default fonts would be fetched from elsewhere.
_FONTS = ["system-ui", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONOSPACED = ["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"]
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_FOCUS = "if (innerWidth > 760) document.querySelector('#question textarea')?.focus();"
# Sending is offered again only when the browser's own account of the question is closed: Gradio drops what is sent before.
_IDLE = (
    f"() => {{ {_FOCUS} return [{{__type__: 'update', visible: true, interactive: true}},"
    " {__type__: 'update', visible: false}]; }"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """One generation as the page shows it; ``number`` counts the generations seen."""

    number: int
    corpus: Corpus
    catalogue: Catalogue
    examples: tuple[str, ...]


class Library:
    """What the assistant's index holds now; read once a generation. Safe to share between threads."""

    def __init__(self, assistant: Any) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._opened: Opened | None = None

    def now(self) -> Opened:
        """The generation the assistant has open."""
        index = self._assistant.index
        corpus = index.corpus
        with self._lock:
            if self._opened is None or self._opened.corpus is not corpus:
                number = self._opened.number + 1 if self._opened else 1
                self._opened = Opened(number, corpus, catalogue(corpus), examples(corpus, index.words))
            return self._opened


def launch_options() -> dict[str, Any]:
    """Style, script and switches for ``Blocks.launch`` or ``mount_gradio_app``; nothing in them points outside."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        font=_FONTS,
        font_mono=_MONOSPACED,
        radius_size=gr.themes.sizes.radius_md,
    ).set(button_primary_background_fill="#1f6f5c", button_primary_background_fill_hover="#185848")
    # Gradio takes its own words (for its menus and notices) from the browser's language; this page is Chinese.
    # The style goes into the head as it is: Gradio's own way rewrites selectors and cannot reach outside its container.
    style = (ASSETS / "page.css").read_text(encoding="utf-8")
    head = (
        f"<style>{style}</style>"
        "<script>for (const [name, value] of [['language', 'zh-CN'], ['languages', ['zh-CN']]])"
        " Object.defineProperty(navigator, name, {get: () => value});"
        " document.documentElement.lang = 'zh-CN';</script>"
    )
    return {
        "theme": theme,
        "head": head,
        "favicon_path": str(ASSETS / "icon.svg"),
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "show_error": False,
        "ssr_mode": False,
        "max_file_size": 1,
        "pwa": False,
    }


def build_page(assistant: Any, *, settings: Settings) -> gr.Blocks:
    """The page over an open ``assistant`` (its ``stream``, ``index``, ``answered_by``, ``models`` and ``choose``).

    A chat and the choice of who answers belong to one browser tab; nothing of them is kept elsewhere.
    """
    library, answerers = Library(assistant), Answerers(assistant, settings=settings)
    opened = library.now()
    script = (ASSETS / "page.js").read_text(encoding="utf-8")
    wired: dict[str, Any] = {"js_on_load": script, "apply_default_css": False}
    offered = answerers.known()
    with gr.Blocks(title="建言问答", fill_width=True, analytics_enabled=False) as page:
        chat = gr.State(())
        shown = gr.State(0)
        masthead = gr.HTML(views.header(opened.catalogue), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="columns", equal_height=False):
            with gr.Column(scale=3, min_width=300, elem_id="chat-column"):
                # The newest turn apart from the past ones: while it grows, only it is sent and drawn again.
                with gr.Column(elem_id="transcript"):
                    past = gr.HTML("", elem_id="past", **wired)
                    live = gr.HTML(views.welcome(opened.examples), elem_id="live", **wired)
                with gr.Column(elem_id="composer"):
                    notice = gr.HTML("", elem_id="notice", apply_default_css=False)
                    with gr.Row(elem_id="filters"):
                        speaker = gr.Dropdown([ALL], value="", label="发言人", elem_id="speaker", min_width=120)
                        document = gr.Dropdown([ALL], value="", label="文件", elem_id="document", min_width=120)
                        fresh = gr.Button("新对话", elem_id="fresh", size="sm", scale=0, min_width=84)
                    with gr.Row(elem_id="ask"):
                        box = gr.Textbox(
                            placeholder="写下问题，回车发送",
                            label="问题",
                            show_label=False,
                            container=False,
                            lines=1,
                            max_lines=8,
                            autofocus=True,
                            elem_id="question",
                            scale=1,
                        )
                        send = gr.Button("发送", variant="primary", elem_id="send", scale=0, min_width=84)
                        stop = gr.Button("停止", variant="stop", elem_id="stop", scale=0, min_width=84, visible=False)
                    with gr.Row(elem_id="answering"):
                        answerer = gr.Dropdown(
                            offered.choices, value=answerers.usual, label="回答方式", elem_id="answerer", min_width=120
                        )
                        again = gr.Button(
                            "刷新列表", elem_id="again", size="sm", scale=0, min_width=52, visible=answerers.connected
                        )
                        offer_note = gr.HTML(
                            views.offer_note(offered.note), elem_id="offer-note", apply_default_css=False
                        )
            with gr.Column(scale=2, min_width=280, elem_id="source-column"):
                panel = gr.HTML(empty(), elem_id="source", **wired)

        runs: dict[str | None, Run] = {}
        ask = _ask(answerers, library, settings, runs)
        asking = gr.on(
            [box.submit, send.click, past.submit, live.submit],
            ask,
            inputs=[box, chat, speaker, document, answerer],
            outputs=[past, live, chat, notice, box, send, stop],
            concurrency_limit=16,
            **_PRIVATE,
        )
        for ended in (asking.then, asking.failure):
            ended(None, None, [send, stop], js=_IDLE, **_PRIVATE)

        def refresh(known: int) -> Any:
            """Names and counts, where the index has changed since this tab last read them."""
            now = library.now()
            if now.number == known:
                return [gr.skip()] * 4
            return [
                now.number,
                views.header(now.catalogue),
                gr.update(choices=[ALL, *((name, name) for name in now.catalogue.speakers)]),
                gr.update(choices=[ALL, *now.catalogue.documents]),
            ]

        for happens in (page.load, asking.then):
            happens(refresh, shown, [shown, masthead, speaker, document], queue=False, **_PRIVATE)

        if answerers.connected:
            wanted: dict[str, Any] = {
                "inputs": answerer,
                "outputs": [answerer, offer_note],
                "queue": False,
                **_PRIVATE,
            }
            page.load(_offering(answerers, anew=False), **wanted)
            again.click(lambda: views.offer_note("正在读取模型列表…"), None, offer_note, queue=False, **_PRIVATE).then(
                _offering(answerers, anew=True), **wanted
            )

        def halt(request: gr.Request) -> None:
            if run := runs.get(request.session_hash):
                run.halt()

        stop.click(halt, queue=False, **_PRIVATE)

        def restart() -> Any:
            return "", views.welcome(library.now().examples), (), empty(), "", ""

        fresh.click(
            restart,
            None,
            [past, live, chat, panel, notice, box],
            cancels=[asking],
            queue=False,
            js="() => document.querySelector('#source-column').classList.remove('open')",
            **_PRIVATE,
        ).then(None, js=f"() => {{ {_FOCUS} }}", **_PRIVATE)

        def show(turns: Chat, event: gr.EventData) -> Any:
            found = find(turns, str((event._data or {}).get("target", "")))
            return gr.skip() if found is None else panel_of(*found)

        gr.on([past.select, live.select, panel.select], show, chat, panel, queue=False, **_PRIVATE)
    built: gr.Blocks = page
    return built


def _offering(answerers: Answerers, *, anew: bool) -> Callable[..., Any]:
    """The event handler that fetches what can be chosen; a choice that is still there stays."""

    async def offering(chosen: str | None) -> Any:
        offer: Offer = await answerers.offer(anew=anew)
        # a value is set only where it must be: the visitor may have chosen another one since the list was asked for
        left: dict[str, Any] = {} if chosen in {value for _, value in offer.choices} else {"value": answerers.usual}
        return gr.update(choices=offer.choices, **left), views.offer_note(offer.note, failed=offer.failed)

    return offering


def _ask(
    answerers: Answerers, library: Library, settings: Settings, runs: dict[str | None, Run]
) -> Callable[..., AsyncIterator[Any]]:
    """The event handler of a question, typed or clicked; while it is answered its run stands in ``runs`` by browser tab."""

    async def ask(
        text: str,
        turns: Chat,
        speaker: str | None,
        document: str | None,
        chosen: str | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> AsyncIterator[Any]:
        data = event._data if isinstance(event._data, dict) and "question" in event._data else {}
        question = str(data.get("question", text or "")).strip()
        if problem := objection(question):
            yield *[gr.skip()] * 3, views.notice(problem), gr.skip(), gr.update(interactive=False), gr.skip()
            return
        turns = stopped(turns)
        if data.get("again"):
            turns = turns[:-1]
        before = "".join(views.turn_html(turn, number, last=False) for number, turn in enumerate(turns))
        turn = Turn(question, speaker=speaker or None, document=document or None, chosen=chosen or "")

        def shown(now: Turn, *, first: bool = False) -> Any:
            html = views.turn_html(now, len(turns), last=True)
            emptied = "" if first and not data else gr.skip()
            above = before if first else gr.skip()
            buttons = [gr.update(visible=visible) if first else gr.skip() for visible in (False, True)]
            return above, html, (*turns, now), "", emptied, *buttons

        run = runs[request.session_hash] = Run()
        try:
            yield shown(turn, first=True)
            async for answer in states(
                partial(answerers.stream, turn.chosen),
                question,
                history=history(turns),
                speaker=turn.speaker,
                document=turn.document,
                secret=settings.api_key,
                run=run,
            ):
                turn = await asyncio.to_thread(_with_sources, turn, answer, library)
                yield shown(turn)
            if run.halted:
                done = replace(turn, state="stopped")
            else:
                done = replace(turn, state="done") if turn.answer else _failed(turn, "没有得到回答，请再问一次。")
        except Failure as failure:
            done = _failed(turn, str(failure))
        finally:
            if runs.get(request.session_hash) is run:
                del runs[request.session_hash]
        yield shown(done)

    return ask


def _failed(turn: Turn, message: str) -> Turn:
    return replace(turn, state="failed", message=message, answer=None, citations=(), related=(), suggestions=())


def _with_sources(turn: Turn, answer: Answer, library: Library) -> Turn:
    """The turn with a newer state of its answer and the paragraphs its citations stand in."""
    opened = library.now()
    ordinals = opened.catalogue.ordinals
    return replace(
        turn,
        answer=answer,
        citations=locate_all(opened.corpus, ordinals, answer.citations),
        related=locate_all(opened.corpus, ordinals, answer.related),
        suggestions=locate_all(opened.corpus, ordinals, (one.citation for one in answer.suggestions)),
    )
