"""Examples as arrays in one file, and the network beside them: what travels to where training runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.arrays import NETWORK, PAIRS, SHAPE, SOURCES, UNKNOWN, Pairs
from eval.training.examples import Example
from index.embedding.cross_encoder import pair_ids
from index.embedding.folder import bert_tensors
from index.embedding.pieces import Pieces
from index.embedding.wheel import Wheel

_WORDS = "embeddings.word_embeddings.weight"
_KINDS = {"features": np.float32, "score": np.float32, "label": np.int8}  # the file travels


def write_pairs(examples: Sequence[Example], folder: Path, *, pieces: Pieces, wheel: Wheel) -> Pairs:
    """Writes the pairs, and the network with only the words they use, 16-bit."""
    rows: list[list[int]] = []
    columns: dict[str, list[Any]] = {
        field.name: [] for field in fields(Pairs) if field.name not in ("tokens", "starts")
    }
    questions: dict[str, int] = {}
    for number, example in enumerate(examples):
        asked = questions.setdefault(example.id, len(questions))
        for rank, one in enumerate(example.candidates):
            rows.append(pair_ids(pieces, example.question, one.passage))
            seen = one.seen
            learned = example.learned and one.answers is not None
            values = {
                "label": int(bool(one.answers)) if learned else UNKNOWN,
                "example": number,
                "question": asked,
                "rank": rank,
                "source": SOURCES.index(example.source),
                "fold": example.fold,
                "named": int(example.named),
                "answerable": int(example.answerable),
                "reworded": int(example.reworded),
                "unanswered": int(example.unanswered),
                "gold": int(one.gold),
                "features": [seen.coverage, seen.similarity, seen.lead, 1 / seen.rank if seen.rank else 0.0],
                "score": one.score,
            }
            for name, value in values.items():
                columns[name].append(value)
    special = (wheel.vocabulary.begin, wheel.vocabulary.padding, wheel.vocabulary.end)
    used = sorted({*special, *(token for row in rows for token in row)})
    number_of = {token: number for number, token in enumerate(used)}
    pairs = Pairs(
        tokens=np.array([number_of[token] for row in rows for token in row], np.uint16),
        starts=np.cumsum([0, *map(len, rows)]),
        **{name: np.array(values, _KINDS.get(name)) for name, values in columns.items()},
    )
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / PAIRS, **{field.name: getattr(pairs, field.name) for field in fields(Pairs)})
    _write_network(folder, wheel, used, padding=number_of[wheel.vocabulary.padding])
    return pairs


def _write_network(folder: Path, wheel: Wheel, used: Sequence[int], *, padding: int) -> None:
    tensors = {name: values[list(used)] if name == _WORDS else values for name, values in bert_tensors(wheel)}
    kept: dict[str, Any] = {
        name: values.astype(np.float16) for name, values in tensors.items() if not name.startswith("pooler.")
    }
    np.savez_compressed(folder / NETWORK, **kept)
    shape = wheel.shape
    values = {
        "vocab_size": len(used),
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": padding,
    }
    (folder / SHAPE).write_text(json.dumps(values), encoding="utf-8")
