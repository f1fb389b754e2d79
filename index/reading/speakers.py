"""Speaker lines: who speaks, and as what, told from one line by role, organisation and surname vocabulary."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .bodies import (
    FAIR,
    STRONG,
    WEAK,
    is_kind,
    is_labelled_body,
    is_meeting,
    is_organisation,
    is_placed,
    is_undetermined,
    organisation_strength,
)
from .builds import BRACKETED, LATIN, ORDINAL, SIGNED, SPACED, TITLED, Parts, tokens_of, ways
from .lines import closed_up, width
from .marks import SPACES, strip_signs, unlabelled
from .names import (
    HAN,
    HAN_WORD,
    SENTENCE,
    is_name,
    is_role,
    is_unusual_name,
    is_wordy_name,
    patterns,
)
from .names import (
    LATIN as LATIN_NAME,
)
from .quotemarks import covered, uncovered
from .roles import proves, role_part
from .tails import Told, told, without_notes, without_subject
from .together import Speaker, run_together
from .vocabulary import longest_first, surnames, words

_BRACKETED = re.compile(
    r"^(?P<outside>[^（(]+?)\s*[（(](?P<inside>[^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*)[）)]$"
)
_DOT = re.compile("[·•・‧]")
_COUNTER = r"(?:之|第)?[一二三四五六七八九十\d甲乙丙丁A-H]{1,3}[号位]?"
_MERE = re.compile(r"(?:.{0,6}(?:政协|人大|人民代表大会))?(?:常委会|常务)?(?:委员|常委|代表)")
"""That somebody is a member says nothing beside the body for which he speaks."""
_OTHERS = re.compile(r"(?<=[\u4e00-\u9fff])\s*等(?:[\d一二三四五六七八九十]+(?:人|位|名委员|位委员)|委员|代表|同志)?$")
_FRAMED_LABEL = re.compile(r"^[【\[〔［]\s*([^】\]〕］：:]{2,8}?)\s*[】\]〕］]\s*[:：]?\s*(?=\S)")
_FRAMED = re.compile(r"[【\[〔［]([^】\]〕］]{2,24})[】\]〕］]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "label": re.compile(
            rf"(?:{longest_first('speakers', 'labels')}|{longest_first('speakers', 'answerers')})\s*[:：/／|｜]\s*(?P<rest>\S.*)$"
        ),
        "part": re.compile(
            rf"(?:(?P<part>{longest_first('speakers', 'parts')})"
            rf"\s*(?:[（(]?第?[\d一二三四五六七八九十]+号?[）)]?\s*[:：]?\s*|\s|(?=[（(])|(?={HAN}{{2,4}}$))"
            rf"|(?:{longest_first('speakers', 'numbered')})\s*[（(]?{_COUNTER}[）)]?(?:\s*[:：、.．|｜]\s*|\s+)"
            rf"|[\d一二三四五六七八九十]+号(?:{longest_first('speakers', 'parts')}|代表|委员)\s*)(?P<rest>\S.*)$"
        ),
        "signed with": re.compile(
            rf"\s*[（(][^（()）：:]{{0,4}}(?:{longest_first('speakers', 'signed with')})[^（()）：:]{{0,4}}[:：][^（()）]*[）)]$"
        ),
        "joint": re.compile(rf"[（(](?:{longest_first('speakers', 'joint')})[）)]$"),
    }


@lru_cache(maxsize=4096)
def parse_speaker(text: str) -> Speaker | None:
    """Who ``text``, a whole line, says is speaking; None where the line says no such thing."""
    line = strip_signs(text)
    label = _patterns()["label"].match(closed_up(_FRAMED_LABEL.sub(r"\1：", line, count=1)))
    if label is not None:
        rest = _patterns()["signed with"].sub("", strip_signs(label["rest"]))
        found = parse_speaker(rest) or parse_labelled(rest)
        if found is not None:
            return Speaker(found.name, found.role, STRONG)
        name = SPACES.sub("", rest)
        named = is_name(name, proved=True) or is_unusual_name(name, bracketed=True) or is_labelled_body(name)
        return Speaker(name, "", STRONG) if named else _unusual(rest) or _listed(rest)
    if (part := _patterns()["part"].match(line)) is not None:
        return _in_part(part["rest"].lstrip("，,、"), part["part"] or "")
    line = without_subject(line) if line.endswith(("发言", "讲话", "演讲")) else line
    line = without_notes(_patterns()["joint"].sub("", _OTHERS.sub("", line)).strip())
    line = _FRAMED.sub(_unframed, line).strip()
    if not line or SENTENCE.search(line) or width(line) > 70 or re.search(r"[《》]|[：:].*[：:]", line):
        return None
    if "“" in line or "”" in line:
        return _with_quoted(line)
    if (speaking := next(filter(None, map(_telling, told(line))), None)) is not None and not ORDINAL.match(line):
        return speaking
    return (
        _several(line)
        or _separated(line)
        or _bracketed(line)
        or run_together(line)
        or _alone(line)
        or next(filter(None, map(_titled_apart, ways(line, {TITLED}))), None)
    )


def _with_quoted(line: str) -> Speaker | None:
    """Who stands beside what he is where that holds a name in quotation marks; a headline may hold them as well."""
    bare = covered(line)
    found = (_bracketed(bare) or _separated(bare)) if not re.search("[“”]", bare) else None
    told = found is not None and found.strength >= FAIR and is_role(found.role) and is_name(found.name, proved=True)
    return uncovered(found) if told else None


def _titled_apart(way: Parts) -> Speaker | None:
    """A name whose characters are set apart right before its title (李　某委员); the space tells more than the surname."""
    return Speaker(way.name, way.role, WEAK) if way.apart and is_name(way.name, proved=True) else None


def _telling(way: Told) -> Speaker | None:
    """Who speaks, and for which body, on a line that says so. A body's part in a headline (某会大会发言) needs its place."""
    name = SPACES.sub("", way.who)
    if way.body:
        known = is_name(name, proved=way.said) or (way.said and is_unusual_name(name, bracketed=True))
        person = Speaker(name, "", WEAK) if known else parse_speaker(way.who)
        first, *rest = tokens_of(way.who)
        if person is None and way.said and rest and is_name(first):
            person = Speaker(first, " ".join(rest), WEAK)
        strong = organisation_strength(way.body) == STRONG
        if person is None or is_organisation(person.name) or not (way.said or strong or is_labelled_body(way.body)):
            return None
        body = "" if patterns()["unnamed"].fullmatch(way.body) else way.body
        told = person.role and not (body and _MERE.fullmatch(person.role))
        role = f"{person.role}，代表{body}" if told and body else person.role if told else body
        return Speaker(person.name, role, STRONG if way.apart or way.said else FAIR)
    found = parse_speaker(way.who)
    if found is None or found.role:
        return found if found is None or not way.sure else Speaker(found.name, found.role, STRONG)
    if is_undetermined(found.name) or (is_meeting(found.name) and not way.sure):
        return None
    proved = is_name(found.name) or found.strength >= FAIR or is_placed(found.name)
    return Speaker(found.name, "", FAIR if way.sure and proved else WEAK)


def _unframed(framed: re.Match[str]) -> str:
    """A name in a frame (【李 明】), or a body, without it; any other frame as it is."""
    name = SPACES.sub("", framed[1])
    return f" {name} " if is_name(name) or organisation_strength(name) == STRONG else framed[0]


def _in_part(text: str, part: str) -> Speaker | None:
    """Who stands behind the ``part`` that somebody has in a hearing, and perhaps a number; it is his role without another."""
    text = re.sub(rf"(?<=[）)])\s*(?:{longest_first('speakers', 'reporting')})$", "", text)
    text = strip_signs(text)
    found = parse_speaker(text) or parse_labelled(text)
    match = _BRACKETED.match(text)
    if found is None:
        name = SPACES.sub("", match["outside"] if match is not None else text)
        if not (is_name(name, proved=True) or (match is not None and is_unusual_name(name, bracketed=True))):
            return None
        found = Speaker(name, match["inside"].strip() if match is not None else "", FAIR)
    role = found.role or ("" if is_organisation(found.name) else part)
    return Speaker(found.name, role, STRONG if found.role else FAIR)


def _listed(text: str) -> Speaker | None:
    """A longer list of names behind a label."""
    names = [name for name in re.split(r"[、，,\s]+", _OTHERS.sub("", text)) if name]
    found = len(names) >= 2 and all(is_name(name, proved=True) for name in names)
    return Speaker("、".join(names), "", STRONG) if found else None


def parse_labelled(text: str) -> Speaker | None:
    """Name and bracket where a label already says that somebody speaks: there the bracket may hold any phrase."""
    match = _BRACKETED.match(strip_signs(text))
    if match is None or SENTENCE.search(text) or "：" in text:
        return None
    name, inside = SPACES.sub("", match["outside"]), match["inside"].strip()
    if is_name(name) and len(inside) >= 2 and not patterns()["not"].search(inside):
        return Speaker(name, inside, WEAK)
    return None


def _unusual(core: str) -> Speaker | None:
    """The name of four to seven characters that no rule knows beside a role, behind a label."""
    for way in ways(core, {BRACKETED, *SIGNED, *SPACED}):
        role = unlabelled(way.role)
        if is_role(role) and is_unusual_name(way.name, bracketed=way.build == BRACKETED):
            return Speaker(way.name, role, STRONG)
    return None


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
    tokens = tokens_of(line)
    if len(tokens) >= 2 and len(tokens[-1]) == 1 and tokens[-2][-1] in surnames()[0] and HAN_WORD.match(tokens[-1]):
        split = role_part(" ".join([*tokens[:-2], tokens[-2][:-1]]))  # 某店店主金　果
        if split is not None and is_role(split[0]):
            return Speaker(tokens[-2][-1] + tokens[-1], *split)
    if len(tokens) >= 2:
        role, listed = role_part(" ".join(tokens[:-1])), tokens[-1].split("、")
        if role and 2 <= len(listed) <= 3 and all(map(is_name, listed)):
            return Speaker("、".join(listed), *role)
        for count in (1, 2, 3):
            names = tokens[-count:]
            role = role_part(" ".join(tokens[:-count])) if len(tokens) > count else None
            if role and all(is_name(name, proved=proves(role) and count == 1) for name in names):
                return Speaker("、".join(names), role[0], _strength(names, role))
        for count in (1, 2, 3):
            names = tokens[:count]
            role = role_part(" ".join(tokens[count:])) if len(tokens) > count else None
            if role and all(is_name(name, proved=proves(role) and count == 1) for name in names):
                return Speaker("、".join(names), role[0], _strength(names, role))
        role = role_part(" ".join(tokens[1:]))
        if role and proves(role) and is_unusual_name(tokens[0], bracketed=True):
            return Speaker(tokens[0], *role)  # 巴图那生　某局局长
        titled = run_together(tokens[-1])
        if titled is not None and (role := role_part(" ".join(tokens[:-1]))):
            return Speaker(titled.name, f"{role[0]} {titled.role}", role[1])
    return next(filter(None, map(_signed, ways(line, {*SIGNED, LATIN}))), None)


def _signed(way: Parts) -> Speaker | None:
    """Name and role with a sign between them, or a name in Latin letters."""
    name, role = way.name, way.role.strip(" 、，,")
    if way.build == LATIN and not LATIN_NAME.match(role) and is_role(role):
        return Speaker(name, role, STRONG)
    titled = run_together(role) or next(filter(None, map(_titled_apart, ways(role, {TITLED}))), None)
    if titled is not None and titled.role in {"委员", "代表"} and is_name(name):
        return Speaker(f"{name}、{titled.name}", titled.role, FAIR)
    return Speaker(name, role, FAIR) if way.build != LATIN and is_name(name) and is_role(role) else None


def _bracketed(line: str) -> Speaker | None:
    """王某（市政协委员）, 市政协委员（王某）."""
    match = _BRACKETED.match(line)
    if match is None:
        return None
    outside, inside = SPACES.sub("", match["outside"]), match["inside"].strip()
    if (is_name(outside, proved=is_role(inside)) or is_wordy_name(outside)) and (role := role_part(inside)):
        return Speaker(outside, role[0], role[1])
    titled = run_together(outside)
    office = titled is not None and titled.strength == FAIR and (is_role(inside) or is_organisation(inside))
    if titled is not None and (titled.strength == WEAK or office) and not patterns()["unnamed"].search(titled.name):
        return Speaker(titled.name, f"{titled.role}（{inside}）", WEAK)
    listed = [part for part in re.split(r"[、\s]+", match["outside"]) if part]
    if 2 <= len(listed) <= 4 and all(map(is_name, listed)) and (role := role_part(inside)):
        return Speaker("、".join(listed), role[0], role[1])
    if is_name(SPACES.sub("", inside), proved=False) and (role := role_part(match["outside"])):
        return Speaker(SPACES.sub("", inside), role[0], role[1])
    return None


def _alone(line: str) -> Speaker | None:
    """A name or an organisation that is the whole line, or all but its kind in brackets: 某市总工会（人民团体）."""
    if (kind := _BRACKETED.match(line)) is not None and is_kind(kind["inside"]):
        body = _alone(kind["outside"].strip())
        return body if body is not None and is_organisation(body.name) else None
    tokens = tokens_of(line)
    name = tokens[0]
    if len(tokens) == 1 and is_name(name):
        return Speaker(name, "", WEAK)
    names = [part for token in tokens for part in token.split("、")]
    if len(names) in (2, 3) and all(map(is_name, names)):
        return Speaker("、".join(names), "", WEAK)
    if is_undetermined(name) and patterns()["first"].match(name.lstrip("各")) is None:
        return None
    kinds = [organisation_strength(token) for token in tokens]
    if (
        1 <= len(kinds) <= 3
        and all(kind is not None for kind in kinds)
        and (len(kinds) == 1 or min(map(len, tokens)) >= 4)
    ):
        return Speaker("、".join(tokens), "", FAIR if all(kind == STRONG for kind in kinds) else WEAK)
    whole = organisation_strength("".join(tokens)) if len(tokens) <= 3 and not any(map(is_role, tokens)) else None
    return Speaker("".join(tokens), "", FAIR if whole == STRONG else WEAK) if whole is not None else None
