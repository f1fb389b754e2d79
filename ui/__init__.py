"""The chat page.

rendering   untrusted text → HTML of a few known tags: answers (Markdown, strict), paragraphs, invisible characters
sources     citation → the whole paragraph it stands in, and where in it the quote is
turns       one question and its answer as the page keeps them, per browser tab
views       turns and the head of the page → HTML
panel       the source panel → HTML
answerers   who can answer: the extractive answerer and the models of the endpoint
asking      one question beside the page: a thread reads the stream, errors become one sentence
examples    example questions made from the open index
page        build_page: components and events
serving     the web server: port, users, headers that forbid every outside request
passwords   the file behind --auth
assets/     page.css, page.js, icon.svg: everything the page loads comes from here or from Gradio's own files

Public: ``build_page(assistant, *, settings)`` and ``launch_options()`` (style and script for ``Blocks.launch``).
Gradio takes seconds to import, so it is loaded when one of them is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.page import build_page, launch_options

__all__ = ["build_page", "launch_options"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from ui import page

        return getattr(page, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
