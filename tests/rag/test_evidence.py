"""Which sentences speak of a topic: literal, in a fixed order, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answering import Task
from rag.evidence import answer_shapes, missing, terms_of, weighed
from rag.matching import Term
from rag.reranking import CERTAIN, WHOLE_READ, rest_to_read, scored, to_read
from rag.understanding import understand

if TYPE_CHECKING:
    from rag import Assistant


def task_of(assistant: Assistant, question: str) -> Task:
    """A task as the chain makes it."""
    from index.words import plain_words

    understood = understand(question, lexicon=assistant.lexicon, tokenise=plain_words().spans)
    return Task(understood, assistant.index, assistant.lexicon, tuple(assistant.search(question, k=50)))


def test_sentences_are_literal_and_best_first(county: Assistant) -> None:
    task = task_of(county, "农机维修培训班每年培训多少人？")
    found = scored(task, terms_of(task.understood.plan.terms, task.corpus), task.understood.topic.phrases)
    assert "农机维修培训班" in found[0].text
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert task.corpus.text(one.span.place)[one.span.start : one.span.end] == one.text
        assert 0 <= one.own <= one.whole <= 1 + 1e-9
    assert found == scored(task, terms_of(task.understood.plan.terms, task.corpus), task.understood.topic.phrases)


def test_the_first_paragraphs_are_read_whole_unless_a_sentence_surely_answers(proceedings: Assistant) -> None:
    surely = set()
    for question in (
        "社区食堂给六十岁以上老人每顿补多少？",
        "田间小路坏了该掏多少钱修？",
        "爷爷奶奶学带娃的主意是谁出的？",
    ):
        task = task_of(proceedings, question)
        terms, phrases = terms_of(task.understood.plan.terms, task.corpus), task.understood.topic.phrases
        found = weighed(task, terms, phrases)
        first = to_read(task, found)
        rest = rest_to_read(task, found, first)
        places = {hit.place for hit in task.hits[:WHOLE_READ]}
        assert not {one.span for one in rest} & {one.span for one in first}
        assert {one.span for one in found if one.span.place in places} <= {one.span for one in (*first, *rest)}
        read = {one.span: one.seen.reading for one in scored(task, terms, phrases) if one.seen.reading is not None}
        sure = max(read[one.span] for one in first) >= CERTAIN
        assert set(read) == {one.span for one in ([*first] if sure else [*first, *rest])}
        surely.add(sure)
    assert False in surely


def test_what_is_asked_in_the_middle_of_a_clause_gives_the_answer_s_shape() -> None:
    (shape,) = answer_shapes("粮权贷用什么作抵押?")
    assert shape.search("用订单作抵押") and not shape.search("把农机也算作抵押")
    assert answer_shapes("多少钱?") == [] == answer_shapes("谁提的")


def test_no_terms_find_nothing(county: Assistant) -> None:
    assert scored(task_of(county, "谁"), ()) == []


def test_a_rarer_word_weighs_more(county: Assistant) -> None:
    rare, common = terms_of(["烘干塔", "建议"], county.index.corpus)
    assert rare.weight > common.weight and rare.speeches == 1 and common.speeches >= 2


def test_what_is_missing_comes_weightiest_first() -> None:
    terms = [Term("山塘", 0.2, 1), Term("茶园", 0.9, 1), Term("校车", 0.5, 1)]
    assert [term.word for term in missing(terms, "校车")] == ["茶园", "山塘"]
