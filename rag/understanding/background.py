"""What the asker tells of himself before he asks: 我们单位最近在看几个项目，拿不准该不该收，记得有人讲过…."""

from __future__ import annotations

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.kinds import asks
from rag.understanding.topics import Tokenise, topic_of

_ENOUGH = 2
"""Words of a topic with which a question stands alone."""


def without_background(question: str, tokenise: Tokenise) -> str:
    """``question`` from where it asks, if the asker first tells what he is unsure of and the rest has a topic of its own;
    else without the words by which he is unsure, which claim nothing.
    """
    rules, folded = language("questions")["background"], fold(question)
    unsure = list(pattern(rules["unsure"]).finditer(folded))
    if not unsure or not pattern(rules["opening"]).match(folded):
        return question
    leads = [match.end() for match in pattern(rules["leads"]).finditer(folded) if match.start() >= unsure[-1].end()]
    clause = pattern("[^,，。;；]*[,，。;；]?").match(folded, unsure[-1].end())
    start = leads[-1] if leads else clause.end() if clause else len(folded)
    rest = question[start:].lstrip(":：,， ")
    if not asks(fold(rest)):
        return question
    words = [word for word in topic_of(fold(rest), (), tokenise).words if len(word) > 1 and word not in rules["light"]]
    if len(words) >= _ENOUGH:
        return rest
    for match in reversed(unsure):
        question = question[: match.start()] + question[match.end() :]
    return question


def without_guess(question: str) -> str:
    """``question`` asked of everybody where it tells whom somebody took it to be by (…。我记成某某了，到底是谁？)."""
    rules = language("questions")
    mistaken = pattern(rules["mistaken"]).match(question)
    return question if mistaken is None else str(rules["mistaken_form"].format(rest=mistaken["rest"]))


def without_remark(question: str) -> str:
    """``question`` without a remark on the record before or behind it (…？两篇写的好像不一样)."""
    remark = language("questions")["remark"]
    for rule in ("noted", "set_aside"):
        question = pattern(language("questions")[rule]).sub("", question)
    rest = pattern(f"^{remark}[,，。:：;；]+|(?:(?<=[?？])|[,，。;；]){remark}[。!！]*$").sub("", question)
    return rest if asks(fold(rest)) else question
