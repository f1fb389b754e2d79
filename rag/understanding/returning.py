"""A follow-up that says whom or what it goes back to before it asks (回到旧厂房，租金多少; 再说张三，他入股多少)."""

from __future__ import annotations

from collections.abc import Iterator

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.turns import Turn, speakers_of


def returned(question: str, previous: Turn, lexicon: Lexicon) -> str | None:
    """What is asked behind the turning back, of whom it turns back to: the one it names, or who was spoken of when the thing
    that it names was; None where it turns back to nothing that was spoken of.
    """
    match = pattern(language("questions")["followup"]["returning"]).match(fold(question))
    if match is None:
        return None
    what, rest = question[match.start("what") : match.end("what")], question[match.start("rest") :]
    names = list(dict.fromkeys(name for one in lexicon.mentions(fold(what)) for name in one.speakers))
    if len(names) > 1:
        return None
    asked = _own(rest)
    if names:
        return f"{names[0]}，{asked}" if not lexicon.mentions(fold(asked)) else asked
    turns = [*_turns(previous)]
    turn = next((one for one in turns if _asks_of(one, fold(what))), None)
    turn = turn or next((one for one in turns if fold(what) in fold(one.answer)), None)
    if turn is None:
        return None
    people = speakers_of(turn, lexicon)
    of_whom = f"{people[0]}关于" if len(people) == 1 else ""
    return f"{of_whom}{what}，{asked}"


def _own(rest: str) -> str:
    """What is asked, without the pronoun that stands for what was just turned back to."""
    return pattern(language("questions")["followup"]["meant_by_it"]).sub("", rest)


def _turns(turn: Turn | None) -> Iterator[Turn]:
    """The turns before the question, the latest first."""
    while turn is not None:
        yield turn
        turn = turn.before


def _asks_of(turn: Turn, what: str) -> bool:
    """Whether a turn asked of ``what`` or of a thing whose name it is in."""
    return what in fold(turn.question) or what in turn.topic.text.replace(" ", "")
