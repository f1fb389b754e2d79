"""Settings, or a LangChain model of the caller's → the answerer with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.settings import Settings
from rag.endpoint.opening import named, open_model
from rag.generative.answerer import GenerativeAnswerer, Options
from rag.generative.support import CrossEncoderSupport

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def answerer_for(
    settings: Settings, *, model: BaseChatModel | None = None, name: str | None = None
) -> GenerativeAnswerer:
    """The answerer with ``model``, or with the set model; ``name`` takes another model of the set endpoint.

    Raises ModelNotUsable for a setting that cannot work. Nothing is asked of the network.
    """
    chosen = named(model) if model is not None else open_model(settings, name=name)
    support = CrossEncoderSupport.open(settings.reranker) if settings.reranker else None
    return GenerativeAnswerer(chosen, options=Options(seconds=settings.deadline), support=support)
