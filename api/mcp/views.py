"""The transport: MCP's streamable HTTP, one JSON answer to each POST, without sessions or streams."""

from __future__ import annotations

import json
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.errors import Problem, respond
from api.mcp.rpc import INVALID_REQUEST, PARSE_ERROR, RpcError, answered, failed
from api.mcp.server import VERSIONS, Server
from api.tokens import TokenAuthentication
from api.v1.base import ApiView, is_storable, viewer_of

#: Bytes of a body, and messages in it.
MOST_BYTES = 200_000
MOST_MESSAGES = 10


class McpView(ApiView):
    """`POST mcp`. Everybody may ask; a token tells who asks, and nothing here changes anything."""

    authentication_classes = (TokenAuthentication,)

    def check_permissions(self, request: Request) -> None:
        """Reading needs nothing: any token will do, and none."""

    def post(self, request: Request) -> HttpResponse:
        """The answers to one message or a few; 202 where none was asked for."""
        if refusal := _unwelcome(request):
            return refusal
        try:
            messages, is_batch = _messages(request)
        except RpcError as error:
            return _json(failed(error), 400)
        methods = Server(viewer_of(request)).methods
        answers = [one for one in (answered(given, methods) for given in messages) if one is not None]
        if not answers:
            return HttpResponse(status=202)
        return _json(answers if is_batch else answers[0])


def _unwelcome(request: Request) -> HttpResponse | None:
    """Pages of other origins (MCP, Security: DNS rebinding) and revisions that nobody knows."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc not in (urlsplit(settings.PUBLIC_URL).netloc, request.get_host()):
        return respond(Problem(403, "denied", gettext("Alamat ini tidak untuk halaman dari situs lain.")))
    revision = request.headers.get("MCP-Protocol-Version")
    if revision and revision not in VERSIONS:
        known = ", ".join(VERSIONS)
        return _json(failed(RpcError(INVALID_REQUEST, gettext("Versi MCP yang dikenal: %s.") % known)), 400)
    return None


def _messages(request: Request) -> tuple[list[Any], bool]:
    """What was sent, and whether it was a batch. Raises RpcError."""
    raw = request._request.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise RpcError(INVALID_REQUEST, gettext("Permintaan ini terlalu besar."))
    try:
        found = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RpcError(PARSE_ERROR, gettext("Ini bukan JSON yang utuh.")) from None
    if not isinstance(found, list):
        return [found], False
    if not 1 <= len(found) <= MOST_MESSAGES:
        sentence = gettext("Paling banyak %(most)s pesan dalam satu permintaan.") % {"most": MOST_MESSAGES}
        raise RpcError(INVALID_REQUEST, sentence)
    return found, True


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _json(told: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=not is_storable(told))
    return HttpResponse(
        text, status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )
