"""Turns and the head of the page as HTML. What comes from outside passes `escape`, `attribute` or `markdown`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rag.records import EXTRACTIVE, Answer, Citation
from ui.rendering import attribute, escape, markdown
from ui.sources import UNKNOWN_SPEAKER, Catalogue, Source
from ui.turns import CITATION, RELATED, SUGGESTION, Turn

REASONS = {
    "speaker_unknown": "资料里没有这位发言人",
    "speaker_silent": "这位发言人没有谈到",
    "topic_absent": "资料没有涉及这个话题",
    "detail_absent": "资料没有写明所问的内容",
    "false_premise": "问题的前提与资料不符",
    "out_of_scope": "不属于资料能回答的问题",
    "search_failed": "检索没有成功",
}
_SOURCES_OPEN = 6  # more than this and the list of sources starts folded


def header(catalogue: Catalogue) -> str:
    """The name of the page and what it answers from."""
    facts = f"{len(catalogue.documents)} 份文件 · {catalogue.speeches} 篇发言 · {catalogue.paragraphs} 段"
    return (
        '<div class="masthead"><div class="name"><h1>建言问答</h1><span class="motto">每一句都有出处</span></div>'
        f'<div class="index-facts"><span>{facts}</span></div></div>'
    )


def welcome(examples: Sequence[str]) -> str:
    """What stands in the place of an empty chat."""
    items = "".join(
        f'<button type="button" class="example" data-ask="{attribute(example)}">{escape(example)}</button>'
        for example in examples
    )
    shown = f'<p class="hint">可以这样问：</p><div class="examples">{items}</div>' if items else ""
    return (
        '<div class="welcome"><h2>想了解谁的建议？</h2>'
        "<p>回答只来自已建立索引的资料，每句话后的编号都能打开原文。</p>"
        f"{shown}</div>"
    )


def turn_html(turn: Turn, number: int, *, last: bool) -> str:
    """One turn: the question on the right, what came of it below."""
    filters = [value for value in (turn.speaker, turn.document) if value]
    scope = f'<p class="scope">只看：{escape("、".join(filters))}</p>' if filters else ""
    return (
        f'<article class="turn {turn.state}" id="turn-{number}">'
        f'<div class="question" data-testid="user"><div class="bubble">{escape(turn.question)}</div>{scope}</div>'
        f'<div class="reply" data-testid="bot">{_reply(turn, number, last=last)}</div></article>'
    )


def _reply(turn: Turn, number: int, *, last: bool) -> str:
    if turn.state == "failed":
        body = f'<p class="failure" role="alert">{escape(turn.message)}</p>'
    elif turn.answer is None:
        doing = f"模型 {turn.chosen} 正在回答，每句先核对、后显示…" if turn.chosen else "正在查找…"
        body = f'<p class="waiting">{escape(doing)}</p>' if turn.state == "running" else ""
    else:
        body = _answer(turn, turn.answer, number)
    if turn.state == "stopped":
        body += '<p class="halted">已停止，这个回答不完整。</p>'
    if turn.state == "running":
        return body + ('<span class="caret" aria-hidden="true"></span>' if turn.answer is not None else "")
    return body + _foot(turn, number, last=last)


def _answer(turn: Turn, answer: Answer, number: int) -> str:
    parts = []
    if answer.understood.strip() and answer.understood.strip() != turn.question.strip():
        parts.append(f'<p class="understood">理解为：{escape(answer.understood)}</p>')
    text = markdown(
        answer.text,
        quotes=(citation.quote for citation in answer.citations),
        markers={citation.marker for citation in answer.citations},
        key=str(number),
    )
    if answer.refused:
        label = REASONS.get(answer.reason or "", "没有回答")
        parts.append(f'<div class="refusal"><p class="reason">{label}</p><div class="answer-text">{text}</div></div>')
    else:
        parts.append(f'<div class="answer-text">{text}</div>')
    if turn.state == "running":
        parts.append(_warnings(answer.warnings))
    else:
        reason = fallback(turn)
        parts.append(_signed(turn, answer, reason))
        parts.append(_warnings(one for one in answer.warnings if one != reason))
        parts += [_sources(turn, number), _suggestions(turn, number), _related(turn, number)]
    return "".join(parts)


def fallback(turn: Turn) -> str:
    """The warning that tells why the chosen model did not answer; "" where it did, or was not asked.

    A model that was asked leaves the seconds it took; where the extractive answer then stands, the reason comes first.
    """
    answer = turn.answer
    if answer is None or not turn.chosen or answer.answered_by != EXTRACTIVE or "generate" not in answer.timings:
        return ""
    return answer.warnings[0] if answer.warnings else "模型没有答成。"


def _signed(turn: Turn, answer: Answer, reason: str) -> str:
    """Who answered, below the answer."""
    if answer.answered_by != EXTRACTIVE:
        kind, name, more = "model", f"模型 {answer.answered_by}", "每句都与原文核对过"
    elif reason:
        why = reason.removesuffix("，改由原文摘录回答。").removesuffix("。")
        kind, name, more = "fallback", "摘句", f"因为{why}（所选模型：{turn.chosen}）"
    else:
        kind, name, more = "extractive", "摘句", "这类回答不用模型" if turn.chosen else "没有用模型"
    return f'<p class="signed {kind}"><span>回答者</span><b>{escape(name)}</b><span>{escape(more)}</span></p>'


def _warnings(warnings: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
    return f'<ul class="warnings">{items}</ul>' if items else ""


def place_of(citation: Citation) -> str:
    """Which paragraph of the speech, in words."""
    return "发言人署名" if citation.paragraph == 0 else f"第 {citation.paragraph} 段"


def who(citation: Citation) -> str:
    """The speaker's name; a plain word where the source does not tell."""
    return citation.speaker or UNKNOWN_SPEAKER


def badges(notes: Iterable[str]) -> str:
    """Notes of a document, such as that it is a digest."""
    return "".join(f'<span class="note">{escape(note)}</span>' for note in notes)


def _item(source: Source, target: str, label: str) -> str:
    """One source as a line that opens it."""
    citation = source.citation
    title = f"《{escape(citation.title)}》" if citation.title else escape(citation.document)
    return (
        f'<button type="button" class="source-item" data-open="{attribute(target)}">'
        f'{f"<b>{label}</b>" if label else ""}<span class="who">{escape(who(citation))}</span>'
        f'<span class="where">{title} {place_of(citation)}</span>{badges(citation.notes)}</button>'
    )


def _sources(turn: Turn, number: int) -> str:
    if not turn.citations:
        return ""
    items = "".join(
        f"<li>{_item(source, f'{number}:{CITATION}:{position}', f'[{source.citation.marker}]')}</li>"
        for position, source in enumerate(turn.citations, start=1)
    )
    folded = "" if len(turn.citations) <= _SOURCES_OPEN else f"（{len(turn.citations)} 处）"
    return (
        f'<details class="sources" data-key="{number}:sources"{"" if folded else " open"}>'
        f"<summary>出处{folded}</summary><ol>{items}</ol></details>"
    )


def _suggestions(turn: Turn, number: int) -> str:
    if turn.answer is None or not turn.answer.suggestions:
        return ""
    items = "".join(
        f'<li><button type="button" class="example" data-ask="{attribute(suggestion.question)}">'
        f"{escape(suggestion.question)}</button>{_item(source, f'{number}:{SUGGESTION}:{position}', '')}</li>"
        for position, (suggestion, source) in enumerate(
            zip(turn.answer.suggestions, turn.suggestions, strict=True), start=1
        )
    )
    return f'<aside class="suggestions"><p>资料里相近的内容，不是这个问题的答案：</p><ul>{items}</ul></aside>'


def _related(turn: Turn, number: int) -> str:
    if not turn.related:
        return ""
    items = "".join(
        f"<li>{_item(source, f'{number}:{RELATED}:{position}', '')}<p>{escape(source.citation.quote)}</p></li>"
        for position, source in enumerate(turn.related, start=1)
    )
    return (
        f'<details class="related" data-key="{number}:related">'
        f"<summary>其他人的相近建议（{len(turn.related)}）</summary><ul>{items}</ul></details>"
    )


def _foot(turn: Turn, number: int, *, last: bool) -> str:
    answer = turn.answer
    facts = ""
    if answer is not None and turn.state != "failed":
        seconds = answer.timings.get("total") or sum(answer.timings.values())
        facts = f"<span>{_duration(seconds)}</span>" if seconds else ""
    buttons = '<button type="button" data-copy>复制</button>' if answer is not None else ""
    buttons += f'<button type="button" data-edit="{attribute(turn.question)}">编辑问题</button>'
    if last:
        buttons += f'<button type="button" data-again="{attribute(turn.question)}">重新回答</button>'
    copied = f'<textarea class="copied" hidden readonly>{escape(plain(turn))}</textarea>' if answer is not None else ""
    debug = _debug(answer, number) if answer is not None else ""
    return f'<div class="foot"><div class="facts">{facts}</div><div class="tools">{buttons}</div></div>{copied}{debug}'


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} 毫秒" if seconds < 1 else f"{seconds:.1f} 秒"


def plain(turn: Turn) -> str:
    """An answer as text to paste elsewhere, with its sources and their notes."""
    if turn.answer is None:
        return ""
    lines = [turn.answer.text]
    for citation in turn.answer.citations:
        facts = [who(citation), citation.title, citation.document, place_of(citation), *citation.notes]
        lines.append(f"[{citation.marker}] {'，'.join(fact for fact in facts if fact)}")
    return "\n".join(lines)


def _debug(answer: Answer, number: int) -> str:
    values = answer.to_dict()
    shown: dict[str, Any] = {
        name: values[name] for name in ("kind", "understood", "plan", "refused", "reason", "answered_by", "usage")
    }
    shown["timings"] = {stage: round(seconds, 4) for stage, seconds in answer.timings.items()}
    rows = "".join(
        f"<tr><td>{escape(hit.speaker or UNKNOWN_SPEAKER)}</td><td>{escape(hit.title or hit.source)}</td>"
        f"<td>{hit.paragraph}</td><td>{hit.score:.4f}</td>"
        f"<td>{escape('，'.join(f'{stage} {rank}' for stage, rank in hit.ranks))}</td>"
        f"<td>{escape(hit.text[hit.start : hit.end][:60])}</td></tr>"
        for hit in answer.passages[:20]
    )
    head = "<tr><th>发言人</th><th>标题</th><th>段</th><th>得分</th><th>名次</th><th>片段</th></tr>"
    passages = f'<div class="table-frame"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'
    return (
        f'<details class="debug" data-key="{number}:debug"><summary>调试信息</summary>'
        f"<pre>{escape(json.dumps(shown, ensure_ascii=False, indent=2, default=str))}</pre>"
        f"{passages if rows else '<p>没有检索到段落。</p>'}</details>"
    )


def offer_note(message: str, *, failed: bool = False) -> str:
    """One quiet sentence below the choice of answerer; nothing for an empty message."""
    return f'<p class="offer-note{" failed" if failed else ""}" role="status">{escape(message)}</p>' if message else ""


def notice(message: str) -> str:
    """One sentence above the question box; nothing for an empty message."""
    return f'<p class="notice" role="alert">{escape(message)}</p>' if message else ""
