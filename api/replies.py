"""Answers with what HTTP promises: ETag and 304, who may keep them, who may read from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request

from datasets.models import Distribution
from datasets.store import open_stored
from datasets.vocab import MEDIA_TYPES, Format
from satudata.streams import streamed

#: Part of every ETag made from a version: moves when the same rows begin to be written otherwise.
SHAPE = "2"
BLOCK = 1 << 18
_TEXTS = frozenset({Format.CSV, Format.JSON, Format.NDJSON})
_EXPOSED = "ETag, Link, Deprecation, Sunset, Retry-After, X-Request-ID"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


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
    # To be asked again each time: what is withdrawn must be gone from every cache at once.
    response["Cache-Control"] = f"{'private' if is_private else 'public'}, no-cache"
    patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
    if not is_private:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _EXPOSED
    if isinstance(response, HttpResponse) and response.status_code == 200:
        return _conditional(request, response)
    return response


def content_type_of(form: Format) -> str:
    """The media type, with the encoding where the format leaves it open (RFC 8259 leaves JSON none)."""
    return f"{MEDIA_TYPES[form]}; charset=utf-8" if form in _TEXTS else MEDIA_TYPES[form]


def stored_reply(request: Request, file: Distribution) -> HttpResponseBase:
    """A prepared download. To be asked after access, never before."""
    etag = f'"{file.sha256}"'
    if is_current(request, etag):
        return not_modified(etag)
    content_type = content_type_of(Format(file.format))
    return file_reply(request._request, file.sha256, file.bytes, content_type, file.filename)


def file_reply(
    request: HttpRequest, sha256: str, size: int, content_type: str, name: str
) -> HttpResponseBase:
    """A stored file as a download, whole or the one range asked for; its ETag is its SHA-256."""
    etag = f'"{sha256}"'
    wanted = _range_of(request, size, etag)
    first, last = wanted or (0, size - 1)
    is_head = request.method == "HEAD"
    blocks = iter(()) if is_head else _blocks(lambda: open_stored(sha256), first, last - first + 1)
    response = streamed(request, blocks, content_type)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Encoding"] = "identity"  # as it is: packed again, its length and ranges would lie
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    set_attachment(response, name)
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
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


def _range_of(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte of the one range asked for; None for the whole file."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag or size == 0:
        return None
    start, end = asked.groups()
    if not start:
        first, last = max(0, size - int(end or 0)), size - 1
    else:
        first, last = int(start), min(int(end) if end else size - 1, size - 1)
    return (first, last) if first <= last else None


def _blocks(opened: Callable[[], BinaryIO], first: int, count: int) -> Iterator[bytes]:
    with opened() as file:
        file.seek(first)
        while count and (block := file.read(min(BLOCK, count))):
            count -= len(block)
            yield block


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
