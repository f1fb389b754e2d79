"""What a follow-up leaves out, completed from the history alone, by the rules of ``rag/data/questions.toml``.

A follow-up is completed to a question that stands on its own; a question that already does is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.another import correction, named_again, of_another, pointed_back, stranger_in, without_shown
from rag.understanding.background import without_guess
from rag.understanding.by_office import named_by_office, who_holds
from rag.understanding.by_stance import by_stance
from rag.understanding.called import named_in_full
from rag.understanding.items import shown_item
from rag.understanding.kinds import asks, detail_of, kind_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.not_he import not_he
from rag.understanding.opponents import opponent
from rag.understanding.others import of_others, others_left_out, shown_so_far, who_said_it
from rag.understanding.placed import counts_people, placed, points_at_nobody
from rag.understanding.pronouns import with_pronouns
from rag.understanding.returning import returned
from rag.understanding.strangers import unknown_speaker
from rag.understanding.subjects import excluded_speakers
from rag.understanding.things import asked_aspect, this_kind
from rag.understanding.together import of_several, points_of_one
from rag.understanding.topics import Tokenise, Topic
from rag.understanding.turns import (
    Turn,
    adds_nothing,
    asked,
    describes_somebody,
    followed,
    gist,
    matters,
    mentions_thing,
    shown_speakers,
    speakers_of,
    told,
    topic_in,
    turn_of,
    with_speaker,
    with_topic,
    without_light,
)
from rag.understanding.whole_speech import asked_of_each

_TURNS = 6
_END = "?？。.!！ "
_PRONOUN = re.compile("(?<!其)[他她](?![人们])")


def complete(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with what it leaves out taken from ``history`` (role and content a message), or as it is."""
    previous = last_turn(history, lexicon=lexicon, tokenise=tokenise)
    listed = shown_speakers(previous, lexicon) if previous is not None else []
    of_list = previous is not None and kind_of(fold(previous.question)) in ("list", "count", "who")
    about = told(previous) if previous is not None and of_list else ""
    each = asked_of_each(question, previous.answer, listed, about) if previous is not None else None
    return each or _completed(question, previous, lexicon, tokenise)


def carried(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> list[str]:
    """``question`` with what the last question named put before it, where it leaves that out, the fullest first:
    the speaker and the topic, then the speaker alone.

    For a follow-up that found nothing by itself (那政府拿到这笔钱干什么用).
    """
    previous = last_turn(history, lexicon=lexicon, tokenise=tokenise)
    if previous is None or points_at_nobody(question, previous.cast):
        return []
    folded = fold(question)
    kind = kind_of(folded)  # of everybody, not of the last speaker
    anybody = pattern(language("questions")["existence"]).search(folded) is not None
    of_all = anybody or kind in ("list", "count") or (kind == "who" and detail_of(folded) is None)
    other_side = pattern(language("questions")["followup"]["other_side"]).search(folded)
    of_others = of_all or other_side is not None or lexicon.mentions(folded)
    people = "" if of_others else "".join(speakers_of(previous, lexicon)[:1])
    bodies = [mention.text for mention in previous.mentions if mention.how == "organisation"]
    if people and len(previous.mentions) == len(bodies) == 1:
        people = bodies[0]  # the body that somebody spoke for, who may speak elsewhere as well
    topic = "".join(phrase.text for phrase in previous.topic.phrases if phrase.text not in folded)
    forms = [
        f"{people}{'关于' if people and topic else ''}{topic}，{question}" if topic else "",
        people and f"{people}，{question}",
    ]
    return [form for form in forms if form]


def reworded(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> list[str]:
    """What another than the last speaker says of what was spoken of, put otherwise: by the last topic without the detail
    that only the last question asked for, and by what the last answer shows of him. [] for a follow-up that asks more than that.
    """
    previous = last_turn(history, lexicon=lexicon, tokenise=tokenise)
    asks = fold(question)
    if previous is None or detail_of(asks) is not None or kind_of(asks) not in ("fact", "summary"):
        return []
    rules = language("questions")
    if pattern(f"{rules['followup']['others']}|{rules['existence']}").search(asks):
        return []
    whole = fold(_completed(question, previous, lexicon, tokenise))
    mentions = lexicon.mentions(whole)
    named = list(dict.fromkeys(name for mention in mentions for name in mention.speakers))
    if len(named) != 1 or not {*topic_in(whole, mentions, tokenise).words} <= {*previous.topic.words}:
        return []
    about = told(previous).replace(" ", "")
    shown = gist(previous, lexicon, named[0]) if fold(named[0]) in fold(previous.answer) else ""
    own = without_light(topic_in(asks, lexicon.mentions(asks), tokenise))
    spoken = [] if {*own.words} & {*previous.topic.words} else matters(previous)
    return [f"{named[0]}对{what}怎么看？" for what in dict.fromkeys((about, shown, *spoken)) if what]


def last_turn(history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> Turn | None:
    """The last turn of the history, its question completed from the turns before."""
    previous: Turn | None = None
    pending = ""
    for message in [*list(history)[-2 * _TURNS :], {"role": "user", "content": ""}]:
        content = str(message.get("content") or "")
        if pending and message.get("role") in ("user", "assistant"):
            answer = content if message.get("role") == "assistant" else ""
            previous = _turn(pending, answer, previous, lexicon, tokenise)
            pending = ""
        if message.get("role") == "user":
            pending = without_guess(content.strip())
    return previous


def _turn(question: str, answer: str, before: Turn | None, lexicon: Lexicon, tokenise: Tokenise) -> Turn:
    """The turn in which ``question`` was asked behind ``before`` and answered so."""
    if before is not None and (pronoun := pattern(language("questions")["followup"]["single"]).search(fold(question))):
        before = replace(before, cast=before.cast.calling(pronoun[0]))
    turn = turn_of(_completed(question, before, lexicon, tokenise), answer, lexicon, tokenise)
    left_out = excluded_speakers(fold(turn.question), turn.mentions)
    return followed(turn, before, lexicon, left_out=left_out, pointed=counts_people(question))


def _completed(question: str, previous: Turn | None, lexicon: Lexicon, tokenise: Tokenise) -> str:
    if previous is None or not question.strip():
        return question
    rules = language("questions")["followup"]
    instead = by_stance(question.strip(), previous, tokenise) or not_he(question.strip(), previous, lexicon, tokenise)
    if instead is not None:
        return instead
    as_told = (
        returned(question.strip(), previous, lexicon)
        or of_several(question.strip(), previous, lexicon, tokenise)
        or points_of_one(question.strip(), previous, lexicon)
    )
    if as_told is not None:
        return as_told
    question = _pointed(question.strip(), previous, lexicon, tokenise)
    said_by = (
        who_said_it(question, previous)
        or of_others(question, previous, lexicon, tokenise)
        or who_holds(question, previous.cast, lexicon)
    )
    if said_by is not None or describes_somebody(question) or points_at_nobody(question, previous.cast):
        return said_by or question
    if pattern(rules["somebody_first"]).search(fold(question)):
        return question
    question = pattern(rules["his_thing"]).sub("", question.strip())
    only = pattern(rules["only_he"]).match(fold(question))
    question = f"{only['what']}，{question[only.end() :]}" if only is not None else question
    question = this_kind(question, fold(question), previous, tokenise)
    question = without_shown(question, previous, lexicon)
    if pattern(rules["one_and_other"]).search(fold(question)) is None:
        back = pointed_back(question, previous, lexicon, tokenise)
        if back is None:
            return question  # whoever that is, it is not the last speaker
        question = named_in_full(back, previous, lexicon, tokenise)
    folded = fold(question)
    mentions = lexicon.mentions(folded)
    named = [name for mention in mentions for name in mention.speakers]
    if named and pattern(rules["of_thing"]).search(folded):
        return f"{question.rstrip(_END).rstrip('呢嘛')}怎么看？"
    corrected = correction(folded, previous, lexicon, tokenise)
    if corrected is not None:
        return corrected
    doubted = pattern(rules["doubt"]).sub("", question.strip())
    if doubted != question.strip() and not named:
        return doubted  # not he; who it was is told by what follows
    again = named_again(folded, previous, lexicon, tokenise)
    if again is not None:
        return again
    people = speakers_of(previous, lexicon)
    shown_first = next(iter(shown_speakers(previous, lexicon)), None)
    if pattern(rules["why_alone"]).match(folded) and shown_first and (shown_gist := gist(previous, lexicon)):
        takes = pattern(f"(?:{language('premises')['favouring']}|反对|不)").match(shown_gist)
        return f"{shown_first}为什么{'' if takes else '主张'}{shown_gist}？"
    if any(pattern(rule).match(folded) for rule in rules["more_people"]) and not named:
        shown = shown_so_far(previous) or people
        return f"除了{'、'.join(shown) or '以上的人'}，还有谁{asked(previous)}"
    if previous.topic.words and not named and pattern(rules["who_are_they"]).match(folded):
        return f"都有谁{asked(previous)}"
    if previous.topic.words and not named and pattern(rules["of_this_matter"]).search(folded):
        return f"都有谁{asked(previous)}"
    of_people = "|".join(language("questions")[name] for name in ("mentions", "existence"))
    if previous.topic.words and previous.asks_for_people and pattern(rules["was_that_all"]).match(folded):
        return f"都有谁{asked(previous)}"
    counting = previous.topic.words and not named and pattern(rules["how_many"]).match(folded)
    if counting and pattern(of_people).search(fold(previous.question)):
        return f"有几位提到{previous.topic.text.replace(' ', '')}？"
    if any(pattern(rule).match(folded) for rule in rules["more"]):
        return previous.question
    if people and not named and pattern(rules["besides"]).match(folded):
        return f"{people[0]}还提出了哪些建议？"
    both = kind_of(folded) == "compare" and pattern(rules["both"]).search(folded)
    against = both or pattern(rules["against"]).search(folded)
    if len(set(named)) == 1 and people and people[0] not in named and against:
        compared = topic_in(pattern(rules["both"]).sub("，", folded), mentions, tokenise)
        further = set(compared.words) - {*previous.topic.words}
        spoken = [one.text.replace(" ", "") for one in (previous.topic, *([compared] if further else [])) if one.words]
        about = f"关于{'、'.join(spoken)}" if spoken else ""
        return f"{people[0]}和{named[0]}{about}的建议有什么不同？"
    if not named and people and (both or pattern(rules["one_and_other"]).search(folded)):
        shown = list(dict.fromkeys((*people, *shown_speakers(previous, lexicon), *previous.cast.spoken_of)))[:2]
        if len(shown) == 2:
            about = f"关于{told(previous).replace(' ', '')}" if previous.topic.words else ""
            return f"{shown[1]}和{shown[0]}{about}的建议有什么不同？"
    other_than_shown = pattern(rules["who_else"]).match(folded)
    if other_than_shown is not None and not named and (shown := shown_so_far(previous) or people):
        return f"除了{'、'.join(shown)}，还有谁提到{other_than_shown['what']}？"
    other = of_another(question, mentions, previous, lexicon, tokenise)
    if other is not None:
        return other
    topic = without_light(topic_in(folded, mentions, tokenise))
    opposed = opponent(question, mentions, previous, lexicon, tokenise)
    if opposed is not None:
        return opposed
    if previous.topic.words and not topic.words and kind_of(folded) == "who" and pattern(rules["whose"]).search(folded):
        return f"{told(previous)}是谁提出的？"  # not of the last speaker: that is what is asked
    if pattern(rules["mention_it"]).search(folded) and previous.topic.words and not named and not topic.words:
        return f"都有谁提到了{max((phrase.text for phrase in previous.topic.phrases), key=len)}？"
    including = pattern(rules["including"]).search(folded)
    if including is not None and previous.topic.words and kind_of(folded) in ("list", "count", "who"):
        rest = question[: including.start()] + question[including.end() :]
        return pattern(rules["further"]).sub("", rest) if topic.words else f"都有谁{asked(previous)}"
    others = pattern(f"{rules['others']}|{language('questions')['whether_others']}").search(folded)
    too = others and pattern(rules["too"]).search(folded)
    known = all(previous.spoke_of(word) or adds_nothing(word, previous) for word in topic.words)
    if pattern(rules["beside_them"]).match(folded):  # 此外还有谁想…: of the same matter
        known = known or any(word in previous.topic.words for word in topic.words)
    if others and topic.words and not named and (too or known):
        shown = shown_so_far(previous)
        return f"除了{'、'.join(shown)}，{question.strip()}" if shown else question
    if others and previous.topic.words and not topic.words:
        shown = named or shown_so_far(previous)
        if pattern(rules["also_proposes"]).search(folded):
            return f"除了{'、'.join(shown) or '以上的人'}，还有谁也主张{told(previous)}？"
        return f"除了{'、'.join(shown) or '以上的人'}，还有谁{asked(previous)}"
    item = shown_item(folded, previous, lexicon)
    if item is not None:
        return item
    aspect = asked_aspect(folded, topic, previous, people) if not named else None
    if aspect is not None:
        return aspect
    if len(set(named)) == 1 and _only_names(folded, mentions) and (previous.topic.words or previous.matter):
        return with_speaker(previous, named[0])
    for rule in rules["ellipsis"]:
        match = pattern(rule).match(folded)
        if not match or kind_of(folded) not in ("fact", "summary"):
            continue
        if named and not topic.words:
            return with_speaker(previous, named[0])
        of_a_thing = pattern(rules["of_a_thing"]).match(match["rest"]) is not None
        stranger = None if named or of_a_thing else stranger_in(match["rest"], lexicon, tokenise)
        if stranger is not None:
            return with_speaker(previous, stranger)
        if topic.phrases and not named and not mentions_thing(folded, rules["pronouns"]):
            return with_topic(previous, topic, question.strip())
    of_him = _PRONOUN.search(folded)
    if of_him is not None and not named and _names_somebody(folded[: of_him.start()], lexicon, tokenise):
        return question  # he is the one named before him in the question, whom nobody knows
    completed = with_pronouns(question.strip(), folded, mentions, topic, previous, lexicon)
    asks_one = kind_of(folded) in ("fact", "who") and asks(folded)
    return (
        _of_last_topic(question.strip(), folded, previous, people)
        if completed == question.strip()
        and (asks_one and not mentions and _says_nothing(topic_in(folded, (), tokenise), previous))
        else completed
    )


def _pointed(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with the names of whom it points at among those spoken of: by 他, by his place, by what he is."""
    question = others_left_out(question, previous, lexicon, tokenise)
    pronoun = pattern(language("questions")["followup"]["single"]).search(fold(question))
    meant = previous.cast.other_by_pronoun(pronoun[0]) if pronoun is not None else None
    if pronoun is not None and meant is not None and not lexicon.mentions(fold(question)):
        return question[: pronoun.start()] + meant + question[pronoun.end() :]
    pointed = placed(question, previous.cast, lexicon)
    return named_by_office(pointed, previous.cast, lexicon, tokenise) if pointed == question else pointed


def _only_names(folded: str, mentions: Sequence[Mention]) -> bool:
    """Whether a follow-up is nothing but the name of somebody (李四？): the last question is asked of him."""
    around = folded[: mentions[0].start] + folded[mentions[-1].end :]
    return not around.strip(f"{_END}那再")


def _names_somebody(folded: str, lexicon: Lexicon, tokenise: Tokenise) -> bool:
    """Whether a folded text names a speaker whom the index does not hold."""
    verbs: list[str] = language("questions")["speech_verbs"]
    found = unknown_speaker(lexicon, folded, (), verbs, list(tokenise(folded)))
    return found is not None and not found.speakers


def _says_nothing(topic: Topic, previous: Turn) -> bool:
    """Whether a topic is there, but only of words that say nothing without what was spoken of (谁管这钱呢)."""
    rules = language("questions")["followup"]
    light, words = {*rules["light"], *rules["light_alone"]}, topic.words
    return bool(words) and all(word in light or (len(word) == 1 and adds_nothing(word, previous)) for word in words)


def _of_last_topic(question: str, folded: str, previous: Turn, people: Sequence[str]) -> str:
    """``question`` asked of what was just spoken of, and of who spoke of it where it does not ask who says it."""
    if not previous.topic.words or pattern(language("questions")["followup"]["described"]).search(folded):
        return question  # 让出来的这笔钱: told by itself
    who_says = pattern(language("questions")["followup"]["who_says"]).search(folded)
    of = f"{people[0]}关于" if people and who_says is None else ""
    return f"{of}{told(previous).replace(' ', '')}，{question}"
