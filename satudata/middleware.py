"""What every request passes: a request id for logs and error pages, and forgiving slashes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("web")
#: Asked by machines every few seconds: not worth a line each.
PROBES = frozenset({"healthz", "livez"})
#: Paths of home pages, without their slashes: of the first language '', of others their code.
_PREFIXES = frozenset({"", *settings.CITY.languages[1:]})
Next = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an id, shown on error pages and written in the log."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and log method, route, status and time: no query string, no address."""
        request_id = secrets.token_hex(6)
        request.META["REQUEST_ID"] = request_id
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            if match is None or match.route not in PROBES:
                log.info(
                    "request",
                    method=request.method,
                    route=match.route if match else "",
                    status=response.status_code,
                    milliseconds=round((time.monotonic() - started) * 1000, 1),
                )
        response["X-Request-ID"] = request_id
        return response


class TrailingSlashMiddleware:
    """Answers an address with a slash at its end as the one without, directly.

    No redirect: clients that POST do not follow one (INTEROP §1).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Strip the slash before the address is resolved."""
        path = request.path_info.rstrip("/")
        # The home page of another language is its prefix, which Django knows with a slash only.
        request.path_info = f"{path}/" if path.removeprefix("/") in _PREFIXES else path
        return self.get_response(request)
