"""Answers with what HTTP promises: ETag and 304, who may keep them, who may read from elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request

from datasets.models import Distribution
from datasets.vocab import Format, content_type_of
from satudata.stored_files import stored_file

#: Part of every ETag made from a version: moves when the same rows begin to be written otherwise.
SHAPE = "2"
_EXPOSED = (
    "ETag, Link, Deprecation, Sunset, Retry-After, X-Request-ID,"
    " Accept-Ranges, Content-Disposition, Content-Range, Repr-Digest"
)


class NoSuchRange(Exception):
    """416: the range asked for begins after the end of a file of `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def as_json(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """JSON in UTF-8: null is null, numbers are numbers."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def etag_of(*parts: object) -> str:
    """A strong ETag of these parts."""
    text = "\x00".join(str(part) for part in (SHAPE, *parts))
    return f'"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def is_current(request: Request, etag: str) -> bool:
    """Whether the asker holds this already (a 304 will do). To be asked after access, never before."""
    return isinstance(get_conditional_response(request._request, etag=etag), HttpResponseNotModified)


def not_modified(etag: str) -> HttpResponse:
    """304: what the asker holds is still right."""
    response = HttpResponseNotModified()
    response["ETag"] = etag
    return response


def finish(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """Set ETag, caching and cross-origin headers of a GET that went well."""
    if request.method not in ("GET", "HEAD") or response.status_code not in (200, 206, 304):
        return response
    is_private = bool(request.headers.get("Authorization")) or settings.SESSION_COOKIE_NAME in request.COOKIES
    told = public_headers()
    if is_private:
        told = {"Cache-Control": "private, no-cache", "Vary": told["Vary"]}
    patch_vary_headers(response, told.pop("Vary").split(", "))
    for name, value in told.items():
        response[name] = value
    if isinstance(response, HttpResponse) and response.status_code == 200:
        return _conditional(request, response)
    return response


def public_headers() -> dict[str, str]:
    """What every public answer to a GET carries: who may keep it, and that others may read it."""
    return {
        # To be asked again each time: what is withdrawn must be gone from every cache at once.
        "Cache-Control": "public, no-cache",
        "Vary": "Authorization, Cookie, Accept-Language",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": _EXPOSED,
    }


def stored_reply(request: Request, file: Distribution) -> HttpResponseBase:
    """A prepared download. To be asked after access, never before. Raises NoSuchRange."""
    etag = f'"{file.sha256}"'
    if is_current(request, etag):
        return not_modified(etag)
    content_type = content_type_of(Format(file.format))
    response = stored_file(request._request, file.sha256, file.bytes, content_type, file.filename)
    if response.status_code == 416:
        raise NoSuchRange(file.bytes)
    response["Content-Language"] = settings.LANGUAGE_CODE
    return response


def set_attachment(response: HttpResponseBase, name: str) -> None:
    """To be saved under `name` (our own, ASCII), never shown in place."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"


def _conditional(request: Request, response: HttpResponse) -> HttpResponseBase:
    if not response.has_header("ETag"):
        response["ETag"] = etag_of(hashlib.sha256(response.content).hexdigest())
    answer = get_conditional_response(request._request, etag=response["ETag"], response=response)
    return response if answer is None else answer


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
