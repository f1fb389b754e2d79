"""The index as a LangChain retriever."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.records import Hit, Place
from index.retrieval import Index


class IndexRetriever(BaseRetriever):
    """Ranked paragraphs of an open index. ``k``, ``speaker`` and ``document`` may be given with each call as well.

    A LangChain document's ``page_content`` is the whole paragraph; its ``metadata`` are the fields of the ``Hit`` but
    the text, so that :func:`hit_of` gives the hit back.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 10
    speaker: str | None = None
    document: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **options: Any
    ) -> list[Document]:
        asked = {"k": self.k, "speaker": self.speaker, "document": self.document} | options
        return [document_of(hit) for hit in self.index.search(query, **asked)]


def document_of(hit: Hit) -> Document:
    """A hit as a LangChain document, without an identity of its own."""
    metadata = {name: value for name, value in hit.to_dict().items() if name != "text"}
    return Document(page_content=hit.text, metadata=metadata)


def hit_of(document: Document) -> Hit:
    """The hit that :func:`document_of` made a document of."""
    values: dict[str, Any] = {field.name: document.metadata.get(field.name) for field in fields(Hit)}
    values["text"] = document.page_content
    values["place"] = Place(*document.metadata["place"])
    values["ranks"] = tuple(document.metadata["ranks"].items())
    return Hit(**values)
