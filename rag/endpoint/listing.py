"""Which models the endpoint offers, for the page's choice."""

from __future__ import annotations

from index.settings import Settings
from rag.endpoint.faults import Fault, fault_of, shown_address
from rag.endpoint.wire import client

_SHOWN = 200
_LONGEST_NAME = 120


def list_models(settings: Settings, *, seconds: float = 4.0) -> tuple[str, ...]:
    """The names of ``GET base_url/models``, sorted; the set model first. Raises Fault where they cannot be had."""
    provider, _, own = (settings.model or "").partition(":")
    if provider != "openai" or settings.base_url is None:
        return (own,) if own else ()
    where = shown_address(settings.base_url)
    key = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    try:
        with client() as http:
            response = http.get(f"{settings.base_url.rstrip('/')}/models", headers=key, timeout=seconds)
            if response.status_code != 200:
                kind = "key" if response.status_code in (401, 403) else "server"
                raise Fault(kind, where=where, status=response.status_code)
            names = sorted({_name(one) for one in response.json()["data"]} - {""})
    except Exception as error:  # noqa: BLE001 - told as a fault, without the server's own words
        raise fault_of(error, where=where) from None
    return tuple(dict.fromkeys(([own] if own else []) + names[:_SHOWN]))


def _name(entry: object) -> str:
    """A model's identifier; anything that is no plain name is left out."""
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) and name.isprintable() and len(name) <= _LONGEST_NAME else ""
