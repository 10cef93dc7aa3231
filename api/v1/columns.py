"""The data dictionary by API: columns described at once or mended one by one, and the row rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, body_of, fields_in, viewer_of
from datasets.actions.describe_columns import describe_columns
from datasets.actions.edit_columns import edit_columns
from datasets.actions.edit_row_rules import edit_row_rules
from datasets.models import Dataset
from datasets.queries.dictionary import columns_kept, rules_kept
from datasets.queries.errors import BadParameter
from datasets.rules.access import Act, demand, find_dataset

#: More columns than a spreadsheet has.
MOST_COLUMNS = 16_384


class ColumnsView(ApiView):
    """`GET, PUT, PATCH datasets/{slug}/columns`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Every field of every column, for whoever may know the metadata."""
        return _columns(find_dataset(viewer_of(request), slug))

    def put(self, request: Request, slug: str) -> HttpResponse:
        """Describe a draft that has no dictionary yet, before its first file."""
        dataset = _own(request, slug)
        describe_columns(actor_of(request), dataset, _objects(request, "columns"))
        return _columns(dataset)

    def patch(self, request: Request, slug: str) -> HttpResponse:
        """Set the fields sent of the columns named; whatever is not named stays as it is."""
        dataset = _own(request, slug)
        edit_columns(actor_of(request), dataset, _objects(request, "columns"))
        return _columns(dataset)


class RowRulesView(ApiView):
    """`GET, PUT datasets/{slug}/row-rules`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The rules between columns of one row, for whoever may know the metadata."""
        return _rules(find_dataset(viewer_of(request), slug))

    def put(self, request: Request, slug: str) -> HttpResponse:
        """Let exactly these rules hold from now on."""
        dataset = _own(request, slug)
        edit_row_rules(actor_of(request), dataset, _objects(request, "rules"))
        return _rules(dataset)


def _own(request: Request, slug: str) -> Dataset:
    """The dataset, if it is the person's to describe; asked before the body is read."""
    dataset = find_dataset(viewer_of(request), slug)
    demand(actor_of(request), Act.EDIT_DATASET, dataset)
    return dataset


def _objects(request: Request, name: str) -> list[dict[str, Any]]:
    """The one list of objects that the body holds. Raises BadParameter."""
    body = body_of(request)
    fields_in(body, name)
    given = body.get(name)
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        detail = gettext("Isikan “%(name)s” sebagai daftar objek.") % {"name": name}
        raise BadParameter(name, "required", detail)
    if len(given) > MOST_COLUMNS:
        raise BadParameter(name, "too_many", gettext("Daftar ini terlalu panjang."))
    return given


def _columns(dataset: Dataset) -> HttpResponse:
    return _listed(columns_kept(dataset))


def _rules(dataset: Dataset) -> HttpResponse:
    return _listed(rules_kept(dataset))


def _listed(results: list[dict[str, Any]]) -> HttpResponse:
    return as_json({"count": len(results), "results": results})
