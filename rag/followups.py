"""A follow-up that finds nothing by itself, asked once more as the dialogue before it completes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from index.folding import closed_up, fold
from index.records import Place
from index.words import part_of_speech, plain_words
from rag.answering import Answerer, Draft, Refusal
from rag.asked import Asked
from rag.data import language, pattern
from rag.dwelling import cited
from rag.evidence import terms_of
from rag.extractive.opposition import opposes
from rag.extractive.similarity import likened_to
from rag.matching import coverage, strength
from rag.refusal import refuse
from rag.scope import leaves_the_talk
from rag.stages import drafted_as, retrieved, understood
from rag.understanding import Lexicon
from rag.understanding.dialogue import carried, last_turn, reworded
from rag.understanding.shown import place_of_words
from rag.understanding.turns import adds_nothing, describes_somebody, gist, opens_anew, speakers_of, topic_in
from rag.understanding.vocabulary import has_surname, is_personal_name, substance

_RETRIED = ("topic_absent", "detail_absent", "speaker_silent", "out_of_scope")


_OWN, _TELLING, _HELD = 2, 0.3, 0.4
"""Words of substance from which a question has a topic of its own, and the substance of such a word; and the coverage of that topic
from which a draft of the talk's topic speaks of it."""
_FEW = 3
"""Words of a topic up to which a follow-up is taken for one more detail of what was shown."""
_SHORT = 20
"""Characters up to which a follow-up that names nobody is taken for one about the last speaker, if that answers it."""


def leaning(asked: Asked, *, answerer: Answerer) -> Asked | None:
    """A short follow-up that names nobody, with the draft that it gets of the last speaker; None where it gets none."""
    assert asked.understood is not None
    understood = asked.understood
    if not asked.history or understood.completed or understood.mentions or understood.plan.kind != "fact":
        return None
    if describes_somebody(asked.question):
        return None
    if any(_is_person(name) for name in understood.plan.unknown):
        return None  # whoever that is, it is not the last speaker
    if asked.task is not None and leaves_the_talk(asked.task):
        return None
    rules = language("questions")
    if opens_anew(asked.question) or len(asked.question) > _SHORT or pattern(rules["preamble"]).search(asked.question):
        return None  # long enough to stand alone, or a new topic by its own words
    if pattern(rules["existence"]).search(fold(asked.question)) and len(understood.topic.words) > 1:
        return None  # whether anybody at all speaks of another thing
    if pattern(f"{rules['followup']['others']}|{rules['followup']['of_somebody']}").search(fold(asked.question)):
        return None
    previous = last_turn(asked.history, lexicon=asked.opened.lexicon, tokenise=plain_words().spans)
    people = speakers_of(previous, asked.opened.lexicon) if previous is not None else []
    if len(people) == 1 and _another_thing(understood.topic.words, people[0], asked.opened.lexicon):
        return None
    return _carried(asked, answerer, spoken=True)


def _is_person(name: str) -> bool:
    """Whether an unknown speaker is called as a person is, by surname and given name."""
    return is_personal_name(name) and has_surname(name)


def staying(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """Where a follow-up that names nobody is answered by another than who was shown: the refusal of a short one that names no other
    topic; of a longer one that points back (那…, 这班车) what whoever was shown says to it, if he does.
    """
    assert asked.understood is not None
    understood_alone, lexicon = asked.understood, asked.opened.lexicon
    kind = (
        result.kind if isinstance(result, Draft) else None
    ) or understood_alone.plan.kind  # 派几个人 counts no speakers
    if not asked.history or understood_alone.mentions or kind not in ("fact", "summary"):
        return None
    if describes_somebody(asked.question):
        return None
    rules, is_long = language("questions"), len(asked.question) > _SHORT
    if not isinstance(result, Draft) or (is_long and opens_anew(asked.question)):
        return None
    if is_long and pattern(rules["followup"]["points_back"]).search(fold(asked.question)) is None:
        return None
    if pattern(f"{rules['preamble']}|{rules['existence']}|{rules['followup']['others']}").search(fold(asked.question)):
        return None
    previous = last_turn(asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    people = speakers_of(previous, lexicon) if previous is not None else []
    told = {asked.opened.index.corpus.speech(place).speaker for place in cited(result)}
    if previous is None or len(people) != 1 or not told or people[0] in told:
        return None
    if is_long:
        return _carried(asked, answerer, spoken=True)
    new = [word for word in understood_alone.topic.words if not adds_nothing(word, previous)]
    if len(new) > 1 or _another_thing(new, people[0], lexicon):
        return None
    return _refused(asked, f"{people[0]}，{asked.question}")


def _another_thing(words: Sequence[str], name: str, lexicon: Lexicon) -> bool:
    """Whether a follow-up's words name a thing that others speak of and ``name``, who was shown, does not (夜市); what
    anything has (利率) is none.
    """
    attribute = pattern(language("questions")["followup"]["attribute"])
    his = {one.place[:2] for one in lexicon.appearances[name]}
    return any(
        len(word) > 1
        and part_of_speech(word).startswith("n")
        and not attribute.search(word)
        and bool(places := {span.place[:2] for span in lexicon.corpus.find(word)})
        and not places & his
        for word in words
    )


def likened(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """Who else proposes the same, by what the last answer shows, where the topic of its question is not that: none that
    finds somebody, a single word, or one that is said elsewhere. None where that finds nobody either.
    """
    assert asked.understood is not None
    plan, lexicon = asked.understood.plan, asked.opened.lexicon
    if not asked.history or opposes(asked.understood):
        return None
    alike = asked.understood.completed and plan.kind == "similar" and plan.excluded
    previous = last_turn(asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    shown = gist(previous, lexicon) if previous is not None else ""
    if previous is None or not shown:
        return None
    own = topic_in(fold(asked.question), lexicon.mentions(fold(asked.question)), plain_words().spans).words
    if alike and sum(not adds_nothing(word, previous) for word in own) >= _FEW:
        return None  # what else is proposed alike is told by the question itself
    rules = language("questions")["followup"]
    named = any(part_of_speech(word).startswith("n") and not adds_nothing(word, previous) for word in own)
    by_name = pattern(rules["mentions_by_name"]).search(fold(asked.question)) is not None
    if pattern(rules["bare_others"]).match(fold(asked.question)):
        return None
    if by_name and named and pattern(rules["alike"]).search(fold(asked.question)) is None:
        return None  # who else speaks of a thing that it names: nobody does by speaking of another
    if not alike:
        return _of_others(asked, result, speakers_of(previous, lexicon), shown, answerer)
    place = place_of_words(previous.answer, plan.excluded, lexicon)
    if isinstance(result, Draft) and len(plan.terms) > 1 and (place is None or place == _told(asked)):
        return None
    return drafted_as(asked, _like(plan.excluded, shown), answerer)


def _of_others(asked: Asked, result: object, people: Sequence[str], shown: str, answerer: Answerer) -> Asked | None:
    """Who else proposes what was shown, or that nobody does, where others were asked for and whoever was shown is told again, or
    nothing but that is pointed at (还有人讲这个办法没有).
    """
    lexicon = asked.opened.lexicon
    assert asked.understood is not None
    rules, question, plan = language("questions")["followup"], fold(asked.question), asked.understood.plan
    if not people or plan.kind not in ("who", "list") or not pattern(rules["somebody_else"]).search(question):
        return None
    if pattern(rules["including"]).search(question):
        return None  # whoever was shown counts as well
    quoted = any(phrase.quoted for phrase in asked.understood.topic.phrases)
    points_back = pattern(rules["proposal"]).search(question) and not quoted and not lexicon.mentions(question)
    places = cited(result) if isinstance(result, Draft) else ()
    told = {asked.opened.index.corpus.speech(place).speaker for place in places}
    if not points_back and not (told and told <= {*people}):
        return None
    if not points_back and len(asked.understood.topic.words) >= _FEW and _elsewhere(asked, places, people):
        return None  # 还有人想…: another thing, and it is he who says it
    again = retrieved(understood(replace(asked, question=_like(people, shown), history=())))
    assert again.task is not None
    return replace(again, question=asked.question, result=again.result or answerer.draft(again.task))


def _elsewhere(asked: Asked, places: Collection[Place], people: Sequence[str]) -> bool:
    """Whether none of ``places`` is known to be the paragraph that the last answer shows of ``people``."""
    lexicon = asked.opened.lexicon
    previous = last_turn(asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    shown = place_of_words(previous.answer, people, lexicon) if previous is not None else None
    return shown is None or shown not in places


def _like(people: Sequence[str], shown: str) -> str:
    return f"除了{'、'.join(people)}，还有谁也主张{shown}？"


def _told(asked: Asked) -> Place | None:
    """The paragraph of whom the question leaves out that its topic leads to."""
    assert asked.task is not None
    task = asked.task
    told = likened_to(task, terms_of(task.understood.plan.terms, task.corpus))
    return told.span.place if told is not None else None


def asked_again(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The follow-up with the draft that its completed form gets; None where it is no such follow-up or gets none."""
    assert asked.understood is not None
    if not isinstance(result, Refusal) or result.settled or result.alike or result.reason not in _RETRIED:
        return None
    if not asked.history or (asked.task is not None and leaves_the_talk(asked.task)):
        return None
    if asked.understood.completed:
        lexicon = asked.opened.lexicon
        forms = [
            *_of_all(asked),
            *reworded(asked.question, asked.history, lexicon=lexicon, tokenise=plain_words().spans),
        ]
        return next((drafted for form in forms if (drafted := drafted_as(asked, form, answerer)) is not None), None)
    rules = language("questions")
    if asked.understood.plan.kind in ("who", "list") and pattern(rules["names_word"]).search(fold(asked.question)):
        return None  # who mentions another word
    return _carried(asked, answerer) or _rewritten(asked, answerer) or _unanswered(asked)


def _of_all(asked: Asked) -> list[str]:
    """The question for all that somebody recommends, where the follow-up asks for that and only the talk before it had a topic."""
    assert asked.understood is not None
    plan, folded = asked.understood.plan, fold(asked.question)
    if plan.kind != "summary" or len(plan.speakers) != 1 or any(word in folded for word in plan.terms):
        return []
    whole = pattern(language("questions")["followup"]["of_all_he_said"]).search(folded)
    return [language("points")["whole"].format(speaker=plan.speakers[0])] if whole else []


def _of_another_topic(asked: Asked, drafted: Asked) -> bool:
    """Whether a question that points at nothing spoken of gets a draft that hardly holds the words of its own topic: then it stands by
    itself, and what the talk was about is no answer to it.
    """
    assert asked.understood is not None
    own = asked.understood
    telling = [word for word in own.topic.words if len(word) > 1 and substance(word) >= _TELLING]
    goes_on = pattern(language("questions")["followup"]["goes_on"]).search(fold(asked.question)) is not None
    enough = 1 if own.mentions else _OWN  # who is named with a thing is asked of that, and not of what was spoken of
    if goes_on or len(telling) < enough or not isinstance(drafted.result, Draft):
        return False
    corpus = asked.opened.index.corpus
    text = closed_up(fold(" ".join(corpus.text(place) for place in sorted(cited(drafted.result)))))
    return coverage(terms_of(own.topic.words, corpus, own.topic.phrases), text) < _HELD


def _unanswered(asked: Asked) -> Asked | None:
    """A few words that ask for one more detail of what the last speaker said (哪天下水), which he does not tell."""
    understood_alone = asked.understood
    assert understood_alone is not None
    detail, words = understood_alone.detail, understood_alone.topic.words
    if detail is None or len(words) > _FEW or len(asked.question) > _SHORT or understood_alone.mentions:
        return None
    lexicon = asked.opened.lexicon
    forms = carried(asked.question, asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    return _refused(asked, forms[-1]) if forms and lexicon.mentions(fold(forms[-1])) else None


def _refused(asked: Asked, form: str) -> Asked:
    """The refusal that the speaker whom ``form`` names does not tell what is asked."""
    assert asked.understood is not None
    detail = asked.understood.detail
    again = retrieved(understood(replace(asked, question=form, history=())))
    assert again.task is not None
    task = replace(again.task, understood=replace(again.task.understood, detail=detail, resumes=True))
    refusal = refuse(task, "detail_absent" if detail is not None else "speaker_silent")
    return replace(again, question=asked.question, understood=task.understood, task=task, result=refusal)


def _carried(asked: Asked, answerer: Answerer, *, spoken: bool = False) -> Asked | None:
    """With the last topic, as the rules carry it over; ``spoken``: only with the last speaker, and
    the topic only where the speaker alone does not suffice, or where nobody spoke and the question goes on (那…).
    """
    lexicon = asked.opened.lexicon
    forms = carried(asked.question, asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    if spoken:
        goes_on = asked.question.strip().startswith(("那", "这", "它", "其"))
        forms = [form for form in reversed(forms) if goes_on or lexicon.mentions(fold(form))]
    drafts = (drafted for form in forms if (drafted := drafted_as(asked, form, answerer)) is not None)
    return next((one for one in drafts if not (_strays(asked, one) or _of_another_topic(asked, one))), None)


def _strays(asked: Asked, drafted: Asked) -> bool:
    """Whether a draft of the last speaker has left what was shown of him: neither that paragraph nor the one behind it, and
    none that holds a word of the follow-up.
    """
    corpus, lexicon = asked.opened.index.corpus, asked.opened.lexicon
    previous = last_turn(asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    plan = drafted.understood.plan if drafted.understood is not None else None
    if previous is None or plan is None or not plan.speakers or not isinstance(drafted.result, Draft):
        return False
    shown = place_of_words(previous.answer, speakers_of(previous, lexicon), lexicon)
    places = cited(drafted.result)
    if shown is None or not places:
        return False
    words = [word for word in (asked.understood.topic.words if asked.understood else ()) if len(word) > 1]
    return not any(
        (place[:2] == shown[:2] and place.paragraph - shown.paragraph in (0, 1))
        or any(strength(word, closed_up(fold(corpus.text(place)))) for word in words)
        for place in places
    )


def _rewritten(asked: Asked, answerer: Answerer) -> Asked | None:
    """As the model rewrites it, where the rules cannot complete it."""
    rewrite: Callable[..., tuple[str, dict[str, int]]] | None = getattr(answerer, "rewrite", None)
    if rewrite is None:
        return None
    question, tokens = rewrite(asked.question, asked.history, asked.opened.lexicon)
    if question == asked.question:
        return None
    return drafted_as(replace(asked, usage=(*asked.usage, ("rewrite", tokens))), question, answerer, usual=False)
