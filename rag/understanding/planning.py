"""A question, its history and the open index → the plan by which it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.records import Kind, Plan
from rag.understanding.addressed import Addressed, addressed, cut_out, spoken_of_before, subject_of, with_told
from rag.understanding.against import asked_against
from rag.understanding.claiming import claim_in, to_verify
from rag.understanding.denied import without_denied
from rag.understanding.dialogue import complete
from rag.understanding.documents import (
    DATE,
    document_names,
    event_names,
    holders,
    in_order,
    named_documents,
    page_of_speaker,
    whens,
    without_address,
    without_left_out,
    without_title,
)
from rag.understanding.kinds import Detail, details_of, numeral
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.plain import put_plainly
from rag.understanding.points import points_asked
from rag.understanding.rewording import common
from rag.understanding.settling import (
    asked_kind,
    asks_for_speaker,
    degrees,
    settled,
)
from rag.understanding.sorts import kept_by_sort, of_sort
from rag.understanding.sources import where_he_spoke
from rag.understanding.strangers import unknown_speaker
from rag.understanding.subjects import (
    asks_for_all,
    excluded_speakers,
    modifying,
    named_roles,
    parts_of_names,
    told_of,
    with_category,
    with_holder,
    without_deputies,
)
from rag.understanding.told_first import asked_by_name
from rag.understanding.topics import Tokenise, Topic, topic_of, without_names
from rag.understanding.turns import opens_anew
from rag.understanding.understood import Understood
from rag.understanding.whole_speech import asked_as_a_whole, troubles_asked

_OF_SOMEBODY = ("actor", "recipient", "payer", "source", "person", "post")
"""Details that 谁 asks for without asking who speaks."""


def understand(
    question: str,
    *,
    lexicon: Lexicon,
    tokenise: Tokenise,
    history: Sequence[Mapping[str, str]] = (),
    speaker: str | None = None,
    document: str | None = None,
    intended: Kind | None = None,
    strangers: bool = True,
) -> Understood:
    """The plan of ``question``; ``speaker`` and ``document`` are the user's filters, which outrank its words.

    ``intended``: the kind of question it is, where that is known, whatever the rules make of its words. ``strangers``: whether it
    may name somebody whom the index does not hold.
    """
    plainly = put_plainly(question if history else _by_name(question, lexicon, tokenise), lexicon, tokenise)
    if history and (anew := opens_anew(plainly)) is not None:
        plainly, history = anew, ()
    whole = complete(plainly, history, lexicon=lexicon, tokenise=tokenise)
    if whole != plainly:
        whole = asked_against(points_asked(whole, lexicon, tokenise), lexicon, tokenise)
    whole = pattern(language("questions")["that"]).sub("", whole)
    folded = fold(whole)
    mentions = lexicon.mentions(folded)
    persons = [mention for mention in mentions if mention.how in ("name", "title") and _is_person(mention, lexicon)]
    # whoever is named does not belong to the name of a meeting: 张三九月座谈会上提的建议
    unnamed = without_names(folded, [(mention.start, mention.end) for mention in persons], by="、")
    printed = document_names(lexicon.corpus, unnamed)
    on_page = page_of_speaker(lexicon.corpus, folded)
    if on_page is not None:
        printed.append(on_page[1])
    rules = language("questions")
    nobody = [*printed, *(match.span() for match in pattern(rules["written_office"]).finditer(folded))]
    mentions = [
        mention
        for mention in mentions
        if not any(start <= mention.start and mention.end <= end for start, end in nobody)
        and not (
            mention.text.endswith("委员") and folded.startswith("会", mention.end)
        )  # 卫生健康委员会 names no 康委员
    ]
    told = addressed(folded, mentions, lexicon) if strangers else Addressed()
    mentions = with_told(mentions, told)
    verbs: list[str] = rules["speech_verbs"]
    words = list(tokenise(folded))
    unknown = unknown_speaker(lexicon, folded, [*mentions, *told.left_out], verbs, words) if strangers else None
    unknown = unknown or next((one for one in told.mentions if not one.speakers), None)
    if unknown is not None and any(start <= unknown.start and unknown.end <= end for start, end in nobody):
        unknown = None  # the meeting of a body, an office that is asked for
    of_both = pattern(rules["both_places"]).search(folded) is not None
    named_here = () if of_both else named_documents(lexicon.corpus, unnamed)
    if on_page is not None and not named_here:
        named_here = (on_page[0],)
    named_here = without_left_out(lexicon.corpus, unnamed, named_here, [*printed, *whens(unnamed)])
    by_order = in_order(lexicon.corpus, unnamed) if not named_here else None
    if by_order is not None:
        named_here, nobody = (by_order.source,), [*nobody, (by_order.start, by_order.end)]
    kept = kept_by_sort(lexicon.corpus, unnamed)
    named_here = kept.sources if kept is not None and not named_here else named_here
    documents = tuple(dict.fromkeys((*([document] if document else ()), *named_here)))
    if unknown is not None and unknown.speakers:  # a body that only one speaker's role holds
        mentions, unknown = sorted([*mentions, unknown], key=lambda mention: mention.start), None
    of_office = [*told.left_out, *([told.among] if told.among else [])]
    taken = [(mention.start, mention.end) for mention in (*mentions, *of_office)]
    if unknown is not None:
        taken.append((unknown.start, unknown.end))
    if documents:
        taken += whens(folded)
        events = event_names(lexicon.corpus, unnamed, documents)
        taken += [*printed, *events, *holders(unnamed, [*printed, *events])]
    taken += [(by_order.start, by_order.end)] if by_order is not None else []
    taken += kept.stretches if kept is not None else ()
    point, paragraph, ordinals = _ordinals(folded) if by_order is None else (None, None, [])
    taken += ordinals
    called = [(mention.start, mention.end) for mention in mentions if mention.speakers]
    plain = without_names(folded, [*called, *degrees(words)])
    claim = claim_in(whole, folded, plain, mentions, lexicon, intended)
    if claim is not None:
        return to_verify(question, whole, folded, claim, mentions, lexicon, topic_of(folded, taken, tokenise))
    troubles = troubles_asked(folded) if any(mention.speakers for mention in mentions) else None
    taken += [troubles] if troubles is not None else []
    details = details_of(folded, words) if troubles is None else []
    detail = next(iter(details), None)
    if detail is not None and asks_for_speaker(folded, detail[0], detail[1]):
        detail = None
    kind = asked_kind(plain, folded, mentions, detail)
    counts_people = pattern(language("questions")["counts_people"]).search(plain) is not None
    if kind == "count" and mentions and not counts_people and not pattern(rules["counts_points"]).search(plain):
        kind = "fact"  # what a speaker counts, not how many speak
    if kind == "who" and len(details) > 1 and details[-1][0].name in ("actor", "payer", "source"):
        kind = "fact"  # how much, and who pays
    if kind == "who" and details and mentions and details[0][1][1] <= folded.find("谁"):
        kind = "fact"  # of somebody named: in which month, and who led them
    kind = intended if intended is not None and intended != "verify" else kind
    kind = "summary" if troubles is not None and kind in ("fact", "count", "list") else kind
    if kind != "fact" and (intended or not (kind == "who" and detail and detail[0].name in _OF_SOMEBODY)):
        detail = None
    elif kind == "who":
        kind = "fact"
    in_turn = kind == "who" and pattern(language("metadata")["in_turn"]).search(folded) is not None
    of_one_sort = (kind in ("list", "count", "who", "similar") or in_turn) and not documents and not of_both
    by_sort = of_sort(lexicon.corpus, unnamed) if of_one_sort else None
    if by_sort is None and kind in ("summary", "fact") and not documents and not of_both:
        by_sort = of_sort(lexicon.corpus, unnamed)
        if mentions or pattern(rules["any_of_office"]).search(folded) is None:
            by_sort = where_he_spoke(by_sort, mentions, lexicon, folded)
        elif by_sort is not None:
            kind, detail = "list", None
    if by_sort is not None:
        documents, taken = (by_sort.source,), [*taken, (by_sort.start, by_sort.end)]
    if detail is not None:
        taken.append(_asking_part(folded, detail[1]))
    without = [name for one in told.left_out for name in one.speakers]
    excluded = tuple(dict.fromkeys((*excluded_speakers(folded, mentions), *without)))
    included = pattern(rules["included"]).search(folded) if kind in ("list", "count") else None
    if included is not None:
        taken.append(included.span())
    behalf = pattern(rules["on_behalf"]).search(folded) if kind == "summary" else None
    if behalf is not None and any(mention.end <= behalf.start() for mention in mentions):
        taken.append(behalf.span())
    beside = pattern(rules["beside"]).match(folded) if kind == "summary" and mentions else None
    if beside is not None:
        taken.append(beside.span("what"))
    before = spoken_of_before(folded, mentions, told)
    in_passing = [*modifying(folded, mentions), *before]
    if kind == "compare" and len({one.speakers for one in mentions if one not in in_passing}) < 2:
        in_passing = []  # what the one says beside what the other says
    named = [
        mention
        for mention in mentions
        if not set(mention.speakers) <= set(excluded)
        and mention not in in_passing
        and not (included is not None and included.start() <= mention.start < included.end())
    ]
    roles = named_roles(folded, named, lexicon, tokenise)
    taken += [*((start, end) for start, end, _ in roles), *parts_of_names(folded, named), *told_of(folded, named)]
    topic = topic_of(folded, taken, tokenise)
    if not topic.words and told.about is not None:  # nothing else is asked of him: …的另一位，他怎么说
        rest = [one for one in taken if not one[0] <= told.about[0] < one[1]]
        topic = topic_of(folded, [*rest, *cut_out(told.mentions, told.about)], tokenise)
    if kind == "who" and by_sort is not None and not topic.words and not in_turn:
        documents = ()  # 谁在会上不同意别人的意见: not everybody there
    if documents and kind in ("list", "count", "who") and not pattern(rules["mentions"]).search(folded):
        topic = without_title(topic, lexicon.corpus, documents)
    if kind in ("list", "count", "who"):
        topic = without_address(topic, folded, alone=bool(documents) and kind != "who")
    if detail is not None and detail[0].unit and detail[0].name == "number":
        topic = _with_counted(topic, folded, detail, words)
    speakers = tuple(
        dict.fromkeys((*([speaker] if speaker else ()), *(name for mention in named for name in mention.speakers)))
    )
    if told.among is not None and not speakers and kind in ("who", "fact", "list"):
        speakers = told.among.speakers
    if topic.words and ((kind == "count" and counts_people) or (kind == "list" and asks_for_all(folded, named))):
        speakers = (speaker,) if speaker else ()  # whoever is named is one of those counted
    plan = Plan(
        kind=kind,
        topic=topic.text,
        terms=topic.words,
        speakers=speakers,
        unknown=(unknown.text,) if unknown is not None else (),
        roles=tuple(dict.fromkeys(word for *_, word in roles)),
        excluded=excluded,
        documents=documents,
        dates=tuple(match.group() for match in DATE.finditer(folded)),
        detail=detail[0].name if detail else None,
        point=point,
        paragraph=paragraph,
    )
    plan = without_deputies(plan, mentions, folded, lexicon)
    if not plan.speakers and not plan.unknown and not told.left_out:
        plan = with_category(with_holder(plan, lexicon), folded, lexicon)
    plan = settled(plan, topic, folded, named)
    return Understood(
        whole,
        folded,
        plan,
        topic,
        tuple(mentions),
        (*((mention.start, mention.end) for mention in mentions), *((start, end) for start, end, _ in roles)),
        detail[0] if detail and plan.kind == "fact" else None,
        tuple(one for one, _ in details[1:]),
        whole != plainly,
        any(word in folded for word in language("questions")["of_speech"]),
        any(word in folded for word in language("questions")["of_background"]),
        whole != plainly and _names_nobody(plainly, lexicon),
        bound=plan.speakers if plan.speakers and set(plan.speakers) <= set(told.bound) else (),
        told_before=tuple(dict.fromkeys(name for one in before for name in one.speakers)),
        subject=subject_of(folded, lexicon) if plan.kind == "fact" and detail and not told.bound else None,
    )


def _by_name(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """A question that stands by itself, asked by name of whom it tells otherwise."""
    plainly = common(question)
    return asked_as_a_whole(asked_by_name(without_denied(plainly, lexicon, tokenise), lexicon, tokenise), lexicon)


def _names_nobody(question: str, lexicon: Lexicon) -> bool:
    """Whether a question as it was asked names no speaker, not even by 他."""
    folded, pronouns = fold(question), language("questions")["followup"]["pronouns"]
    return not lexicon.mentions(folded) and not any(word in folded for word in pronouns)


def _is_person(mention: Mention, lexicon: Lexicon) -> bool:
    return not any(name in lexicon.organisations for name in mention.speakers)


def _with_counted(
    topic: Topic, folded: str, detail: tuple[Detail, tuple[int, int]], words: Sequence[tuple[str, int, int]]
) -> Topic:
    """The topic with the thing counted (多少家单位), which elsewhere belongs to the frame of a question."""
    end = _asking_part(folded, detail[1])[1]
    counted = next((word for word, start, _ in words if start == end), "")
    if counted in topic.words or len(counted) < 2 or not part_of_speech(counted).startswith("n"):
        return topic
    return replace(topic, words=(*topic.words, counted))


def _asking_part(folded: str, stretch: tuple[int, int]) -> tuple[int, int]:
    """Of what asks for a detail (每餐补贴多少), the part that only asks (多少): the rest belongs to the topic."""
    match = pattern(language("details")["asking"]["core"]).search(folded, *stretch)
    return match.span() if match else stretch


def _ordinals(folded: str) -> tuple[int | None, int | None, list[tuple[int, int]]]:
    rules = language("questions")["ordinals"]
    found: dict[str, int] = {}
    taken = []
    for name in ("paragraph", "point"):
        match = pattern(rules[name]).search(folded)
        if match:
            found[name] = numeral(match[1])
            taken.append(match.span())
    match = pattern(rules["last"]).search(folded)
    if match:
        found["point"] = -1
        taken.append(match.span())
    return found.get("point"), found.get("paragraph"), taken
