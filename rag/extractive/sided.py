"""Answers by the side that speakers take: what everybody thinks of a matter, who is for it, who is against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.folding import fold
from rag.answering import Draft, Refusal, Task, shown
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.extractive.outspoken import outspoken
from rag.extractive.positions import AGAINST, FOR, MOSTLY, NEITHER, Held, matter_of, positions
from rag.extractive.quotations import introduce
from rag.extractive.topical import wants_several
from rag.extractive.wording import clause_around, quoted, quoting, trimmed, where
from rag.premises import Contradiction
from rag.refusal import refuse

PLAIN = 1.5
"""The logit from which who takes no side is shown among those asked what they think; and from which a side is taken for sure."""
OTHERWISE = 1.0
"""The logit from which somebody stands on the other side than the one asked for."""
SURELY = 2.0
"""The logit from which a side overrules a refusal, or adds to a list of those who mention the matter."""
_SHOWN = 3

Draw = Callable[[Task], Draft | Refusal]


def of_everybody(task: Task) -> bool:
    """Whether a question asks what everybody, or both sides, think of a matter, and names nobody."""
    plan = task.understood.plan
    return not (plan.speakers or plan.unknown) and _asks("of_all", task)


def of_two_sides(task: Task) -> bool:
    """Whether a question asks which of two who are named is for a matter, and which against it: both are the answer."""
    return len(task.understood.plan.speakers) == 2 and _asks("both_sides", task)


def draft_everybody(task: Task) -> Draft | None:
    """What each who has a position on the matter says of it; None where that are not several."""
    held = positions(task, matter_of(task.understood.folded)) or []
    shown = [one for one in held if one.reads >= PLAIN or (one.side and (one.reads >= 0 or one.side == AGAINST))]
    if len(shown) < 2:
        return None
    order = sorted(shown, key=lambda one: (one.side == NEITHER, -one.reads))
    return Draft(lines=[_line(task, one) for one in order], kind="compare")


def asked_side(task: Task) -> int:
    """Of which side a question asks for the people; NEITHER where it asks for no side, or names somebody."""
    plan, folded = task.understood.plan, task.understood.folded
    if plan.kind not in ("who", "list", "count") or plan.speakers or plan.unknown or plan.detail == "reason":
        return NEITHER
    if not _asks("people", task) or pattern(language("questions")["names_word"]).search(folded) is not None:
        return NEITHER
    rules = language("positions")
    refuses = pattern(f"{language('premises')['against_it']}|{rules['cold']}|{rules['uneasy']}").search(folded)
    return AGAINST if refuses is not None else FOR if _asks("for_it", task) else NEITHER


def draft_side(task: Task, side: int, listed: Draw, told: Draw) -> Draft | Refusal:
    """Who is on ``side``. ``listed``: the answer that lists who mentions the matter; ``told``: the answer of who says it. They
    decide where nobody surely stands otherwise.
    """
    held = positions(task, matter_of(task.understood.folded)) or []
    on = [one for one in held if one.side == side]
    off = [one for one in held if one.side == -side and one.reads >= OTHERWISE]
    several = task.understood.plan.kind in ("list", "count") or (side == AGAINST and wants_several(task))
    draw = listed if several else told
    found = draw(_without(task, off) if side == FOR else task)
    if several:
        return _list(task, side, on, off, found)
    if isinstance(found, Refusal) and side == FOR and off:
        among_all = draw(task)  # what others say against it may be what shows who is for it
        found = found if _speakers(task, among_all) & {one.speaker for one in off} else among_all
    who = _speakers(task, found)
    if isinstance(found, Refusal):
        alike = found.alike and side == FOR
        sure = [one for one in on if _is_plain(one) or _is_shown(one, found) or (alike and one.reads >= PLAIN)]
        contrary = next(
            (one for one in off if one.reads >= PLAIN and (side == AGAINST or not found.alike) and _plainly(task, one)),
            None,
        )
        if side == FOR and found.reason == "false_premise":
            return found  # that nobody is for it was read from the words
        sure = sure or (outspoken(task, AGAINST) if side == AGAINST else [])
        return _answer(task, sure) if sure else _denied(task, contrary) if contrary is not None else found
    if who <= {one.speaker for one in on}:
        return found
    sure = [one for one in on if _is_plain(one) or (one.reads >= PLAIN and who & {one.speaker for one in off})]
    if sure:
        return _answer(task, sure)
    places = {span.place for span in shown(found)}
    contrary = next((one for one in off if one.shown[0].place in places and _plainly(task, one)), None)
    return _denied(task, contrary) if contrary is not None else found


def _speakers(task: Task, found: Draft | Refusal) -> set[str | None]:
    """Whose words are shown; nobody's of a refusal."""
    return {task.corpus.speech(span.place).speaker for span in shown(found)}


def _list(task: Task, side: int, on: Sequence[Held], off: Sequence[Held], found: Draft | Refusal) -> Draft | Refusal:
    """The list of those ``on`` the side, also in other words; of who is for what nobody is ``off`` also those in ``found`` who
    mention it.
    """
    known = {one.speaker for one in on}
    on = [*on, *(one for one in outspoken(task, side) if one.speaker not in known)]
    if side == AGAINST:
        contrary = next((one for one in off if _plainly(task, one)), None)
        return _sided_list(task, side, on) if on else _denied(task, contrary) if contrary is not None else found
    if not on:
        return found
    if off:
        return _sided_list(task, side, on)  # where it is disputed, who only mentions it is on neither side
    named = _speakers(task, found)
    more = [one for one in on if one.speaker not in named and (isinstance(found, Refusal) or _is_plain(one))]
    if not more:
        return found
    kept = [one for one in on if one.speaker in named]
    own = {one.speaker for one in kept}
    firsts = {task.corpus.speech(span.place).speaker: span for span in reversed(shown(found))}
    mentioned = [
        Held(speaker, FOR, (span,), 0.0, 0.0)
        for speaker, span in firsts.items()
        if speaker is not None and speaker not in own
    ]
    return _sided_list(task, side, [*more, *kept, *mentioned])


def _is_plain(one: Held) -> bool:
    return one.reads >= SURELY and one.shared >= MOSTLY


def _is_shown(one: Held, found: Refusal) -> bool:
    """Whether a refusal shows first what is said by who is ``one`` of the opponents asked for."""
    nearest = found.nearest[0].place if found.nearest else None
    return one.side == AGAINST and one.shared >= MOSTLY and any(span.place == nearest for span in one.shown)


def _without(task: Task, off: Sequence[Held]) -> Task:
    """The task for everybody but those on the other side."""
    if not off:
        return task
    plan = task.understood.plan
    excluded = tuple(dict.fromkeys((*plan.excluded, *(one.speaker for one in off))))
    return replace(task, understood=replace(task.understood, plan=replace(plan, excluded=excluded)))


def _answer(task: Task, held: Sequence[Held]) -> Draft:
    return Draft(lines=[_line(task, one) for one in held[:_SHOWN]], kind="who")


def _line(task: Task, one: Held) -> Line:
    span = trimmed(task.corpus, one.shown[0])
    return quoting(task.corpus, span, lead=introduce(task, span.place, first=True, same=False))


def _sided_list(task: Task, side: int, held: Sequence[Held]) -> Draft:
    """The count, the rule and one quote a speaker, in the order of the sources."""
    corpus, order = task.corpus, sorted(held, key=lambda one: one.shown[0])
    matter = _as_asked(task)
    stand = language("positions")["told_for" if side == FOR else "told_against"]
    spans = [clause_around(corpus, trimmed(corpus, one.shown[0])) for one in order]
    rule = str(language("positions")["rule"]).format(stand=stand, matter=matter, number=len(order))
    lines = [Line((Statement(rule, tuple(spans)),)), Line(("",))]
    for number, (one, span) in enumerate(zip(order, spans, strict=True), start=1):
        role = corpus.speech(span.place).role
        lead = f"**{one.speaker}**" + (f"（{role}）" if role else "") + f"在{where(corpus, span.place)}"
        lines.append(Line((Statement(f"{lead}：{quoted(corpus, span)}", (span,)),), f"{number}. "))
    return Draft(lines=lines, kind="list" if task.understood.plan.kind == "who" else None)


def _as_asked(task: Task) -> str:
    """The matter between quotation marks where the question has it word for word, else told without its words."""
    matter = matter_of(task.understood.folded)
    literal = matter in task.understood.question and pattern('[“”「」『』"]').search(matter) is None
    return f"“{matter}”" if literal else str(language("positions")["what_is_asked"])


def _plainly(task: Task, one: Held) -> bool:
    """Whether the words of whoever takes a side bear it out: who is against refuses something in them, who is for refuses nothing."""
    rules, span = language("premises"), one.shown[0]
    text = fold(task.corpus.stretch(span))
    refusing = f"{rules['refusal']}|{rules['opposing']}|{language('positions')['refusing_too']}"
    refuses = pattern(refusing).search(text) is not None
    return refuses if one.side == AGAINST else not refuses


def _denied(task: Task, one: Held) -> Refusal:
    """Nobody is on the asked side: what is said on the other."""
    said, span = task.understood.folded.rstrip("?？。!！"), one.shown[0]
    words = fold(task.corpus.stretch(span)).strip()
    return replace(refuse(task, "false_premise", told=Contradiction(said, words, span)), settled=True)


def _asks(rule: str, task: Task) -> bool:
    return pattern(language("positions")[rule]).search(task.understood.folded) is not None
