"""JSON-RPC 2.0: what a message is, how one is answered, and which errors there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
#: Of MCP: there is no such resource.
NOT_FOUND = -32002

Method = Callable[[Mapping[str, Any]], dict[str, Any]]


class RpcError(Exception):
    """A refusal in the protocol's own words: code, sentence, data."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


@dataclass(frozen=True)
class Message:
    """A call, or a notification, which has no id and gets no answer."""

    method: str
    params: Mapping[str, Any] = field(default_factory=dict)
    id: int | str | None = None
    is_notification: bool = False


def message_of(given: Any) -> Message:
    """One message. Raises RpcError where it is none."""
    if (
        not isinstance(given, dict)
        or given.get("jsonrpc") != "2.0"
        or not isinstance(given.get("method"), str)
    ):
        raise RpcError(INVALID_REQUEST, gettext("Ini bukan pesan JSON-RPC 2.0."))
    if "id" in given and (isinstance(given["id"], bool) or not isinstance(given["id"], int | str)):
        raise RpcError(INVALID_REQUEST, gettext("“id” adalah teks atau bilangan bulat."))
    params = given.get("params", {})
    if not isinstance(params, dict):
        raise RpcError(INVALID_PARAMS, gettext("“params” adalah objek."))
    return Message(given["method"], params, given.get("id"), "id" not in given)


def answered(given: Any, methods: Mapping[str, Method]) -> dict[str, Any] | None:
    """The answer to one message of a body; None to a notification, or to an answer of the other side."""
    if isinstance(given, dict) and "method" not in given and ("result" in given or "error" in given):
        return None
    key = given.get("id") if isinstance(given, dict) else None
    try:
        message = message_of(given)
        if message.is_notification:
            return None
        method = methods.get(message.method)
        if method is None:
            sentence = gettext("Metode “%(name)s” tidak ada di sini.") % {"name": message.method[:100]}
            raise RpcError(METHOD_NOT_FOUND, sentence)
        return {"jsonrpc": "2.0", "id": message.id, "result": method(message.params)}
    except RpcError as error:
        return failed(error, key if isinstance(key, int | str) and not isinstance(key, bool) else None)


def failed(error: RpcError, key: int | str | None = None) -> dict[str, Any]:
    """An error as an answer."""
    told: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.data is not None:
        told["data"] = error.data
    return {"jsonrpc": "2.0", "id": key, "error": told}
