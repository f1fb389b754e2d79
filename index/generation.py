"""One generation: all that belongs to one state of an index, made in memory, written to a folder, read from it.

Texts, words, vectors and the dictionary's names are always made and read together; a manifest describes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.chunking import SIZE, chunk_paragraph
from index.corpus import Columns, Corpus, MayHold, columns_of
from index.records import Document, Speech
from index.vectors import VectorIndex, Vectors
from index.word_index import K1, B, WordIndex
from index.words import Words, dictionary_fingerprint, names_of

FORMAT = 3
_WORDS = "words"
_BUFFERS = ("texts", "folded", "heads")
_MANY = 3000  # chunks from which a build reads the whole dictionary of words at once
KEY = 16  # bytes of the hash that names an embedded text

Embed = Callable[[Sequence[str], Sequence[bytes]], Vectors]  # texts and their keys → (n, d) unit rows


@dataclass(frozen=True, slots=True)
class Generation:
    """The parts of one state of an index.

    ``chunks``: (n, 2) start and end of each chunk in its paragraph; ``paragraph_chunks``: (paragraphs + 1,) first chunk
    of each paragraph; ``keys``: (n, 16) hash of each chunk's embedded text. Paragraphs are counted through the index.
    """

    corpus: Corpus
    vectors: VectorIndex
    words: Words
    word_index: WordIndex
    chunks: NDArray[np.int32]
    paragraph_chunks: NDArray[np.int64]
    keys: NDArray[np.uint8]

    def save(self, folder: Path) -> None:
        """Writes everything but the manifest into ``folder``, which is empty."""
        columns = self.corpus.columns
        for field in fields(columns):
            content = getattr(columns, field.name)
            array = np.frombuffer(content, dtype=np.uint8) if field.name in _BUFFERS else content
            save_array(folder / f"{field.name}.npy", array)
        save_array(folder / "chunks.npy", self.chunks)
        save_array(folder / "paragraph_chunks.npy", self.paragraph_chunks)
        save_array(folder / "keys.npy", self.keys)
        self.vectors.save(folder)
        (folder / _WORDS).mkdir()
        self.words.save(folder / _WORDS)
        self.word_index.save(folder / _WORDS)

    @classmethod
    def load(cls, folder: Path) -> Generation:
        """The generation of ``folder``, mapped from its files. The words' dictionary is read when it is needed."""
        word_index = WordIndex.load(folder / _WORDS)
        return cls(
            corpus=load_corpus(folder, may_hold=word_index.may_hold),
            vectors=VectorIndex.load(folder),
            words=Words.load(folder / _WORDS),
            word_index=word_index,
            chunks=load_array(folder / "chunks.npy"),
            paragraph_chunks=load_array(folder / "paragraph_chunks.npy"),
            keys=load_array(folder / "keys.npy"),
        )


def load_corpus(folder: Path, *, may_hold: MayHold | None = None) -> Corpus:
    """The corpus alone: enough to list what an index holds."""
    arrays = {field.name: load_array(folder / f"{field.name}.npy") for field in fields(Columns)}
    content: dict[str, Any] = {name: array.data if name in _BUFFERS else array for name, array in arrays.items()}
    return Corpus(Columns(**content), may_hold=may_hold)


def embedded_text(speech: Speech, text: str, start: int, end: int) -> str:
    """What is embedded for a chunk: who speaks and under which title, then the chunk itself."""
    about = " ".join(part for part in (speech.speaker, speech.title) if part)
    chunk = text[start:end].strip()
    return f"{about}\n{chunk}" if about else chunk


def embedding_key(model: str, text: str) -> bytes:
    """The name of an embedded text: equal texts under one model have one vector."""
    return hashlib.sha256(f"{model}\0{text}".encode()).digest()[:KEY]


def searchable_text(speech: Speech, text: str) -> str:
    """What the words of a paragraph are taken from: its speaker and title, then the paragraph."""
    return "\n".join(part for part in (speech.speaker, speech.role, speech.title, text) if part)


def make_generation(documents: Sequence[Document], *, model: str, embed: Embed) -> Generation:
    """The generation of ``documents``; ``embed`` gives the vectors of texts, in their order."""
    corpus = Corpus(columns_of(documents))
    chunks: list[tuple[int, int]] = []
    counts, texts = [0], list[str]()
    for speech, text in _paragraphs(documents):
        spans = chunk_paragraph(text)
        chunks.extend(spans)
        counts.append(len(chunks))
        texts.extend(embedded_text(speech, text, start, end) for start, end in spans)
    keys = [embedding_key(model, text) for text in texts]
    vectors = embed(texts, keys)
    speeches = [speech for document in documents for speech in document.speeches]
    words = Words.with_names(
        names_of(part for speech in speeches for part in (speech.speaker or "", speech.role, speech.title)),
        whole=len(chunks) > _MANY,
    )
    return Generation(
        corpus=corpus,
        vectors=VectorIndex.of(vectors),
        words=words,
        word_index=WordIndex.of(words.terms(searchable_text(speech, text)) for speech, text in _paragraphs(documents)),
        chunks=np.array(chunks, dtype=np.int32).reshape(-1, 2),
        paragraph_chunks=np.array(counts, dtype=np.int64),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY),
    )


def _paragraphs(documents: Sequence[Document]) -> Iterator[tuple[Speech, str]]:
    for document in documents:
        for speech in document.speeches:
            for text in speech.paragraphs:
                yield speech, text


def describe(generation: Generation, documents: Sequence[Document], *, model: str) -> dict[str, Any]:
    """The manifest's account of a generation: how it was made and how much there is."""
    return {
        "format": FORMAT,
        "model": model,
        "dimension": int(generation.vectors.vectors.shape[1]),
        "dictionary": dictionary_fingerprint(),
        "settings": {"chunk": SIZE, "k1": K1, "b": B, "vectors": generation.vectors.kind},
        "counts": {
            "documents": len(documents),
            "speeches": len(generation.corpus.columns.speech_rows) - 1,
            "paragraphs": len(generation.paragraph_chunks) - 1,
            "chunks": len(generation.chunks),
        },
        "sources": {document.source: document.fingerprint for document in documents},
    }
