"""Names and roles: whether a few characters can be a person's name, and whether a phrase says what somebody is."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .bodies import ROLE_NOTE, is_organisation, is_undetermined
from .vocabulary import doubtful_surnames, longest_first, sounds, surnames, syllables, words

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff○]"
HAN_WORD = re.compile(rf"{HAN}+$")
LATIN = re.compile(r"(?:[A-Z][A-Za-z.'’-]*)(?:[ ·][A-Z][A-Za-z.'’-]*){0,4}$")
SENTENCE = re.compile(r"[。！？；!?;]|\.\s|，.*，.*，.*，")
_DOTTED = re.compile(rf"(?:{HAN}{{1,8}}[·•・‧．])+{HAN}{{1,8}}$")
_AGE = re.compile(
    r"^(?:[男女][，,、]\s*)?\d{1,3}\s*周?岁[，,、\s]*|[，,、\s]*(?:现年|今年)?\d{1,3}\s*周?岁$|[，,、]\s*[男女]$"
)


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Compiled vocabulary: "role" ends what somebody is, "office" leaves out whole groups of people, and so on."""
    groups = longest_first("roles", "groups")
    return {
        "role": re.compile(rf"(?:{longest_first('roles')}|{groups})(?:等)?$"),
        "office": re.compile(rf"(?:{longest_first('roles')})(?:等)?$"),
        "first": re.compile(rf"(?:{longest_first('organisations', 'first')})"),
        "verb": re.compile(rf"(?:{longest_first('titles', 'verbs')})"),
        "greeting": re.compile(longest_first("speakers", "greetings")),
        "not": re.compile(longest_first("speakers", "not")),
        "described": re.compile(longest_first("speakers", "described")),
        "unnamed": re.compile(longest_first("speakers", "unnamed")),
        "latin": re.compile(rf"\b(?:{longest_first('roles', 'latin')})\b", re.IGNORECASE),
    }


def is_name(text: str, *, proved: bool = False) -> bool:
    """Whether ``text`` can be a person's name; ``proved`` (a role beside it) admits surnames that no list has."""
    if _DOTTED.match(text) and len(text) <= 20:
        first = re.split("[·•・‧．]", text)[0]
        roles = any(patterns()["role"].search(first[:end]) for end in range(2, len(first) + 1))
        return not (roles or is_organisation(text) or patterns()["not"].search(text) or patterns()["role"].search(text))
    if LATIN.match(text):
        return proved and " " in text and not text.isupper() and len(text) <= 40
    if not HAN_WORD.match(text) or not 2 <= len(text) <= 4:
        return False
    if patterns()["not"].search(text) or patterns()["role"].search(text) or (text in words("names") and not proved):
        return False
    if proved and len(text) == 2 and text[0] in "老小阿" and text[1] in surnames()[0] - doubtful_surnames():
        return True
    if any(
        len(text) >= 3 and text.startswith(word) for word in ("全国", "全市", "全省", "市政", "省政", "我市", "我省")
    ):
        return False
    if len(text) >= 3 and patterns()["role"].search(text[:2]):
        return False
    single, double = surnames()
    if not proved and text[-1] in words("names", "noun ends"):
        return False
    if text[:2] in double and len(text) >= 3:
        return True
    if text[0] in single and len(text) <= 3:
        return True
    return proved and len(text) >= 3 and set(text) <= sounds()


@lru_cache(maxsize=4096)
def is_unusual_name(text: str, *, bracketed: bool = False) -> bool:
    """Whether four to seven characters can be a name that :func:`is_name` does not know; the place must prove it.

    So are names written by sound (阿拉坦其其格). With a role in brackets behind it (``bracketed``) nearly every syllable
    will do, and so will two surnames (陈李佳怡) or a Japanese one; two words side by side may be a headline.
    """
    if not HAN_WORD.match(text) or not 4 <= len(text) <= 7 or is_name(text, proved=True):
        return False
    everyday = (patterns()[kind].search(text) for kind in ("not", "role", "greeting", "described"))
    if any(everyday) or patterns()["verb"].match(text) or is_organisation(text) or is_undetermined(text):
        return False
    if text[-1] in words("names", "noun ends") or text.startswith(tuple(words("names", "places"))):
        return False
    single, _ = surnames()
    others = sum(character not in sounds() | syllables() for character in text)
    if not bracketed:
        return others <= (len(text) > 4) and sum(character in sounds() for character in text) >= 2
    two_surnames = len(text) == 4 and set(text[:2]) <= single - doubtful_surnames() and text[:2] not in words("names")
    return others <= 1 or two_surnames or (len(text) <= 6 and text.startswith(tuple(words("surnames", "japanese"))))


@lru_cache(maxsize=4096)
def is_unlisted_name(text: str) -> bool:
    """Whether two to four characters are no everyday word, so that they may be a name with a surname no list has.

    Nothing about them says that they are a name; their place must.
    """
    if not HAN_WORD.match(text) or not 2 <= len(text) <= 4:
        return False
    kinds = ("not", "role", "greeting", "described", "unnamed")
    if any(patterns()[kind].search(text) for kind in kinds) or patterns()["verb"].match(text):
        return False
    ordinary = text in words("names") or text in words("speakers", "nobody") | words("speakers", "leads")
    ends = text.endswith(tuple(words("speakers", "group ends"))) or text.startswith(tuple(words("names", "places")))
    return not (ordinary or ends or is_organisation(text) or is_undetermined(text))


@lru_cache(maxsize=4096)
def is_role(text: str) -> bool:
    """Whether ``text`` says what somebody is: it ends in a role and does not begin like a title."""
    core = _AGE.sub("", ROLE_NOTE.sub("", text.strip(" \t\u3000、，,"))).strip()
    if patterns()["greeting"].match(core):
        return False
    if core.isascii():
        return 4 <= len(core) <= 90 and core[0].isupper() and patterns()["latin"].search(core) is not None
    if (
        not core
        or SENTENCE.search(core)
        or re.search("[【】]", core)
        or (patterns()["verb"].match(core) and not patterns()["first"].match(core))
    ):
        return False
    first, _, others = core.partition("、")
    offices = others and len(first) >= 4 and patterns()["role"].search(first) and not patterns()["not"].search(others)
    return bool(offices) or patterns()["role"].search(core) is not None


def is_wordy_name(text: str) -> bool:
    """Whether a surname stands before a word that lines on a page often hold (牛建设, 王文化), as in many a name."""
    surname = text[:1] in surnames()[0] and text[:1] not in doubtful_surnames()
    return len(text) == 3 and surname and patterns()["not"].fullmatch(text[1:]) is not None
