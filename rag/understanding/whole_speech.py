"""Whose speech as a whole a question asks for, told by what he is or does: 姓乔的馆长提了什么, 馆长们都讲了些什么 → asked by name.

Only where nothing else is asked: what stands before the verb is then somebody and no topic. Whoever is not surely told stays as he is
called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import closed_up, fold
from index.records import Speech
from index.words import part_of_speech, plain_words
from rag.data import language, pattern
from rag.understanding.addressed import addressed
from rag.understanding.described import fitting
from rag.understanding.held import ends_in_title, holders
from rag.understanding.lexicon import Lexicon
from rag.understanding.told_first import begins_doing, described_by, within_called

_MOST = 8
"""How many may be meant together: more are no few whom somebody has in mind."""
_ABOUT = 3
"""How often a speech that alone has a word says it, if it is about that."""


def asked_as_a_whole(question: str, lexicon: Lexicon) -> str:
    """``question`` asked of whom it tells so by name; as it is where it asks for something else, or tells nobody surely."""
    rules, folded = language("whole_speech"), fold(question)
    if len(folded) != len(question):
        return question
    then = pattern(rules["who_then"]).match(folded)
    if then is not None:
        held = holders(then["office"], lexicon) if ends_in_title(then["office"]) else ()
        return f"{held[0]}{question[then.start('rest') :]}" if len(held) == 1 else question
    among = pattern(rules["among"]).match(folded)
    if among is not None and holders(among["office"], lexicon):
        return str(rules["among_put"].format(office=among["office"], what=among["what"]))
    there_is = pattern(rules["there_is"]).match(folded)
    if there_is is not None:
        told = meant(there_is["who"], lexicon)
        return str(rules["there_is_put"].format(name=told[0], what=there_is["what"])) if len(told) == 1 else question
    by_subject = pattern(rules["by_subject"]).match(folded)
    if by_subject is not None and (about := _speech_about(by_subject["what"], lexicon)) is not None:
        return str(rules["by_subject_put"].format(name=about.speaker, title=about.title))
    everybody = pattern(rules["everybody"]).match(folded)
    if everybody is not None:
        return str(rules["everybody_put"].format(place=everybody["place"]))
    single = pattern(rules["single"]).match(folded)
    what = (single["what"] or single["thing"]) if single is not None else ""
    if what and part_of_speech(what).startswith("n") and lexicon.corpus.find(what):
        return str(rules["single_put"].format(what=what))
    match = _form().match(folded)
    if match is not None and [one.text for one in lexicon.mentions(folded)] == [match["who"]]:
        plain = pattern(f"^(?:讲|说|谈).*{rules['narrows_nothing']}$").match(match["verb"]) is not None
        return f"{match['place'] or ''}{match['who']}讲了什么？" if plain else question
    if match is None or any(one.how in ("name", "title") for one in lexicon.mentions(match["who"])):
        return question
    names = meant(match["who"], lexicon)
    if not names:
        return question
    place, verb = match["place"] or "", match["verb"]
    if trouble(verb):
        return f"{place}{'、'.join(names)}{verb}？"
    says = "讲了什么" if pattern(rules["says"]).match(verb) else "提了哪些建议"
    return f"{place}{names[0]}{says}？" if len(names) == 1 else f"{place}{'和'.join(names)}分别{says}？"


def asked_of_each(question: str, answer: str, listed: Sequence[str], about: str) -> str | None:
    """A follow-up that asks what each of those ``listed`` by the last ``answer`` proposes, asked of all of them by name: all that they
    do, where they were listed as whoever is of a kind; else ``about`` what they were listed for. None for another follow-up.
    """
    rules = language("whole_speech")
    match = pattern(rules["each"]).match(fold(question))
    if match is None or not 1 < len(listed) <= _MOST:
        return None
    names = "和".join(listed)
    if pattern(rules["paragraph"]).search(answer):
        return str(rules["each_put"].format(names=names, about=about)) if about else None
    says = "讲了什么" if pattern(rules["says"]).match(match["verb"]) else "提了哪些建议"
    return f"{names}分别{says}？"


def _speech_about(what: str, lexicon: Lexicon) -> Speech | None:
    """The only speech with folded ``what`` in its title, or that alone speaks of it; a title between marks must be all of it."""
    speeches = {place[:2]: one for place, one in lexicon.corpus.speeches() if one.speaker and one.title}
    if what.startswith("《"):
        found = [one for one in speeches.values() if closed_up(fold(one.title or "")) == closed_up(what.strip("《》"))]
    else:
        found = [one for one in speeches.values() if what in fold(one.title or "")]
        told = [span.place[:2] for span in lexicon.corpus.find(what)]
        if not found and len(told) >= _ABOUT and len({*told}) == 1:
            found = [one for place, one in speeches.items() if place == told[0]]
    return found[0] if len(found) == 1 else None


def trouble(text: str) -> bool:
    """Whether folded ``text`` holds a word for what is wrong."""
    return pattern(language("whole_speech")["trouble"]).search(text) is not None


def troubles_asked(folded: str) -> tuple[int, int] | None:
    """The stretch of a folded question that asks for the troubles of which somebody tells (反映了哪些困难); None without one."""
    rules = language("whole_speech")
    match = pattern(rules["troubles"].replace("TROUBLE", rules["trouble"])).search(folded)
    return match.span() if match is not None else None


def meant(who: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The speakers whom folded ``who`` tells by surname, office, body or what they do; () where it tells nobody surely."""
    rules = language("whole_speech")
    surname = pattern(rules["surname"]).match(who)
    if surname is not None:
        return _of_surname(surname, lexicon)
    several = pattern(rules["several"]).match(who)
    if several is not None:
        return _of_several(several["behind"] or several["before"], lexicon)
    at = pattern(rules["at_body"]).match(who)
    if at is not None and (there := holders(f"{at['body']}那位", lexicon)):
        if len(there) == 1:
            return there
        found = described_by(at["what"], there, lexicon)
        return (found,) if found is not None else ()
    told = [one for one in addressed(f"{who}怎么看？", (), lexicon).mentions if one.start == 0 and one.end >= len(who)]
    if told and len(told[0].speakers) == 1:
        return told[0].speakers
    by_doing = _by_description(who, lexicon)
    if by_doing is not None:
        return (by_doing,)
    held = (
        (holders(who, lexicon) or tuple(fitting(who, lexicon)) or _by_words(who, lexicon)) if ends_in_title(who) else ()
    )
    return held if len(held) == 1 else ()


def _by_words(who: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The speakers with a role that holds every word of ``who``, and the office itself at its end."""
    title = next((one for one in lexicon.titles if who.endswith(one)), "")
    words = [word for word, *_ in plain_words().spans(who.removesuffix(title)) if word != "的"]
    return tuple(
        name
        for name in lexicon.appearances
        if title
        and len(words) > 1
        and lexicon.holds(name, title)
        and any(all(word in fold(role) for word in words) for role in lexicon.roles(name))
    )


def _of_surname(match: re.Match[str], lexicon: Lexicon) -> tuple[str, ...]:
    found = tuple(
        name
        for name in lexicon.appearances
        if fold(name).startswith(match["surname"]) and name not in lexicon.organisations
    )
    office = match["office"]
    if office and office not in language("people")["generic"]["addresses"]:
        held = {*holders(office, lexicon)}
        found = tuple(name for name in found if name in held)
    return found if match["several"] or len(found) == 1 else ()


def _of_several(base: str, lexicon: Lexicon) -> tuple[str, ...]:
    """All who hold an office or are of a field, where there are a few."""
    if base in language("people")["generic"]["addresses"]:
        return ()
    found = holders(base, lexicon)
    return found if len(found) <= min(_MOST, len(lexicon.appearances) - 1) else ()


def _by_description(who: str, lexicon: Lexicon) -> str | None:
    """The only one whose words or office hold what ``who`` tells of him."""
    rules = language("identified")
    match = pattern(language("whole_speech")["told"]).match(who)
    if match is None or pattern(rules["no_description"]).search(match["what"]):
        return None
    if not (match["points"] or match["pointed"]) and not begins_doing(match["what"]):
        return None
    singly = match["kind"] is None or match["pointed"] is not None
    within = within_called(match["head"] or match["kind"] or "", lexicon, singly=singly)
    return described_by(match["what"], within, lexicon) if within else None


def _form() -> re.Pattern[str]:
    rules = language("whole_speech")
    asks = rules["asks"].replace("NOUN?", f"{rules['noun']}?").replace("NOUN", rules["noun"])
    return pattern(f"{rules['opens']}{rules['who']}{asks}")
