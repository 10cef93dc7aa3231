"""Datasets: finding, reading one, describing one anew, editing, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import (
    ApiView,
    actor_of,
    body_of,
    fields_in,
    limit_of,
    next_url_of,
    one,
    text_in,
    viewer_of,
)
from api.v1.idempotency import once
from datasets.actions.edit_dataset import EDITABLE, edit_dataset
from datasets.actions.register_dataset import register_dataset
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import User
from datasets.queries.cards import api_url, card_of, detail_of, moment
from datasets.queries.catalog import SORTS, Filter, dataset_detail, find_datasets
from datasets.queries.errors import BadParameter
from datasets.queries.organizations import office_of
from datasets.rules.access import find_dataset
from datasets.vocab import Accumulation, Format, Frequency, Scope, Topic

_CHOICES = {"topic": Topic, "format": Format, "frequency": Frequency}
_MULTIPLE = ("organization", "topic", "tag", "format", "frequency", "area")
_FILTERS = frozenset({"q", *_MULTIPLE, "updated_since", "sort", "limit", "cursor"})
_SHORT = ("organization", "title", "description", "topic", "frequency", "accumulation")


class DatasetsView(ApiView):
    """`GET, POST datasets`."""

    known = _FILTERS

    def get(self, request: Request) -> HttpResponse:
        """One page of what was found."""
        chosen = filter_of(request)
        found = find_datasets(
            viewer_of(request), chosen, limit=limit_of(request), cursor=one(request, "cursor")
        )
        return as_json(
            {
                "count": found.total,
                "next": next_url_of(request, found.next),
                "previous": next_url_of(request, found.previous),
                "results": [card_of(dataset) for dataset in found.datasets],
            }
        )

    def post(self, request: Request) -> HttpResponse:
        """A new draft of an office (its own, for a produsen)."""
        actor, body = actor_of(request), body_of(request)
        fields_in(body, "organization", *EDITABLE)
        return once(request, body, lambda: self._made(request, actor, body))

    def _made(self, request: Request, actor: User, body: Mapping[str, Any]) -> HttpResponse:
        slug = text_in(body, "organization") or (actor.organization.slug if actor.organization else "")
        made = register_dataset(
            actor,
            office_of(actor, slug).organization,
            text_in(body, "title", is_required=True),
            text_in(body, "description", is_required=True),
            text_in(body, "topic", is_required=True),
            text_in(body, "frequency", is_required=True),
            text_in(body, "accumulation") or Accumulation.WHOLE,
            {name: value for name, value in body.items() if name not in _SHORT},
        )
        return _detail(request, made.slug, 201, {"Location": api_url("datasets", made.slug)})


class DatasetView(ApiView):
    """`GET, PATCH datasets/{slug}`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The dataset with columns, metadata and files."""
        return _detail(request, slug)

    def patch(self, request: Request, slug: str) -> HttpResponse:
        """Set the fields sent, and only those."""
        dataset, body = find_dataset(viewer_of(request), slug), body_of(request)
        fields_in(body, *EDITABLE)
        edit_dataset(actor_of(request), dataset, body)
        return _detail(request, slug)


class WithdrawView(ApiView):
    """`POST datasets/{slug}/withdraw`."""

    scope = Scope.REVIEW

    def post(self, request: Request, slug: str) -> HttpResponse:
        """Take the dataset out of reach, with a reason that everybody reads from now on."""
        dataset, body = find_dataset(viewer_of(request), slug), body_of(request)
        fields_in(body, "reason")
        gone = withdraw_dataset(actor_of(request), dataset, text_in(body, "reason"))
        return as_json(
            {
                "slug": gone.slug,
                "title": gone.title,
                "state": "withdrawn",
                "withdrawn_at": moment(gone.withdrawn_at),
                "withdrawn_reason": gone.withdrawn_reason,
            }
        )


def filter_of(request: Request) -> Filter:
    """What the parameters ask for; several values of one between commas. Raises BadParameter."""
    chosen: dict[str, Any] = {name: _several(request, name) for name in _MULTIPLE}
    sort = one(request, "sort")
    if sort and sort not in SORTS:
        detail = gettext("“sort” adalah salah satu dari: %(known)s.") % {"known": ", ".join(SORTS)}
        raise BadParameter("sort", "unknown_value", detail)
    since = one(request, "updated_since")
    return Filter(q=one(request, "q"), sort=sort, updated_since=_moment(since), **chosen)


def _several(request: Request, name: str) -> tuple[str, ...]:
    values = tuple(value for value in one(request, name).split(",") if value)
    if len(values) > 50:
        raise BadParameter(name, "too_many_values", gettext("Paling banyak 50 nilai."))
    known = _CHOICES.get(name)
    for value in values:
        if known is not None and value not in set(known):
            detail = gettext("“%(value)s” tidak dikenal. Pilihan: %(known)s.")
            words = {"value": value[:100], "known": ", ".join(known)}
            raise BadParameter(name, "unknown_value", detail % words)
    return values


def _moment(text: str) -> datetime | None:
    """A day (from its first moment here) or a moment; without an offset it is the city's time."""
    if not text:
        return None
    try:
        found: date | datetime | None = parse_date(text) or parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None:
        detail = gettext("“updated_since” adalah tanggal seperti 2026-10-31 atau 2026-10-31T09:00:00+09:00.")
        raise BadParameter("updated_since", "unreadable", detail)
    moment_ = found if isinstance(found, datetime) else datetime.combine(found, time.min)
    return moment_ if moment_.tzinfo else timezone.make_aware(moment_)


def _detail(
    request: Request, slug: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    return as_json(detail_of(dataset_detail(viewer_of(request), slug, preview=0)), status, headers)
