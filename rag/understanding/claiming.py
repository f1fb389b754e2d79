"""Whether a question wants a sentence checked, and the plan of one that does: whose is it, or is it this person's?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.records import Kind, Plan
from rag.understanding.kinds import matches, without_tail
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.settling import SHORTEST_SENTENCE, claim_between_marks
from rag.understanding.topics import Topic
from rag.understanding.understood import Understood
from rag.verification.questions import Claimed, claimed

_MARKS = '[“”「」『』"]'


def claim_in(
    whole: str, folded: str, plain: str, mentions: Sequence[Mention], lexicon: Lexicon, intended: Kind | None
) -> Claimed | None:
    """The sentence that a question wants checked; None where it asks something else. ``plain``: the folded question without names;
    ``intended``: the kind that it surely is of.
    """
    if intended is not None:
        return claim_between_marks(whole, mentions) if intended == "verify" else None
    rules = language("questions")
    if matches("similar", plain) or pattern(rules["to_be_summed_up"]).search(folded):
        return None
    whole = _marks_apart(whole)
    called_so = [whole[mention.start : mention.end] for mention in mentions if mention.speakers]
    checked = claimed(without_tail(whole), (*lexicon.appearances, *called_so))
    if checked is None:
        return None
    quoted = re.search(f'[“「『"]{re.escape(checked.sentence)}', whole) is not None
    calls_it_sentence = pattern(rules["sentence"]).search(folded) is not None
    if not quoted and not calls_it_sentence and re.search(_MARKS, checked.sentence):
        return None  # a topic with a quoted word in it
    if quoted and re.search("[”」』][^“「『]*[“「『]", checked.sentence):
        return None  # from the first quoted word to the last
    known = checked.speaker is not None and bool(lexicon.mentions(fold(checked.speaker)))
    if len(checked.sentence) < SHORTEST_SENTENCE and not calls_it_sentence and not (known and quoted):
        return None  # who uses a word, not who said a sentence
    asked = fold(checked.sentence) if quoted else folded.rstrip("吗?？。")
    asking = pattern(rules["asking"]).search(asked) is not None
    # what is between quotation marks may ask; what is around it may not
    around = pattern(rules["asking_why"]).search(whole.replace(checked.sentence, "")) is not None
    return checked if (not asking or (quoted and checked.speaker is not None)) and not around else None


def _marks_apart(whole: str) -> str:
    """``whole`` without the quotation marks around a term within what somebody is asked to have said (是不是说过首批30个“某某”城市): all
    of it is to be checked, not the term.
    """
    inner = pattern(language("questions")["term_in_claim"]).search(whole)
    return (
        whole if inner is None else whole[: inner.start("said")] + pattern(_MARKS).sub("", whole[inner.start("said") :])
    )


def to_verify(
    question: str,
    whole: str,
    folded: str,
    checked: Claimed,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    topic: Topic,
) -> Understood:
    """The plan of a question that wants a sentence checked: whose is it, or is it this person's?"""
    speakers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    if checked.speaker is not None:
        resolved = [name for mention in lexicon.mentions(fold(checked.speaker)) for name in mention.speakers]
        resolved = resolved or [name for one in mentions if one.text == fold(checked.speaker) for name in one.speakers]
        speakers = tuple(dict.fromkeys(resolved))
        unknown = () if speakers else (checked.speaker,)
    called = tuple((mention.start, mention.end) for mention in mentions)
    plan = Plan(
        kind="verify",
        topic=checked.sentence,
        terms=topic.words,
        speakers=speakers,
        unknown=unknown,
        sentence=checked.sentence,
    )
    return Understood(
        whole, folded, plan, topic, tuple(mentions), called, None, (), folded != fold(question.strip()), True, False
    )
