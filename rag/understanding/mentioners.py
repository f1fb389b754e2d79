"""Who mentions a thing, or who speaks as what, put plainly: the clause that asks for it, apart from what the asker tells of himself.

领导要一份名单：凡是说到贴息的，姓名都报上来 → 哪些人提到贴息; 塌方是哪几位提到的 → 哪几位提到塌方. What is put
between quotation marks is a stretch that stands so in the corpus and that words alone would cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.sorts import listed_documents, of_sort
from rag.understanding.topics import Tokenise, is_frame, topic_of
from rag.understanding.vocabulary import substance

_TELLING = 0.5
"""The substance from which a word beside a quoted term asks for more than who mentions it."""
_LONGEST = 5
"""Words of which the name of a thing may consist."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one clause asks: who (as the question puts it), of which term, and in which part of the corpus."""

    who: str
    term: str
    inside: str = ""
    lacking: str = ""


def mentioners(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` as 哪些人提到…, if that is all it asks and the term stands in the corpus; else as it is."""
    rules = language("mentioners")
    question = _with_thing(question, lexicon, tokenise)
    folded = fold(question)
    record = language("metadata")
    by_record = [
        record[one]
        for one in ("titled", "titled_at", "not_mentioning", "bodies_alone", "surname", "no_office", "in_turn")
    ]
    if any(pattern(rule).search(folded) for rule in (*by_record, *record["only_there"])):
        return question
    if pattern(rules["other"]).search(folded) or not pattern(rules["asking"]).search(folded):
        return question
    parts = _clauses(question)
    asked = _asked(parts, rules)
    if asked is None:
        return (
            _speakers(question, parts, lexicon, rules) or _quoted_alone(question, lexicon, tokenise, rules) or question
        )
    by_sort = of_sort(lexicon.corpus, folded) if not asked.inside else None
    if by_sort is not None:  # 会上有几个人谈到某事
        asked = replace(asked, inside=question[by_sort.start : by_sort.end].strip("，, "))
    if not asked.inside:
        asked = replace(asked, inside=_document_told(parts, asked.term, lexicon, rules))
    plain = len(parts) == 1 and not asked.inside and not asked.lacking and pattern(rules["one"]).fullmatch(asked.who)
    terms, together = _terms(asked.term, lexicon, tokenise, rules)
    if not terms or (plain and not _cut(terms, folded)):
        return question
    lacking = _terms(asked.lacking, lexicon, tokenise, rules)[0] if asked.lacking else []
    if asked.lacking and not lacking:
        lacking = [asked.lacking]
    unless = f"但没有提到{'和'.join(lacking)}" if lacking else ""
    of_the_word = pattern(language("topical")["of_the_word"]).search(folded) is not None
    verb = "谈到" if pattern(rules["speaking"]).search(folded) and not of_the_word else "提到"
    return f"{asked.inside}{asked.who}{verb}{together.join(terms)}{unless}？"


def _cut(terms: Sequence[str], folded: str) -> bool:
    """Whether a term had to be put between quotation marks that the folded question lacks, as its words alone would be another."""
    return any(fold(term) not in folded for term in terms)


def _clauses(question: str) -> list[str]:
    """The clauses of a question; nothing between quotation marks or brackets is cut."""
    return [one for one in pattern(language("mentioners")["clause"]).findall(question) if one.strip()]


def _asked(parts: Sequence[str], rules: dict[str, Any]) -> _Asked | None:
    whole = fold("，".join(parts))
    counts = pattern(rules["counting"]).search(whole) is not None
    for at in reversed(range(len(parts))):
        clause = parts[at]
        lacking = pattern(rules["lacking"]).search(clause)
        if lacking is None and at + 1 < len(parts):
            lacking = pattern(rules["lacking"]).match(parts[at + 1])
        if lacking is not None and lacking.string == clause:
            clause = clause[: lacking.start()] + clause[lacking.end() :]
        for rule in rules["forms"]:
            match = pattern(_filled(rule["form"])).fullmatch(clause)
            if match is None or (rule.get("counts") and not counts):
                continue
            found = match.groupdict()
            before, term = found.get("before") or "", found.get("term") or ""
            inside = next(
                (one for one in (before, *reversed(parts[:at])) if pattern(rules["inside"]).fullmatch(one)), ""
            )
            if before and before != inside and not pattern(rules["leading"]).fullmatch(before):
                return None
            if not term or is_frame(fold(term)):
                term = next((one for one in reversed(parts[:at]) if not pattern(rules["purpose"]).search(one)), "")
                term = pattern(rules["of_topic"]).sub("", term)
            who = found.get("who") or ""
            if found.get("single"):
                who = "谁"
            elif rule.get("all") or pattern(rules["everybody"]).fullmatch(who):
                who = "有几位" if counts else "哪些人"
            if not term or pattern(rules["no_term"]).search(term):
                return None
            return _Asked(who, term, inside, lacking["what"] if lacking else "")
    return None


def _document_told(parts: Sequence[str], term: str, lexicon: Lexicon, rules: dict[str, Any]) -> str:
    """The clause that tells only in which document it is to be looked for (只看某日那版), put before the question; "" where none does."""
    for clause in parts:
        told = pattern(rules["only_in"]).fullmatch(clause)
        if told is not None and term not in clause and listed_documents(lexicon.corpus, fold(f"{told['document']}上")):
            return f"{told['document']}上，"
    return ""


def _quoted_alone(question: str, lexicon: Lexicon, tokenise: Tokenise, rules: dict[str, Any]) -> str | None:
    """哪些人提到…, where several are asked for and all that the question holds beside words that only ask is one quoted term of
    the corpus (哪几家的发言里有“某词”); None elsewhere.
    """
    folded = fold(question)
    phrases = topic_of(folded, (), tokenise).phrases
    quoted = [phrase for phrase in phrases if phrase.quoted]
    followup = language("questions")["followup"]
    goes_on = any(word in folded for word in (*followup["pronouns"], *followup["things"]))
    goes_on = goes_on or pattern(language("metadata")["of_office"]).search(folded) is not None
    if len(quoted) != 1 or goes_on or lexicon.mentions(folded) or not pattern(rules["several"]).search(folded):
        return None
    neutral = {*language("metadata")["neutral"]}
    rest = [word for phrase in phrases if not phrase.quoted for word in phrase.words if word not in neutral]
    if any(substance(word) >= _TELLING and len(word) > 1 for word in rest) or not lexicon.corpus.find(quoted[0].text):
        return None
    counts = pattern(rules["counting"]).search(folded) is not None
    term = question[quoted[0].start : quoted[0].end]
    return f"{'有几位' if counts else '哪些人'}提到“{term}”？"


def _with_thing(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with the name of the thing that it points at and a clause before names (我在写某园的稿子，哪些人提到这个园区)."""
    pointed = pattern(language("mentioners")["points_at"]).search(fold(question))
    before = fold(question[: pointed.start()]) if pointed is not None else ""
    if pointed is None or pattern(language("mentioners")["done_with"]).match(before):
        return question  # 把某物拿去做某事，谁提过这类点子: that is pointed at, not the thing
    words = list(tokenise(before))
    held = [
        run
        for first in range(len(words))
        for last in range(first, min(first + _LONGEST, len(words)))
        if len(run := before[words[first][1] : words[last][2]]) > 2 and not is_frame(run) and lexicon.corpus.find(run)
    ]
    if not held:
        return question
    thing = max(held, key=len)
    start = before.rfind(thing)
    while start > 0 and lexicon.corpus.find(before[start - 1] + thing):  # a name that no dictionary cuts off
        start, thing = start - 1, before[start - 1] + thing
    return question[: pointed.start("thing")] + thing + question[pointed.end("thing") :]


@cache
def _filled(form: str) -> str:
    """A form with the classes of words in it (MENTION, WHO, PERSONS, HOWMANY, ASKED, KIND, OFFICE) written out."""
    rules = language("mentioners")
    for name in ("MENTION", "WHO", "PERSONS", "HOWMANY", "ASKED"):
        form = form.replace(name, f"(?:{rules[name.lower()]})")
    people = language("people")
    if "KIND" in form:
        kinds = {word for rule in people["categories"].values() for word in rule["ask"]}
        form = form.replace("KIND", f"(?:{'|'.join(sorted(kinds, key=len, reverse=True))})")
    if "OFFICE" in form:
        form = form.replace("OFFICE", f"(?:{'|'.join(sorted(people['titles']['words'], key=len, reverse=True))})")
    return form


def _speakers(question: str, parts: Sequence[str], lexicon: Lexicon, rules: dict[str, Any]) -> str | None:
    """Who speaks as what, of which kind of body or in which document, put plainly; None where something else is asked."""
    counts = pattern(rules["counting"]).search(fold(question)) is not None
    whole = question.strip(" ?？。")
    for clause in dict.fromkeys((*parts, *("，".join(pair) for pair in pairwise(parts)), whole)):
        for rule in rules["speakers"]:
            match = pattern(_filled(rule["form"])).fullmatch(clause)
            if match is None:
                continue
            found = {name: value for name, value in match.groupdict().items() if value}
            among = (pattern(rules["among"]).fullmatch(one) for one in parts if one != clause)
            if any(told is not None and _is_office(told["what"], lexicon) for told in among):
                continue  # some of those who hold an office, read where offices are
            document = found["document"] = pattern(rules["at_the_end"]).sub("", found.get("document", ""))
            if document and not listed_documents(lexicon.corpus, fold(document + "上")):
                continue
            if "role" in found and not _is_office(found["role"], lexicon):
                continue
            inside = ""
            if not document:
                before = parts[: parts.index(clause)] if clause in parts else []
                inside = next((one for one in reversed(before) if listed_documents(lexicon.corpus, fold(one))), "")
            asked: str = "有几位" if counts else rule.get("list", "有哪些")
            put: str = rule["to"].replace("ASK", asked).format(**found)
            return inside + put
    return None


def _is_office(text: str, lexicon: Lexicon) -> bool:
    """Whether the words stand in an office of the corpus, and are no kind of body (学校)."""
    if any(text in rule["ask"] for rule in language("people")["categories"].values()):
        return False
    return any(fold(text) in fold(one.role) for own in lexicon.appearances.values() for one in own)


def _terms(term: str, lexicon: Lexicon, tokenise: Tokenise, rules: dict[str, Any]) -> tuple[list[str], str]:
    """The terms named, as they are to be put, and what joins them; none where the corpus has one of them nowhere."""
    whole = _term(term, lexicon, tokenise, rules)
    if whole is not None:
        return [whole], ""
    apart = pattern(rules["joining"]).split(pattern(rules["both"]).sub("", term))
    found = [_term(one, lexicon, tokenise, rules) for one in apart if one]
    if len(found) > 1 and all(found):
        in_a_row = pattern(rules["row"]).fullmatch(term) is not None  # 水井、水塔: one suffices
        either = in_a_row or pattern(rules["either"]).search(term) is not None
        marked = [one if one is None or pattern(rules["marks"]).search(one) else f"“{one}”" for one in found]
        return [one for one in marked if one], "或" if either else "和"
    return [], ""


def _term(term: str, lexicon: Lexicon, tokenise: Tokenise, rules: dict[str, Any]) -> str | None:
    """A term as it stands in the corpus: as it is asked, or without what only leads to it or goes on behind; quoted
    where its words alone would give another.
    """
    quoted = pattern(rules["quoted"]).fullmatch(term.strip())
    if quoted is not None:
        return f"“{quoted['what']}”" if lexicon.corpus.find(fold(quoted["what"])) else None
    for one in dict.fromkeys((term, *(pattern(rule).sub("", term) for rule in rules["around"]))):
        one = one.strip("的了,，、 ")
        if len(one) == 1 and part_of_speech(one).startswith("n") and lexicon.corpus.find(fold(one)):
            return f"“{one}”"  # 哪些人说到猪
        if len(one) < 2 or is_frame(fold(one)) or not lexicon.corpus.find(fold(one)):
            continue
        phrases = topic_of(fold(one), (), tokenise).phrases
        if pattern(rules["marks"]).search(one):
            return one
        return one if [phrase.text for phrase in phrases] == [fold(one)] else f"“{one}”"
    return None
