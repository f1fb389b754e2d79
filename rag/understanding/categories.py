"""The kinds of bodies for whose speakers a question asks: 来自企业的有哪几位, 民主党派提了什么."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import plain_words
from rag.data import language
from rag.understanding.lexicon import Lexicon
from rag.understanding.vocabulary import inside_word


def asked_category(lexicon: Lexicon, question: str) -> tuple[str, tuple[str, ...]] | None:
    """The kind of body asked for (来自企业的 …, 企业界的有哪几位) and the words by which a role shows it, or None."""
    words = plain_words().spans(question)
    for name, rule in language("people")["categories"].items():
        for word in sorted(rule["ask"], key=len, reverse=True):
            if all(_in_name(lexicon, question, at.span(), words) for at in re.finditer(word, question)):
                continue
            if re.search(
                f"(来自|从事|出自|属于|代表|替){word}|(?<![国所民私公集没只现还具自])有(没有)?{word}(界|系统|方面|里)?(的|来的|出身的)?(?=吗|么|没有|在|发言|代表|委员|[,，?？。]|$)|(在|于){word}((、|和|或|以及)[一-鿿]{{1,6}})*(里|中)?(任职|工作|供职|当|做)|{word}(的|界|里|方面|系统|来的|出身的)*(的)?(人(?!员|才|口|家|工|大|群|力)|发言人|发言|代表|委员|负责人|嘉宾|单位|领导|人士|老总|当家人)"
                f"|{word}(界|系统)?(里|中|当中|里面)(都)?(有)?(谁|哪)|{word}(界|系统|方|口|方面)?(的|(?<=界)|(?<=系统))(都|一共|总共)?(有|是)(谁(?!提|说|讲|谈|建议|主张)|哪|几|多少)|(谁|几位|哪位|哪些人?|多少人)(都)?是{word}的?(?=$|[?？的])",
                question,
            ):
                return name, tuple(rule["role"])
    return None


def _in_name(lexicon: Lexicon, question: str, stretch: tuple[int, int], words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a kind of body at ``stretch`` is only the end of a name (机床厂; 交通大学, where somebody is of it)."""
    start, end = stretch
    inside = end - start == 1 and inside_word(start, words)
    before = next((word for word, at, to in words if to == start and len(word) > 1), "")
    return inside or (before != "" and bool(lexicon.affiliated(before + question[start:end])))
