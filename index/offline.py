"""One place that keeps every library quiet: no network, no tracing, no telemetry, unless the user turned them on."""

from __future__ import annotations

import os

QUIET = {
    # Hugging Face: never ask the hub, never report use.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    # The console standard, honoured by several of them.
    "DO_NOT_TRACK": "1",
    # LangChain's tracing.
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    # The page.
    "GRADIO_ANALYTICS_ENABLED": "False",
    # OpenTelemetry, which several of them carry.
    "OTEL_SDK_DISABLED": "true",
    # ONNX Runtime reports use on some platforms.
    "ORT_DISABLE_TELEMETRY": "1",
    # tokenizers warns about forked processes when its threads are on.
    "TOKENIZERS_PARALLELISM": "false",
}
"""Environment variables and the values that keep a library to itself."""


def quiet_libraries() -> None:
    """Sets each variable of QUIET that the user has not set; call before the first import of such a library."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


def tracing_on() -> bool:
    """Whether the user has turned LangChain's tracing on."""
    return any(
        os.environ.get(name, "").lower() == "true" for name in QUIET if name.startswith(("LANGSMITH_", "LANGCHAIN_"))
    )
