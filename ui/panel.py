"""The source panel as HTML: one citation, whole. What comes from outside passes `escape` or `highlight`."""

from __future__ import annotations

from ui.rendering import escape, highlight
from ui.sources import Source
from ui.turns import CITATION, RELATED, SUGGESTION, Turn
from ui.views import badges, place_of, who


def _date(value: str | None) -> str:
    match (value or "").split("-"):
        case [year, month, day] if (year + month + day).isdecimal():
            return f"{int(year)}年{int(month)}月{int(day)}日"
    return value or ""


def empty() -> str:
    """The source panel before anything was opened."""
    return (
        '<section class="panel empty" aria-label="出处"><h2>出处</h2>'
        "<p>点回答里的编号（如 <b>[1]</b>），这里会显示原文：谁说的、在哪份文件第几段，引用的句子会标亮。</p></section>"
    )


def panel(turn: Turn, number: int, kind: str, position: int) -> str:
    """One source, whole: who, where, the paragraph with the quote highlighted, the speech around it."""
    group = turn.group(kind)
    source = group[position]
    citation = source.citation
    label = {CITATION: f"出处 [{citation.marker}]", RELATED: "相近建议", SUGGESTION: "相近内容"}[kind]
    role = f'<span class="role">{escape(citation.role)}</span>' if citation.role else ""
    title = f'<p class="speech-title">{escape(citation.title)}</p>' if citation.title else ""
    count = f"（共 {len(source.speech.paragraphs)} 段）" if source.speech and citation.paragraph else ""
    published = " ".join(filter(None, (citation.newspaper, _date(citation.date), _page(citation.page))))
    facts = [
        ("文件", source.document_title),
        ("文件名", citation.document),
        ("报刊", published),
        ("位置", f"{place_of(citation)}{count}"),
        ("所答问题", turn.question if len(turn.question) <= 40 else f"{turn.question[:40]}…"),
    ]
    notes = f'<p class="notes">{badges(citation.notes)}</p>' if citation.notes else ""
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    if source.text is None:
        passage = f"<blockquote><mark>{escape(citation.quote)}</mark></blockquote>"
        passage += '<p class="hint">索引已更新，这里只能显示引文本身。</p>'
    else:
        passage = f"<blockquote>{highlight(source.text, citation.start, citation.end)}</blockquote>"
    return (
        f'<section class="panel" aria-label="出处" tabindex="-1" data-showing="{number}:{kind}:{position + 1}">'
        f'<div class="panel-head"><h2>{label}</h2>{_steps(number, kind, position, len(group))}'
        '<button type="button" class="close" data-close aria-label="关闭出处">关闭</button></div>'
        f'<p class="speaker"><b>{escape(who(citation))}</b>{role}</p>{title}'
        f"{notes}{passage}<dl>{listed}</dl>{_whole(source)}</section>"
    )


def _page(page: int | None) -> str:
    return "" if page is None else f"第 {page} 版"


def _steps(number: int, kind: str, position: int, count: int) -> str:
    """Buttons to the neighbouring sources of the same answer."""
    if count < 2:
        return ""

    def step(to: int, label: str) -> str:
        target = f' data-open="{number}:{kind}:{to + 1}"' if 0 <= to < count else " disabled"
        return f'<button type="button"{target}>{label}</button>'

    before, after = step(position - 1, "上一处"), step(position + 1, "下一处")
    return f'<span class="steps">{before}{position + 1}/{count}{after}</span>'


def _whole(source: Source) -> str:
    if source.speech is None or len(source.speech.paragraphs) < 2:
        return ""
    items = "".join(
        f"<li{' class=current' if number == source.citation.paragraph else ''}>{escape(text)}</li>"
        for number, text in enumerate(source.speech.paragraphs, start=1)
    )
    return f'<details class="whole" data-key="whole"><summary>看这篇发言的全部段落</summary><ol>{items}</ol></details>'
