"""How ONNX Runtime runs the encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.offline import quiet_libraries


def open_session(model: Path | bytes) -> Any:
    """An ``onnxruntime.InferenceSession`` of one thread, safe to run from many."""
    quiet_libraries()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a text: a question is short enough, many texts go side by side, and no idle thread spins.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the largest text's memory for good; activations here are small enough to ask for each time.
    options.enable_cpu_mem_arena = False
    # The graph is written as it should run; the runtime's fused norm is several times slower than its parts.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    content = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
