"""Answers as CKAN wraps them; what is no answer (throttled, too slow, failed) is plain text.

A harvester reads any JSON object without `result.results` as "nothing more", whatever its status
(INTEROP §1): so what only means "not now" must be no JSON at all.
"""

from __future__ import annotations

import json
import math
import secrets
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as rest

from api.ckan.errors import ActionError, BadRequest, Invalid, NotAllowed, NotFound
from datasets.queries.errors import BadParameter, TooSlow
from datasets.rules import errors as rules

log = structlog.get_logger("api")

_JSON = "application/json"


@dataclass(frozen=True)
class Raw:
    """JSON text that PostgreSQL wrote: put into an answer as it is, so that numbers keep every digit."""

    text: str


def success(action: str, result: Any, callback: str = "") -> HttpResponse:
    """200 with the result; for a `callback`, as a script that calls it."""
    body = _written({"help": help_url(action), "success": True, "result": result})
    if callback:
        return HttpResponse(f"{callback}({body});", content_type="application/javascript")
    return HttpResponse(body, content_type=_JSON)


def refusal(error: Exception, action: str) -> HttpResponse:
    """The answer for an error raised by an action; an unforeseen one is logged."""
    if isinstance(error, BadRequest):
        return bare(str(error))
    if isinstance(error, RequestDataTooBig):
        return bare(_("Isi permintaan terlalu besar."), 413)
    if isinstance(error, SuspiciousOperation):
        return bare(_("Permintaan ini tidak dapat dibaca."))
    if isinstance(error, rest.MethodNotAllowed):
        return bare(_("Cara panggil ini tidak tersedia di alamat ini."), 405)
    told = _as_action_error(error)
    return failure(told, action) if told else not_now(error)


def failure(error: ActionError, action: str) -> HttpResponse:
    """An error object; a Validation Error names each parameter at fault."""
    shown: dict[str, Any] = {"__type": error.kind}
    shown |= error.faults if isinstance(error, Invalid) else {"message": error.message}
    shown["__type"] = error.kind  # also where a parameter was called so
    body = {"help": help_url(action), "success": False, "error": shown}
    return HttpResponse(_written(body), status=error.status, content_type=_JSON)


def bare(message: str, status: int = 400) -> HttpResponse:
    """A JSON string alone, as CKAN answers what it cannot even take for an action."""
    return HttpResponse(_written(message), status=status, content_type=_JSON)


def not_now(error: Exception) -> HttpResponse:
    """Plain text that no client takes for an answer: too many requests, too slow, failed."""
    if isinstance(error, rest.Throttled):
        seconds = max(1, math.ceil(getattr(error, "wait", None) or 1))
        said = _("Terlalu banyak permintaan. Coba lagi dalam %(seconds)s detik.") % {"seconds": seconds}
        return _text(said, 429, seconds)
    if isinstance(error, TooSlow):
        return _text(_("Pertanyaan ini terlalu berat. Persempit dengan penyaring, lalu coba lagi."), 503, 5)
    log.error("ckan_failed", reason=type(error).__name__, exc_info=error)
    return _text(_("Terjadi kesalahan di pihak kami. Coba lagi sebentar lagi."), 500, 60)


def help_url(action: str) -> str:
    """Where an action is explained."""
    return f"{settings.PUBLIC_URL}/api/3/action/help_show?name={action}"


def _as_action_error(error: Exception) -> ActionError | None:
    if isinstance(error, ActionError):
        return error
    if isinstance(error, BadParameter):
        return Invalid({error.field or "__all__": [error.detail]})
    if isinstance(error, rules.Denied):
        return NotAllowed(f"Access denied: {error.message}")
    if isinstance(error, rules.Hidden | rules.Gone):
        return NotFound(f"Not found: {error.message}")
    return None


def _text(said: str, status: int, seconds: int) -> HttpResponse:
    response = HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(seconds)
    return response


def _written(body: Any) -> str:
    """JSON, with each Raw in its place: held by a mark that nobody can guess."""
    raws: dict[str, str] = {}

    def held(value: Any) -> str:
        if not isinstance(value, Raw):
            raise TypeError(f"{type(value).__name__} is no JSON")
        mark = secrets.token_hex(16)
        raws[f'"{mark}"'] = value.text
        return mark

    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"), default=held)
    for mark, raw in raws.items():
        text = text.replace(mark, raw, 1)
    return text
