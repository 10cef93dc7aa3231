"""The data dictionary as files: a Table Schema out and in, a workbook to fill in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json, set_attachment
from api.v1.base import ApiView, actor_of, body_of, viewer_of
from datasets.actions.import_schema import import_schema
from datasets.queries.errors import BadParameter
from datasets.queries.table_schema import table_schema
from datasets.queries.template import template_of
from datasets.rules.access import find_dataset
from datasets.vocab import MEDIA_TYPES, Format


class SchemaView(ApiView):
    """`GET, PUT datasets/{slug}/schema.json`."""

    known_writing = frozenset({"add_columns"})

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The dictionary as Frictionless Table Schema, for whoever may know the metadata."""
        return as_json(table_schema(viewer_of(request), slug))

    def put(self, request: Request, slug: str) -> HttpResponse:
        """Let the dictionary say what the schema says; `told` is what found no place in it."""
        dataset = find_dataset(viewer_of(request), slug)
        is_adding = _is_adding(request.query_params.get("add_columns", ""))
        done = import_schema(actor_of(request), dataset, body_of(request), is_adding=is_adding)
        told = [{"field": one.field, "message": one.message} for one in done.told]
        return as_json({"columns": done.columns, "rules": done.rules, "told": told})


def _is_adding(word: str) -> bool:
    """Whether columns that are new are to be added. Raises BadParameter."""
    if word not in ("", "true", "false"):
        raise BadParameter("add_columns", "invalid", gettext("Isikan true atau false."))
    return word == "true"


class TemplateView(ApiView):
    """`GET datasets/{slug}/template.xlsx`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The workbook, for whoever may know the dataset's metadata."""
        made = template_of(viewer_of(request), slug)
        response = HttpResponse(made.content, content_type=MEDIA_TYPES[Format.XLSX])
        set_attachment(response, made.filename)
        return response
