"""What every view of the API shares: who asks, with which scope, which parameters, and how it is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.replies import finish
from api.throttling import quota_headers
from datasets.models import ApiToken, User
from datasets.queries.errors import BadParameter
from datasets.rules.access import Viewer
from datasets.rules.errors import Denied, Hidden
from datasets.store import TooLarge
from datasets.vocab import Scope

_RANKS = {scope: rank for rank, scope in enumerate(Scope)}
DEFAULT_LIMIT, MOST_LIMIT = 20, 100
#: Where JSON may hide what cannot be kept, and what that is.
_ODD_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class JsonOnly(BaseContentNegotiation):
    """JSON, whatever `Accept` says: there is nothing else, and browsers ask for HTML."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The parser of just this kind of body; None (415) where there is none."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Always the JSON renderer."""
        return JSONRenderer(), "application/json"


class ApiView(APIView):
    """A view of the API. Reading needs nothing; anything else a person, by token or session."""

    content_negotiation_class = JsonOnly
    #: What a token must be good for when the method changes something.
    scope: ClassVar[Scope] = Scope.PUBLISH
    #: Query parameters that GET knows; None where the query itself checks them.
    known: ClassVar[frozenset[str] | None] = frozenset()
    #: The same of everything else.
    known_writing: ClassVar[frozenset[str]] = frozenset()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer in the language asked for."""
        with translation.override(translation.get_language_from_request(request)):
            return super().dispatch(request, *args, **kwargs)

    def check_permissions(self, request: Request) -> None:
        """A token within its scope; a person where something is changed. Raises Denied, 401."""
        is_reading = request.method in ("GET", "HEAD", "OPTIONS")
        if not is_reading and not isinstance(request.user, User):
            raise exceptions.NotAuthenticated
        needed = Scope.READ if is_reading else self.scope
        demand_scope(request, needed)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After who asks is known: refuse parameters that mean nothing here."""
        super().initial(request, *args, **kwargs)
        known = self.known if request.method in ("GET", "HEAD") else self.known_writing
        for name in request.query_params if known is not None else ():
            if name not in (known or ()):
                detail = gettext("“%(name)s” bukan parameter di alamat ini.") % {"name": name[:100]}
                raise BadParameter(name[:100], "unknown_parameter", detail)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        """Set what HTTP promises: ETag, caching, cross-origin reading, quota."""
        answered = finish(request, response)
        if quota := request._request.META.get("api.quota"):
            for name, value in quota_headers(quota).items():
                answered[name] = value
        return super().finalize_response(request, cast(Any, answered), *args, **kwargs)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What a browser asks before it reads from another origin: reading only, no credentials."""
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "If-None-Match, Range"
        response["Access-Control-Max-Age"] = "86400"
        return response


class NotFoundView(ApiView):
    """Any address of the API that is none."""

    known = None

    def get(self, request: Request, rest: str) -> NoReturn:
        """404, as a problem."""
        raise Hidden(gettext("Alamat ini tidak ada di API."))

    post = put = patch = delete = get


def demand_scope(request: Request, needed: Scope) -> None:
    """Raises Denied where a token is good for less than `needed`."""
    token = request.auth
    if isinstance(token, ApiToken) and _RANKS[Scope(token.scope)] < _RANKS[needed]:
        detail = gettext("Token ini hanya untuk “%(has)s”; di sini perlu “%(needs)s”.")
        raise Denied("scope_too_small", detail % {"has": token.scope, "needs": needed.value})


def viewer_of(request: Request) -> Viewer:
    """Who looks: the person of the token or session, or nobody."""
    return request.user


def actor_of(request: Request) -> User:
    """Who acts; `check_permissions` has made sure that it is a person."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


def params_of(request: Request) -> Mapping[str, list[str]]:
    """The query parameters, {name: [values]}."""
    return dict(request.query_params.lists())


def one(request: Request, name: str) -> str:
    """A parameter that is given once at most. Raises BadParameter."""
    values = request.query_params.getlist(name)
    if len(values) > 1 or "\x00" in "".join(values):
        raise BadParameter(name, "unreadable", gettext("Parameter ini hanya boleh diberikan sekali."))
    return values[0] if values else ""


def limit_of(request: Request, most: int = MOST_LIMIT, default: int = DEFAULT_LIMIT) -> int:
    """`limit` from 1 to `most`. Raises BadParameter."""
    text = one(request, "limit") or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= most):
        detail = gettext("“limit” harus bilangan bulat dari 1 sampai %(most)s.") % {"most": most}
        raise BadParameter("limit", "out_of_range", detail)
    return int(text)


def next_url_of(request: Request, cursor: str | None) -> str | None:
    """This address with another cursor; None for no cursor."""
    return next_url(request._request.path_info, request.query_params, cursor)


def next_url(path: str, params: QueryDict, cursor: str | None) -> str | None:
    """The address `path` with these parameters and another cursor; None for no cursor."""
    if cursor is None:
        return None
    kept = [(name, value) for name, values in params.lists() if name != "cursor" for value in values]
    return f"{settings.PUBLIC_URL}{path}?{urlencode([*kept, ('cursor', cursor)])}"


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object sent; {} for no body. Raises ParseError, UnsupportedMediaType, TooLarge."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    raw = request._request.read(limit + 1)
    if len(raw) > limit:
        raise TooLarge
    if not raw:
        return {}
    if (request.content_type or "").partition(";")[0].strip() != "application/json":
        raise exceptions.UnsupportedMediaType(request.content_type or "")
    try:
        found = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise exceptions.ParseError("JSON") from None
    if _ODD_ESCAPE.search(raw) and not is_storable(found):
        raise exceptions.ParseError(gettext("teks dengan NUL atau separuh pasangan surrogate"))
    if not isinstance(found, dict):
        raise exceptions.ParseError(gettext("yang diharapkan adalah satu objek JSON"))
    return found


def is_storable(found: Any) -> bool:
    """Whether every text inside can be kept: JSON's escapes can write what UTF-8 and PostgreSQL cannot."""
    if isinstance(found, str):
        return not _UNSTORABLE.search(found)
    if isinstance(found, dict):
        return all(is_storable(name) and is_storable(value) for name, value in found.items())
    return not isinstance(found, list) or all(map(is_storable, found))


def fields_in(body: Mapping[str, Any], *known: str) -> None:
    """Refuse fields that mean nothing here. Raises BadParameter."""
    for name in body:
        if name not in known:
            detail = gettext("“%(name)s” bukan isian di alamat ini.") % {"name": name[:100]}
            raise BadParameter(name[:100], "unknown_field", detail)


def text_in(body: Mapping[str, Any], name: str, *, is_required: bool = False) -> str:
    """A text of the body. Raises BadParameter."""
    value = body.get(name, "")
    if not isinstance(value, str) or "\x00" in value or (is_required and not value.strip()):
        raise BadParameter(name, "required" if is_required else "unreadable", gettext("Isikan teks."))
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
