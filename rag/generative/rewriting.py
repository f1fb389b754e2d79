"""A follow-up rewritten by the model; discarded for the rule-based completion where it loses or adds anything."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from index.folding import fold
from prompts import load
from rag.claims.language import words
from rag.claims.numbers import numbers
from rag.endpoint.attempts import replies
from rag.endpoint.faults import Fault
from rag.endpoint.opening import Model
from rag.generative.cleaning import cleaned
from rag.generative.passages import harmless
from rag.generative.prompting import messages_of
from rag.understanding.kinds import detail_of, kind_of
from rag.understanding.lexicon import Lexicon

_TURNS = 4
_LONGEST_TURN = 300
_LONGER = 40
"""Characters by which a rewriting may be longer than the rule-based question."""


def rewritten(
    question: str, ruled: str, history: Sequence[Mapping[str, str]], *, model: Model, lexicon: Lexicon, seconds: float
) -> tuple[str, dict[str, int]]:
    """The model's rewriting of ``question``, or ``ruled`` where it fails or loses something; and the tokens used.

    ``ruled``: the question as the rules complete it; equal to ``question`` where they find nothing to complete.
    """
    if not history:
        return ruled, {}
    told = [
        f"{'用户' if turn.get('role') == 'user' else '回答'}：{harmless(str(turn.get('content') or ''))[:_LONGEST_TURN]}"
        for turn in list(history)[-_TURNS:]
    ]
    messages = messages_of(load("rewrite", history="\n".join(told), question=harmless(question)))
    said, tokens = "", Counter[str]()
    until = time.monotonic() + seconds
    try:
        for piece in replies(model, messages, seconds=seconds, used=lambda: True):
            if piece is None or len(said) > 4 * _LONGEST_TURN or time.monotonic() > until:
                return ruled, dict(tokens)
            said += piece.text
            if piece.tokens is not None:
                tokens.update(input=piece.tokens[0], output=piece.tokens[1])
    except Fault:
        return ruled, dict(tokens)
    candidate = first_line(said)
    return (candidate if keeps(candidate, question, ruled, history, lexicon) else ruled), dict(tokens)


def first_line(said: str) -> str:
    """The question in what a model said: its first line, without a label and quotation marks."""
    line = next((line for line in cleaned(said).splitlines() if line.strip()), "")
    line = re.sub(r"^\s*(改写后?的?(问题)?|问题|追问)\s*[:：]\s*", "", line).strip()
    return line.strip('“”"「」 ')


def keeps(candidate: str, question: str, ruled: str, history: Sequence[Mapping[str, str]], lexicon: Lexicon) -> bool:
    """Whether a rewriting keeps the speakers, numbers, negations and the kind of question, and adds none of them.

    Where the rules name nobody, one who was spoken of before may be named.
    """
    if not candidate or len(candidate) > len(ruled) + _LONGER or "\n" in candidate:
        return False
    new, old, own = fold(candidate), fold(ruled), fold(question)
    wanted, named = _speakers([old, own], lexicon), _speakers([new], lexicon)
    before = _speakers([fold(str(turn.get("content") or "")) for turn in history], lexicon)
    if named != wanted and (wanted or not named <= before):
        return False
    if Counter(one.value for one in numbers(new)) != Counter(one.value for one in numbers(old)):
        return False
    if _negations(new) != _negations(old):
        return False
    details = [found[0].name if (found := detail_of(text)) else None for text in (new, old)]
    return kind_of(new) == kind_of(old) and details[0] == details[1]


def _speakers(texts: Sequence[str], lexicon: Lexicon) -> set[str]:
    return {name for text in texts for mention in lexicon.mentions(text) for name in mention.speakers}


def _negations(text: str) -> int:
    """How many words of negation a folded text has, longest first."""
    table = sorted(words("negations"), key=len, reverse=True)
    kept = sorted(words("not_negations"), key=len, reverse=True)
    for word in kept:
        text = text.replace(word, "")
    found = 0
    for word in table:
        found += text.count(word)
        text = text.replace(word, " ")
    return found
