"""Any other embedding model, through sentence-transformers, from this machine only."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.wheel import ModelMissing
from index.offline import quiet_libraries

Vectors = npt.NDArray[np.float32]

_BATCH = 32
_QUERY = ("query",)
_PASSAGE = ("passage", "document")


class TransformerEmbedder:
    """A sentence-transformers model by folder or by the name of a local copy. Loads when first used.

    Its own prompts named query and passage (or document) are used where it defines them.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        self._lock = threading.RLock()

    @cached_property
    def _loaded(self) -> Any:
        with self._lock:
            if "_loaded" in self.__dict__:
                return self.__dict__["_loaded"]
            quiet_libraries()
            try:
                folder = _local_folder(self.model)
                from sentence_transformers import SentenceTransformer

                return SentenceTransformer(str(folder), local_files_only=True, device="cpu")
            except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
                raise ModelMissing(
                    f"打不开向量模型“{self.model}”：它应是本机上的 sentence-transformers 模型文件夹，"
                    f"或已下载到本机的模型名（程序不会联网）。请检查 RAG_EMBEDDING，或去掉它以使用默认模型。"
                ) from error

    @cached_property
    def name(self) -> str:
        """The model's name with a fingerprint of its weights, layers, length limit and prompts."""
        model = self._loaded
        digest = hashlib.sha256(repr((str(model), model.max_seq_length, sorted(model.prompts.items()))).encode())
        for key, value in sorted(model.state_dict().items()):
            digest.update(key.encode())
            digest.update(np.ascontiguousarray(value.float().numpy()).data)
        return f"{self.model.rstrip('/').rpartition('/')[2]}:float32:{digest.hexdigest()[:16]}"

    @property
    def dimension(self) -> int:
        return int(self._loaded.get_embedding_dimension())

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, float32 (dimension,)."""
        vector: Vectors = self._encode([text], _QUERY)[0]
        return vector

    def embed_passages(self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None) -> Vectors:
        """The unit vectors of passages, float32 (len(texts), dimension); ``progress`` gets (done, all)."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            vectors[part] = self._encode([texts[position] for position in part], _PASSAGE)
            if progress:
                progress(start + len(part), len(texts))
        return vectors

    def _encode(self, texts: list[str], names: tuple[str, ...]) -> Vectors:
        model = self._loaded
        prompt = next((model.prompts[name] for name in names if model.prompts.get(name)), "")
        with self._lock:
            vectors: Vectors = model.encode(
                texts,
                prompt=prompt,
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            ).astype(np.float32)
        return vectors


def _local_folder(model: str) -> Path:
    """The folder of a model by folder or by the name of a copy on this machine; asks no network.

    Names without an organisation are those of sentence-transformers' own, as that library reads them.
    Raises OSError or ValueError where there is none.
    """
    if Path(model).expanduser().is_dir():
        return Path(model).expanduser()
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model if "/" in model else f"sentence-transformers/{model}", local_files_only=True))
