"""The encoder as an int8 ONNX graph for one text at a time.

Weights become 8-bit integers with one scale an output column, activations 8-bit with one scale a text, measured as it
runs (dynamic quantisation). Since that scale spans all tokens given, a graph that took several texts would let each
vector depend on its neighbours; hence the batch is fixed at 1.
The rows of the word table are looked up outside (they stay 4-bit in a mapped file), so the input is their sum with
the positions, (1, length, width), and the outputs are the mean over tokens, (1, width), and their states after an
inner layer, (1, length, width).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.session import open_session
from index.embedding.wheel import Wheel

Array = npt.NDArray[np.float32]

LARGEST = 127
PEAK = 6.0
"""What an inner unit may reach before it is divided; ordinary ones stay below."""
ALIGNING = 10
"""The layer whose states tell best which words mean the same: the last ones are turned towards the mean.

Chosen on the development questions among layers 8 to 12, which lie within a point of each other."""
INPUT = "rows"
_MICROSOFT = "com.microsoft"
_OPSET = 18
_FORMAT = 9


class _Graph:
    """Collects nodes and constants; every method returns the name of what it made."""

    def __init__(self, wheel: Wheel, shrinking: dict[str, Array]) -> None:
        self.wheel = wheel
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
        bias = np.concatenate([self.wheel.tensor(f"{part}.b") for part in names])
        matrix = np.concatenate([self.wheel.tensor(f"{part}.w") for part in names]).reshape(len(bias), -1)
        if name in self.shrinking:
            matrix = matrix * self.shrinking[name]
        weights, scales = quantize(matrix)
        constants: dict[str, npt.NDArray[Any]] = {"weights": weights.T, "scales": scales, "bias": bias}
        left, scale, right = [self.constant(f"{name}.{key}", value) for key, value in constants.items()]
        source = quantized.removesuffix(".int8")
        inputs = [quantized, left, f"{source}.scale", scale, f"{source}.zero", "", right]
        return self.node("MatMulIntegerToFloat", inputs, f"{name}.out", domain=_MICROSOFT)

    def norm(self, values: str, name: str) -> str:
        factors = [self.constant(f"{name}.{key}", self.wheel.tensor(f"{name}.{key}")) for key in ("w", "b")]
        return self.node("LayerNormalization", [values, *factors], f"{name}.out", epsilon=self.wheel.shape.epsilon)

    def added(self, left: str, right: str) -> str:
        return self.node("Add", [left, right], f"{right}.sum")

    def layer(self, values: str, name: str) -> str:
        """One transformer layer, as BERT has it (Devlin et al. 2019, arXiv:1810.04805)."""
        heads = self.wheel.shape.heads
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


def write_graph(wheel: Wheel, path: Path, *, samples: Sequence[Array]) -> None:
    """Writes the model file, about 22 MB. ``samples`` are inputs that show which inner units run far above the rest.

    In most layers one unit answers the begin token with ten times what any other unit gives, so that all others would
    share a tenth of the 8 bits. Such a unit is divided before quantisation and its weights are multiplied instead,
    which changes nothing else (Xiao et al. 2023, SmoothQuant, arXiv:2211.10438). Since the begin token does it, the
    prompts alone are samples enough.
    """
    import onnx

    names = [f"l{layer}" for layer in range(wheel.shape.layers)]
    plain = _model(wheel, {}, outputs=[f"{name}.active" for name in names])
    session = open_session(plain.SerializeToString())
    peaks = [np.abs(np.concatenate(found, axis=1)).max(axis=(0, 1)) for found in _run(session, samples)]
    shrinking = {
        f"{name}.fo": np.maximum(peak / np.float32(PEAK), np.float32(1))
        for name, peak in zip(names, peaks, strict=True)
        if peak.max() > PEAK
    }
    onnx.save(_model(wheel, shrinking), path)


def _run(session: Any, samples: Sequence[Array]) -> list[list[Array]]:
    """Per inner output the values for each sample."""
    found = [session.run(None, {INPUT: sample})[2:] for sample in samples]
    return [list(values) for values in zip(*found, strict=True)]


def _model(wheel: Wheel, shrinking: dict[str, Array], *, outputs: Sequence[str] = ()) -> Any:
    from onnx import TensorProto, helper

    graph = _Graph(wheel, shrinking)
    width = wheel.shape.width
    values = graph.norm(INPUT, "emb.ln")
    for layer in range(wheel.shape.layers):
        values = graph.layer(values, f"l{layer}")
    graph.node("ReduceMean", [values, graph.constant("axes", np.array([1], np.int64))], "vector", keepdims=0)
    aligning = f"l{min(ALIGNING, wheel.shape.layers) - 1}.oln.out"
    states = helper.make_tensor_value_info(aligning, TensorProto.FLOAT, [1, "length", width])
    inner = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "length", None]) for name in outputs]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, "length", width])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, width]), states, *inner],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_FORMAT,
    )
