"""The quick door to rows: the public's plain question is answered before Django's layers are walked.

Only what needs nothing else passes: GET, no token, no session, the live version of open data. All
other requests, and every refusal, go the ordinary way (`api.v1.rows`), which gives the same answers:
a test holds both to the same bytes and headers.
"""

from __future__ import annotations

import gzip
import re
import secrets
import time
from collections import Counter
from collections.abc import Mapping, MutableMapping
from functools import cache, lru_cache
from threading import Lock
from types import SimpleNamespace
from typing import Any, cast

import psycopg2
import structlog
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port, validate_host
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import resolve
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from api.replies import etag_of, public_headers
from api.throttling import COUNTED, Quota, count, count_at_hand, quota_headers
from api.v1.base import next_url
from api.v1.rows import page_body
from datasets.queries.errors import BadParameter, TooSlow
from datasets.queries.quick_rows import live_version, quick_page
from satudata.doors import Ready
from satudata.handler import in_thread

log = structlog.get_logger("web")
_PATH = re.compile(r"/api/v1/datasets/([-a-zA-Z0-9_]+)/rows")
_ROUTE = "api/v1/datasets/<slug:slug>/rows"
#: With one of these a request is somebody's own, or asks for something special.
_SPECIAL = frozenset(
    {
        b"authorization", b"cookie", b"if-match", b"if-modified-since", b"if-unmodified-since",
        b"range", b"if-range", b"x-http-method-override",
    }
)  # fmt: skip
_LEAST_PACKED = 200  # bytes: shorter bodies go as they are, as in Django's own middleware
Scope = MutableMapping[str, Any]
Headers = Mapping[bytes, bytes]


class _Tally:
    """One line in the log for the answers of a second: a line for each would cost a fifth of its time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._begun = 0.0
        self._counts: Counter[int] = Counter()
        self._slowest = 0.0

    def note(self, status: int, seconds: float) -> None:
        """Count an answer; write what was counted where a second has passed."""
        now = time.monotonic()
        with self._lock:
            self._counts[status] += 1
            self._slowest = max(self._slowest, seconds)
            if now - self._begun < 1:
                return
            counted, slowest = dict(self._counts), round(self._slowest * 1000, 1)
            self._counts.clear()
            self._begun, self._slowest = now, 0.0
        for known, many in counted.items():
            log.info("requests", route=_ROUTE, status=known, count=many, milliseconds=slowest)


_tally = _Tally()


class RowsDoor:
    """`GET datasets/{slug}/rows` of open data, for nobody in particular."""

    def is_for(self, scope: Scope) -> bool:
        """By method and address alone."""
        return scope["method"] == "GET" and _PATH.fullmatch(scope["path"]) is not None

    async def answer(self, scope: Scope) -> Ready | None:
        """The page of rows, or 304; None where the ordinary way has to answer."""
        headers: Headers = dict(scope["headers"])
        if not _is_plain(scope, headers):
            return None
        started = time.monotonic()
        quota = scope[COUNTED] = await _quota(scope, headers)
        if quota is not None and quota.is_over:
            return None
        slug = scope["path"].split("/")[4]
        try:
            answer = await _answer(slug, scope, headers)
        except (BadParameter, TooSlow, psycopg2.Error):
            return None
        return None if answer is None else _finished(*answer, headers, quota, started)


def _is_plain(scope: Scope, headers: Headers) -> bool:
    is_single = len(headers) == len(scope["headers"])
    return is_single and _SPECIAL.isdisjoint(headers) and _is_ours(headers.get(b"host", b""))


@lru_cache(1000)
def _is_ours(host: bytes) -> bool:
    domain, _port = split_domain_port(host.decode("latin1"))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


async def _quota(scope: Scope, headers: Headers) -> Quota | None:
    """This request counted, as `AddressThrottle` counts; None without a limit."""
    limit = int(settings.API_PER_MINUTE)
    if not limit:
        return None
    forwarded = headers.get(b"x-forwarded-for")
    asker = SimpleNamespace(
        headers={} if forwarded is None else {"x-forwarded-for": forwarded.decode("latin1")},
        META={"REMOTE_ADDR": scope["client"][0] if scope.get("client") else None},
    )
    who = f"a:{BaseThrottle().get_ident(cast(Request, asker))}"
    return count_at_hand(who, limit) or await in_thread("api", count, who, limit)


async def _answer(slug: str, scope: Scope, headers: Headers) -> tuple[int, str, bytes] | None:
    """Status, ETag and body."""
    given = scope["query_string"].decode("latin1")
    params = QueryDict(given)
    address = escape_uri_path(scope["path"]) + (f"?{iri_to_uri(given)}" if given else "")
    if b"if-none-match" in headers and _names_no_version(params):
        live = await live_version(slug)
        etag = etag_of(live, address)
        if live is not None and _is_held(etag, headers[b"if-none-match"]):
            return 304, etag, b""
    page = await quick_page(slug, dict(params.lists()))
    if page is None:
        return None
    body = page_body(page, next_url(scope["path"], params, page.next)).encode()
    etag = etag_of(page.version.pk, address)
    if b"if-none-match" in headers and _is_held(etag, headers[b"if-none-match"]):
        return 304, etag, b""
    return 200, etag, body


def _names_no_version(params: QueryDict) -> bool:
    return "version" not in params and "cursor" not in params


def _is_held(etag: str, header: bytes) -> bool:
    held = parse_etags(header.decode("latin1"))
    return held == ["*"] or etag in (one.removeprefix("W/") for one in held)


def _finished(
    status: int, etag: str, body: bytes, headers: Headers, quota: Quota | None, started: float
) -> Ready:
    """With the headers that the layers of the ordinary way would set."""
    request_id = secrets.token_hex(6)
    own = {"ETag": etag, "X-Request-ID": request_id}
    is_packable = len(body) >= _LEAST_PACKED
    if is_packable:
        body = _packed(body, headers, own)
    if status == 200:
        own["Content-Type"] = "application/json"
    own["Content-Length"] = str(len(body))
    given = own | (quota_headers(quota) if quota else {})
    _tally.note(status, time.monotonic() - started)
    is_secure = settings.IS_HTTPS and headers.get(b"x-forwarded-proto") == b"https"
    written = [(name.encode(), value.encode("latin1")) for name, value in given.items()]
    return Ready(status, [*_constant(is_secure, is_packable), *written], body)


def _packed(body: bytes, headers: Headers, own: dict[str, str]) -> bytes:
    """Compressed for those who take it: fast, because nobody keeps the answer for long."""
    if b"gzip" not in headers.get(b"accept-encoding", b""):
        return body
    packed = gzip.compress(body, 4, mtime=0)
    own["ETag"], own["Content-Encoding"] = f"W/{own['ETag']}", "gzip"
    return packed


@cache
def _constant(is_secure: bool, is_packable: bool) -> list[tuple[bytes, bytes]]:
    """What the layers set on every answer: taken from the layers themselves, once."""
    request = HttpRequest()
    request.META["HTTP_X_FORWARDED_PROTO"] = "https" if is_secure else "http"
    plain = SecurityMiddleware(XFrameOptionsMiddleware(CSPMiddleware(_empty)))(request)
    set_by_layers = dict(cast(HttpResponse, plain).items())
    del set_by_layers["Content-Type"]
    told = set_by_layers | public_headers()
    told["Content-Language"] = settings.LANGUAGE_CODE
    told["Allow"] = ", ".join(_view(request).allowed_methods)
    if is_packable:
        told["Vary"] += ", Accept-Encoding"
    return [(name.encode(), value.encode("latin1")) for name, value in told.items()]


def _view(request: HttpRequest) -> APIView:
    """The view of the ordinary way."""
    view: APIView = resolve("/api/v1/datasets/x/rows").func.cls()  # type: ignore[attr-defined]
    view.setup(request)
    return view


def _empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
