"""How a text bears on the words of a topic: whether it wants what they name, or is against it; and so for each word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.data import language, pattern
from rag.matching import Term, coverage, strength
from rag.premises.records import CLAUSE

HALF = 0.5
"""The share, of what its best clause holds of the topic, from which a clause speaks of it."""
CONTESTED = 0.2
"""The share of the topic from which what a text has the other way round is the matter itself."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a text wants: 1, refuses: -1, of each word of a topic that it holds one way only; ``express``: it says so by a stand on
    the whole of it, in the clause ``words``, and not only by a negation before a word.
    """

    signs: dict[str, int]
    express: bool = False
    words: str = ""

    def share(self, terms: Sequence[Term]) -> float:
        """The share of ``terms`` that it speaks of one way."""
        return share_of(terms, list(self.signs))


def bearing(text: str, terms: Sequence[Term], *, behind: str = "", asks: bool = False, tells: bool = False) -> Bearing:
    """The bearing of a folded ``text`` on ``terms``; ``behind``: the short sentence after it, which may answer it (我不赞成。);
    ``asks``: it is a question, where what is refused goes to the end of the clause; ``tells``: its first clause is of what others
    want, whom it does not join.
    """
    reach = "" if asks else str(language("bearing")["reach"])
    whole = text + (behind if takes_against(behind) else "")
    blanked = pattern(language("bearing")["of_others"]).sub(_blank, text) + whole[len(text) :]
    at = [match.span() for match in CLAUSE.finditer(blanked)]
    clauses = [blanked[slice(*one)] for one in at]
    shares = [coverage(terms, clause) for clause in clauses]
    least = HALF * max(shares, default=0.0)
    signs: dict[str, set[int]] = {}
    express, words = False, ""
    for number, clause in enumerate(clauses):
        if pattern(language("bearing")["conceded"]).search(clause):
            continue  # 备案我们不反对: what is said against it comes behind
        following = clauses[number + 1] if number + 1 < len(clauses) else ""
        answered = bool(following) and shares[number + 1] < max(least, 0.01) and answers(clause, following)
        refused = answered or takes_against(clause)
        for term in terms:
            sign = _sign(term.word, clause, refused=refused or (tells and not number), reach=reach)
            if sign:
                signs.setdefault(term.word, set()).add(sign)
        if refused and shares[number] and shares[number] >= least:
            express, words = True, whole[at[number][0] : at[number + answered][1]]
    return Bearing({word: min(found) for word, found in signs.items() if len(found) == 1}, express, words.strip())


def takes_against(clause: str) -> bool:
    """Whether a folded clause takes a stand against what it, or the one before it, speaks of."""
    rules, own = language("premises"), language("bearing")
    clause = _plain(clause)
    return (
        pattern(f"{rules['against_it']}|{rules['opposing']}|{rules['doubting']}|{own['against']}").search(clause)
        is not None
    )


def tells_of_somebody(text: str) -> bool:
    """Whether a folded sentence tells what somebody unnamed wants (有人主张…) and goes on otherwise than by joining him: it is no
    proposal of who tells it, in whatever words he answers it.
    """
    rules, others = language("bearing"), pattern(language("bearing")["somebody_wants"]).match(text)
    return (
        others is not None
        and pattern(f"{language('premises')['backing']}|{rules['joins']}").search(text, others.end()) is None
    )


def answers(clause: str, following: str) -> bool:
    """Whether the clause behind another takes a stand against it: it says nothing else, or doubts what the first one only tells."""
    own = language("bearing")
    if not takes_against(following):
        return False
    rules = language("premises")
    rest = pattern(f"{rules['against_it']}|{rules['opposing']}|{rules['doubting']}|{own['against']}").sub(
        "", _plain(following)
    )
    if len(pattern(own["alone"]).sub("", rest)) <= 1:
        return True
    doubts = pattern(f"{rules['doubting']}|{own['against']}").search(_plain(following)) is not None
    return doubts and pattern(f"{rules['proposing']}|{rules['backing']}").search(clause) is None


def share_of(terms: Sequence[Term], words: Sequence[str]) -> float:
    """What ``words`` weigh among ``terms``, from 0 to 1."""
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in terms if term.word in words) / total if total else 0.0


def _sign(word: str, clause: str, *, refused: bool, reach: str) -> int:
    """1 where a clause wants what ``word`` names, -1 where it refuses it, 0 where it does not hold the word. A word that itself
    refuses (不收) stands for the rest of it.
    """
    rules, clause = language("bearing"), _plain(clause)
    own = pattern(rules["refusing"]).match(word)
    bare = word[own.end() :] if own is not None and len(word) > own.end() else word
    if not strength(bare, clause):
        return 0
    at = clause.find(bare)
    if at < 0:
        return -1 if refused else 1
    before = clause[:at]
    stands = pattern(f"{language('premises')['against_it']}|{language('premises')['opposing']}").sub(_blank, before)
    turned = pattern(f"(?:{rules['refusing']})[^,，。；;]{{0,{reach}}}$").search(stands) is not None
    return -1 if refused != turned else 1


def _plain(clause: str) -> str:
    """``clause`` without what refuses nothing: a refusal of a refusal, a choice left open (能不能), what others are told to think."""
    for rule in (language("premises")["open"], language("bearing")["of_others"]):
        clause = pattern(rule).sub(_blank, clause)
    return pattern(language("bearing")["doubled"]).sub(_blank, clause)


def _blank(match: re.Match[str]) -> str:
    return "※" * len(match.group())
