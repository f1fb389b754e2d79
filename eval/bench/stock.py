"""The baseline: LangChain's stock retrieval recipe as its tutorials write it, with the same model weights.

RecursiveCharacterTextSplitter(500, 50) → sentence-transformers' ``encode`` with its defaults → a flat L2 FAISS index
behind LangChain's VectorStore → ``similarity_search``. The model's own prompts (``query: ``, ``passage: ``) are given,
which the tutorials leave out: the baseline is the better for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from eval.bench import BenchError
from index.settings import DEFAULT_EMBEDDING, Settings

SIZE, OVERLAP = 500, 50


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model as LangChain wraps it: ``encode`` with default batches, one question at a time."""

    def __init__(self, model: str | Path) -> None:
        from sentence_transformers import SentenceTransformer

        self.model = SentenceTransformer(str(model), device="cpu")
        self.prompts: dict[str, str | None] = dict(self.model.prompts or {})

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        prompt = self.prompts.get("passage") or self.prompts.get("document")
        vectors: list[list[float]] = self.model.encode(texts, prompt=prompt, show_progress_bar=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self.embed_queries([text])[0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """The vectors of many questions in batches, for measuring rankings rather than time."""
        prompt = self.prompts.get("query")
        vectors: list[list[float]] = self.model.encode(texts, prompt=prompt, show_progress_bar=False).tolist()
        return vectors


class FlatStore(VectorStore):
    """LangChain's FAISS store in small: a flat L2 index and the documents beside it, all in the process."""

    def __init__(self, embedding: Embeddings) -> None:
        self.embedding = embedding
        self.documents: list[Document] = []
        self.index: Any = None

    @classmethod
    def from_texts(
        cls, texts: list[str], embedding: Embeddings, metadatas: list[dict[str, Any]] | None = None, **more: Any
    ) -> FlatStore:
        """A store of ``texts``."""
        store = cls(embedding)
        store.add_texts(texts, metadatas)
        return store

    def add_texts(self, texts: Iterable[str], metadatas: list[dict[str, Any]] | None = None, **more: Any) -> list[str]:
        """Embeds and adds; returns the documents' numbers."""
        import faiss
        import numpy

        given = list(texts)
        vectors = numpy.asarray(self.embedding.embed_documents(given), dtype=numpy.float32)
        if self.index is None:
            self.index = faiss.IndexFlatL2(vectors.shape[1])
        self.index.add(vectors)
        first = len(self.documents)
        self.documents += [
            Document(page_content=text, metadata=metadata)
            for text, metadata in zip(given, metadatas or [{} for _ in given], strict=True)
        ]
        return [str(number) for number in range(first, len(self.documents))]

    def similarity_search(self, query: str, k: int = 4, **more: Any) -> list[Document]:
        """The nearest ``k`` chunks."""
        return self.similarity_search_by_vector(self.embedding.embed_query(query), k=k)

    def similarity_search_by_vector(self, embedding: list[float], k: int = 4, **more: Any) -> list[Document]:
        """The ``k`` chunks nearest to a vector."""
        import numpy

        vector = numpy.asarray([embedding], dtype=numpy.float32)
        _, numbers = self.index.search(vector, min(k, len(self.documents)))
        return [self.documents[number] for number in numbers[0]]


def stock_embeddings(settings: Settings) -> SentenceEmbeddings:
    """The embeddings of the model in the settings; the default one from its standard folder in the cache."""
    from index.embedding import prepare

    default = settings.embedding == DEFAULT_EMBEDDING
    return SentenceEmbeddings(prepare(settings.cache) if default else settings.embedding)


def build_store(passages: Sequence[tuple[str, str]], *, embedding: Embeddings) -> FlatStore:
    """The recipe over (identity, text) passages; each chunk's metadata keeps the ``source``."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise BenchError("对照用的 langchain-text-splitters 没有安装：pip install -r requirements-dev.txt") from error
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    chunks = splitter.create_documents(
        [text for _, text in passages], metadatas=[{"source": identity} for identity, _ in passages]
    )
    return FlatStore.from_texts(
        [chunk.page_content for chunk in chunks], embedding, metadatas=[chunk.metadata for chunk in chunks]
    )


def rank_passages(store: FlatStore, vector: list[float], *, k: int = 10) -> list[str]:
    """The best ``k`` passages by their best chunk: chunks are fetched until so many passages are seen (or all are)."""
    fetched = k
    while True:
        chunks = store.similarity_search_by_vector(vector, k=fetched)
        found = list(dict.fromkeys(str(chunk.metadata["source"]) for chunk in chunks))
        if len(found) >= k or len(chunks) < fetched:
            return found[:k]
        fetched *= 2
