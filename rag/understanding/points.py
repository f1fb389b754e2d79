"""All points of one speaker, put plainly: the clause that asks for them, apart from what the asker tells around it.

张三替小店喊话，诉求有几项？内容逐项写出 → 张三提出了哪些建议; 我是记者，想知道县法院给出了哪些做法和提醒 → 县法院提出了哪些建议.
"""

from __future__ import annotations

import re
from functools import cache

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.understanding.documents import document_names
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.strangers import unknown_speaker
from rag.understanding.topics import Tokenise, topic_of, weak_words, without_names

_MARKS = re.compile(r"[,，。;；:：?？!！—]+|(?<![0-9a-z])\s+|\s+(?![0-9a-z])")
_SPEAKER, _PLACE = "〇", "◇"


def points_asked(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` as 某人提出了哪些建议, with the topic it tells, if all it asks is that; else as it is."""
    rules, folded = language("points"), fold(question)
    if pattern(language("addressed")["not_but"]).search(folded):
        return question  # 不是甲，而是乙那边的另一位
    if pattern(rules["other"]).search(folded) or not pattern(rules["asks"]).search(folded):
        return question
    mentions = [one for one in lexicon.mentions(folded) if one.speakers]
    if not mentions:  # a body that one speaker's role holds
        unknown = unknown_speaker(lexicon, folded, (), language("questions")["speech_verbs"], list(tokenise(folded)))
        mentions = [unknown] if unknown is not None and unknown.speakers else []
    if len({one.speakers for one in mentions}) != 1:
        return question
    named = [_with_office(folded, one, lexicon) for one in mentions]
    if not topic_of(folded, named, tokenise).words:
        return question  # plain as it is
    masked = without_names(folded, named, by=_SPEAKER)
    masked = without_names(masked, document_names(lexicon.corpus, masked), by=_PLACE)
    clauses = [one for one in _MARKS.split(masked) if one.strip()]
    holders = mentions[0].speakers
    speaker = holders[0] if len(holders) == 1 else question[slice(*named[0])]
    for at in reversed(range(len(clauses))):
        told = pattern(rules["topic"]).search(clauses[at])
        plain = clauses[at] if told is None else clauses[at][: told.start()] + clauses[at][told.end() :]
        if not _only_asks(pattern(rules["occasion"]).sub(_PLACE, plain)) or not pattern(rules["asks"]).search(plain):
            continue
        around = [
            one
            for other, one in enumerate(clauses)
            if other != at
            and not pattern(rules["aside"]).search(one)
            # what goes on behind the question is no topic, if it is not told as one
            and (other < at or pattern(rules["marked"]).search(one))
        ]
        topic = told["topic"] if told is not None else _topic(around, mentions[0].speakers, lexicon, tokenise)
        if topic is None:
            return question
        if topic and _is_title(topic, mentions[0].speakers, lexicon, tokenise):
            topic = ""
        put: str = rules["on_topic"] if topic else rules["whole"]
        return put.format(speaker=speaker, topic=topic)
    return question


def _with_office(folded: str, mention: Mention, lexicon: Lexicon) -> tuple[int, int]:
    """The stretch that names a speaker, with what stands of his offices right before the name (县水利局|张三副局长)."""
    offices = fold("、".join(role for name in mention.speakers for role in lexicon.roles(name)))
    start = mention.start
    while start and folded[start - 1 : mention.start] in offices:
        start -= 1
    return (start if mention.start - start > 1 else mention.start), mention.end


@cache
def _asking_words() -> tuple[frozenset[str], int]:
    words = frozenset(language("points")["words"])
    return words, max(map(len, words))


def _only_asks(clause: str) -> bool:
    """Whether a clause is nothing but words that ask for all points, one after another; in time linear in its length."""
    words, longest = _asking_words()
    reached = {0}
    for end in range(1, len(clause) + 1):
        if any(start in reached and clause[start:end] in words for start in range(max(0, end - longest), end)):
            reached.add(end)
    return bool(clause) and len(clause) in reached


def _topic(clauses: list[str], speakers: tuple[str, ...], lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """What the other clauses tell of, as far as the speaker speaks of it; "" where they tell of nothing; None where only
    others speak of it.
    """
    rules = language("points")
    own, above = _said_by(speakers, lexicon), _above(speakers, lexicon)
    heard, missed, titled = [], 0, 0
    for clause in clauses:
        if pattern("[〇◇]+").fullmatch(clause):
            continue
        clause = pattern(f"^.*{_SPEAKER}(?={rules['leading']})").sub("", clause)  # 张三围绕某事，都拿出了什么
        of_topic = _SPEAKER not in clause or pattern(rules["marked"]).search(clause) is not None
        told = pattern(rules["around"]).sub("", clause) if of_topic else clause
        for phrase in topic_of(told.replace(_SPEAKER, "、").replace(_PLACE, "、"), (), tokenise).phrases:
            # when it was, and what stands above all he says, narrow nothing
            words = [
                one
                for one in phrase.words
                if part_of_speech(one)[:1] not in ("m", "t") and one not in above and not _only_asks(one)
            ]
            titled += sum(word in above and word not in weak_words() for word in phrase.words)
            heard += [word for word in words if word in own and word not in weak_words()]
            strange = [word for word in words if word not in own]
            missed += (
                len(strange) if of_topic or phrase.quoted or all(lexicon.corpus.find(word) for word in strange) else 0
            )
    if missed > len(heard):
        return None
    if titled >= len(heard):
        return ""  # what his only speech is all about
    return "".join(heard) if "".join(heard) in own else " ".join(heard)


def _said_by(speakers: tuple[str, ...], lexicon: Lexicon) -> str:
    """Everything that the speakers say, folded."""
    speeches = [lexicon.corpus.speech(one.place) for name in speakers for one in lexicon.appearances[name]]
    return fold("\n".join(text for speech in speeches for text in speech.paragraphs))


def _above(speakers: tuple[str, ...], lexicon: Lexicon) -> str:
    """What stands above all that the speakers say, folded: their offices, the titles of their only speech and of its
    document.
    """
    own = [one for name in speakers for one in lexicon.appearances[name]]
    titles = [own[0].title, lexicon.corpus.heading(own[0].place).title] if len(own) == 1 else []
    return fold("\n".join((*titles, *(one.role for one in own), *speakers)))


def _is_title(topic: str, speakers: tuple[str, ...], lexicon: Lexicon, tokenise: Tokenise) -> bool:
    """Whether a topic is what stands above all that the speakers say: it narrows nothing."""
    above = _above(speakers, lexicon)
    return all(word in above for word in topic_of(fold(topic), (), tokenise).words)
