"""The question encoder: the default model with updates that turn a question to what answers it, passages left as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.building import index_documents
from index.embedding import QuestionEmbedder, prepare
from index.embedding.adaptation import QUESTIONS, Adapted
from index.embedding.folder import PROMPTS
from index.embedding.wheel import locate, read_wheel
from index.records import Document, Speech
from index.retrieval import open_index
from index.settings import Settings

ASKED = ("谁说水塔要装护栏？", "娃娃坐车上学，车钱谁掏", "养老床位要增加多少")


def test_a_question_is_turned_and_a_text_is_not(embedder: Any) -> None:
    for text in ASKED:
        plain, turned = embedder.embed_query(text), embedder.embed_question(text)
        assert turned.dtype == np.float32 and float(turned @ turned) == pytest.approx(1, abs=1e-5)
        assert 0.7 < float(plain @ turned) < 0.999
        assert embedder.embed_question(text).tobytes() == turned.tobytes()


def test_it_turns_as_the_same_network_in_torch_does(embedder: Any, plain_settings: Settings) -> None:
    import torch
    from transformers import AutoModel, AutoTokenizer

    from eval.training.updates import LAYERS

    adapted, folder = Adapted(read_wheel(locate()), QUESTIONS), prepare(plain_settings.cache)
    network: Any = AutoModel.from_pretrained(folder).eval()
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    with torch.no_grad():
        for number, layer in enumerate(network.encoder.layer):
            for path, name in LAYERS.items():
                weight = layer.get_submodule(path).weight
                weight.copy_(torch.from_numpy(adapted.tensor(f"l{number}.{name}.w")).reshape(weight.shape))
        for text in ASKED:
            states = network(**tokenizer([PROMPTS["query"] + text], return_tensors="pt")).last_hidden_state
            mean = states[0].mean(0).numpy()
            assert float(mean @ embedder.embed_question(text)) / float(np.linalg.norm(mean)) > 0.99


def test_the_shipped_updates_are_small_and_of_every_layer() -> None:
    updates = load_file(QUESTIONS)
    assert {name.partition(".")[0] for name in updates} == {f"l{number}" for number in range(12)}
    assert QUESTIONS.stat().st_size < 4_000_000


def test_an_index_asks_with_it_where_the_model_has_it(tmp_path: Path, embedder: Any, plain_settings: Settings) -> None:
    class Published:
        """The default model as it was published."""

        name, dimension = embedder.name, embedder.dimension
        embed_query, embed_passages = staticmethod(embedder.embed_query), staticmethod(embedder.embed_passages)

    assert isinstance(embedder, QuestionEmbedder) and not isinstance(Published(), QuestionEmbedder)
    paragraphs = ("每周二开一趟班车。", "给水塔装一圈护栏。")
    document = Document("甲.txt", "题", None, None, None, (Speech("佟远", "村民", "班车", "佟远", paragraphs),))
    index_documents([document], tmp_path / "index", settings=plain_settings, embedder=embedder)
    for model, embed in ((embedder, embedder.embed_question), (Published(), embedder.embed_query)):
        index = open_index(tmp_path / "index", settings=plain_settings, embedder=model)
        texts = [f"佟远 班车\n{one}" for one in paragraphs]
        expected = index.embed(texts) @ embed(ASKED[0])
        hits = {hit.text: hit.similarity for hit in index.search(ASKED[0])}
        apart = hits[paragraphs[1]] - hits[paragraphs[0]]
        assert apart * index.usual_cosine(ASKED[0])[1] == pytest.approx(expected[1] - expected[0], abs=1e-4)
        assert index.cosines(ASKED[0], ["佟远"]) == pytest.approx(
            index.embed(["佟远"]) @ embedder.embed_query(ASKED[0])
        )
