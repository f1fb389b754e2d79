"""Persons and bodies that a question treats as speakers and the index does not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.words import frequency, part_of_speech
from rag.data import language, pattern
from rag.understanding.bodies import abbreviates
from rag.understanding.lexicon import Lexicon, Mention, is_asked_for
from rag.understanding.topics import is_frame
from rag.understanding.vocabulary import inside_word, is_common_word, is_personal_name, is_written_by_sound

_TIME = "t"


def _abbreviated(lexicon: Lexicon, name: str) -> str | None:
    """The one body whose full name holds the characters of a short one in its order (市残联: 市残疾人联合会)."""
    if name.endswith(("大学", "学院", "中学", "小学", "医院")):
        return None  # 某大学 and 某理工大学 are two
    found = [body for body in lexicon.organisations if len(name) > 2 and abbreviates(name, fold(body))]
    return found[0] if len(found) == 1 else None


def unknown_speaker(
    lexicon: Lexicon,
    question: str,
    known: Sequence[Mention],
    verbs: Sequence[str],
    words: Sequence[tuple[str, int, int]],
) -> Mention | None:
    """A person or body that ``question`` treats as a speaker and the index does not hold, or None."""
    people = language("people")
    blocked = [range(mention.start, mention.end) for mention in known]
    boundaries = {0, *(end for _, _, end in words)}
    compares = pattern(language("questions")["who_more"]).search(question) is not None
    titles, long_titles = lexicon.title_pattern, "|".join(map(re.escape, lexicon.titles))
    double = "|".join(people["surnames"]["double"])
    person = f"(?:{double}|[{people['surnames']['single']}])"
    verb = "|".join(map(re.escape, sorted(verbs, key=len, reverse=True)))
    after = f"(?=[^谁]{{0,16}}?(?:谁[更比最]|{verb}|{people['generic']['says_something']}))"
    start = (
        r"(?:^|(?<=[,，。:：?？!！、和与跟及是对问请的(（])|(?<=比较)|(?<=对比)|(?<=总结)|(?<=概括)|(?<=归纳)"
        r"|(?<=梳理)|(?<=介绍)|(?<=说说)|(?<=讲讲)|(?<=谈谈)|(?<=除了)|(?<=关于)|(?<=请问)|(?<=想看)|(?<=看看)|(?<=想知道)|(?<=想了解)|(?<=想听)|(?<=查查)|(?<=找找)|(?<=我找)|(?<=查一下)|(?<=来自)|(?<=一下)|(?<=摘录)|(?<=摘出)|(?<=摘要)|(?<=引用)|(?<=转述)|(?<=列出)|(?<=找出)|(?<=调出)|(?<=整理)|(?<=汇总)|(?<=[长任记授员席师]))"
    )
    ending = "|".join(map(re.escape, sorted(people["organisations"]["endings"], key=len, reverse=True)))
    body = f"(?:{ending})(?!(?:[^对就和与及跟在给向的于、,，。提说讲谈]{{0,6}}?)(?:{ending})|[业家界])"
    patterns = (
        (f"{start}(?P<name>{person}[一-龥]{{0,2}}?)(?:{titles})(?!制度|机制|队伍|负责制|信箱)", True),
        (f"{start}(?P<name>{person}[一-龥]{{2}}){after}", False),
        (f"{start}(?P<name>{person}[一-龥]{{1}}){after}", False),
        (f"{start}(?P<name>[^谁哪几多,，。的?？!！;；]{{0,14}}?{body})(?:的)?{after}", True),
        (f"{start}(?P<name>[^谁哪几多,，。的?？!！;；]{{2,12}}?(?:{long_titles}))(?:的)?{after}", True),
        (
            f"{start}(?P<name>[^谁哪几多,，。的?？!！;；]{{1,10}}?(?:{ending})的(?:{long_titles}))(?=[在说讲提谈就对]|会上|怎么|如何)",
            True,
        ),
    )
    for word, start_at, end_at in words:  # a guessed word that speaks, and that neither dictionary nor corpus has
        speaks = pattern(f"(?:对|就|在|关于|怎么|{verb})").match(question, end_at)
        free = not any(start_at < block.stop and block.start < end_at for block in blocked)
        opens = start_at == 0 or question[start_at - 1] in ",，。?？、和与跟及"
        guessed = is_written_by_sound(word) and not frequency(word) and not lexicon.corpus.find(word)
        if speaks and free and opens and guessed:
            return Mention(start_at, end_at, word, (), "unknown")
    for form, certain in patterns:
        for match in pattern(form).finditer(question):
            begin, end = match.start(), max(match.end(), match.end("name"))
            if any(begin < block.stop and block.start < end for block in blocked):
                continue
            if pattern(people["generic"]["one_of_a_kind"]).match(question, match.end("name")):
                continue  # 银行、租赁公司这类机构: examples
            if not certain and (_in_a_row(question, begin, blocked) or _begins_verb(question, begin, match["name"])):
                continue
            name = pattern(f"的(?=(?:{long_titles})$)").sub("", match["name"].rstrip("的"))  # 某大学的校长
            head = pattern(people["organisations"]["head"]).match(question, match.end("name")) if certain else None
            if name.startswith(tuple(people["generic"]["no_start"])):
                continue
            shortest = max((len(one) for one in people["organisations"]["endings"] if name.endswith(one)), default=2)
            while certain and (
                lead := next(
                    (
                        n
                        for n in range(len(name) - max(shortest, 2), 0, -1)
                        if (is_frame(name[:n]) or part_of_speech(name[:n]) == _TIME) and begin + n in boundaries
                    ),
                    0,
                )
            ):
                name, begin = name[lead:], begin + lead
            if _is_word(name, begin, words) or (not certain and _opens_body(question, match.end("name"), verb, ending)):
                continue  # 时候总要; 云上实验室
            if certain and (_holds_verb(name, words, begin) or is_asked_for(question, begin, end)):
                continue  # a clause, not the name of a body or an office
            aligned = begin in boundaries and (
                match.end("name") in boundaries or _ends_in_guess(name, match.end("name"), words)
            )
            if not certain and _given(name) == name[1:] and part_of_speech(name[:2]).startswith("v"):
                continue  # 盘活空置厂房
            if not certain and name[0] in verbs and is_common_word(_given(name)):
                continue  # 谈价格的人
            if not certain and not (
                aligned
                and is_personal_name(name)
                and not _thing_and_word(begin, match.end("name"), words)
                and pattern(people["surnames"]["no_names"]).fullmatch(name) is None
                and not name.startswith(tuple(people["surnames"]["words"]))
                and not set(_given(name)) & set(people["surnames"]["never_in_names"])
            ):
                continue
            if certain and (
                pattern(rf"[谁哪几了是有没么吗里什的“”]|(.)不\1|{verb}").search(name)
                or (
                    head is None
                    and name[-1:] in "校院银集公学"
                    and not name.endswith(tuple(people["organisations"]["courts"]))
                )
            ):
                continue
            if pattern(people["generic"]["several"]).match(name):
                continue  # 两位海洋专家: nobody in particular
            if "、" in name or (name[:1] in "和与及跟" and question[begin - 1 : begin] not in "，,。、"):
                continue  # a row of things
            if certain and pattern("[想要去来自己]").search(name[:-2]):
                continue  # 骨干想出去自己开公司
            if certain and (name.endswith(tuple(people["events"]["occasions"])) or _is_class(name, lexicon.titles)):
                continue  # a meeting; whoever does such work
            apart = [one for one in words if not (certain and one[0] == "的")]
            if _is_clause(begin, begin + len(name), apart):
                continue
            members = lexicon.affiliated(name) if head is not None else ()
            known_topic = not members and len(name) > 1 and lexicon.corpus.find(name) and not compares
            subjects = people["generic"]["subjects"]
            told = name[1:] in subjects and part_of_speech(name[0]).startswith("v")  # 听银行的同志讲
            if name in subjects or told or name in lexicon.titles or known_topic:
                continue  # a common noun, or a topic that the corpus knows
            if head is not None and members:  # who belongs to a body is not who heads it
                held = tuple(one for one in members if lexicon.heads(one, name))
                end = max(end, head.end())
                return Mention(begin, end, question[begin:end], held, "role" if held else "unknown")
            if not certain and name.startswith(tuple(one for one in subjects if len(one) > 1)):
                continue  # 海关试的那个办法
            if certain and _led_in(name, begin, words, lexicon):
                continue
            if _runs_on(name, subjects) or _joined(name, subjects, lexicon):
                continue
            whole = _abbreviated(lexicon, name) if certain else None
            if whole is not None:
                return Mention(begin, end, question[begin:end].rstrip("的"), (whole,), "organisation")
            # 农商行, and nobody of the family 农
            is_bank = pattern(people["organisations"]["banks"]["called"]).fullmatch(name) is not None
            is_body = (certain or is_bank or name in people["organisations"]["abbreviations"]) and len(name) > 2
            held = lexicon.affiliated(name) or lexicon.abbreviated_in_roles(name) if is_body else ()
            called = question[begin:end].rstrip("的")
            title = next((one for one in lexicon.titles if called.endswith(one)), "")  # a 主席 there is no 区长
            held = tuple(one for one in held if not title or lexicon.holds(one, title) or one in lexicon.organisations)
            if len(held) > 1:
                continue
            if not held:  # 某委王某: the office of who is named behind it
                held = next((mention.speakers for mention in known if mention.start == end), ())
            return Mention(begin, end, question[begin:end].rstrip("的"), held, "role" if held else "unknown")
    return None


def named_body(text: str) -> str | None:
    """The body that a folded ``text`` begins with, by its ending, whether the index holds it or not; or None."""
    endings = "|".join(map(re.escape, sorted(language("people")["organisations"]["endings"], key=len, reverse=True)))
    match = pattern(f"[^,，。:：的谁哪]{{0,14}}?(?:{endings})").match(text)
    return match.group() if match else None


def _begins_verb(question: str, begin: int, name: str) -> bool:
    """Whether what looks like a name behind 的 is a thing and the beginning of what is said of it (改造的钱|分三块)."""
    behind = question[begin + len(name) : begin + len(name) + 1]
    return question[:begin].endswith("的") and len(name) == 2 and behind in {*"一二三四五六七八九十两几各成"}


def _in_a_row(question: str, begin: int, known: Sequence[range]) -> bool:
    """Whether a guessed name stands behind another thing in a row, and not behind somebody known (跨境电商、海外仓)."""
    before = question[begin - 1 : begin]
    return before in ("、", "和", "与", "及") and begin > 1 and not any(block.stop == begin - 1 for block in known)


def _given(name: str) -> str:
    """A supposed name without its surname."""
    return name[2:] if name[:2] in language("people")["surnames"]["double"] else name[1:]


def _is_word(name: str, begin: int, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a supposed name is a common word (时候|总要, 高级|工程师), or begins inside one."""
    alone = any(start == begin and end == begin + len(name) for _, start, end in words)
    return inside_word(begin, words) or (alone and is_common_word(name))


def _opens_body(question: str, end: int, verb: str, ending: str) -> bool:
    """Whether a guessed name that ends at ``end`` goes on as the name of a body (云上|实验室)."""
    return (
        pattern(f"(?:(?!{verb})[^对就和与及跟在给向的于、,，。提说讲谈谁哪]){{0,4}}?(?!{verb})(?:{ending})").match(
            question, end
        )
        is not None
    )


def _ends_in_guess(name: str, end: int, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a name was taken for one word with the word of grammar behind it: a rare surname's given name (申屠|海对), or a
    whole name (周德海谈).
    """
    double = tuple(language("people")["surnames"]["double"])
    return any(
        start < end < to
        and not frequency(word)
        and (name.startswith(double) or word[: end - start] == name)
        and word[end - start] in "对就在把将给向从都也还怎提说讲谈与和跟"
        for word, start, to in words
    )


def _runs_on(name: str, subjects: Sequence[str]) -> bool:
    """Whether a supposed body is a common noun before a common subject (评估费政府), and no place's (望川镇商会)."""
    before = next((name[: -len(one)] for one in subjects if name.endswith(one)), "")
    return len(before) > 1 and before[-1] in "费金款额率价税"


def _led_in(name: str, begin: int, words: Sequence[tuple[str, int, int]], lexicon: Lexicon) -> bool:
    """Whether a supposed body is one that is known, or a common noun, behind a verb or preposition: 记得|某某银行, 按|水利局."""
    subjects, leads = language("people")["generic"]["subjects"], False
    for word, start, end in words:
        if start < begin or end > begin + len(name):
            continue
        tail = name[start - begin :]
        if leads and (tail in subjects or lexicon.affiliated(tail) or lexicon.mentions(tail)):
            return True
        leads = leads or part_of_speech(word)[:1] in ("v", "p")
    return False


def _joined(name: str, subjects: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a supposed body is two common nouns side by side (财政和银行)."""
    parts = re.split("[和与及跟]", name)
    return len(parts) > 1 and all(part in subjects or (len(part) > 1 and lexicon.corpus.find(part)) for part in parts)


def _holds_verb(name: str, words: Sequence[tuple[str, int, int]], begin: int) -> bool:
    """Whether a supposed body or office at ``begin`` is a clause: a verb with its aspect, or what takes an object."""
    inside = [word for word, start, end in words if begin <= start and end <= begin + len(name)]
    return any(
        (len(word) > 1 and word[-1] in "着了过")
        or word in "找给让把被叫请进到去入当缺招聘愁"
        or (len(word) == 2 and word[0] in "让把被进到去入" and not frequency(word))
        for word in inside
    )


def _is_class(name: str, titles: Sequence[str]) -> bool:
    """Whether a supposed office is all who do such work (乡村医生, 小学校长): a common noun before the title."""
    kinds = ("子公司", "分公司", "总公司", "公司", "企业", "集团", "医院", "学校", "银行")
    *others, name = re.split("[和与及跟]", name.lstrip("小大老新"))  # 小科技公司
    if name.endswith("企业家"):
        return True  # 领军企业家: no office
    head = next((name[: -len(end)] for end in (*kinds, *titles) if name.endswith(end)), "")
    if others and not head:
        return True  # 工头和大学教授
    return len(head) > 1 and (
        part_of_speech(head) in ("n", "v", "vn", "b", "s")
        or head.endswith(("方面", "领域", "行业", "系统", "界", "类"))
    )


def _is_clause(begin: int, end: int, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a supposed name holds a word of time, number, direction or grammar, or is a common noun and a word more."""
    inside = [word for word, start, to in words if begin <= start and to <= end]
    if any(part_of_speech(word)[:1] in ("f", "m", "p", "u", "y") for word in inside[1:]):
        return True
    return (
        len(inside) == 2
        and len(inside[0]) > 1
        and len(inside[1]) == 1
        and part_of_speech(inside[0]) == "n"
        and end - begin == 3
    )


def _thing_and_word(begin: int, end: int, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a supposed name is a thing that is also a surname, and words behind it (牛|单独, 牛|保|起)."""
    inside = [word for word, start, to in words if begin <= start and to <= end]
    things: str = language("people")["surnames"]["things"]
    return len(inside) > 1 and len(inside[0]) == 1 and inside[0] in things
