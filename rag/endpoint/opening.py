"""Settings → a LangChain chat model with its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.settings import Settings
from rag.endpoint.faults import shown_address
from rag.endpoint.wire import client

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST_ANSWER = 1024
"""Tokens of one answer."""
_NO_KEY = "none"


class ModelNotUsable(ValueError):
    """A model setting that cannot work; the message is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Model:
    """A chat model. ``name``: what ``answered_by`` shows; ``where``: its address, fit to be shown.

    ``timed``: takes a ``timeout`` with each call; ``reasons``: its provider always says why a reply ended, so that a
    reply without a reason was cut.
    """

    chat: BaseChatModel = field(repr=False)
    name: str
    where: str = ""
    timed: bool = False
    reasons: bool = False


def open_model(settings: Settings, *, name: str | None = None) -> Model:
    """The model of ``settings.model`` (``provider:name``); ``name`` takes another one of the same provider.

    Raises ModelNotUsable. Nothing is asked of the network.
    """
    provider, _, chosen = (settings.model or "").partition(":")
    chosen = name or chosen
    if not provider or not chosen:
        raise ModelNotUsable("RAG_MODEL 应写成“提供者:模型名”，例如 openai:qwen2.5，请改正后重试。")
    if provider != "openai":
        return named(_of_provider(provider, chosen), name=chosen)
    address = settings.base_url
    if address is not None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ModelNotUsable("OPENAI_BASE_URL 应是 http:// 或 https:// 开头的地址，例如 http://127.0.0.1:8000/v1。")
        if parts.username or parts.password:
            raise ModelNotUsable("OPENAI_BASE_URL 里不能写用户名或口令，请改用 OPENAI_API_KEY。")
    elif not settings.api_key:
        raise ModelNotUsable("没有设置 OPENAI_API_KEY，也没有 OPENAI_BASE_URL，请至少设置一个。")
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    # OpenAI itself wants max_completion_tokens, the endpoints that imitate it know max_tokens
    limit: dict[str, Any] = (
        {"max_completion_tokens": LONGEST_ANSWER} if address is None else {"extra_body": {"max_tokens": LONGEST_ANSWER}}
    )
    chat = ChatOpenAI(
        model=chosen,
        base_url=address,
        api_key=SecretStr(settings.api_key or _NO_KEY),
        temperature=0,
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
        http_client=client(),
        **limit,
    )
    return Model(chat, chosen, shown_address(address) or "https://api.openai.com/v1", timed=True, reasons=True)


def named(chat: BaseChatModel, *, name: str | None = None) -> Model:
    """A model that a user or a test opened."""
    shown = name or next(
        (
            value
            for key in ("model_name", "model", "model_id")
            if isinstance(value := getattr(chat, key, None), str) and value
        ),
        None,
    )
    kind = str(getattr(chat, "_llm_type", "model"))
    return Model(chat, shown or kind, timed=kind == "openai-chat", reasons=kind == "openai-chat")


def _of_provider(provider: str, name: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, model_provider=provider, temperature=0)
    except ImportError:
        raise ModelNotUsable(
            f"使用 {provider} 的模型要先安装它的 LangChain 包（pip install langchain-{provider}）。"
        ) from None
    except Exception as error:  # noqa: BLE001 - a provider's own complaint may quote a key, so only its type is told
        raise ModelNotUsable(
            f"打不开模型 {provider}:{name}（{type(error).__name__}），请检查 RAG_MODEL 和这个提供者的密钥设置。"
        ) from None
