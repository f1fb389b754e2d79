"""Speaker lines: who speaks, and as what, told from one line by role, organisation and surname vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .lines import width
from .vocabulary import doubtful_surnames, longest_first, sounds, surnames, words

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff○]"
_HAN_WORD = re.compile(rf"{_HAN}+$")
_DOTTED = re.compile(rf"(?:{_HAN}{{1,8}}[·•・‧．])+{_HAN}{{1,8}}$")
_LATIN = re.compile(r"(?:[A-Z][A-Za-z.'’-]*)(?:[ ·][A-Z][A-Za-z.'’-]*){0,4}$")
_SENTENCE = re.compile(r"[。！？；!?;]|\.\s|，.*，.*，.*，")
_DASHES = re.compile(r"^(?:[—–―\-]{1,3}|[●•■◆▲★○◎※□△▶►·*])\s*")
_OUTER = re.compile(r"^[（(\[【〔［](?P<inner>[^（()）【】]*(?:[（(][^（()）]*[）)][^（()）]*)*)[）)\]】〕］]$")
_BRACKETED = re.compile(r"^(?P<outside>[^（(]+?)\s*[（(](?P<inside>.+)[）)]$")
_SPACES = re.compile(r"\s+")
_ROLE_NOTE = re.compile(r"[（(][^（()）]{1,12}[）)]$")
_OTHERS = re.compile(r"(?<=[\u4e00-\u9fff])\s*等(?:[\d一二三四五六七八九十]+(?:人|位|名委员|位委员))?$")
_FRAMED = re.compile(r"[【\[〔［]([^】\]〕］]{2,8})[】\]〕］]")
STRONG, FAIR, WEAK = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a line says is speaking. ``role`` is "" for organisations; ``strength`` says how much else must agree.

    STRONG: a name set apart from a role. FAIR: a name and a role run together, or an organisation that can hardly
    be anything else. WEAK: a bare name, or an organisation that might be a title's end: only its place can prove it.
    """

    name: str
    role: str
    strength: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    strong, weak = longest_first("organisations", "strong"), longest_first("organisations", "weak")
    return {
        "role": re.compile(rf"(?:{longest_first('roles')})(?:等)?$"),
        "organisation": re.compile(rf"(?:{strong})$"),
        "weak": re.compile(rf"(?:{weak})$"),
        "first": re.compile(rf"(?:{longest_first('organisations', 'first')})"),
        "verb": re.compile(rf"(?:{longest_first('titles', 'verbs')})"),
        "label": re.compile(rf"(?:{longest_first('speakers', 'labels')})\s*[:：/／|｜]\s*(?P<rest>\S.*)$"),
        "sign": re.compile(rf"(?:{longest_first('speakers', 'signs')})\s*[:：/／]?\s*(?P<rest>\S.*)$"),
        "greeting": re.compile(longest_first("speakers", "greetings")),
        "not": re.compile(longest_first("speakers", "not")),
        "latin": re.compile(rf"\b(?:{longest_first('roles', 'latin')})\b", re.IGNORECASE),
    }


def is_name(text: str, *, proved: bool = False) -> bool:
    """Whether ``text`` can be a person's name; ``proved`` (a role beside it) admits surnames that no list has."""
    if _DOTTED.match(text) and len(text) <= 20:
        return not (is_organisation(text) or _patterns()["not"].search(text) or _patterns()["role"].search(text))
    if _LATIN.match(text):
        return proved and " " in text and not text.isupper() and len(text) <= 40
    if not _HAN_WORD.match(text) or not 2 <= len(text) <= 4:
        return False
    if _patterns()["not"].search(text) or _patterns()["role"].search(text) or (text in words("names") and not proved):
        return False
    if any(
        len(text) >= 3 and text.startswith(word) for word in ("全国", "全市", "全省", "市政", "省政", "我市", "我省")
    ):
        return False
    single, double = surnames()
    if text[:2] in double and len(text) >= 3:
        return True
    if text[0] in single and len(text) <= 3:
        return True
    return proved and len(text) >= 3 and set(text) <= sounds()


@lru_cache(maxsize=4096)
def is_role(text: str) -> bool:
    """Whether ``text`` says what somebody is: it ends in a role and does not begin like a title."""
    core = _ROLE_NOTE.sub("", text.strip(" \t\u3000、，,")).strip()
    if _patterns()["greeting"].match(core):
        return False
    if core.isascii():
        return 4 <= len(core) <= 90 and core[0].isupper() and _patterns()["latin"].search(core) is not None
    if not core or _SENTENCE.search(core) or (_patterns()["verb"].match(core) and not _patterns()["first"].match(core)):
        return False
    return _patterns()["role"].search(core) is not None


def is_organisation(text: str) -> bool:
    """Whether ``text`` ends or begins like an organisation that speaks in its own name."""
    return _organisation(text) is not None


@lru_cache(maxsize=4096)
def _organisation(text: str) -> int | None:
    """STRONG: an ending or a beginning that no title has; WEAK: an ending that titles share; None: no organisation."""
    core = _ROLE_NOTE.sub("", text).strip()
    patterns = _patterns()
    if "、" in core:
        return STRONG if all(_organisation(each) == STRONG for each in core.split("、")) else None
    if not 2 <= len(core) <= 32 or re.search(r"[，,。：:！？“”《》]", core):
        return None
    if patterns["verb"].match(core) and not patterns["first"].match(core):
        return None
    if patterns["organisation"].search(core):
        return STRONG if len(core) >= 3 else WEAK
    if patterns["first"].match(core) and (len(core) <= 16 and not patterns["not"].search(core)):
        return STRONG
    return WEAK if patterns["weak"].search(core) and len(core) >= 3 else None


def strip_signs(text: str) -> str:
    """``text`` without a leading dash or bullet, outer brackets and a closing colon."""
    text = _DASHES.sub("", text.strip()).strip().rstrip("：:").strip()
    outer = _OUTER.match(text)
    return outer["inner"].strip() if outer else text


def _tokens(text: str) -> list[str]:
    """Words between spaces, with a name whose characters are set apart closed up (李 某 → 李某)."""
    tokens = _SPACES.split(text)
    for last in (False, True):
        run = tokens[::-1] if last else tokens
        count = 0
        while count < len(run) and len(run[count]) == 1 and _HAN_WORD.match(run[count]):
            count += 1
        if 2 <= count <= 4:
            joined = "".join(tokens[len(tokens) - count :] if last else tokens[:count])
            tokens = [*tokens[: len(tokens) - count], joined] if last else [joined, *tokens[count:]]
    return tokens


def parse_signature(text: str) -> Speaker | None:
    """The author that a bracketed line below a text names: （王某 作者系某校教授）, （作者：王某）, （作者系某校教授）.

    The name is "" where the line gives only what the author is.
    """
    outer = _OUTER.match(text.strip())
    if outer is None:
        return None
    inner = outer["inner"].strip()
    match = _patterns()["sign"].match(inner)
    if match:
        rest = match["rest"]
        found = parse_speaker(rest)
        if found is not None and (found.strength > WEAK or is_name(found.name)):
            return found
        return Speaker("", rest, FAIR) if is_role(rest) or is_organisation(rest) else None
    middle = re.search(rf"[\s，,、：:]*(?:{longest_first('speakers', 'signs')})\s*[:：]?", inner)
    if middle and is_name(_SPACES.sub("", inner[: middle.start()]), proved=True):
        return Speaker(_SPACES.sub("", inner[: middle.start()]), inner[middle.end() :].strip(), STRONG)
    return None


@lru_cache(maxsize=4096)
def parse_speaker(text: str) -> Speaker | None:
    """Who ``text``, a whole line, says is speaking; None where the line says no such thing."""
    line = strip_signs(text)
    label = _patterns()["label"].match(line)
    if label is not None:
        rest = strip_signs(label["rest"])
        found = parse_speaker(rest)
        if found is not None:
            return Speaker(found.name, found.role, STRONG)
        name = _SPACES.sub("", rest)
        return Speaker(name, "", STRONG) if is_name(name, proved=True) else None
    line = _OTHERS.sub("", line)
    line = _FRAMED.sub(lambda framed: f" {framed[1]} " if is_name(framed[1]) else framed[0], line).strip()
    if not line or _SENTENCE.search(line) or width(line) > 70 or re.search(r"[《》“”]|[：:].*[：:]", line):
        return None
    return _several(line) or _separated(line) or _bracketed(line) or _run_together(line) or _alone(line)


def _role_part(text: str) -> tuple[str, int] | None:
    """A role or an affiliation as printed beside a name, and how strongly it proves the name."""
    role = text.strip(" \t\u3000、，,：:｜|/")
    if is_role(role):
        return role, STRONG
    kind = None if _SPACES.search(role) else _organisation(role)
    return (role, STRONG if kind == STRONG else FAIR) if kind is not None else None


def _proves(role: tuple[str, int]) -> bool:
    """Whether the phrase beside a doubtful name is telling enough (市政协委员 is, 委员 alone is not)."""
    return is_role(role[0]) and len(role[0]) >= 4


def _several(line: str) -> Speaker | None:
    """Two or three speakers on one line, each with a role: 市政协委员 王某、区政协委员 李某."""
    parts = [part for part in re.split(r"[、，,；;]\s*", line) if part]
    if not 2 <= len(parts) <= 3:
        return None
    speakers = [_separated(part) for part in parts]
    found = [speaker for speaker in speakers if speaker is not None and speaker.strength == STRONG]
    if len(found) < len(parts):
        return None
    return Speaker("、".join(s.name for s in found), "；".join(s.role for s in found), STRONG)


def _strength(names: list[str], role: tuple[str, int]) -> int:
    """That of the role; but a name that is an everyday word too (关注) must be proved by its place as well."""
    return WEAK if any(name in words("names") for name in names) else role[1]


def _separated(line: str) -> Speaker | None:
    """Name and role set apart by spaces, or the name first and a comma after it."""
    tokens = _tokens(line)
    if len(tokens) >= 2:
        role, listed = _role_part(" ".join(tokens[:-1])), tokens[-1].split("、")
        if role and 2 <= len(listed) <= 3 and all(map(is_name, listed)):
            return Speaker("、".join(listed), *role)
        for count in (1, 2, 3):
            names = tokens[-count:]
            role = _role_part(" ".join(tokens[:-count])) if len(tokens) > count else None
            if role and all(is_name(name, proved=_proves(role) and count == 1) for name in names):
                return Speaker("、".join(names), role[0], _strength(names, role))
        for count in (1, 2, 3):
            names = tokens[:count]
            role = _role_part(" ".join(tokens[count:])) if len(tokens) > count else None
            if role and all(is_name(name, proved=_proves(role) and count == 1) for name in names):
                return Speaker("、".join(names), role[0], _strength(names, role))
        titled = _run_together(tokens[-1])
        if titled is not None and (role := _role_part(" ".join(tokens[:-1]))):
            return Speaker(titled.name, f"{role[0]} {titled.role}", role[1])
        latin = re.match(r"(?P<name>[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){1,4})[ ,，]+(?P<role>\S.*)$", line)
        if latin and not _LATIN.match(latin["role"]) and is_role(latin["role"]):
            return Speaker(latin["name"], latin["role"], STRONG)
        latin = re.match(
            r"(?P<role>.*[^A-Za-z\s,，])[ ,，]+(?P<name>[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){1,4})$", line
        )
        if latin and is_role(latin["role"]):
            return Speaker(latin["name"], latin["role"], STRONG)
    comma = re.match(r"(?P<name>[^，,、：:｜|/\s]{2,20})\s*[，,：:｜|/]\s*(?P<role>.+)$", line)
    if comma and is_name(comma["name"]) and is_role(comma["role"]):
        return Speaker(comma["name"], comma["role"].strip(), FAIR)
    comma = re.match(r"(?P<role>.+)[、，,：:｜|/]\s*(?P<name>[^，,、：:｜|/\s]{2,20})$", line)
    if comma and is_name(comma["name"]) and is_role(comma["role"]):
        return Speaker(comma["name"], comma["role"].strip(" 、，,"), FAIR)
    return None


def _bracketed(line: str) -> Speaker | None:
    """王某（市政协委员）, 市政协委员（王某）."""
    match = _BRACKETED.match(line)
    if match is None:
        return None
    outside, inside = _SPACES.sub("", match["outside"]), match["inside"].strip()
    if is_name(outside, proved=is_role(inside)) and (role := _role_part(inside)):
        return Speaker(outside, role[0], role[1])
    if is_name(_SPACES.sub("", inside), proved=False) and (role := _role_part(match["outside"])):
        return Speaker(_SPACES.sub("", inside), role[0], role[1])
    return None


def _run_together(line: str) -> Speaker | None:
    """市政协委员王某: a role with the name right behind it; 王某委员: the name with a short role behind it."""
    if _SPACES.search(line):
        return None
    patterns = _patterns()
    for length in () if is_role(line) else (3, 2, 4):
        role, name = line[:-length], line[-length:]
        if len(role) < 2:
            continue
        sure = name[:1] not in doubtful_surnames() or name[:2] in surnames()[1]
        if is_role(role) and is_name(name) and sure and (length < 4 or name[:2] in surnames()[1]):
            return Speaker(name, role, FAIR)
    for length in (3, 2, 4):
        name, role = line[:length], line[length:]
        short = patterns["role"].fullmatch(role) is not None
        if short and is_name(name) and not patterns["role"].fullmatch(line[length - 1 :]):
            return Speaker(name, role, WEAK)
    return None


def _alone(line: str) -> Speaker | None:
    """A name or an organisation that is the whole line."""
    tokens = _tokens(line)
    name = tokens[0]
    if len(tokens) == 1 and is_name(name):
        return Speaker(name, "", WEAK)
    if len(tokens) in (2, 3) and all(is_name(token) for token in tokens):
        return Speaker("、".join(tokens), "", WEAK)
    kinds = [_organisation(token) for token in tokens]
    if (
        1 <= len(kinds) <= 3
        and all(kind is not None for kind in kinds)
        and (len(kinds) == 1 or min(map(len, tokens)) >= 4)
    ):
        return Speaker("、".join(tokens), "", FAIR if all(kind == STRONG for kind in kinds) else WEAK)
    whole = _organisation("".join(tokens)) if len(tokens) <= 3 else None
    return Speaker("".join(tokens), "", FAIR if whole == STRONG else WEAK) if whole is not None else None
