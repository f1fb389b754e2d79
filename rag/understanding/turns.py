"""A past turn of a conversation, and the last question put again: to another speaker, about another topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.understanding.cast import NOBODY, Cast
from rag.understanding.kinds import detail_of, kind_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.shown import speaker_of_words
from rag.understanding.strangers import named_body, unknown_speaker
from rag.understanding.topics import Tokenise, Topic, topic_of
from rag.understanding.vocabulary import has_surname, is_personal_name

_MARK = r"\[[0-9]+\]|\*\*"
_BULLETS = " -•*0123456789.、)）"
_ENOUGH, _BRIEF, _GIST = 5, 8, 36
"""Characters of what was shown from which no figures are added to it, and nothing off the topic; and at most."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A past turn: the completed question, what it names, its topic, and the answer shown; ``cast``: who has been spoken of up to
    it; ``before``: the turn before it.
    """

    question: str
    mentions: tuple[Mention, ...]
    topic: Topic
    answer: str
    cast: Cast = NOBODY
    before: Turn | None = None

    @property
    def asks_for_people(self) -> bool:
        """Whether it asks who says something, and not what somebody says."""
        folded = fold(self.question)
        existence = pattern(language("questions")["existence"])
        return kind_of(folded) in ("who", "list", "count", "similar") or existence.search(folded) is not None

    @property
    def matter(self) -> str:
        """What was spoken of last: its topic, or where it only asks for a detail of that, the topic before it."""
        if self.topic.words:
            return told(self).replace(" ", "")
        again = pattern(language("questions")["followup"]["says_of_it"]).search(fold(self.question)) is not None
        goes_on = again or self.asks_for_people or detail_of(fold(self.question)) is not None
        return self.before.matter if self.before is not None and goes_on else ""

    def spoke_of(self, word: str) -> bool:
        """Whether a question up to it was about ``word``."""
        return word in self.topic.words or (self.before is not None and self.before.spoke_of(word))


def describes(folded: str, start: int, end: int) -> bool:
    """Whether what points at somebody at ``[start, end)`` of a folded question is described by what he says: 讲某事的那位, 那位谈某事的."""
    rules = language("questions")["followup"]
    if folded[start:end] not in rules["describable"]:
        return False
    before, behind = pattern(rules["described_by"]), pattern(rules["describing"])
    return before.search(folded[:start]) is not None or behind.match(folded[end:]) is not None


def describes_somebody(question: str) -> bool:
    """Whether a question points at somebody whom it describes by what he says, and not at whoever was spoken of."""
    folded, words = fold(question), language("questions")["followup"]["describable"]
    return any(describes(folded, *match.span()) for word in words for match in re.finditer(word, folded))


def speakers_of(previous: Turn, lexicon: Lexicon) -> list[str]:
    """Whom 他 can be after a turn, the likeliest first."""
    return list(previous.cast.focus) or _told_by(previous, lexicon)


def _told_by(turn: Turn, lexicon: Lexicon) -> list[str]:
    """Whom a turn is about: who its question named, else who its answer named first; whom an office alone called is told by the
    answer, where that names one.
    """
    named = list(dict.fromkeys(name for mention in turn.mentions for name in mention.speakers))
    shown = shown_speakers(turn, lexicon)
    if named and all(mention.how == "role" for mention in turn.mentions if mention.speakers):
        return shown if len(shown) == 1 else named
    if len(named) > 1 and len(shown) == 1 and shown[0] in named:  # of one or the other the answer tells whose it was
        named = [*shown, *(one for one in named if one not in shown)]
    return named or shown


def followed(turn: Turn, before: Turn | None, lexicon: Lexicon, *, left_out: Sequence[str], pointed: bool) -> Turn:
    """``turn`` with who has been spoken of up to it: who was asked for beside somebody is whom the answer shows, and not whoever
    the question leaves out. ``pointed``: its question points at somebody by his place.
    """
    cast = before.cast if before is not None else NOBODY
    named = list(dict.fromkeys(name for one in turn.mentions if len(one.speakers) == 1 for name in one.speakers))
    focus = _told_by(turn, lexicon)
    others = [name for name in shown_speakers(turn, lexicon) if name not in {*named, *left_out}]
    counts = kind_of(fold(turn.question)) == "count"
    if named and turn.asks_for_people and others and not counts and not shows_nothing(turn):
        focus, left_out = others, [*left_out, *named]
    told = turn.asks_for_people and len(focus) > 1 and shown_speakers(turn, lexicon) == [*focus[:1]]
    cast = cast.after(focus=focus, named=named, left_out=left_out, counted=pointed, told=told)
    return replace(turn, cast=cast, before=before)


def matters(previous: Turn) -> list[str]:
    """What another may be asked about where he says nothing of the last topic as it was put: the things that it names, without what
    is said of them (护渔队工资 of 说护渔队工资低), and before a question for a detail what that was a detail of.
    """
    found: list[str] = []
    turn: Turn | None = previous
    while turn is not None:
        found += [
            told(turn).replace(" ", ""),
            *(thing for phrase in turn.topic.phrases for thing in _things(phrase.words)),
        ]
        real = any(part_of_speech(word).startswith("n") for word in turn.topic.words)
        again = turn.before is not None and {*turn.topic.words} <= {*turn.before.topic.words}
        if (
            real
            and not again
            and detail_of(fold(turn.question)) is None
            and not turn.question.startswith(("除了", "撇开"))
        ):
            break
        turn = turn.before
    return found


def _things(words: Sequence[str]) -> list[str]:
    """The runs of nouns among the words of a phrase, a measure of anything apart; [] where the phrase is such a run itself."""
    rules = language("questions")["followup"]
    no_thing = {*rules["light"], *rules["light_alone"], *rules["measured"]}
    runs: list[list[str]] = [[]]
    for word in words:
        if word not in no_thing and (part_of_speech(word) or "n").startswith(("n", "j")) and word[:1] not in "说讲提谈":
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return ["".join(run) for run in runs if run and len(run) < len(words) and len("".join(run)) > 1]


_QUOTATION = re.compile("“[^”]*”")


def shown_speakers(previous: Turn, lexicon: Lexicon) -> list[str]:
    """Whom the last answer names outside what it quotes, in its order; where it names nobody, whose words it shows."""
    answer = _QUOTATION.sub("“”", previous.answer)
    mentions = lexicon.mentions(fold(answer)) or lexicon.mentions(fold(previous.answer))
    named = list(dict.fromkeys(mention.speakers[0] for mention in mentions if mention.how == "name"))
    said = None if named else speaker_of_words(previous.answer, lexicon.corpus)
    return [said] if said is not None else named


def asked(previous: Turn) -> str:
    """What others are asked about: the last topic, or any recommendation."""
    about = told(previous) if previous.topic.words else previous.matter
    return f"提到了{about}？" if about else "提出了建议？"


def told(previous: Turn) -> str:
    """The last topic; where it has a term between quotation marks, that term as it was marked."""
    quoted = [phrase.text for phrase in previous.topic.phrases if phrase.quoted]
    return "".join(f"“{text}”" for text in quoted) or previous.topic.text


def shows_nothing(previous: Turn) -> bool:
    """Whether the last answer refuses, and shows nobody's words."""
    rule = pattern(language("questions")["followup"]["shows_nothing"])
    return not previous.answer.strip() or rule.search(fold(previous.answer.strip().splitlines()[0])) is not None


def gist(previous: Turn, lexicon: Lexicon, name: str = "") -> str:
    """What the last answer shows to be proposed, by ``name`` where it is given, in its own words; "" where it shows none."""
    lines = [re.sub(_MARK, "", line).strip(_BULLETS) for line in previous.answer.splitlines() if line.strip()]
    lines = [line for line in lines if not name or fold(name) in fold(line)] if len(lines) > 1 else lines
    lines = [line for line in lines if not line.startswith("|") and not line.endswith(("：", ":"))]  # a table, a head
    if not lines or len(lines) > 2 or shows_nothing(previous):
        return ""
    line = max(re.findall("“([^”]{10,})”", lines[0]), key=len, default="") or lines[0]
    parts = [part for part in re.split("[。！？!?；;]", line) if part.strip()]
    parts = [part for part in parts if name and fold(name) in fold(part)] or parts
    best = max(parts, key=lambda part: sum(word in fold(part) for word in previous.topic.words), default="")
    for mention in reversed(lexicon.mentions(fold(best))[:1]):
        best = best[mention.end :] if mention.start == 0 else best
    best = pattern(language("questions")["followup"]["before_gist"]).sub("", fold(best))
    clauses = re.split("[,，]", best.strip())
    said = clauses[:1]
    for clause in clauses[1:]:  # what is proposed, not how much of it or what else
        length = len("，".join(said))
        told = {word for word in previous.topic.words if word in clause}
        on_topic = length < _BRIEF or bool(told)
        new = any(word not in "".join(said) for word in told)
        figures = length >= _ENOUGH and not new and pattern("[0-9]").search(clause) is not None
        if on_topic and not figures and length + len(clause) < _GIST:
            said.append(clause)
    return "，".join(said)[:_GIST]


def with_speaker(previous: Turn, name: str) -> str:
    """The last question, asked of ``name``; what he says of its matter, where it asks who says it or what two say."""
    named = {name for mention in previous.mentions for name in mention.speakers}
    if len(named) > 1 or (named and previous.asks_for_people and not named & {*previous.cast.focus}):
        return f"{name}对{previous.matter}怎么看？" if previous.matter else f"{name}提出了哪些建议？"
    if previous.mentions:
        first, last = previous.mentions[0], previous.mentions[-1]
        return f"{previous.question[: first.start]}{name}{previous.question[last.end :]}"
    body = named_body(fold(previous.question)) or ""  # no speaker of the corpus: 教育局对实习时间怎么看
    rest = previous.question[len(body) :]
    if body and pattern(language("questions")["followup"]["asked_of"]).match(fold(rest)):
        return f"{name}{rest}"
    if previous.topic.words:
        return f"{name}关于{previous.topic.text}提出了什么建议？"
    return f"{name}对{previous.matter}怎么看？" if previous.matter else f"{name}提出了哪些建议？"


def with_topic(previous: Turn, topic: Topic, question: str) -> str:
    """The last question, asked about another topic."""
    if previous.topic.phrases:
        start, end = previous.topic.phrases[0].start, previous.topic.phrases[-1].end
        within = [mention for mention in previous.mentions if start <= mention.start and mention.end <= end]
        if within:  # 某局某局长说…: whose office stands before the name is no part of the topic
            return f"{within[0].speakers[0]}关于{topic.text.replace(' ', '')}提出了什么建议？"
        return f"{previous.question[:start]}{topic.text.replace(' ', '')}{previous.question[end:]}"
    if previous.mentions:
        return f"{previous.mentions[0].speakers[0]}关于{topic.text}提出了什么建议？"
    return question


def turn_of(question: str, answer: str, lexicon: Lexicon, tokenise: Tokenise) -> Turn:
    """The turn of a completed ``question`` and its ``answer``."""
    folded = fold(question)
    mentions = tuple(lexicon.mentions(folded))
    if not mentions:  # a body whose name only a role holds is no topic
        verbs: list[str] = language("questions")["speech_verbs"]
        body = unknown_speaker(lexicon, folded, (), verbs, list(tokenise(folded)))
        mentions = (body,) if body is not None and body.speakers else ()
        if body is not None and not mentions and is_personal_name(body.text) and has_surname(body.text):
            return Turn(question, (), topic_in(folded, (body,), tokenise), answer)  # who nobody knows is no topic
    rules = language("questions")["ordinals"]
    counted = [pattern(rules[name]).search(folded) for name in ("point", "paragraph", "last")]
    topic = topic_in(folded, mentions, tokenise, beside=[one.span() for one in counted if one])  # 第二条 is no matter
    if not topic.words:  # 票价涨到多少: what asks for the sum holds the matter as well
        core = pattern(language("details")["asking"]["core"]).search(folded)
        taken = [(mention.start, mention.end) for mention in mentions]
        topic = topic_of(folded, [*taken, *([core.span()] if core else [])], tokenise)
    return Turn(question, mentions, topic, answer)


def topic_in(
    folded: str, mentions: Sequence[Mention], tokenise: Tokenise, *, beside: Sequence[tuple[int, int]] = ()
) -> Topic:
    taken = [*((mention.start, mention.end) for mention in mentions), *beside]
    detail = detail_of(folded)
    return topic_of(folded, [*taken, detail[1]] if detail else taken, tokenise)


def without_light(topic: Topic) -> Topic:
    """A topic without the verbs that say nothing of what is meant (投, 花, 附和): a follow-up of them alone has no topic."""
    light: list[str] = language("questions")["followup"]["light"]
    return Topic((), ()) if all(word in light for word in topic.words) else topic


def adds_nothing(word: str, previous: Turn) -> bool:
    """Whether a word of a follow-up says nothing of what is meant beside what was spoken of: 上限, 同意, 开到."""
    rules = language("questions")["followup"]
    known = {*rules["light"], *rules["measured"], *language("premises")["stances"]}
    known.update(one for aspect in rules["aspects"] for one in aspect["words"])
    moving = part_of_speech(word[0]).startswith("v") and (
        len(word) == 1 or (len(word) == 2 and word[1] in "到成为在至给")
    )
    return word in known or word in previous.topic.text or moving


def mentions_thing(folded: str, words: Sequence[str]) -> bool:
    return any(word in folded for word in words)


def opens_anew(question: str) -> str | None:
    """What is asked behind words that leave what was spoken of (换个话题，…), where it points back at nobody; None elsewhere."""
    rules = language("questions")["followup"]
    match = pattern(rules["anew"]).match(question)
    return match["rest"] if match is not None and not any(word in match["rest"] for word in rules["pronouns"]) else None
