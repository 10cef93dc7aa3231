"""What every feed shares: the same for everybody, its parameters checked, current copies not sent again."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext
from rest_framework.request import Request

from api.ckan.errors import SearchError
from api.ckan.grammar import read_query
from api.replies import etag_of, is_current, not_modified
from api.v1.base import ApiView, one
from datasets.export import dcat
from datasets.queries.catalog import Filter
from datasets.queries.errors import BadParameter
from datasets.queries.terms import Node

#: A page further than this is no honest question.
_MOST_PAGE = 1_000_000


class FeedView(ApiView):
    """A feed. It tells what the public may know, also to those who may know more."""

    authentication_classes = ()

    def check_permissions(self, request: Request) -> None:
        """Reading needs nothing, and there is nothing else (405)."""


def answered(request: Request, media_type: str, stamp: object, write: Callable[[], bytes]) -> HttpResponse:
    """What `write` writes, or 304 where the asker holds what was made of the same `stamp`.

    The ETag is weak: two processes may write the same statements in another order.
    """
    etag = f"W/{etag_of(request.get_full_path(), media_type, written_by(), stamp)}"
    if is_current(request, etag):
        return not_modified(etag)
    response = HttpResponse(write(), content_type=f"{media_type}; charset=utf-8")
    response["ETag"] = etag
    return response


@cache
def written_by() -> str:
    """A digest of the code that writes feeds: after an update, copies it wrote before are not current."""
    modules = [*sorted(Path(__file__).parent.glob("*.py")), Path(str(dcat.__file__))]
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()


def page_number(request: Request) -> int:
    """`page`, from 1. Raises BadParameter."""
    text = one(request, "page") or "1"
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= _MOST_PAGE):
        raise BadParameter("page", "out_of_range", gettext("“page” adalah bilangan bulat mulai dari 1."))
    return int(text)


def key_after(request: Request) -> uuid.UUID | None:
    """`after`, as the link to a next page has it. Raises BadParameter."""
    text = one(request, "after")
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        detail = gettext("“after” berasal dari tautan halaman berikutnya; jangan diubah.")
        raise BadParameter("after", "unreadable", detail) from None


def filter_asked(request: Request) -> Filter:
    """What `q` and `modified_since` ask for. Raises BadParameter."""
    return Filter(q=one(request, "q"), updated_since=moment_in(request, "modified_since"))


def condition_asked(request: Request) -> Node | None:
    """What `fq` asks for, in CKAN's grammar (decision 0020). Raises BadParameter."""
    text = one(request, "fq")
    try:
        return read_query(text, with_words=False) if text else None
    except SearchError as error:
        raise BadParameter("fq", "unreadable", error.message) from None


def moment_in(request: Request, name: str) -> datetime | None:
    """A day, or a time (the city's where it names no offset). Raises BadParameter."""
    text = one(request, name)
    if not text:
        return None
    try:
        found = parse_datetime(text) or _midnight(parse_date(text))
    except ValueError:
        found = None
    if found is None:
        detail = gettext("“%(name)s” adalah tanggal atau waktu ISO 8601, seperti 2026-11-01.") % {
            "name": name
        }
        raise BadParameter(name, "unreadable", detail)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def address_with(request: Request, **changes: object) -> str:
    """This address with other parameters; those that are None are left out."""
    query = request.query_params.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    asked = query.urlencode()
    return f"{settings.PUBLIC_URL}{request._request.path_info}" + (f"?{asked}" if asked else "")


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min) if day else None
