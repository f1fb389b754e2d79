"""Who is quoted in a paragraph of a reporter's story, told by its sentences: “……”市民王某说, 某局回应称，…."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from .analogy import is_somebody
from .bodies import STRONG, is_organisation, is_placed, is_undetermined, organisation_strength
from .names import is_name, is_role, patterns
from .quotemarks import covered, uncovered
from .speakers import parse_speaker
from .together import Speaker, run_together
from .vocabulary import longest_first, surnames, words

LONGEST_WHO = 44
"""Characters that say who speaks."""
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|「[^「」]*(?:」|$)|\"[^\"]*(?:\"|$)")
_BRACKET = re.compile(r"[（(](?:化名|女|男|音译?|图[左右中]?|[左右]图|右?[一二三]|中)[）)]")
_FIRST_PERSON = re.compile(r"我们|咱|我(?![省市州盟县区旗镇乡村国军党队院校局厅委公])")
_SINGLE = (
    "(?<![绝应针])对(?![外口接])|(?<![方定面意导])向(?!阳)|(?<![供补])给(?![排水])|(?<!申)请|让|跟|(?<!顾)问|被|把|(?<!自)由|是"
    "|(?<![国所])有(?!限)|在(?![职读校编])"
)
"""The short words among those before whom somebody stands of whom, or to whom, another speaks."""
_STOPS = re.compile("[，,。；;！？!?：:“”「」（）()]")
MOST_MENTIONS = 6
"""Of a name, among which his introduction is looked for."""
_RUNS = re.compile(r"[，,。；;！？!?：:]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Who is named as speaking in a paragraph; whether it goes on with somebody told of before (``again``, a ``body`` so),
    and whether somebody speaks in it of whom no rule can tell who he is (``unknown``)."""

    speakers: tuple[Speaker, ...]
    again: bool = False
    body: bool = False
    unknown: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def listed(section: str) -> str:
        return longest_first("stories", section)

    manner = rf"(?:(?:{listed('manner')})(?:地|着)?|[\u4e00-\u9fff]{{2,4}}地)*"
    return {
        "clause": re.compile(
            rf"(?P<opens>^|[。！？；;!?”」\"]|[，,：:])\s*(?P<view>在\s*(?=[^，。：；！？“”]{{1,{LONGEST_WHO}}}看来[，,]))?"
            rf"(?P<who>[^，。：；！？“”「」\",:;]{{1,{LONGEST_WHO}}}?)(?P<manner>{manner})"
            rf"(?:(?P<said>{listed('said')})(?:道|着|了)?(?=[，,：:。“「\"；！!…]|$)|(?P<wants>{listed('wants')})|(?(view)看来|(?!)))"
        ),
        "verb": re.compile(rf"{listed('said')}|{listed('wants')}|看来"),
        "leads": re.compile(rf"(?:{listed('before')})+"),
        "again": re.compile(rf"(?:{listed('again')})"),
        "body again": re.compile(rf"(?:{listed('body again')})"),
        "titled": re.compile(rf"(?P<surname>[\u4e00-\u9fff]{{1,2}})副?(?:{listed('titles')})"),
        "done to": re.compile(rf"(?:{listed('done to')})(?:的|了|过)?|(?<=.)(?:{_SINGLE})|(?<=.)[了着过]"),
    }


def without_quotes(text: str) -> str:
    """``text`` in which every quotation is an empty one, and marks around a name inside a sentence are covered."""
    return _QUOTED.sub("“”", covered(text, inside=True))


def speaks_of_itself(text: str) -> bool:
    """Whether ``text`` says 我 or 我们 outside of quotations, as no reporter does."""
    return _FIRST_PERSON.search(without_quotes(text)) is not None


def quoted(text: str, known: Mapping[str, Speaker], before: str = "") -> Quoted:
    """Who speaks in the paragraph ``text``; ``known`` are those whom the story has quoted so far, ``before`` is its text."""
    if _patterns()["verb"].search(text) is None:
        return Quoted(())
    speakers: dict[str, Speaker] = {}
    again = body = unknown = False
    for match in _patterns()["clause"].finditer(_BRACKET.sub("", without_quotes(text))):
        who = _patterns()["leads"].sub("", match["who"].strip(), count=1) if match["who"] else ""
        verb = match["said"] or match["wants"] or ""
        sentence = match["opens"] not in {"，", ",", "：", ":"}
        found = (
            _known(who, known) or introduced(who, verb) or (_told_before(who, text, before) if is_name(who) else None)
        )
        if found is not None:
            speakers[found.name] = uncovered(found) or found
        elif _patterns()["again"].fullmatch(who):
            again = True
        elif _patterns()["body again"].fullmatch(who):
            body = True
        elif who and sentence and "记者" not in who:
            unknown = True
    return Quoted(tuple(speakers.values()), again, body, unknown)


def _known(who: str, known: Mapping[str, Speaker]) -> Speaker | None:
    """One of ``known``, by his name or by his surname and a title."""
    core = who.rsplit("的", 1)[-1]
    if core in known:
        return known[core]
    titled = _patterns()["titled"].fullmatch(core)
    if titled is None:
        return None
    found = [speaker for name, speaker in known.items() if name.startswith(titled["surname"]) and speaker.role]
    return found[0] if len(found) == 1 and len(titled["surname"]) == _surname_length(found[0].name) else None


def _surname_length(name: str) -> int:
    return 2 if name[:2] in surnames()[1] else 1


@lru_cache(maxsize=8192)
def introduced(who: str, verb: str) -> Speaker | None:
    """The person with what he is, or the body, that the words before ``verb`` introduce; a bare name is nobody yet."""
    before, _, told = who.rpartition("的")
    for core in (who,) if not before or is_organisation(before) else (told, who):
        found = _together(core) if not re.search(r"[（()）]", core) else parse_speaker(core)
        sounding = found is not None and len(found.name) > 3
        if found is not None and found.role and is_name(found.name, proved=sounding) and _is_plain(found.role):
            return found
    if verb not in words("stories", "body said") or is_undetermined(who) or "的" in who:
        return None
    kind = organisation_strength(who)
    sure = (
        kind is not None
        and len(who) >= 3
        and (kind == STRONG or is_placed(who))
        and not _patterns()["done to"].search(who)
    )
    return Speaker(who, "", kind) if sure and kind is not None else None


def _together(text: str) -> Speaker | None:
    """A name right behind an office or any word for somebody (学员薛某): the verb behind them has proved that one stands there."""
    found = run_together(text, proved=True)
    if found is not None and found.role:
        return found
    ways = ((text[:-length], text[-length:]) for length in (3, 2))
    return next(
        (Speaker(name, role, STRONG) for role, name in ways if is_name(name) and is_somebody(role, shortest=2)), None
    )


def _told_before(name: str, text: str, before: str) -> Speaker | None:
    """Somebody quoted by his bare name whom the story has introduced with what he is, nearest first."""
    for told in (text, before):
        for match in reversed(list(re.finditer(re.escape(name), told))[:MOST_MENTIONS]):
            phrase = _STOPS.split(told[max(0, match.start() - LONGEST_WHO) : match.start()])[-1]
            role = _patterns()["done to"].split(phrase)[-1]
            role = role if "的" not in role or is_organisation(role.rpartition("的")[0]) else role.rpartition("的")[2]
            if len(role) >= 2 and (is_role(role) or is_somebody(role, shortest=2)) and _is_plain(role):
                return Speaker(name, role, STRONG)
    return None


def _is_plain(role: str) -> bool:
    """Whether words before a name only say what somebody is, and not what is done to him or who another is."""
    if _patterns()["done to"].search(role) or role.startswith(("记者", "本报", "本刊")) or role.endswith("记者"):
        return False
    pairs = re.split("[和与及]", role)
    return not any(run_together(part) is not None and part != role for part in pairs[:-1] if len(part) > 3)


def presented(text: str, near: str) -> Speaker | None:
    """Who is introduced by the words that open a sentence of ``text`` without a verb of saying (某校教师王某教书多年。).

    Where the name ends is told by ``near``, the text around, in which it must occur again.
    """
    found: dict[str, Speaker] = {}
    for sentence in re.split("[。！？；]", without_quotes(text)):
        clause = _RUNS.split(sentence)[0].strip()
        core = clause.rsplit("的", 1)[-1] if "的" in clause[:30] else clause
        for start in (core, clause):
            if (speaker := _leading(start, near)) is not None:
                found[speaker.name] = speaker
                break
    return uncovered(next(iter(found.values()))) if len(found) == 1 else None


def _leading(clause: str, near: str) -> Speaker | None:
    """The role and the name with which ``clause`` begins, the longest role first."""
    office = patterns()["office"]
    for end in range(min(30, len(clause) - 2), 1, -1):
        role = clause[:end]
        if not office.search(role) or not is_role(role) or not _is_plain(role):
            continue
        for length in (4, 3, 2):
            name = clause[end : end + length]
            shorter = name[:-1] if length > 2 else name
            if (
                len(name) == length
                and is_name(name)
                and near.count(name) >= 2
                and near.count(name) == near.count(shorter)
            ):
                return Speaker(name, role, STRONG)
    return None
