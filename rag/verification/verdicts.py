"""Who said this? The verdict on a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Place
from rag.claims.attributions import speaks
from rag.claims.records import Evidence
from rag.claims.tokens import Tokens
from rag.records import Citation, Difference, Verdict
from rag.verification.candidates import candidates, likely, spaced
from rag.verification.matching import Match, characters, literal, match, squeezed

# Fewer letters than this say nothing about who is quoted unless they stand there literally.
_SHORT = 8
# A sentence of which this much stands in one paragraph, a stretch of it literally, was altered.
_ALTERED, _RUN = 0.6, 4
# Where nearly all of it stands there, a shorter stretch will do: one letter in the middle of eight leaves no longer one.
_RUN_OF_WHOLE = 3
# Of a brief sentence more must be literal: six characters of ten are a common compound and not yet a quotation.
_ALTERED_BRIEF, _BRIEF = 0.7, 16
# A part of a stitched sentence has at least so many letters; so much of the sentence may be glue.
_PART, _GLUE = 5, 0.15
# From this share in one paragraph on a sentence is that paragraph's, altered, and not stitched.
_WHOLE = 0.85
_ALIGNED = 8
# So many letters left out of a short sentence leave it recognisable.
_SLIP = 2
_SHOWN = 20
# A literal search with gaps reads the whole corpus; beyond so many texts it is left out.
_SEARCHED, _LONGEST = 60_000, 400
# Where so much of the sentence is found in stretches, no letter-spaced print has to be looked for.
_FOUND = 0.5


def verify(sentence: str, *, corpus: Corpus, speaker: str | None = None) -> Verdict:
    """Whether the corpus holds ``sentence``, and whether it is of ``speaker`` (any speaker if None).

    ``exact``: literal but for points, spaces, width and 繁简; ``altered``: near enough, with the differences;
    ``other_speaker``: said, but not by ``speaker``; ``stitched``: put together from several places, each cited;
    ``absent``: not there, with up to three near quotes in ``nearest``, which prove nothing.
    """
    said = characters(sentence)
    text = squeezed(said)
    if len(text) < 2:
        return Verdict("absent")
    exact = _exact(text, likely(said.folded, corpus), corpus)
    if exact and any(_said_by(place, corpus, speaker) for place, _, _ in exact):
        return _literal(exact, corpus, speaker)
    places, known = candidates(said.folded, corpus)
    exact = _exact(text, places, corpus)
    if not exact and known < _FOUND and corpus.rows <= _SEARCHED and len(text) <= _LONGEST:
        exact = _exact(text, spaced(text, corpus), corpus)
    if exact:
        return _literal(exact, corpus, speaker)
    if len(text) < _SHORT:
        lacking = _all_but_little(said, places, corpus, speaker) if len(text) >= _PART else None
        return lacking or Verdict("absent", nearest=_nearest(said, places, corpus))
    return _inexact(said, places, corpus, speaker)


def _literal(exact: Sequence[tuple[Place, int, int]], corpus: Corpus, speaker: str | None) -> Verdict:
    own = [item for item in exact if _said_by(item[0], corpus, speaker)]
    citations = (
        _citation(place, start, end, corpus, number)
        for number, (place, start, end) in enumerate((own or exact)[:_SHOWN], 1)
    )
    return Verdict("exact" if own else "other_speaker", tuple(citations))


def _exact(text: str, places: Sequence[Place], corpus: Corpus) -> list[tuple[Place, int, int]]:
    return [
        (place, start, end) for place in sorted(places) for start, end in literal(text, characters(corpus.text(place)))
    ]


def _all_but_little(said: Tokens, places: Sequence[Place], corpus: Corpus, speaker: str | None) -> Verdict | None:
    """A short sentence that stands there whole but for one stretch of at most two letters (敢多放: 不敢多放); None for any other."""
    for place in places:
        found = match(said, characters(corpus.text(place))) if _said_by(place, corpus, speaker) else None
        if found is None or found.coverage < 1.0 or len(found.differences) != 1:
            continue
        if len(found.differences[0].source) <= _SLIP:
            return Verdict("altered", (_citation(place, found.start, found.end, corpus, 1),), found.differences)
    return None


def _inexact(said: Tokens, places: Sequence[Place], corpus: Corpus, speaker: str | None) -> Verdict:
    ranked = list(places[:_ALIGNED])
    ranked += [place for place in places[_ALIGNED:] if speaker and _said_by(place, corpus, speaker)][:_ALIGNED]
    matches = [(place, found) for place in ranked if (found := match(said, characters(corpus.text(place))))]
    least = _ALTERED if len(said.items) >= _BRIEF else _ALTERED_BRIEF
    near = [
        (place, found)
        for place, found in matches
        if found.coverage >= least and found.run >= (_RUN_OF_WHOLE if found.coverage >= _WHOLE else _RUN)
    ]
    near.sort(key=lambda item: (-item[1].coverage, len(item[1].differences), item[0]))
    if not near or near[0][1].coverage < _WHOLE:
        parts = _parts(squeezed(said), places, corpus)
        if len(parts) > 1:
            return _stitched(said, parts, corpus, speaker)
    if near:
        own = [item for item in near if _said_by(item[0], corpus, speaker)]
        place, best = (own or near)[0]
        return Verdict(
            "altered" if own else "other_speaker",
            (_citation(place, best.start, best.end, corpus, 1),),
            best.differences,
        )
    return Verdict("absent", nearest=_closest(matches, corpus))


def _closest(matches: Sequence[tuple[Place, Match]], corpus: Corpus) -> tuple[Citation, ...]:
    good = sorted((item for item in matches if item[1].run >= 3), key=lambda item: (-item[1].coverage, item[0]))[:3]
    return tuple(_citation(place, found.start, found.end, corpus, 0) for place, found in good)


def _nearest(said: Tokens, places: Sequence[Place], corpus: Corpus) -> tuple[Citation, ...]:
    pairs = [(place, match(said, characters(corpus.text(place)))) for place in places[:3]]
    return _closest([(place, found) for place, found in pairs if found], corpus)


def _parts(text: str, places: Sequence[Place], corpus: Corpus) -> list[tuple[int, int, Place, int, int]]:
    """The sentence as literal stretches, longest first from its beginning: (from, to, place, start, end) each.

    Empty unless nearly all of it is literal, each stretch long enough, and together from several places.
    """
    sources = [(place, squeezed(characters(corpus.text(place)))) for place in sorted(places)]
    parts: list[tuple[int, int, Place, int, int]] = []
    position = loose = 0
    while position < len(text):
        best: tuple[int, Place] | None = None
        for place, source in sources:
            length = _common(text, position, source, best[0] if best else _PART - 1)
            if length:
                best = (length, place)
        if best is None:
            position, loose = position + 1, loose + 1
            continue
        length, place = best
        start, end = literal(text[position : position + length], characters(corpus.text(place)))[0]
        parts.append((position, position + length, place, start, end))
        position += length
    if loose > _GLUE * len(text) or len(parts) > 6:
        return []
    return parts


def _common(text: str, position: int, source: str, least: int) -> int:
    """How many characters from ``position`` on stand literally in ``source``; 0 unless more than ``least``."""
    length = least + 1
    if position + length > len(text) or text[position : position + length] not in source:
        return 0
    while position + length < len(text) and text[position : position + length + 1] in source:
        length += 1
    return length


def _stitched(
    said: Tokens, parts: Sequence[tuple[int, int, Place, int, int]], corpus: Corpus, speaker: str | None
) -> Verdict:
    citations = tuple(
        _citation(place, start, end, corpus, number) for number, (_, _, place, start, end) in enumerate(parts, 1)
    )
    bounds = [0, *(edge for first, behind, *_ in parts for edge in (first, behind)), len(said.items)]
    glue = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2) if bounds[i + 1] > bounds[i]]
    differences = tuple(Difference(said.shown(first, behind), "") for first, behind in glue)
    return Verdict("stitched", citations, differences)


def _said_by(place: Place, corpus: Corpus, speaker: str | None) -> bool:
    if speaker is None:
        return True
    name, role, _ = corpus.heading(place).speeches[place.speech]
    if name is not None and fold(name) == fold(speaker):
        return True
    # One who is a speaker of the corpus is that speaker, also where somebody else's role holds the same words.
    return speaks(speaker, Evidence("", name, role)) and not _is_speaker(speaker, corpus)


def _is_speaker(name: str, corpus: Corpus) -> bool:
    headings = (corpus.heading(Place(number, 0, 0)) for number in range(len(corpus.documents)))
    return any(fold(other or "") == fold(name) for heading in headings for other, _, _ in heading.speeches)


def _citation(place: Place, start: int, end: int, corpus: Corpus, marker: int) -> Citation:
    heading = corpus.heading(place)
    speaker, role, title = heading.speeches[place.speech]
    return Citation(
        marker=marker,
        document=heading.source,
        newspaper=heading.newspaper,
        date=heading.date,
        page=heading.page,
        speaker=speaker,
        role=role,
        title=title,
        paragraph=place.paragraph,
        quote=corpus.text(place)[start:end],
        start=start,
        end=end,
        notes=heading.notes,
    )
