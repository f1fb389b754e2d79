"""A past turn of a conversation, and the last question put again: to another speaker, about another topic."""

from __future__ import annotations

from dataclasses import dataclass

from index.folding import fold
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.shown import speaker_of_words
from rag.understanding.topics import Topic


@dataclass(frozen=True, slots=True)
class Turn:
    """A past turn: the completed question, what it names, its topic, and the answer shown."""

    question: str
    mentions: tuple[Mention, ...]
    topic: Topic
    answer: str


def speakers_of(previous: Turn, lexicon: Lexicon) -> list[str]:
    """Whom 他 can be: who the last question named, else who the last answer named first."""
    named = list(dict.fromkeys(name for mention in previous.mentions for name in mention.speakers))
    return named or shown_speakers(previous, lexicon)


def shown_speakers(previous: Turn, lexicon: Lexicon) -> list[str]:
    """Whom the last answer names, in its order; where it names nobody, whose words it shows."""
    mentions = lexicon.mentions(fold(previous.answer))
    named = list(dict.fromkeys(mention.speakers[0] for mention in mentions if mention.how == "name"))
    said = None if named else speaker_of_words(previous.answer, lexicon.corpus)
    return [said] if said is not None else named


def asked(previous: Turn) -> str:
    """What others are asked about: the last topic, or any recommendation."""
    return f"提到了{told(previous)}？" if previous.topic.words else "提出了建议？"


def told(previous: Turn) -> str:
    """The last topic; where it has a term between quotation marks, that term as it was marked."""
    quoted = [phrase.text for phrase in previous.topic.phrases if phrase.quoted]
    return "".join(f"“{text}”" for text in quoted) or previous.topic.text


def with_speaker(previous: Turn, name: str) -> str:
    """The last question, asked of ``name``."""
    if previous.mentions:
        first, last = previous.mentions[0], previous.mentions[-1]
        return f"{previous.question[: first.start]}{name}{previous.question[last.end :]}"
    if previous.topic.words:
        return f"{name}关于{previous.topic.text}提出了什么建议？"
    return f"{name}提出了哪些建议？"


def with_topic(previous: Turn, topic: Topic, question: str) -> str:
    """The last question, asked about another topic."""
    if previous.topic.phrases:
        start, end = previous.topic.phrases[0].start, previous.topic.phrases[-1].end
        return f"{previous.question[:start]}{topic.text.replace(' ', '')}{previous.question[end:]}"
    if previous.mentions:
        return f"{previous.mentions[0].speakers[0]}关于{topic.text}提出了什么建议？"
    return question
