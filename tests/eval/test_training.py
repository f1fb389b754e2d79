"""Training the cross-encoder: labels, the file that travels, one small training that learns, the fit over readings."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from eval.sets import Gold, SetError, available, find_documents, load_set
from eval.training.__main__ import LARGE, NAMES, READINGS, SMALL, learn, refine
from eval.training.arrays import CORPUS, MATTER, OWN, SOURCES, SPEAKER, TWIN, UNKNOWN, load_pairs
from eval.training.examples import Candidate, Example
from eval.training.learning import (
    AFTER,
    INNER,
    LAYERS,
    Plan,
    held_rows,
    labelled_loss,
    learned_from,
    likeness_loss,
    readings,
    smaller,
    train,
)
from eval.training.lowrank import fresh, restored_updates
from eval.training.matters import OTHERS, Matter, load_matters, matter_examples
from eval.training.network import Rows, published, restored
from eval.training.pairs import write_pairs
from eval.training.questions import FILE, load_training
from eval.training.refining import Refining
from eval.training.refining import refine as refined
from eval.training.regression import best_of, fit, table
from eval.training.searching import SearchPlan, passages_of, train_questions
from eval.training.updates import precision
from index.embedding import Embedder, Passage, open_embedder, prepare
from index.embedding.adaptation import SECOND_READER
from index.embedding.cross_encoder import passage_ids, question_ids
from index.embedding.distilled import NETWORK, trained_on
from index.embedding.preparation import layout, open_encoder
from index.embedding.wheel import locate, read_wheel
from index.reading import read_paths
from index.records import Document
from index.settings import Settings
from rag.relevance import Observed


def example(number: int, *, source: str = OWN, answerable: bool = True, held: bool = False) -> Example:
    """A question beside a sentence that answers it, where it can be, and one that does not."""
    things = ("水塔", "茶园", "渡口", "校车", "粮仓", "苗圃", "集市", "木桥")
    asked, other = things[number % 8], things[(number + 3) % 8]
    right = Candidate(
        Passage(f"给{asked}装一圈护栏。", "护栏"), Observed(0.9, 2.0, 0.5, 1), 0.4, answerable, answerable
    )
    wrong = Candidate(Passage(f"把{other}挪到河边。"), Observed(0.1, 0.5, -0.5, 2), 0.5, False, False)
    candidates = (wrong, right) if answerable else (wrong,)
    return Example(f"谁想给{asked}装护栏？", f"q{number}", held, source, False, answerable, True, False, candidates)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, plain_settings: Settings) -> Path:
    """Pairs of sixteen questions, each also asked of another corpus, and the network."""
    prepare(plain_settings.cache)
    made = tmp_path_factory.mktemp("training")
    asked = [example(number, held=number % 2 == 1) for number in range(16)]
    elsewhere = [example(number, source=CORPUS, answerable=False, held=number % 2 == 1) for number in range(16)]
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
    file.write_text(json.dumps(line | {"twins": True}) + "\n", encoding="utf-8")
    assert load_matters(file)[0].twins
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
    assert (answered.held, answered.source, answered.learned, answered.answerable) == (False, MATTER, True, False)


def test_pairs_come_back_as_they_were_written(folder: Path, plain_settings: Settings) -> None:
    pairs = load_pairs(folder)
    assert len(pairs) == 16 * 3 and pairs.label.tolist()[:4] == [0, 1, 0, 1] and UNKNOWN not in pairs.label
    assert {SOURCES[number] for number in pairs.source} == {OWN, CORPUS} and SPEAKER in SOURCES
    assert pairs.question.max() == 15 and pairs.example.max() == 31 and held_rows(pairs).tolist()[:2] == [2, 3]
    assert pairs.features[1].tolist() == pytest.approx([0.9, 2.0, 0.5, 1.0])
    assert [len(pairs.row(number)) for number in range(len(pairs))] == pairs.lengths.tolist()
    pieces, asked = open_encoder(layout(plain_settings.cache)).pieces, example(0)
    written = [[*question_ids(pieces, asked.question), *passage_ids(pieces, one.passage)] for one in asked.candidates]
    numbers = dict(zip(chain.from_iterable(written), np.concatenate([pairs.row(0), pairs.row(1)]), strict=True))
    assert [[numbers[token] for token in row] for row in written] == [pairs.row(0).tolist(), pairs.row(1).tolist()]
    assert len({*numbers.values()}) == len(numbers)


def test_rows_are_read_in_parts_that_lose_none(folder: Path) -> None:
    pairs, base = load_pairs(folder), published(folder, device="cpu").base
    chosen = np.arange(len(pairs))[::-1].copy()
    parts = list(Rows(pairs, base).parts(chosen, tokens=100))
    assert (
        sorted(np.concatenate([places for places, _ in parts]).tolist()) == list(range(len(pairs))) and len(parts) > 1
    )
    for places, tokens in parts:
        for place, row in zip(places, tokens.tolist(), strict=True):
            expected = pairs.row(chosen[place]).tolist()
            assert row == expected + [base.padding] * (len(row) - len(expected))


def test_the_published_network_is_the_default_model(folder: Path, plain_settings: Settings) -> None:
    import torch
    from transformers import BertModel

    pairs, network = load_pairs(folder), published(folder, device="cpu")
    model = BertModel.from_pretrained(prepare(plain_settings.cache), add_pooling_layer=False).eval()
    pieces, asked = open_encoder(layout(plain_settings.cache)).pieces, example(0)
    whole = [*question_ids(pieces, asked.question), *passage_ids(pieces, asked.candidates[0].passage)]
    with torch.no_grad():
        (_, states) = network.read(torch.from_numpy(pairs.row(0))[None])
        expected = model(input_ids=torch.tensor([whole])).last_hidden_state
    similar = torch.nn.functional.cosine_similarity(states[-1].float(), expected, dim=-1)
    assert len(states) == 12 and float(similar.min()) > 0.99  # bfloat16, where the processor multiplies it


def test_a_large_network_learns_what_answers_and_a_small_one_learns_of_it(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    pairs, plan = load_pairs(folder), Plan(passes=3.0, rate=5e-4, batch=8, head_rate=5e-3, asked=1)
    reports: list[str] = []
    network = published(folder, device="cpu")
    rows = Rows(pairs, network.base)
    train(network, rows, pairs, plan, seed=1, report=reports.append)
    every = np.arange(len(pairs))
    found = readings(network, rows, every)
    learned = (pairs.held == 0) & (pairs.source == 0)
    assert found[learned & (pairs.label == 1)].mean() > found[learned & (pairs.label == 0)].mean() + 0.5
    assert reports and np.isfinite(found).all()
    save_file(network.export(), tmp_path / "large.safetensors")
    assert readings(restored(tmp_path / "large.safetensors", network.base), rows, every) == pytest.approx(
        found, abs=0.3
    )

    small = smaller(network, rows, pairs, seed=0)
    assert small.layers == len(LAYERS) == len(AFTER) and len(small.weights["l0.fi.b"]) == INNER
    last = LAYERS[-1]
    assert (small.weights[f"l{len(LAYERS) - 1}.q.w"] == network.weights[f"l{last}.q.w"]).all()
    before = np.abs(readings(small, rows, every) - found).mean()
    train(small, rows, pairs, plan, seed=2, report=reports.append, like=network)
    assert np.abs(readings(small, rows, every) - found).mean() < before
    shipped = load_file(NETWORK)
    assert {name: (values.shape, values.dtype) for name, values in small.export().items()} == {
        name: (values.shape, values.dtype) for name, values in shipped.items()
    }


def test_no_network_learns_from_what_is_held(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    pairs = load_pairs(folder)
    none_known = replace(pairs, label=np.where(pairs.source == 1, UNKNOWN, pairs.label), source=pairs.source)
    for unlabelled in (False, True):
        drawn = learned_from(none_known, unlabelled=unlabelled)
        taken = np.concatenate([part for one in drawn for part in (one.answers, one.near, one.far)])
        assert not pairs.held[taken].any() and len(drawn) == 8
    made = tmp_path / "made"
    copytree(folder, made)
    (made / NAMES).write_text("甲 乙", encoding="utf-8")
    network = published(folder, device="cpu")
    save_file(network.export(), made / LARGE)
    learn(made, device="cpu", large=made / LARGE, passes=0.1)
    assert len(np.load(made / READINGS)) == len(held_rows(pairs)) == 24
    assert trained_on(made / SMALL) == {"甲", "乙"}


def test_a_network_unlearns_what_it_takes_for_an_answer(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    pairs = load_pairs(folder)
    own = pairs.source == SOURCES.index(OWN)
    pairs = replace(pairs, source=np.where(own & (pairs.question < 8), SOURCES.index(TWIN), pairs.source))
    network = published(folder, device="cpu")
    rows, every, reports = Rows(pairs, network.base), np.arange(len(pairs)), list[str]()
    plan = Refining(passes=12.0, rate=3e-4, drawn=(4, 0, 2, 2))
    refined(network, rows, pairs, plan, seed=1, report=reports.append)
    found, learned = readings(network, rows, every), (pairs.held == 0) & own
    assert found[learned & (pairs.label == 1)].min() > found[learned & (pairs.label == 0)].max() and reports

    made = tmp_path / "made"
    copytree(folder, made)
    (made / NAMES).write_text("甲 sample", encoding="utf-8")
    refine(made, device="cpu", passes=0.1)
    assert trained_on(made / SMALL) == {"甲", *trained_on()}
    assert load_file(made / SMALL).keys() == load_file(NETWORK).keys()
    assert len(np.load(made / READINGS)) == len(held_rows(pairs))


def test_a_second_reader_learns_by_updates_alone(folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    pairs, whole = load_pairs(folder), published(folder, device="cpu")
    network, every = fresh(whole), np.arange(len(pairs))
    rows = Rows(pairs, network.base)
    assert not readings(network, rows, every).any()  # nothing learned yet
    plan = Plan(passes=3.0, rate=2e-3, batch=8, head_rate=5e-3, asked=1)
    train(network, rows, pairs, plan, seed=1, report=list[str]().append)
    found, learned = readings(network, rows, every), (pairs.held == 0) & (pairs.source == 0)
    assert found[learned & (pairs.label == 1)].mean() > found[learned & (pairs.label == 0)].mean() + 0.5
    exported, shipped = network.export(), load_file(SECOND_READER)
    assert {name: (one.shape, one.dtype) for name, one in exported.items()} == {
        name: (one.shape, one.dtype) for name, one in shipped.items()
    }
    save_file(exported, tmp_path / "second.safetensors")
    again = restored_updates(tmp_path / "second.safetensors", whole)
    assert readings(again, rows, every) == pytest.approx(found, abs=0.1)


def test_the_losses_are_those_of_the_formulas() -> None:
    import torch

    logits, label = torch.tensor([2.0, -1.0, 0.5]), torch.tensor([1, 0, 0])
    mine = torch.tensor([[True, True, False], [False, False, True]])
    each = (3 * np.log1p(np.exp(-2.0)) + np.log1p(np.exp(-1.0)) + np.log1p(np.exp(0.5))) / 3
    listed = np.log(np.exp(2.0) + np.exp(-1.0)) - 2.0  # the second question has no answer, so no order
    assert float(labelled_loss(logits, label, mine, answering=3.0)) == pytest.approx(each + listed, abs=1e-5)
    assert float(labelled_loss(logits, torch.full((3,), UNKNOWN), mine, answering=3.0)) == 0.0
    entropy = float(torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.sigmoid(logits)))
    assert float(likeness_loss(logits, logits, mine)) == pytest.approx(entropy, abs=1e-6)
    assert float(likeness_loss(logits, logits.flip(0), mine)) > entropy


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


def test_the_shipped_network_names_the_sets_it_was_trained_on() -> None:
    for seen in (trained_on(), trained_on(SECOND_READER)):
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
