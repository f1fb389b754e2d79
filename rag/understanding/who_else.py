"""Who else wants what somebody wants, told first and asked then: 甲要归集企业数据，还有谁也想这么做."""

from __future__ import annotations

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.topics import Tokenise, topic_of


def who_else(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` as 除了甲，还有谁也主张…, if it tells of one speaker's proposal and asks for others with the like; else as it
    is. What is asked of the others is the proposal, where the question does not say it in words of its own.
    """
    rules = language("rewordings")["others"]
    if pattern(rules["elsewhere"]).search(fold(question)):
        return question
    if pattern(language("against")["differing"]).search(fold(question)):
        return question  # 谁的意见跟他相反 asks for nobody with the like
    match = next((found for rule in rules["forms"] if (found := pattern(rule).match(fold(question)))), None)
    if match is None:
        return question
    told = match["told"]
    folded = fold(match.group())
    mentions = lexicon.mentions(folded)
    proposer = pattern(rules["proposer"]).match(folded) if not mentions else None
    if proposer is not None:  # a body that one speaker's role holds
        holders = lexicon.affiliated(proposer["who"]) or lexicon.abbreviated_in_roles(proposer["who"])
        mentions = [Mention(0, proposer.end("who"), proposer["who"], holders, "role")] if len(holders) == 1 else []
    names = {name for mention in mentions for name in mention.speakers}
    if len(names) != 1 or not mentions[0].speakers:
        return question
    first, last = mentions[0], mentions[-1]
    at = match.start("told")
    own = told
    if at <= first.start < at + len(told):
        before, behind = told[: first.start - at], told[last.end - at :]
        own = pattern(rules["saying"]).sub("", behind) or before
    asked = pattern(rules["leading"]).sub("", match.groupdict().get("asked") or "").strip("?？。,， ")
    for what in (asked, own):
        what = pattern(rules["behind"]).sub("", what).strip("?？。,， ")
        if topic_of(what, (), tokenise).words:
            return f"除了{first.speakers[0]}，还有谁也主张{what}？"
    return question
