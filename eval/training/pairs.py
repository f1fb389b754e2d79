"""Examples as arrays in one file, and the network beside them: what travels to where training runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.arrays import NETWORK, PAIRS, SHAPE, SOURCES, UNKNOWN, Pairs
from eval.training.examples import Example
from eval.training.updates import LAYERS
from index.embedding.cross_encoder import passage_ids, question_ids
from index.embedding.pieces import Pieces
from index.embedding.wheel import BLOCK, Wheel

NORMS = ("aln", "oln")
_KINDS = {"features": np.float32, "score": np.float32, "label": np.int8}  # the file travels
_TOKENS = ("question_tokens", "question_starts", "passage_tokens", "passage_starts")


class _Told:
    """Token lists, each kept once."""

    def __init__(self) -> None:
        self._number_of: dict[tuple[int, ...], int] = {}

    def number(self, tokens: Sequence[int]) -> int:
        return self._number_of.setdefault(tuple(tokens), len(self._number_of))

    def __iter__(self) -> Any:
        return iter(self._number_of)

    def arrays(self, number_of: dict[int, int]) -> tuple[Any, Any]:
        """All tokens by their numbers one after another, and where each list starts."""
        tokens = np.array([number_of[token] for token in chain.from_iterable(self)], np.uint16)
        return tokens, np.cumsum([0, *map(len, self)])


def write_pairs(examples: Sequence[Example], folder: Path, *, pieces: Pieces, wheel: Wheel) -> Pairs:
    """Writes the pairs, and the network with only the words they use, in 4-bit blocks as the wheel has it."""
    columns: dict[str, list[Any]] = {field.name: [] for field in fields(Pairs) if field.name not in _TOKENS}
    questions: dict[str, int] = {}
    asked, said = _Told(), _Told()
    for number, example in enumerate(examples):
        question = questions.setdefault(example.id, len(questions))
        asks = asked.number(question_ids(pieces, example.question))
        for rank, one in enumerate(example.candidates):
            seen = one.seen
            learned = example.learned and one.answers is not None
            values = {
                "asked": asks,
                "said": said.number(passage_ids(pieces, one.passage)),
                "label": int(bool(one.answers)) if learned else UNKNOWN,
                "example": number,
                "question": question,
                "rank": rank,
                "source": SOURCES.index(example.source),
                "held": int(example.held),
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
    used = sorted({*special, *chain.from_iterable(asked), *chain.from_iterable(said)})
    number_of = {token: number for number, token in enumerate(used)}
    tokens = dict(zip(_TOKENS, (*asked.arrays(number_of), *said.arrays(number_of)), strict=True))
    pairs = Pairs(**tokens, **{name: np.array(values, _KINDS.get(name)) for name, values in columns.items()})
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / PAIRS, **{field.name: getattr(pairs, field.name) for field in fields(Pairs)})
    _write_network(folder, wheel, used, padding=number_of[wheel.vocabulary.padding])
    return pairs


def _write_network(folder: Path, wheel: Wheel, used: Sequence[int], *, padding: int) -> None:
    shape = wheel.shape
    positions = wheel.tensor("emb.pos").reshape(-1, shape.width) + wheel.tensor("emb.type").reshape(-1, shape.width)[0]
    kept: dict[str, Any] = {"positions": positions.astype(np.float16)}
    a_row = shape.width // BLOCK
    for name in ("emb.word", *(f"l{layer}.{part}.w" for layer in range(shape.layers) for part in LAYERS.values())):
        values, scales = wheel.blocks(name)
        if name == "emb.word":
            values = values.reshape(-1, a_row, BLOCK)[list(used)].reshape(-1, BLOCK)
            scales = scales.reshape(-1, a_row)[list(used)].reshape(-1)
        kept |= {f"{name}.values": values, f"{name}.scales": scales}
    norms = ["emb.ln", *(f"l{layer}.{part}" for layer in range(shape.layers) for part in NORMS)]
    plain = [f"{name}.{part}" for name in norms for part in "wb"]
    plain += [f"l{layer}.{part}.b" for layer in range(shape.layers) for part in LAYERS.values()]
    kept |= {name: wheel.tensor(name) for name in plain}
    np.savez_compressed(folder / NETWORK, **kept)
    (folder / SHAPE).write_text(json.dumps(asdict(shape) | {"padding": padding}), encoding="utf-8")
