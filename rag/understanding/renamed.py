"""A follow-up that only says of whom the last question is asked now, however it is put (再看张三的，照样列一份; 弄混了，要李四的)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.data import language, pattern
from rag.understanding.dialogue import last_turn
from rag.understanding.kinds import asks
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.parts import ASIDE, Parts
from rag.understanding.topics import Tokenise
from rag.understanding.turns import with_speaker


def asked_of_another(
    parts: Parts, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise
) -> str | None:
    """The last question of ``history``, asked of the one speaker whom the follow-up names and does not leave out; None where it asks
    for anything itself.
    """
    folded = parts.tagged.text
    if not history or parts.topics or parts.roles or parts.documents:
        return None
    mentions = [one for one in lexicon.mentions(folded) if one.speakers]
    left_out = [one for one in mentions if _within(one, parts)]
    named = {one.speakers for one in mentions if one not in left_out}
    if len(named) != 1 or len(next(iter(named))) != 1:
        return None
    compared = pattern(language("questions")["followup"]["compares"]).search(folded) is not None
    if not left_out and (asks(folded) or compared or not _only_named(mentions, parts)):
        return None
    previous = last_turn(history, lexicon=lexicon, tokenise=tokenise)
    return None if previous is None else with_speaker(previous, next(iter(named))[0])


def _within(mention: Mention, parts: Parts) -> bool:
    return any(one.start < mention.end and mention.start < one.end for one in parts.left_out)


def _only_named(mentions: Sequence[Mention], parts: Parts) -> bool:
    """Whether all around the names is only how the question is put."""
    at = 0
    for mention in [*mentions, None]:
        end = mention.start if mention is not None else len(parts.tagged.text)
        if end > at and parts.framing(at, end) < ASIDE:
            return False
        at = mention.end if mention is not None else end
    return True
