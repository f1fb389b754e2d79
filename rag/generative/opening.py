"""Settings, or a LangChain model of the caller's → the answerer with it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from index.settings import Settings
from rag.endpoint.opening import named, open_model
from rag.generative.answerer import GenerativeAnswerer, Options
from rag.generative.support import CrossEncoderSupport, Support

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def answerer_for(
    settings: Settings, *, model: BaseChatModel | None = None, name: str | None = None
) -> GenerativeAnswerer:
    """The answerer with ``model``, or with the set model; ``name`` takes another model of the set endpoint.

    Raises ModelNotUsable for a setting that cannot work. Nothing is asked of the network.
    """
    if model is None:
        return _set(settings, name)
    return GenerativeAnswerer(named(model), options=Options(seconds=settings.deadline), support=_support(settings))


@lru_cache(maxsize=16)
def _set(settings: Settings, name: str | None) -> GenerativeAnswerer:
    """One answerer a model of the endpoint, so that its connections and its breaker are shared."""
    model = open_model(settings, name=name)
    return GenerativeAnswerer(model, options=Options(seconds=settings.deadline), support=_support(settings))


def _support(settings: Settings) -> Support | None:
    return CrossEncoderSupport.open(settings.reranker) if settings.reranker else None
