"""The product of bytes in a graph is exact, whatever the processor: no pair of products is cut off at 16 bits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from index.embedding.graph import LARGEST, _Graph, quantize
from index.embedding.session import open_session

WIDTH = 64


@dataclass(frozen=True)
class Square:
    """The weights of one square matrix without a bias."""

    matrix: np.ndarray
    shape: object = field(default=None)

    def tensor(self, name: str) -> np.ndarray:
        return np.zeros(len(self.matrix), np.float32) if name.endswith(".b") else self.matrix.ravel()


def product(matrix: np.ndarray, values: np.ndarray) -> np.ndarray:
    """What a graph of the one matrix gives for ``values`` (1, length, width)."""
    from onnx import TensorProto, helper

    graph = _Graph(Square(matrix), {})  # type: ignore[arg-type]
    last = graph.linear(graph.quantized("values"), "square")
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "square",
            [helper.make_tensor_value_info("values", TensorProto.FLOAT, [1, "length", WIDTH])],
            [helper.make_tensor_value_info(last, TensorProto.FLOAT, [1, "length", WIDTH])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
    )
    (given,) = open_session(model.SerializeToString()).run(None, {"values": values})
    return np.asarray(given)


@pytest.mark.parametrize("sign", [1, -1], ids=["largest", "smallest"])
def test_the_largest_bytes_do_not_overflow(sign: int) -> None:
    matrix = np.full((WIDTH, WIDTH), sign, np.float32)
    values = np.ones((1, 3, WIDTH), np.float32)
    # 255 x 127 + 255 x 127 is 64,770, more than 16 bits with a sign hold; the true sum is that of 64 ones
    np.testing.assert_allclose(product(matrix, values), sign * WIDTH, rtol=1e-4)


def test_a_product_is_that_of_the_rounded_factors() -> None:
    chance = np.random.default_rng(5)
    matrix = chance.normal(size=(WIDTH, WIDTH)).astype(np.float32)
    values = chance.uniform(0, 1, size=(1, 9, WIDTH)).astype(np.float32)
    weights, scales = quantize(matrix)
    steps = np.rint(values / (values.max() / 255))
    expected = (steps @ weights.T.astype(np.float64)) * scales * (values.max() / 255)
    assert np.abs(weights).max() == LARGEST
    np.testing.assert_allclose(product(matrix, values), expected, rtol=1e-4, atol=1e-3)
