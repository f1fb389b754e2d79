"""The tagger: where its tokens stand in a question, and what it makes of questions put in ways that no rule lists."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file

from index.embedding import TaggingEmbedder, prepare
from index.embedding.adaptation import TAGGER, Adapted
from index.embedding.folder import PROMPTS
from index.embedding.pieces import Pieces, load_pieces
from index.embedding.preparation import layout
from index.embedding.tagger import DOCUMENT, FRAME, KINDS, LEFT_OUT, NAME, RELATIONS, ROLE, TOPIC
from index.embedding.wheel import locate, read_wheel
from index.folding import fold
from index.settings import Settings

PARTS = (FRAME, TOPIC, ROLE, NAME, DOCUMENT, LEFT_OUT)
ASKED = ("谁拿柳溪镇的做法打过比方？", "职务一栏标着县政协常委的，都有哪几位", "“冷库直供”有几家说起过")


@pytest.fixture(scope="module")
def pieces(plain_settings: Settings) -> Pieces:
    prepare(plain_settings.cache)
    return load_pieces(layout(plain_settings.cache).pieces)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.text(st.sampled_from("提到水塔的谁 ab12，。“”()㎡①\n𠀀"), max_size=30))
def test_the_pieces_stand_one_behind_the_other_and_leave_out_only_white_space(pieces: Pieces, text: str) -> None:
    places = pieces.places(text)
    assert len(places) == len(pieces.encode(text)) - 2
    held = [place for place in places if place[1] > place[0]]
    assert all(before[1] <= behind[0] + 1 for before, behind in pairwise(held))  # ㎡ stands for two, of two pieces
    covered = {at for start, end in held for at in range(start, end)}
    assert all(not text[at].strip() for at in range(len(text)) if at not in covered)


def test_each_character_has_its_likelihoods_and_the_question_its_kinds(embedder: Any) -> None:
    assert isinstance(embedder, TaggingEmbedder)
    for question in ASKED:
        tagged = embedder.question_parts(fold(question))
        assert tagged.parts.shape == (len(fold(question)), len(PARTS)) and tagged.parts.dtype == np.float32
        np.testing.assert_allclose(tagged.parts.sum(axis=1), 1, atol=1e-5)
        assert tuple(tagged.kinds) == KINDS and sum(tagged.kinds.values()) == pytest.approx(1, abs=1e-5)
        assert tuple(tagged.relations) == RELATIONS and sum(tagged.relations.values()) == pytest.approx(1, abs=1e-5)
        assert embedder.question_parts(fold(question)).parts.tobytes() == tagged.parts.tobytes()
    assert embedder.question_parts("").parts.shape == (0, len(PARTS))
    long = embedder.question_parts("水塔" * 900)
    assert long.parts.shape == (1800, len(PARTS)) and long.parts[-1, FRAME] == 1


def test_it_reads_as_the_same_network_in_torch_does(embedder: Any, plain_settings: Settings) -> None:
    import torch
    from transformers import AutoModel, AutoTokenizer

    from eval.training.updates import LAYERS

    adapted, folder = Adapted(read_wheel(locate()), TAGGER), prepare(plain_settings.cache)
    network: Any = AutoModel.from_pretrained(folder).eval()
    network.encoder.layer = network.encoder.layer[: adapted.shape.layers]
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    with torch.no_grad():
        for number, layer in enumerate(network.encoder.layer):
            for path, name in LAYERS.items():
                weight = layer.get_submodule(path).weight
                weight.copy_(torch.from_numpy(adapted.tensor(f"l{number}.{name}.w")).reshape(weight.shape))
        for question in map(fold, ASKED):
            tokens = tokenizer(PROMPTS["query"] + question, return_tensors="pt", return_offsets_mapping=True)
            places = tokens.pop("offset_mapping")[0].tolist()
            states = network(**tokens).last_hidden_state[0].numpy()
            head = adapted.tensor("tags.w").reshape(len(PARTS), -1)
            likeliest = (states @ head.T + adapted.tensor("tags.b")).argmax(axis=1)
            found = embedder.question_parts(question).parts.argmax(axis=1)
            before = len(PROMPTS["query"])
            own = [(start - before, end - before, part) for (start, end), part in zip(places, likeliest, strict=True)]
            agreeing = [(found[start:end] == part).all() for start, end, part in own if start >= 0 and end > start]
            assert np.mean(agreeing) >= 0.9


@pytest.mark.parametrize(
    ("question", "part", "stretch"),
    [
        ("谁拿柳溪镇的做法打过比方？", TOPIC, "柳溪镇"),
        ("我在赶一篇稿子，冷库直供都有谁说起过", TOPIC, "冷库直供"),
        ("职务一栏标着县政协常委的，都有哪几位", ROLE, "县政协常委"),
        ("发言的人里，供职单位是医院的有几个", ROLE, "医院"),
        ("佟若岚关于公交的主张劳驾归纳一下", NAME, "佟若岚"),
        ("除了县政协常委，发言的人都给我列上", LEFT_OUT, "县政协常委"),
    ],
)
def test_what_is_asked_is_told_from_how_it_is_put(embedder: Any, question: str, part: int, stretch: str) -> None:
    folded = fold(question)
    likeliest = embedder.question_parts(folded).parts.argmax(axis=1)
    start = folded.find(stretch)
    assert (likeliest[start : start + len(stretch)] == part).all()
    elsewhere = np.delete(likeliest, np.s_[start : start + len(stretch)])
    assert (elsewhere != part).mean() > 0.9


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("既是村医又是县人大代表的有谁", "all"),
        ("不止一份材料里发过言的都有谁", "several"),
        ("村医和教师都列给我", "any"),
    ],
)
def test_it_is_told_how_conditions_go_together(embedder: Any, question: str, relation: str) -> None:
    assert embedder.question_parts(fold(question)).relations[relation] > 0.8


def test_the_shipped_updates_are_small_and_of_the_lower_layers() -> None:
    updates = load_file(TAGGER)
    layers = {name.partition(".")[0] for name in updates if name.endswith(".a")}
    assert layers == {f"l{number}" for number in range(6)}
    assert updates["kinds.b"].shape == (len(KINDS),) and updates["tags.b"].shape == (len(PARTS),)
    assert updates["relations.b"].shape == (len(RELATIONS),)
    assert TAGGER.stat().st_size < 2_000_000
