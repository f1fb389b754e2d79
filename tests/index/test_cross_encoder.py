"""The cross-encoder: that it is the shipped network, that a reading depends on its pair alone, and what it can tell."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.building import index_documents
from index.embedding import Passage
from index.embedding.adaptation import SECOND_READER, Adapted
from index.embedding.cross_encoder import (
    BEFORE,
    MOST_CONTEXT,
    MOST_QUESTION,
    MOST_SENTENCE,
    passage_ids,
    question_ids,
)
from index.embedding.distilled import NETWORK, Distilled
from index.embedding.pieces import Pieces
from index.embedding.preparation import layout, open_encoder
from index.embedding.wheel import locate, read_wheel
from index.records import Document, Speech
from index.retrieval import open_index
from index.settings import Settings

QUESTION = "谁主张开车送老人去看病？"
PASSAGES = [
    Passage("每周二开一趟免费班车，把行动不便的长者送到县里就诊。", "让看病的路近一些"),
    Passage("渡口的木栈道年久失修，雨天打滑。"),
    Passage(
        "由镇里出钱，一年补贴六万元。",
        "让看病的路近一些",
        before="每周二开一趟免费班车，把行动不便的长者送到县里就诊。",
    ),
    Passage("茶园要改种耐旱的品种。"),
]


def pair_ids(pieces: Pieces, passage: Passage, *, question: str = QUESTION) -> list[int]:
    """All tokens of a pair."""
    return [*question_ids(pieces, question), *passage_ids(pieces, passage)]


def test_a_matrix_is_its_integers_times_the_scale_of_the_row() -> None:
    from safetensors.numpy import load_file

    wheel, stored = read_wheel(locate()), load_file(NETWORK)
    network = Distilled(wheel.shape)
    assert (network.shape.layers, network.shape.inner) == (6, 768) and network.shape.width == wheel.shape.width
    whole, scales = stored["l3.q.w"], stored["l3.q.w.scales"]
    assert whole.dtype == np.int8 and np.abs(whole).max() == 127
    assert network.tensor("l3.q.w").reshape(whole.shape)[5] == pytest.approx(whole[5] * scales[5])
    assert network.tensor("head.w").shape == (wheel.shape.width,)
    with pytest.raises(KeyError):
        network.tensor("l6.q.w")


def test_it_reads_as_the_same_network_in_torch_does(embedder: Any, plain_settings: Settings) -> None:
    import torch

    from eval.training.network import Base, restored

    wheel, place = read_wheel(locate()), layout(plain_settings.cache)
    encoder = open_encoder(place)
    rows = [pair_ids(encoder.pieces, passage) for passage in PASSAGES]
    used = sorted({token for row in rows for token in row})
    words = wheel.tensor("emb.word").reshape(-1, wheel.shape.width)[used]
    positions = torch.from_numpy(np.array(encoder.words.positions))
    base = Base(torch.from_numpy(words), positions, -1, wheel.shape.heads, wheel.shape.epsilon, "cpu")
    network = restored(NETWORK, base)
    expected = []
    for row in rows:
        with torch.no_grad():
            expected.append(float(network.read(torch.tensor([[used.index(token) for token in row]]))[0]))
    assert embedder.pair_scores(QUESTION, PASSAGES) == pytest.approx(
        expected, abs=0.6
    )  # 8 bits; readings span about 14


def test_the_second_reader_is_the_default_model_with_its_updates(embedder: Any, plain_settings: Settings) -> None:
    import torch

    from eval.training.lowrank import restored_updates
    from eval.training.network import Base, Network

    wheel, place = read_wheel(locate()), layout(plain_settings.cache)
    encoder, adapted = open_encoder(place), Adapted(wheel, SECOND_READER)
    rows = [pair_ids(encoder.pieces, passage) for passage in PASSAGES]
    used = sorted({token for row in rows for token in row})
    words = wheel.tensor("emb.word").reshape(-1, wheel.shape.width)[used]
    positions = torch.from_numpy(np.array(encoder.words.positions))
    base = Base(torch.from_numpy(words), positions, -1, wheel.shape.heads, wheel.shape.epsilon, "cpu")
    matrices = {f"l{layer}.{name}" for layer in range(wheel.shape.layers) for name in ("q", "k", "v", "ao", "fi", "fo")}
    norms = {f"l{layer}.{name}" for layer in range(wheel.shape.layers) for name in ("aln", "oln")} | {"emb.ln"}
    whole = {f"{name}.{kind}": torch.from_numpy(wheel.tensor(f"{name}.{kind}")) for name in norms for kind in "wb"}
    for name in matrices:
        bias = torch.from_numpy(wheel.tensor(f"{name}.b"))
        whole |= {f"{name}.w": torch.from_numpy(wheel.tensor(f"{name}.w")).reshape(len(bias), -1), f"{name}.b": bias}
    network = restored_updates(SECOND_READER, Network(base, whole))
    expected = []
    for row in rows:
        with torch.no_grad():
            expected.append(float(network.read(torch.tensor([[used.index(token) for token in row]]))[0]))
    assert adapted.shape.layers == wheel.shape.layers == network.layers
    found = embedder.pair_scores(QUESTION, PASSAGES, again=True)
    assert found == pytest.approx(expected, abs=0.8)  # 8 bits; readings span about 14
    assert found != pytest.approx(embedder.pair_scores(QUESTION, PASSAGES), abs=0.1)


@pytest.mark.parametrize("again", (False, True))
def test_a_reading_depends_on_its_pair_alone(embedder: Any, again: bool) -> None:
    read = partial(embedder.pair_scores, QUESTION, again=again)
    together = read(PASSAGES)
    assert together == [read([passage])[0] for passage in PASSAGES]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda passage: read([passage])[0], PASSAGES * 3))
    assert found == together * 3
    assert read([]) == []


@pytest.mark.parametrize("again", (False, True))
def test_what_answers_in_other_words_reads_better_than_what_does_not(embedder: Any, again: bool) -> None:
    answers, *others = embedder.pair_scores(QUESTION, PASSAGES, again=again)
    assert answers > max(others)


def test_every_part_is_cut_by_itself(embedder: Any, plain_settings: Settings) -> None:
    pieces = open_encoder(layout(plain_settings.cache)).pieces
    short = pair_ids(pieces, PASSAGES[2])
    end = short[-1]
    assert short.count(end) == 4 and short[0] == pieces.begin
    long = pair_ids(pieces, Passage("渡口" * 400, "标题" * 400, "前文" * 400), question="为什么" * 400)
    asked, none, said, around, *rest = "".join("|" if one == end else "." for one in long).split("|")
    assert (none, rest) == ("", [""]) and len(asked) == MOST_QUESTION + 1
    assert (len(said), len(around)) == (MOST_SENTENCE, MOST_CONTEXT)
    assert Passage("句", before="甲" * 100).context == "甲" * BEFORE and Passage("句", "题").context == "题。"


def test_an_index_reads_pairs_by_the_default_model_only(
    tmp_path: Path, embedder: Any, plain_settings: Settings
) -> None:
    class Silent:
        """The default model without its reading of pairs."""

        name, dimension = embedder.name, embedder.dimension
        embed_query, embed_passages = staticmethod(embedder.embed_query), staticmethod(embedder.embed_passages)

    speech = Speech("佟远", "村民", "班车", "佟远", ("每周二开一趟班车。",))
    document = Document("甲.txt", "题", None, None, None, (speech,))
    index_documents([document], tmp_path / "index", settings=plain_settings, embedder=embedder)
    found = open_index(tmp_path / "index", settings=plain_settings, embedder=embedder).pair_scores(QUESTION, PASSAGES)
    assert found is not None and list(found) == embedder.pair_scores(QUESTION, PASSAGES)
    silent = open_index(tmp_path / "index", settings=plain_settings, embedder=Silent())
    assert silent.pair_scores(QUESTION, []) is None
