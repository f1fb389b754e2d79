"""Whatever is asked, an answer keeps the contract's invariants: questions made from the corpus, and any text at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.folding import fold
from index.sentences import clauses
from rag.assistant import LONGEST_QUESTION, QuestionError

if TYPE_CHECKING:
    from rag import Answer, Assistant

Faults = Callable[..., list[str]]
QUICK = settings(derandomize=True, deadline=None, max_examples=20)
FEW = settings(derandomize=True, deadline=None, max_examples=7)

OF_A_SPEAKER = (
    "{name}提出了哪些建议？",
    "{name}对{term}怎么看？",
    "{name}说{term}要花多少钱？",
    "{name}的第二条建议是什么？",
    "{name}为什么反对{term}？",
    "{name}和{other}关于{term}的建议有什么不同？",
    "谁的建议和{name}的{term}类似？",
    "“{term}”是不是{name}说的？",
    "除了{name}，还有谁提到{term}？",
    "{name}是什么职务？",
    "{name}建议取消{term}，对吗？",
)
OF_A_TERM = (
    "谁提到{term}？",
    "哪些人谈到了“{term}”？",
    "有几位提到{term}",
    "“{term}”这句话是谁说的？",
    "{term}由谁牵头？",
    "关于{term}，大家都提了什么？",
    "{term}是哪一年开始的？",
    "有没有人反对{term}",
    "{term}",
    "总结一下{term}方面的建议",
    "来自{term}的发言人有哪些？",
    "第3条{term}是什么",
    "{term}呢？",
    "他说{term}了吗？",
)


def words_of(assistant: Assistant) -> list[str]:
    """Stretches of the texts, titles and roles to ask for, some of them cut anywhere."""
    found: dict[str, None] = {}
    for _, speech in assistant.index.corpus.speeches():
        for number, text in enumerate((speech.title, speech.role, *speech.paragraphs)):
            for at in range(number, max(len(text) - 9, 1), 17):
                found[text[at : at + 2 + (at + number) % 7].strip()] = None
    return [word for word in found if word]


def asked(assistant: Assistant) -> Any:
    """A strategy of questions from the open corpus."""
    names = st.sampled_from(sorted(assistant.lexicon.appearances))
    terms = st.sampled_from(words_of(assistant))
    return st.builds(
        lambda frame, name, other, term: frame.format(name=name, other=other, term=term),
        st.sampled_from((*OF_A_SPEAKER, *OF_A_TERM)),
        names,
        names,
        terms,
    )


def lasting(answer: Answer) -> dict[str, Any]:
    """Everything of an answer but how long it took."""
    return {**answer.to_dict(), "timings": None}


@pytest.fixture(scope="module", params=["county", "proceedings"])
def assistant(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_questions_from_the_corpus_keep_the_invariants(assistant: Assistant, faults: Faults) -> None:
    @QUICK
    @given(question=asked(assistant))
    def check(question: str) -> None:
        answer = assistant.answer(question)
        assert faults(answer, assistant) == [], question
        assert answer.question == question.strip()

    check()


def test_follow_ups_keep_the_invariants(assistant: Assistant, faults: Faults) -> None:
    follow = st.one_of(
        asked(assistant),
        st.sampled_from(
            [
                "他还说了什么？",
                "第二条展开说说",
                "还有谁？",
                "还有吗",
                "为什么？",
                "她呢",
                "那第三位呢？",
                "这些建议由谁负责？",
                "多少钱",
                "不是他，我问的是别人",
                "那这个呢？",
                "最后一条呢？",
                "两者有什么不同",
                "它是什么时候的",
                "上面说的对吗",
            ]
        ),
    )

    @FEW
    @given(first=asked(assistant), second=follow, third=follow)
    def check(first: str, second: str, third: str) -> None:
        history: list[dict[str, str]] = []
        for question in (first, second, third):
            answer = assistant.answer(question, history=history)
            assert faults(answer, assistant) == [], (history, question)
            history += [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]

    check()


ANY = st.text(max_size=50) | st.text(
    st.sampled_from("“”‘’《》[]1第二条谁几位他的建议说过吗？，。|*#\\\n〇共（）"), max_size=30
)


def test_any_text_is_answered_or_refused_without_an_exception(county: Assistant, faults: Faults) -> None:
    @settings(derandomize=True, deadline=None, max_examples=100)
    @given(question=ANY)
    def check(question: str) -> None:
        try:
            answer = county.answer(question)
        except QuestionError:
            assert not question.strip()
            return
        assert faults(answer, county) == [], repr(question)

    check()


def test_any_history_is_borne(county: Assistant, faults: Faults) -> None:
    message = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "system", ""]), "content": ANY})

    @settings(derandomize=True, deadline=None, max_examples=25)
    @given(
        history=st.lists(message, max_size=6), question=st.sampled_from(["他呢？", "第二条呢？", "还有谁", "那妇联呢"])
    )
    def check(history: list[dict[str, str]], question: str) -> None:
        assert faults(county.answer(question, history=history), county) == [], history

    check()


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    @FEW
    @given(question=asked(assistant))
    def check(question: str) -> None:
        assert lasting(assistant.answer(question)) == lasting(assistant.answer(question))

    check()


def test_another_build_of_the_same_files_gives_the_same_answers(
    county: Assistant, assistant_over: Callable[..., Assistant], county_files: Any
) -> None:
    again = assistant_over([county_files])
    for question in (
        "谁建议建周末学堂？",
        "哪些人提到望川镇？",
        "康雨石提出了哪些建议？",
        "粮权贷和什么类似？",
        "谁提到滑雪场？",
    ):
        assert lasting(county.answer(question)) == lasting(again.answer(question))


def own_clauses(assistant: Assistant) -> list[tuple[str, str]]:
    """Clauses that stand in the texts of one speaker only, with that speaker."""
    owners: dict[str, set[str | None]] = {}
    for _, speech in assistant.index.corpus.speeches():
        for text in speech.paragraphs:
            for start, end in clauses(text):
                for part in text[start:end].rstrip("。；;！？").replace("，", ",").split(","):
                    if len(part.strip()) >= 8:
                        owners.setdefault(part.strip(), set()).add(speech.speaker)
    whole = [
        (fold(text), speech.speaker) for _, speech in assistant.index.corpus.speeches() for text in speech.paragraphs
    ]
    return [
        (part, str(next(iter(names))))
        for part, names in owners.items()
        if len({speaker for text, speaker in whole if fold(part) in text}) == 1
    ]


@pytest.mark.parametrize("frame", ["谁提出“{}”？", "“{}”是谁说的？", "谁说过“{}”？"])
def test_a_literal_clause_names_its_speaker(assistant: Assistant, faults: Faults, frame: str) -> None:
    @FEW
    @given(drawn=st.sampled_from(own_clauses(assistant)))
    def check(drawn: tuple[str, str]) -> None:
        clause, speaker = drawn
        answer = assistant.answer(frame.format(clause))
        assert not answer.refused, clause
        assert {one.speaker for one in answer.citations} == {speaker}, clause
        assert faults(answer, assistant) == []

    check()


def test_every_speaker_is_answered_with_all_recommendations(assistant: Assistant) -> None:
    for name in assistant.lexicon.appearances:
        answer = assistant.answer(f"{name}提出了哪些建议？")
        assert not answer.refused and {one.speaker for one in answer.citations} == {name}
        shown = {(one.document, one.role, one.title, one.paragraph) for one in answer.citations}
        for place, speech in assistant.index.corpus.speeches():
            if speech.speaker != name:
                continue
            source = assistant.index.corpus.document(place).source
            for number, text in enumerate(speech.paragraphs, start=1):
                if text.strip().startswith(("建议", "一是", "二是", "三是", "四是", "五是")) and len(text) > 12:
                    assert (source, speech.role, speech.title, number) in shown, (name, text)


def test_on_the_real_pages_every_speaker_is_answered_whole_and_every_clause_is_its_speaker_s(
    pages: Assistant, faults: Faults
) -> None:
    for place, speech in pages.index.corpus.speeches():
        answer = pages.answer(f"{speech.speaker}提出了哪些建议？")
        lead = next(number for number, text in enumerate(speech.paragraphs, 1) if text.rstrip("：:").endswith("建议"))
        shown = {
            one.paragraph
            for one in answer.citations
            if (one.document, one.title) == (pages.index.corpus.document(place).source, speech.title)
        }
        assert shown >= set(range(lead + 1, len(speech.paragraphs) + 1)), speech.speaker
        assert {one.speaker for one in answer.citations} == {speech.speaker} and faults(answer, pages) == []
    for clause, speaker in own_clauses(pages)[::40]:
        answer = pages.answer(f"谁提出“{clause}”？")
        assert {one.speaker for one in answer.citations} == {speaker} and faults(answer, pages) == [], clause


SURNAMES, GIVEN = "王李张刘陈赵吴周徐孙", ("建国", "志强", "秀英", "丽华", "子轩", "一鸣", "桂兰", "思远", "磊", "静")
UNKNOWN = (
    "{}提出了哪些建议？",
    "{}对养老有什么看法？",
    "{}委员提了什么建议？",
    "请问{}说了什么",
    "总结一下{}的发言",
    "{}建议投入多少钱？",
)


def test_an_invented_name_is_unknown(assistant: Assistant) -> None:
    texts = " ".join(
        fold(text) for _, speech in assistant.index.corpus.speeches() for text in (speech.line, *speech.paragraphs)
    )

    @QUICK
    @given(surname=st.sampled_from(SURNAMES), given_name=st.sampled_from(GIVEN), frame=st.sampled_from(UNKNOWN))
    def check(surname: str, given_name: str, frame: str) -> None:
        name = surname + given_name
        answer = assistant.answer(frame.format(name))
        assert name in texts or (answer.refused, answer.reason) == (True, "speaker_unknown"), frame.format(name)
        assert not answer.refused or name in answer.text

    check()


def test_filters_are_never_left(assistant: Assistant, faults: Faults) -> None:
    sources = sorted({one.source for one in assistant.index.corpus.documents})

    @QUICK
    @given(
        question=asked(assistant),
        name=st.sampled_from(sorted(assistant.lexicon.appearances)),
        source=st.sampled_from(sources),
    )
    def check(question: str, name: str, source: str) -> None:
        for speaker, document in ((name, None), (None, source)):
            answer = assistant.answer(question, speaker=speaker, document=document)
            for one in (*answer.citations, *answer.related, *(item.citation for item in answer.suggestions)):
                assert speaker in (None, one.speaker) and document in (None, one.document), (
                    question,
                    speaker,
                    document,
                )
            assert all(speaker in (None, hit.speaker) and document in (None, hit.source) for hit in answer.passages)
            assert faults(answer, assistant) == []

    check()


def test_stated_counts_and_lists_hold_everyone_with_the_word(assistant: Assistant) -> None:
    """The list of a quoted word is exactly who has it in a paragraph, found here by a plain search of all texts."""
    texts = [
        (speech.speaker, fold(text)) for _, speech in assistant.index.corpus.speeches() for text in speech.paragraphs
    ]
    words = sorted(
        {word for word in words_of(assistant) if 2 <= len(word) <= 4 and all("一" <= one <= "鿿" for one in word)}
    )

    @QUICK
    @given(word=st.sampled_from(words))
    def check(word: str) -> None:
        wanted = {speaker for speaker, text in texts if fold(word) in text}
        answer = assistant.answer(f"哪些人提到了“{word}”？")
        if not wanted:
            assert answer.refused or {one.speaker for one in answer.citations}
            return
        assert {one.speaker for one in answer.citations} == wanted, word
        assert f"共 {len(wanted)} 位" in answer.text

    check()


def test_a_question_too_long_or_empty_is_told_in_one_sentence(county: Assistant) -> None:
    for question in ("", "   \n\t　", "问" * (LONGEST_QUESTION + 1), "长" * 100_000):
        with pytest.raises(QuestionError, match=r"^[^\n]+。$"):
            county.answer(question)
    assert county.answer("谁提到粮权贷" + "？" * 1900).question


def test_answers_are_frozen_plain_data(county: Assistant) -> None:
    answer = county.answer("谁提到粮权贷？")
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.text = "别的"  # type: ignore[misc]
    assert set(answer.to_dict()) == {field.name for field in dataclasses.fields(answer)}
