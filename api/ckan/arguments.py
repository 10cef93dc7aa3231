"""What an action is given, in every form clients send: query string, JSON, form, JSON within GET."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from api.ckan.errors import BadRequest, Invalid

CALLBACK = re.compile(r"[A-Za-z0-9_.]{1,64}")
_TRUE = frozenset({"true", "1", "yes", "on", "t", "y"})
_FALSE = frozenset({"false", "0", "no", "off", "f", "n", "", "none", "null"})
#: Letters of one text, and of a whole query string.
MOST_TEXT, MOST_QUERY = 100_000, 1_000_000
#: Lists and objects within each other: no action understands more.
MOST_DEPTH = 8


class Arguments:
    """The parameters of one call, {name: value}; a value is text, or what JSON holds."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}
        for name, value in self.given.items():
            if not _is_shallow(value) or not _is_readable(value):
                raise fault(_shown(name), _("Terlalu panjang, terlalu dalam, atau tidak dapat dibaca."))

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def unknown(self, known: Iterable[str]) -> list[str]:
        """Names that are not among `known`."""
        return [_shown(name) for name in self.given if name not in known]

    def value(self, name: str) -> Any:
        """The value as it came; None where it did not."""
        return self.given.get(name)

    def text(self, name: str, default: str = "") -> str:
        """A text; numbers and truths as they are written. Raises Invalid for lists and objects."""
        value = self.given.get(name, default)
        if isinstance(value, bool | int | float):
            return json.dumps(value)
        if not isinstance(value, str):
            raise fault(name, _("Isikan satu teks."))
        return value

    def required(self, name: str) -> str:
        """A text that must be there. Raises Invalid."""
        value = self.text(name)
        if not value:
            raise fault(name, "Missing value")
        return value

    def whole(self, name: str, default: int | None = None, *, least: int = 0) -> int | None:
        """A whole number of at least `least`; `default` where none is given. Raises Invalid."""
        text = self.text(name).strip()
        if not text:
            return default
        if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.0*)?", text):
            raise fault(name, "Invalid integer")
        number = int(text.partition(".")[0])
        if number < least:
            raise fault(name, _("Paling sedikit %(least)s.") % {"least": least})
        return number

    def truth(self, name: str, *, default: bool = False) -> bool:
        """`True`, `true`, `1`, `yes`, `on` and their opposites. Raises Invalid."""
        if name not in self.given:
            return default
        word = self.text(name).strip().lower()
        if word not in _TRUE | _FALSE:
            raise fault(name, "true / false")
        return word in _TRUE

    def parsed(self, name: str) -> Any:
        """A value that may be JSON text (GET) or the thing itself (POST); text that is no JSON stays text."""
        value = self.given.get(name)
        if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
            try:
                value = json.loads(value, parse_constant=_no_constant)
            except (ValueError, RecursionError):
                raise fault(name, "Cannot parse JSON") from None
            if not _is_shallow(value) or not _is_readable(value):
                raise fault(name, "Cannot read JSON")
        return value

    def listed(self, name: str) -> list[str]:
        """A list of texts: as JSON, repeated, or one alone. Raises Invalid."""
        value = self.parsed(name)
        values = value if isinstance(value, list) else [] if value in (None, "") else [value]
        if not all(isinstance(item, str) for item in values):
            raise fault(name, _("Isikan daftar teks."))
        return values


def fault(name: str, message: str) -> Invalid:
    """What is wrong with one parameter."""
    return Invalid({name: [message]})


def read_arguments(request: HttpRequest) -> dict[str, Any]:
    """What came with the request. Raises BadRequest, SuspiciousOperation.

    A POST is read from its body; an empty body leaves the query string to be read (ckanr does so).
    """
    if request.method != "POST":
        return _from_query(request)
    kind = (request.content_type or "").lower()
    if kind == "multipart/form-data":
        return _single(request.POST) or _from_query(request)
    body = _body(request)
    if not body.strip():
        return _from_query(request)
    if kind == "application/x-www-form-urlencoded" and not body.lstrip().startswith(b"{"):
        return _single(QueryDict(body, encoding="utf-8"))
    return _object(body)


def callback_of(request: HttpRequest, given: dict[str, Any]) -> str:
    """The function that a JSONP reader names, taken out of `given`; '' for none. Raises Invalid."""
    if request.method not in ("GET", "HEAD") or "callback" not in given:
        return ""
    name = given.pop("callback")
    if not isinstance(name, str) or not CALLBACK.fullmatch(name):
        raise fault("callback", _("Nama fungsi: 1–64 huruf, angka, “_” atau “.”."))
    return name


def _from_query(request: HttpRequest) -> dict[str, Any]:
    if len(request.META.get("QUERY_STRING", "")) > MOST_QUERY:
        raise BadRequest(_("Bad request - alamat ini terlalu panjang; kirim sebagai POST."))
    return _single(request.GET)


def _single(values: QueryDict) -> dict[str, Any]:
    """Repeated names as a list, others as one value."""
    return {name: many if len(many) > 1 else many[0] for name, many in values.lists() if many}


def _body(request: HttpRequest) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    body = request.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadRequest("Bad request - JSON Error: Error decoding JSON data") from None
    if not isinstance(found, dict):
        raise BadRequest("Bad request - JSON Error: Request data needs to be a dictionary")
    return found


def _is_shallow(value: Any) -> bool:
    """Whether lists and objects stand at most MOST_DEPTH deep in each other; asked before any recursion."""
    level = [value]
    for _step in range(MOST_DEPTH + 1):
        level = [
            inner
            for item in level
            if isinstance(item, list | dict)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return not level


def _is_readable(value: Any) -> bool:
    """No NUL, no half of a surrogate pair, no text that goes on for ever."""
    if isinstance(value, str):
        return "\x00" not in value and len(value) <= MOST_TEXT and not re.search(r"[\ud800-\udfff]", value)
    if isinstance(value, dict):
        return all(_is_readable(name) and _is_readable(item) for name, item in value.items())
    return all(map(_is_readable, value)) if isinstance(value, list) else True


def _shown(name: str) -> str:
    return re.sub(r"[\ud800-\udfff\x00]", "?", name)[:100]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
