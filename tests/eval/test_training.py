"""Training the cross-encoder: labels, the file that travels, one small training that learns, the fit over readings."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from eval.sets import Gold, SetError, available, find_documents, load_set
from eval.training.__main__ import NAMES, READINGS, learn
from eval.training.arrays import ALWAYS, CORPUS, HELD, MATTER, OWN, PAIRS, SOURCES, SPEAKER, UNKNOWN, load_pairs
from eval.training.examples import FOLDS, SAME_TEXT, Candidate, Example, folds
from eval.training.learning import Plan, folds_of, learned_from, readings, train
from eval.training.matters import OTHERS, Matter, load_matters, matter_examples
from eval.training.mining import mined
from eval.training.pairs import write_pairs
from eval.training.questions import FILE, load_training
from eval.training.regression import best_of, fit, table
from eval.training.searching import SearchPlan, passages_of, train_questions
from eval.training.updates import precision
from index.embedding import Embedder, Passage, open_embedder, prepare
from index.embedding.adaptation import UPDATES, trained_on
from index.embedding.preparation import layout, open_encoder
from index.embedding.wheel import locate, read_wheel
from index.reading import read_paths
from index.records import Document
from index.settings import Settings
from rag.relevance import Observed


def example(number: int, *, source: str = OWN, answerable: bool = True, fold: int = 0) -> Example:
    """A question beside a sentence that answers it, where it can be, and one that does not."""
    things = ("水塔", "茶园", "渡口", "校车", "粮仓", "苗圃", "集市", "木桥")
    asked, other = things[number % 8], things[(number + 3) % 8]
    right = Candidate(
        Passage(f"给{asked}装一圈护栏。", "护栏"), Observed(0.9, 2.0, 0.5, 1), 0.4, answerable, answerable
    )
    wrong = Candidate(Passage(f"把{other}挪到河边。"), Observed(0.1, 0.5, -0.5, 2), 0.5, False, False)
    candidates = (wrong, right) if answerable else (wrong,)
    return Example(f"谁想给{asked}装护栏？", f"q{number}", fold, source, False, answerable, True, False, candidates)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, plain_settings: Settings) -> Path:
    """Pairs of sixteen questions, each also asked of another corpus, and the network."""
    prepare(plain_settings.cache)
    made = tmp_path_factory.mktemp("training")
    asked = [example(number, fold=number % 2) for number in range(16)]
    elsewhere = [example(number, source=CORPUS, answerable=False, fold=number % 2) for number in range(16)]
    pieces = open_encoder(layout(plain_settings.cache)).pieces
    write_pairs([*asked, *elsewhere], made, pieces=pieces, wheel=read_wheel(locate()))
    return made


def test_every_training_question_stands_where_it_says() -> None:
    for name in available():
        one = load_set(name)
        questions = load_training(one.folder)
        if not questions:
            continue
        speeches: dict[tuple[str, str | None], list[tuple[str, ...]]] = {}
        for document in read_paths(find_documents(one)):
            assert isinstance(document, Document)
            for speech in document.speeches:
                speeches.setdefault((document.source, speech.speaker), []).append(speech.paragraphs)
        for question in questions:
            assert question.question.strip() and (question.gold is None) == (question.kind == "near")
            if question.gold is not None:
                source, speaker, paragraph = question.gold
                texts = [paragraphs[paragraph - 1] for paragraphs in speeches[source, speaker]]
                assert any(question.sentence in text for text in texts), question.id


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    assert load_training(tmp_path) == []
    line = {
        "question": "谁？",
        "kind": "who",
        "source": "甲.txt",
        "speaker": "沈一",
        "paragraph": 2,
        "sentence": "水塔",
    }
    (tmp_path / FILE).write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert load_training(tmp_path)[0].gold == Gold("甲.txt", "沈一", 2)
    for fault in ({"kind": "list"}, {"sentence": ""}):
        (tmp_path / FILE).write_text(json.dumps(line) + "\n" + json.dumps(line | fault) + "\n", encoding="utf-8")
        with pytest.raises(SetError, match="第 2 行"):
            load_training(tmp_path)
    (tmp_path / FILE).write_text("{}\n", encoding="utf-8")
    with pytest.raises(SetError, match="第 1 行"):
        load_training(tmp_path)


def test_every_sentence_of_a_matter_is_asked_for() -> None:
    matters = load_matters()
    for number, one in enumerate(matters, 1):
        asked = [question for question, _ in one.questions] + list(one.unanswered)
        assert len(set(asked)) == len(asked) and all(text.strip() for text in (*asked, *one.sentences)), number
        assert {answers for _, answers in one.questions} == set(range(len(one.sentences))), number
        assert len(one.sentences) > 2 and one.unanswered, number
    assert len({sentence for one in matters for sentence in one.sentences}) == sum(
        len(one.sentences) for one in matters
    )


def test_a_faulty_matter_is_named(tmp_path: Path) -> None:
    line = {"title": "", "sentences": ["修桥。"], "questions": [["修什么？", 0]], "near": ["修路吗？"], "detail": []}
    file = tmp_path / "matters.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert load_matters(file) == [Matter("", ("修桥。",), (("修什么？", 0),), ("修路吗？",))]
    for fault in ({"questions": [["修什么？", 1]]}, {"near": None}):
        file.write_text(json.dumps(line) + "\n" + json.dumps(line | fault) + "\n", encoding="utf-8")
        with pytest.raises(SetError, match="第 2 行"):
            load_matters(file)


def test_a_matter_is_read_beside_its_own_sentences_and_the_nearest_of_others(plain_settings: Settings) -> None:
    prepare(plain_settings.cache)
    first = Matter("护栏", ("给水塔装护栏。", "其费用由镇上出。"), (("护栏谁出钱？", 1),), ("护栏多高？",))
    others = [Matter("", (f"第{number}条渡船每天{number}班。",), (("几班？", 0),), ()) for number in range(1, 9)]
    answered, unanswered, *_ = matter_examples([first, *others], open_embedder(cache=plain_settings.cache))
    assert [one.answers for one in answered.candidates] == [False, True] + [False] * OTHERS
    assert not any(one.answers for one in unanswered.candidates)
    assert [one.passage.before for one in answered.candidates[:2]] == ["", "给水塔装护栏。"]
    assert (answered.fold, answered.source, answered.learned, answered.answerable) == (ALWAYS, MATTER, True, False)


def test_a_text_and_its_digest_are_in_one_fold() -> None:
    fold_of = folds([*SAME_TEXT, "甲", "乙", "丙", "丁"])
    assert {fold_of[name] for name in SAME_TEXT} == {0}
    assert sorted(fold_of[name] for name in "甲乙丙丁") == [1, 1, 2, 3] and FOLDS == 4
    held = folds([*SAME_TEXT, "甲", "乙", "丙", "丁"], held=["乙"])
    assert held["乙"] == HELD and sorted(held[name] for name in "甲丙丁") == [1, 2, 3]


def test_pairs_come_back_as_they_were_written(folder: Path) -> None:
    pairs = load_pairs(folder)
    assert len(pairs) == 16 * 3 and pairs.label.tolist()[:4] == [0, 1, 0, 1] and UNKNOWN not in pairs.label
    assert {SOURCES[number] for number in pairs.source} == {OWN, CORPUS} and SPEAKER in SOURCES
    assert pairs.question.max() == 15 and pairs.example.max() == 31 and folds_of(pairs) == [0, 1]
    assert pairs.features[1].tolist() == pytest.approx([0.9, 2.0, 0.5, 1.0])
    assert pairs.starts[-1] == len(pairs.tokens) and len(pairs.row(0)) > 10


def test_a_few_steps_tell_what_answers_from_what_does_not(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    pairs, plan = load_pairs(folder), replace(Plan(), batch=4, passes=6.0, rate=1e-3, head_rate=3e-3)
    reports: list[str] = []
    network, rows = train(folder, pairs, plan, without=1, device="cpu", seed=1, report=partial(reports.append))
    found = readings(rows, np.arange(len(pairs)), device="cpu")
    learned = (pairs.fold == 0) & (pairs.source == 0)
    assert found[learned & (pairs.label == 1)].mean() > found[learned & (pairs.label == 0)].mean() + 0.5
    assert reports and np.isfinite(found).all()
    save_file(network.export(), tmp_path / "start.safetensors")
    start = partial(train, folder, pairs, replace(plan, rate=0.0, head_rate=0.0), without=1, device="cpu", seed=2)
    _, same = start(report=reports.append, start=tmp_path / "start.safetensors")
    assert readings(same, np.arange(len(pairs)), device="cpu") == pytest.approx(found, abs=0.2)
    updates = network.export()
    save_file(updates, tmp_path / "updates.safetensors")
    shipped = load_file(UPDATES)
    assert {name: values.shape for name, values in updates.items()} == {
        name: values.shape for name, values in shipped.items()
    }


def test_no_network_learns_from_what_is_held_and_every_one_from_the_matters(folder: Path, tmp_path: Path) -> None:
    pairs, plan = load_pairs(folder), replace(Plan(), passes=0.1)
    parts = replace(pairs, fold=np.where(pairs.fold == 0, HELD, np.where(pairs.question % 4 == 1, ALWAYS, 1)))
    assert folds_of(parts) == [1]
    learned = {without: np.concatenate(learned_from(parts, plan, without=without)) for without in (1, -1)}
    assert {*parts.fold[learned[1]]} == {ALWAYS} and {*parts.fold[learned[-1]]} == {ALWAYS, 1}
    made = tmp_path / "made"
    copytree(folder, made)
    np.savez(made / PAIRS, **{field.name: getattr(parts, field.name) for field in fields(parts)})
    (made / NAMES).write_text("甲 乙", encoding="utf-8")
    learn(made, device="cpu", folds=[-1])
    assert len(np.load(made / f"{HELD}-{READINGS}")) == (parts.fold == HELD).sum()
    assert trained_on(made / UPDATES.name) == {"甲", "乙"}


def test_what_is_not_yet_answered_surely_is_learned_from(folder: Path) -> None:
    pairs = load_pairs(folder)
    asked = learned_from(pairs, Plan(), without=None)
    read = np.where(pairs.label == 1, 4.0, -4.0).astype(np.float32)
    assert mined(asked, pairs, read, np.random.default_rng(0)) == []  # all sure: nothing to keep them beside
    missed, unanswered = asked[0], pairs.question == 1
    read[missed] = -read[missed]
    read[asked[-1]] = np.nan
    (rows,) = mined(asked, pairs, read, np.random.default_rng(0))
    assert {*rows} <= {*missed} and (pairs.label[rows] == 1).any() and (pairs.label[rows] == 0).sum() <= 4
    none = replace(pairs, label=np.where(unanswered, 0, pairs.label))
    read = np.where(none.label == 1, 4.0, np.where(unanswered, -1.0, -4.0)).astype(np.float32)
    (rows,) = mined(asked, none, read, np.random.default_rng(0))
    assert {*none.question[rows]} == {1}
    several = replace(pairs, question=np.arange(len(pairs)) // 2)
    read = np.where(pairs.label == 1, -1.0, 1.0).astype(np.float32)
    taken = mined(learned_from(several, Plan(), without=None), several, read, np.random.default_rng(0))
    assert len(taken) == len(pairs) // 2


def test_matrices_are_multiplied_in_what_the_processor_can() -> None:
    import torch

    assert precision("cuda") == torch.bfloat16
    can = torch.cpu.get_capabilities()
    assert (precision("cpu") == torch.bfloat16) == bool(can.get("amx_bf16") or can.get("avx512_bf16"))


def test_the_fit_reads_off_what_the_readings_are_worth(folder: Path) -> None:
    pairs = load_pairs(folder)
    perfect = np.where(pairs.label == 1, 4.0, -4.0).astype(np.float32)
    assert best_of(pairs, pairs.score, perfect).right == 0.0  # as weighed, the wrong sentence is first
    pairs = replace(pairs, named=pairs.example % 2)
    result = fit(pairs, perfect)
    assert result["right"] == {"weighed": 0.0, "read": 1.0, "questions": 16}
    for one in result["fits"].values():
        assert one["auc"] == 1.0 and one["coefficients"]["reading"] > 0
    assert "| 误认 | 门槛 | 认出能答的 |" in table(result)
    absent = (pairs.source == 0) & (pairs.question % 4 == 0)
    own = replace(pairs, answerable=np.where(absent, 0, pairs.answerable), gold=np.where(absent, 0, pairs.gold))
    counts = [fit(one, perfect)["fits"]["anybody"]["unanswerable"] for one in (own, replace(own, unanswered=absent))]
    assert counts == [8, 12]  # what nobody in the own corpus answers is no answer either


def test_the_shipped_updates_name_the_sets_they_were_trained_on() -> None:
    seen = trained_on()
    assert seen and seen <= {*available()}


def test_questions_learn_to_lie_near_what_answers_them(plain_settings: Settings, embedder: Embedder) -> None:
    matters = [
        Matter(f"{thing}护栏", (f"给{thing}装一圈护栏。", f"{thing}由街道看管。"), ((f"谁管{thing}", 1), (f"{thing}围起来", 0)), ())
        for thing in ("水塔", "茶园", "渡口", "粮仓")
    ]  # fmt: skip
    texts, asked = passages_of(matters)
    assert texts[asked[2][1]] == "茶园护栏\n茶园由街道看管。"
    plan = replace(SearchPlan(), batch=8, passes=12.0, warm_up=1, rank=4)
    updates = train_questions(
        prepare(plain_settings.cache),
        matters,
        embedder,
        plan,
        seed=0,
        report=[].append,
    )
    assert all(np.isfinite(values).all() for values in updates.values())
    assert {name.partition(".")[0] for name in updates} == {f"l{number}" for number in range(12)}
    assert any(np.abs(values).max() > 0 for name, values in updates.items() if name.endswith(".b"))
