"""Every setting of the program, read from the environment in this one place and passed on as data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE = Path(__file__).parent / "sample"
DEFAULT_INDEX = Path("data/index")
DEFAULT_EMBEDDING = "multilingual-e5-small"


def _default_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("jianyan-wenda", appauthor=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user set. ``deadline`` is in seconds; ``model`` is LangChain's ``provider:name``, None is extractive.

    ``index`` is a folder or a Milvus URI, None means data/index where it exists, else the sample corpus.
    ``embedding`` is the default model's name, or any sentence-transformers model by folder or name.
    ``reranker`` is a sentence-transformers CrossEncoder by folder or name.
    """

    index: str | None = None
    model: str | None = None
    embedding: str = DEFAULT_EMBEDDING
    reranker: str | None = None
    deadline: float = 60.0
    cache: Path = field(default_factory=_default_cache)
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads RAG_INDEX, RAG_MODEL, RAG_EMBEDDING, RAG_RERANKER, RAG_DEADLINE, RAG_CACHE, OPENAI_BASE_URL, OPENAI_API_KEY.

        Raises ValueError (in Chinese) where a value cannot be used.
        """
        values = {
            key: value.strip()
            for key, value in (os.environ if environment is None else environment).items()
            if value.strip()
        }
        deadline = values.get("RAG_DEADLINE", "60")
        try:
            seconds = float(deadline)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < 86400:
            raise ValueError(f"RAG_DEADLINE 应是 0 到 86400 之间的秒数，现在是“{deadline}”，请改成例如 60。")
        return cls(
            index=values.get("RAG_INDEX"),
            model=values.get("RAG_MODEL"),
            embedding=values.get("RAG_EMBEDDING", DEFAULT_EMBEDDING),
            reranker=values.get("RAG_RERANKER"),
            deadline=seconds,
            cache=Path(values["RAG_CACHE"]).expanduser() if "RAG_CACHE" in values else _default_cache(),
            base_url=values.get("OPENAI_BASE_URL"),
            api_key=values.get("OPENAI_API_KEY"),
        )
