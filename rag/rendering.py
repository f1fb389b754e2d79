"""An answer as text for a terminal: the answer, its sources with their notes, suggestions apart."""

from __future__ import annotations

from rag.records import EXTRACTIVE, Answer, Citation


def plain(answer: Answer) -> str:
    """The whole answer as plain text."""
    parts = []
    if answer.understood != answer.question:
        parts.append(f"（理解为：{answer.understood}）")
    parts.append(answer.text)
    if answer.citations:
        parts.append("\n来源")
        parts += [source(citation) for citation in answer.citations]
    if answer.suggestions:
        parts.append("\n资料里最接近的内容")
        parts += [
            f"- {one.citation.speaker or '发言人不明'}：“{one.citation.quote}”{noted(one.citation)}"
            for one in answer.suggestions
        ]
    if answer.related:
        parts.append("\n其他人的相近建议")
        parts += [f"- {one.speaker or '发言人不明'}：“{one.quote}”{noted(one)}" for one in answer.related]
    parts += [f"注意：{warning}" for warning in answer.warnings]
    if answer.answered_by != EXTRACTIVE:
        parts.append(f"（由 {answer.answered_by} 回答，已逐句核对）")
    return "\n".join(parts)


def source(citation: Citation) -> str:
    """One line: mark, speaker, role, title, document, date, page, paragraph and notes."""
    speaker = citation.speaker or "发言人不明"
    role = f"（{citation.role}）" if citation.role else ""
    title = f"《{citation.title}》" if citation.title else ""
    printed = "，".join(
        part
        for part in (
            citation.newspaper,
            citation.date,
            f"第 {citation.page} 版" if citation.page is not None else None,
            citation.document,
        )
        if part
    )
    paragraph = f"第 {citation.paragraph} 段" if citation.paragraph else "署名行"
    return f"[{citation.marker}] {speaker}{role}{title}{paragraph}，{printed}{noted(citation)}"


def noted(citation: Citation) -> str:
    """The notes of a citation, such as 摘编，非原文."""
    return f"〔{'；'.join(citation.notes)}〕" if citation.notes else ""
