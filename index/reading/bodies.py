"""Bodies that speak in their own name: offices, associations, companies, villages, told by how their names end."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .vocabulary import longest_first, words

ROLE_NOTE = re.compile(r"[（(][^（()）]{1,12}[）)]$")
_MEETING = re.compile(
    r"(?:中国人民)?(?:政协|政治协商会议).*委员会$|.*(?:政协|人大|常委会|常务委员会|两会|会议|全会|大会|专题会)$"
    r"|.*(?:协商|座谈|恳谈|研讨|圆桌|议事|听证|论证|交流|推进|通报|调度|议政|咨询|询问|审议|讨论|民主监督)会$"
)
_COUNTED = re.compile(r"[一二三四五六七八九十百千万两几多余\d][处所]$")
"""Places or houses that are counted (改造十二处), no office."""
_OFFICE_OF = re.compile("[会委办局署处]|中心|协会|学会")
"""What makes a verb the name of a body that does it (促进会, 建设局)."""
STRONG, FAIR, WEAK = 3, 2, 1


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "strong": re.compile(rf"(?:{longest_first('organisations', 'strong')})$"),
        "weak": re.compile(rf"(?:{longest_first('organisations', 'weak')})$"),
        "unit": re.compile(
            rf"(?:[\u4e00-\u9fff]{{2,}}(?:{longest_first('organisations', 'strong')}|{longest_first('organisations', 'weak')})"
            rf"|[\u4e00-\u9fff]{{0,6}}[省市州盟县区旗镇乡](?:政府|纪委|委|府))"
            rf"[\u4e00-\u9fff]{{0,8}}(?:{longest_first('organisations', 'units')})$"
        ),
        "no body": re.compile(rf"(?:{longest_first('organisations', 'no body')})$"),
        "labelled": re.compile(rf"[\u4e00-\u9fff\d]{{2,}}(?:{longest_first('organisations', 'labelled')})$"),
        "first": re.compile(rf"(?:{longest_first('organisations', 'first')})"),
        "undetermined": re.compile(
            rf"(?:{longest_first('organisations', 'undetermined')})|(?:{longest_first('organisations', 'of a kind')})的?"
            rf"(?:{longest_first('organisations', 'strong')}|{longest_first('organisations', 'weak')}|"
            rf"{longest_first('organisations', 'units')})+$"
        ),
        "for": re.compile(rf"代表(?:[省市州盟县区旗](?!级)|{longest_first('organisations', 'first')})"),
        "speaks for": re.compile(
            rf"[^、]{{2,12}}?(?:{longest_first('speakers', 'for others')})代表(?!{longest_first('speakers', 'no body behind')})."
        ),
        "office": re.compile(rf"(?:{longest_first('roles')})$"),
        "verb": re.compile(rf"(?:{longest_first('titles', 'verbs')})"),
        "not": re.compile(longest_first("speakers", "not")),
        "placed": re.compile(r"[\u4e00-\u9fff]{0,4}?(?:[省市州盟县区旗镇乡村校院厂]|街道|社区)[\u4e00-\u9fff]{2,}"),
    }


def is_organisation(text: str) -> bool:
    """Whether ``text`` ends or begins like an organisation that speaks in its own name."""
    return organisation_strength(text) is not None


@lru_cache(maxsize=4096)
def organisation_strength(text: str) -> int | None:
    """STRONG: an ending or a beginning that no title has; WEAK: an ending that titles share; None: no organisation."""
    core = ROLE_NOTE.sub("", text).strip()
    patterns = _patterns()
    if patterns["for"].search(core) or patterns["speaks for"].match(core):
        return None
    if "、" in core:
        return STRONG if all(organisation_strength(each) == STRONG for each in core.split("、")) else None
    if not 2 <= len(core) <= 32 or re.search(r"[，,。：:！？“”《》【】]", core):
        return None
    verb = patterns["verb"].match(core)
    if verb and not patterns["first"].match(core) and not (verb.end() > 1 and _OFFICE_OF.match(core, verb.end())):
        return None
    if patterns["strong"].search(core):
        return STRONG if len(core) >= 3 else WEAK
    if (
        patterns["first"].match(core)
        and len(core) <= 16
        and not (patterns["not"].search(core) or patterns["office"].search(core))
    ):
        return STRONG
    if patterns["no body"].search(core) or (_COUNTED.search(core) and not patterns["unit"].match(core)):
        return None
    ends = patterns["weak"].search(core) or patterns["unit"].match(core)
    return WEAK if ends and len(core) >= 3 else None


def opens_with_body(text: str, body: str) -> bool:
    """Whether ``body``, with which ``text`` begins, is surely one, and the whole of ``text`` is none (民建某市委会王某)."""
    ends = [_patterns()[kind] for kind in ("strong", "weak", "unit")]
    begins = _patterns()["first"].match(body) is not None or is_placed(body)
    named = 4 <= len(body) <= 16 and begins and ends[0].search(body) is not None and not is_meeting(body)
    return named and organisation_strength(body) == STRONG and not any(end.search(text) for end in ends)


def is_meeting(body: str) -> bool:
    """Whether a body is the one that meets, of which a headline says that there is speaking (市政协常委会发言摘登)."""
    return _MEETING.match(body) is not None


def is_labelled_body(text: str) -> bool:
    """Whether ``text``, behind a label that says who speaks, names a body or a group (某镇代表团, 城东片区联组)."""
    return is_organisation(text) or (
        len(text) <= 24 and not is_undetermined(text) and _patterns()["labelled"].match(text) is not None
    )


def is_kind(text: str) -> bool:
    """Whether ``text``, in brackets behind a name, says of what kind the body is (人民团体)."""
    return text in words("organisations", "kinds")


def is_placed(text: str) -> bool:
    """Whether an organisation's name begins with whose it is (市教育局, 马桥镇水利站), as that of one office does."""
    return _patterns()["placed"].match(text) is not None


def is_undetermined(text: str) -> bool:
    """Whether ``text`` means any body of a kind (各乡镇, 城市社区, 我局): none of them is a name."""
    return _patterns()["undetermined"].match(text) is not None
