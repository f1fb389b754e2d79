"""Training the tagger: the marked questions, what the rules make of a set's questions, one small training that learns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from eval.sets import Gold, Question, SetError
from eval.training.tagged import FILE, UNKNOWN, Example, Marked, Stretch, Varied, asked_of, examples_of, load_marked
from eval.training.tagging import TaggingPlan, train_tagger
from index.embedding import prepare
from index.embedding.tagger import DOCUMENT, FRAME, IDENTITY, KINDS, LEFT_OUT, NAME, RELATIONS, ROLE, TOPIC
from rag.asked import Opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.settings import Settings
    from rag import Assistant

MARKED = [
    Marked("list", (Stretch(FRAME, "谁提到"), Stretch(TOPIC, "水塔"), Stretch(FRAME, "？"))),
    Marked("list", (Stretch(FRAME, "哪些人是"), Stretch(ROLE, "村医"), Stretch(FRAME, "？"))),
    Marked("count", (Stretch(FRAME, "几个人提到"), Stretch(TOPIC, "渡口"))),
    Marked("count", (Stretch(FRAME, "几个人是"), Stretch(ROLE, "船工"))),
]


def test_the_marked_questions_are_many_and_of_all_kinds() -> None:
    marked = load_marked()
    assert len(marked) > 5000 and {one.kind for one in marked} == {"", *KINDS}
    parts = {stretch.part for one in marked for stretch in one.stretches}
    assert parts == {FRAME, TOPIC, ROLE, NAME, DOCUMENT}
    texts = ["".join(stretch.text for stretch in one.stretches) for one in marked]
    assert {one.relation for one in marked} == {"", *RELATIONS}
    assert sum(stretch.left_out for one in marked for stretch in one.stretches) > 500
    assert len(set(texts)) > 0.99 * len(texts)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"kind": "list"}',
        '{"kind": "song", "text": "谁提到[T:水塔]"}',
        '{"kind": "list", "text": "谁提到[T:水塔"}',
        '{"kind": "list", "text": "谁提到[X:水塔]"}',
        '{"kind": "list", "relation": "both", "text": "谁提到[T:水塔]"}',
    ],
)
def test_a_faulty_line_is_named(line: str, tmp_path: Path) -> None:
    good = FILE.read_text("utf-8").splitlines()[0]
    (tmp_path / "marked.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(SetError, match="第 2 行"):
        load_marked(tmp_path / "marked.jsonl")


def test_drawn_questions_keep_their_frames_and_take_the_topics_of_others() -> None:
    varied = Varied(MARKED, np.random.default_rng(0))
    drawn = [varied.draw() for _ in range(60)]
    for one in drawn:
        assert len(one.text) == len(one.parts) and one.kind in ("list", "count")
        topic = "".join(text for text, part in zip(one.text, one.parts, strict=True) if part in (TOPIC, ROLE))
        assert topic in {"水塔", "渡口", "村医", "船工"}
        assert all(part == UNKNOWN for text, part in zip(one.text, one.parts, strict=True) if text in "？?")
    assert {one.text for one in drawn} >= {"谁提到渡口?", "谁提到水塔?", "几个人是村医", "几个人提到水塔"}


def test_what_is_left_out_is_drawn_as_such_and_more_often() -> None:
    left_out = Marked(
        "list", (Stretch(FRAME, "除了"), Stretch(ROLE, "船工", left_out=True), Stretch(FRAME, "还有谁")), "any"
    )
    varied = Varied([*MARKED, left_out], np.random.default_rng(1))
    drawn = [varied.draw() for _ in range(200)]
    found = [one for one in drawn if one.text.startswith("除了")]
    assert 60 < len(found) < 140 and {one.relation for one in found} == {"any"}
    for one in found:
        assert {text for text, part in zip(one.text, one.parts, strict=True) if part == LEFT_OUT} <= {*"船工村医"}


def test_a_set_is_marked_as_the_rules_read_it(assistant_over: Callable[..., Assistant], tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text(
        "# 发言摘登\n\n## 佟远 村医\n\n### 护栏\n\n建议给水塔装一圈护栏。\n", encoding="utf-8"
    )
    assistant = assistant_over([tmp_path / "甲.md"])
    opened = Opened(assistant.index, assistant.lexicon)
    gold = (Gold("甲.md", "佟远", 1),)

    def question(text: str, kind: str, **values: object) -> Question:
        given = {"id": text, "question": text, "kind": kind, "gold": gold, "part": "development"}
        return Question(**{**given, **values})  # type: ignore[arg-type]

    found = list(
        examples_of(
            [
                question("佟远建议给水塔装几圈护栏？", "fact"),
                question("佟远建议给钟楼装几圈护栏？", "fact"),
                question("哪些人是村医？", "list", gold=(Gold("甲.md", "佟远", 0),), speakers=("佟远",)),
                question("谁提到水塔？", "list", speakers=("佟远",)),
            ],
            opened,
        )
    )
    assert [one.text for one in found] == ["佟远建议给水塔装几圈护栏?", "佟远建议给钟楼装几圈护栏?", "谁提到水塔?"]
    first, second, third = ({part: _of(one, part) for part in (*range(5), UNKNOWN)} for one in found)
    assert first[NAME] == "佟远" and first[TOPIC].startswith("水塔") and "建议" in first[FRAME]
    assert "钟楼" in second[UNKNOWN]  # nobody says it: it might be anything
    assert third[TOPIC] == "水塔" and found[2].kind == "list"


def test_a_set_is_asked_as_it_is_put_with_its_kinds_alone(
    assistant_over: Callable[..., Assistant], tmp_path: Path
) -> None:
    (tmp_path / "甲.md").write_text(
        "# 发言摘登\n\n## 佟远 村医\n\n### 护栏\n\n建议给水塔装一圈护栏。\n", encoding="utf-8"
    )
    assistant = assistant_over([tmp_path / "甲.md"])
    said, line = (Gold("甲.md", "佟远", 1),), (Gold("甲.md", "佟远", 0),)
    shown = (("user", "谁要装护栏？"), ("assistant", "佟远（村医）在第1段说：“建议给水塔装一圈护栏”[1]。"))
    questions = [
        Question(id="1", question="佟远是做什么的？", kind="who", part="development", gold=line),
        Question(id="2", question="谁要装护栏？", kind="who", part="development", gold=said),
        Question(id="3", question="他建议给什么装？", kind="fact", part="development", gold=said, history=shown),
        Question(id="4", question="路灯几点亮？", kind="fact", part="development", reason="topic_absent"),
    ]
    found = list(asked_of(questions, Opened(assistant.index, assistant.lexicon)))
    assert [(one.text, one.kind) for one in found] == [
        ("佟远是做什么的?", IDENTITY),
        ("谁要装护栏?", "who"),
        ("佟远建议给什么装?", "fact"),
    ]
    assert all((one.parts == UNKNOWN).all() for one in found)


def _of(example: Example, part: int) -> str:
    return "".join(text for text, one in zip(example.text, example.parts, strict=True) if one == part)


def test_it_learns_to_tell_a_topic_from_what_speakers_must_be(plain_settings: Settings) -> None:
    plan = replace(TaggingPlan(), layers=2, rank=4, steps=24, batch=8, warm_up=0.1, rate=3e-3, head_rate=5e-3)
    told: list[str] = []
    arrays = train_tagger(prepare(plain_settings.cache), MARKED, (), (), plan, seed=0, report=told.append)
    assert all(np.isfinite(values).all() for values in arrays.values())
    assert arrays["tags.w"].shape == (6, 384) and arrays["kinds.w"].shape == (len(KINDS), 384)
    losses = [float(line.split()[-1]) for line in told]
    assert losses[-1] < 0.7 * losses[0]
