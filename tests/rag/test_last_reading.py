"""A follow-up that words find nothing of is read beside all that the last speaker says, before it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.last_reading import COUNTED, ENOUGH, HELD, SURELY, needed
from rag.understanding.kinds import detail_of
from tests.rag.test_dialogue import talk

if TYPE_CHECKING:
    from rag import Assistant


def test_a_sentence_without_the_detail_must_answer_all_the_more_surely() -> None:
    found = detail_of("一共换了多少户?")
    assert found is not None
    number = found[0]
    assert needed(None, "今年换了六十户", "换了没有?") == ENOUGH
    assert needed(number, "今年换了60户", "一共换了多少户?") == HELD
    assert needed(number, "今年换了不少", "一共换了多少户?") == SURELY
    assert COUNTED < SURELY


def test_what_the_last_speaker_says_in_other_words_is_his(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "住得远的人取不了钱咋整？")
    assert {one.speaker for one in answer.citations} <= {"庄可为"}


def test_a_detail_that_nobody_tells_stays_refused(county: Assistant) -> None:
    for asked in ("哪家保险公司承保？", "去年放了多少户？"):
        assert talk(county, "庄可为提出了哪些建议？", asked).refused
