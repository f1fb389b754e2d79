"""Encoder, cross-encoder and tagger as int8 ONNX graphs for one text, or one pair, at a time.

Weights become 8-bit integers with one scale an output column, activations 8-bit with one scale a text, measured as it
runs (dynamic quantisation). Since that scale spans all tokens given, a graph that took several texts would let each
vector depend on its neighbours; hence the batch is fixed at 1.
The rows of the word table are looked up outside (they stay 4-bit in a mapped file), so the input is their sum with
the positions, (1, length, width). The encoder gives the mean over tokens, (1, width), and their states after an inner
layer, (1, length, width); the cross-encoder gives one logit, (1, 1); the tagger the logits of tokens and of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.embedding.session import open_session
from index.embedding.wheel import Shape

Array = npt.NDArray[np.float32]

LARGEST = 127
MIDDLE = 128
"""What stands for zero in the weights as they are written, unsigned: with signed ones, processors that lack a dot product of bytes
(AVX2 without VNNI, most that are some years old) add pairs of products in 16 bits, which overflow and are cut off.
"""
PEAK = 6.0
"""What an inner unit may reach before it is divided; ordinary ones stay below."""
ALIGNING = 10
"""The layer whose states tell best which words mean the same: the last ones are turned towards the mean.

Chosen on the development questions among layers 8 to 12, which lie within a point of each other."""
INPUT = "rows"
HEAD = "head"
"""The name of what turns a cross-encoder's mean into its logit: ``head.w`` (width,) and ``head.b`` (1,)."""
TAGS, KINDS, RELATIONS = "tags", "kinds", "relations"
"""The names of a tagger's heads: ``tags.w`` (tags, width), ``tags.b`` (tags,), and the same of kinds and relations."""
_MICROSOFT = "com.microsoft"
_OPSET = 18
_FORMAT = 9


class Weights(Protocol):
    """What a graph is written from."""

    @property
    def shape(self) -> Shape:
        """The sizes of the network."""

    def tensor(self, name: str) -> Array:
        """A tensor's values as float32, flat."""


class _Graph:
    """Collects nodes and constants; every method returns the name of what it made."""

    def __init__(self, weights: Weights, shrinking: dict[str, Array]) -> None:
        self.weights = weights
        self.shrinking = shrinking
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def quantized(self, values: str) -> str:
        outputs = [f"{values}.{part}" for part in ("int8", "scale", "zero")]
        return self.node("DynamicQuantizeLinear", [values], *outputs)

    def linear(self, quantized: str, *names: str) -> str:
        """weights x quantized input + bias, as float32; several matrices give their outputs side by side."""
        name = names[0]
        bias = np.concatenate([self.weights.tensor(f"{part}.b") for part in names])
        matrix = np.concatenate([self.weights.tensor(f"{part}.w") for part in names]).reshape(len(bias), -1)
        if name in self.shrinking:
            matrix = matrix * self.shrinking[name]
        weights, scales = quantize(matrix)
        shifted = (weights.T.astype(np.int16) + MIDDLE).astype(np.uint8)
        constants: dict[str, npt.NDArray[Any]] = {
            "weights": shifted,
            "scales": scales,
            "middle": np.array(MIDDLE, np.uint8),
            "bias": bias,
        }
        left, scale, middle, right = [self.constant(f"{name}.{key}", value) for key, value in constants.items()]
        source = quantized.removesuffix(".int8")
        inputs = [quantized, left, f"{source}.scale", scale, f"{source}.zero", middle, right]
        return self.node("MatMulIntegerToFloat", inputs, f"{name}.out", domain=_MICROSOFT)

    def norm(self, values: str, name: str) -> str:
        factors = [self.constant(f"{name}.{key}", self.weights.tensor(f"{name}.{key}")) for key in ("w", "b")]
        return self.node("LayerNormalization", [values, *factors], f"{name}.out", epsilon=self.weights.shape.epsilon)

    def added(self, left: str, right: str) -> str:
        return self.node("Add", [left, right], f"{right}.sum")

    def mean(self, values: str, name: str) -> str:
        """The mean over the tokens, (1, width)."""
        return self.node("ReduceMean", [values, self.constant("axes", np.array([1], np.int64))], name, keepdims=0)

    def layer(self, values: str, name: str) -> str:
        """One transformer layer, as BERT has it (Devlin et al. 2019, arXiv:1810.04805)."""
        heads = self.weights.shape.heads
        joined = self.linear(self.quantized(values), *(f"{name}.{part}" for part in "qkv"))
        parts = [f"{name}.{part}.part" for part in "qkv"]
        self.node("Split", [joined], *parts, axis=2, num_outputs=len(parts))
        mixed = self.node("MultiHeadAttention", parts, f"{name}.mixed", domain=_MICROSOFT, num_heads=heads)
        attention = self.linear(self.quantized(mixed), f"{name}.ao")
        values = self.norm(self.added(values, attention), f"{name}.aln")
        inner = self.linear(self.quantized(values), f"{name}.fi")
        active = self.node("Gelu", [inner], f"{name}.active", domain=_MICROSOFT)
        if f"{name}.fo" in self.shrinking:
            factors = self.constant(f"{name}.shrink", 1 / self.shrinking[f"{name}.fo"])
            active = self.node("Mul", [active, factors], f"{name}.shrunk")
        return self.norm(self.added(values, self.linear(self.quantized(active), f"{name}.fo")), f"{name}.oln")


def quantize(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Symmetric 8-bit weights of a (out, in) matrix and one scale a row: ``weights ~ integers * scales[:, None]``."""
    scales = np.abs(weights).max(axis=1) / np.float32(LARGEST)
    scales[scales == 0] = 1
    return np.rint(weights / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def write_encoder(weights: Weights, path: Path, *, samples: Sequence[Array]) -> None:
    """Writes the encoder, about 22 MB: ``rows`` to ``vector`` (1, width) and the states of an inner layer.

    ``samples`` are inputs that show which inner units run far above the rest, see ``_shrinking``.
    """

    def outputs(graph: _Graph, last: str) -> _Outputs:
        width = weights.shape.width
        aligning = f"l{min(ALIGNING, weights.shape.layers) - 1}.oln.out"
        return [(graph.mean(last, "vector"), [1, width]), (aligning, [1, "length", width])]

    _write(weights, path, outputs, samples=samples)


def write_cross_encoder(weights: Weights, path: Path, *, samples: Sequence[Array]) -> None:
    """Writes a cross-encoder, about 7 MB of the small network and 22 MB of the default model: ``rows`` of a pair to ``score`` (1, 1)."""

    def outputs(graph: _Graph, last: str) -> _Outputs:
        factors = graph.constant(f"{HEAD}.w", weights.tensor(f"{HEAD}.w").reshape(-1, 1))
        bias = graph.constant(f"{HEAD}.b", weights.tensor(f"{HEAD}.b"))
        return [(graph.node("Gemm", [graph.mean(last, "mean"), factors, bias], "score"), [1, 1])]

    _write(weights, path, outputs, samples=samples)


def write_tagger(weights: Weights, path: Path, *, samples: Sequence[Array]) -> None:
    """Writes the tagger, about 11 MB: ``rows`` to the logits ``tags`` (1, length, tags) of each token, and ``kinds`` (1, kinds)
    and ``relations`` (1, relations) of the whole.
    """

    def outputs(graph: _Graph, last: str) -> _Outputs:
        width = weights.shape.width
        biases = {name: weights.tensor(f"{name}.b") for name in (TAGS, KINDS, RELATIONS)}
        heads = {name: graph.constant(f"{name}.w", weights.tensor(f"{name}.w").reshape(-1, width).T) for name in biases}
        added = {name: graph.constant(f"{name}.b", bias) for name, bias in biases.items()}
        each = graph.node("MatMul", [last, heads[TAGS]], f"{TAGS}.product")
        graph.node("Add", [each, added[TAGS]], TAGS)
        mean = graph.mean(last, "mean")
        for name in (KINDS, RELATIONS):
            graph.node("Gemm", [mean, heads[name], added[name]], name)
        return [
            (TAGS, [1, "length", len(biases[TAGS])]),
            *((name, [1, len(biases[name])]) for name in (KINDS, RELATIONS)),
        ]

    _write(weights, path, outputs, samples=samples)


_Outputs = list[tuple[str, list[Any]]]
"""Names of values with their shapes."""
_Chosen = Callable[[_Graph, str], _Outputs]
"""What a graph gives, from the graph and the name of its last layer's output."""


def _write(weights: Weights, path: Path, outputs: _Chosen, *, samples: Sequence[Array]) -> None:
    import onnx

    onnx.save(_model(weights, _shrinking(weights, samples), outputs), path)


def _shrinking(weights: Weights, samples: Sequence[Array]) -> dict[str, Array]:
    """By what each layer's inner units are divided.

    In most layers one unit answers the begin token with ten times what any other unit gives, so that all others would
    share a tenth of the 8 bits. Such a unit is divided before quantisation and its weights are multiplied instead,
    which changes nothing else (Xiao et al. 2023, SmoothQuant, arXiv:2211.10438). Since the begin token does it, the
    prompts alone are samples enough.
    """
    names = [f"l{layer}" for layer in range(weights.shape.layers)]

    def inner(graph: _Graph, last: str) -> _Outputs:
        return [(f"{name}.active", [1, "length", None]) for name in names]

    session = open_session(_model(weights, {}, inner).SerializeToString())
    found = [session.run(None, {INPUT: sample}) for sample in samples]
    peaks = [np.abs(np.concatenate(values, axis=1)).max(axis=(0, 1)) for values in zip(*found, strict=True)]
    return {
        f"{name}.fo": np.maximum(peak / np.float32(PEAK), np.float32(1))
        for name, peak in zip(names, peaks, strict=True)
        if peak.max() > PEAK
    }


def _model(weights: Weights, shrinking: dict[str, Array], outputs: _Chosen) -> Any:
    from onnx import TensorProto, helper

    graph = _Graph(weights, shrinking)
    width = weights.shape.width
    values = graph.norm(INPUT, "emb.ln")
    for layer in range(weights.shape.layers):
        values = graph.layer(values, f"l{layer}")
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs(graph, values)]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "length", width])],
            given,
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_FORMAT,
    )
