"""`datastore_search` and `datastore_info`: the rows behind a resource."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

from api.ckan.arguments import Arguments, fault
from api.ckan.envelope import Raw
from api.ckan.store import limit_of, read_store_query
from datasets.models import Version
from datasets.queries.datastore import StorePage, definitions_of, store_of, store_page
from datasets.queries.datastore_sql import ID, RANK, StoreQuery, store_type
from datasets.queries.selection import fields_of

KNOWN = frozenset(
    {"resource_id", "id", "force", "filters", "q", "full_text", "distinct", "plain", "language", "limit"}
    | {"offset", "fields", "sort", "include_total", "total_estimation_threshold", "records_format"}
    | {"include_next_page"}
)
_ECHOED = ("filters", "q", "full_text", "sort")
_FORMATS = ("objects", "lists", "csv", "tsv")


def datastore_search(arguments: Arguments) -> dict[str, Any]:
    """Rows of `resource_id`: `filters`, `q`, `fields`, `sort`, `distinct`, `limit` (to 32,000), `offset`.

    `records_format` is objects, lists, csv or tsv; `include_total=false` spares the counting;
    `include_next_page=true` gives a filter with which the next page begins.
    """
    key = arguments.text("resource_id") or arguments.text("id")
    if not key:
        raise fault("resource_id", "Missing value")
    form = arguments.text("records_format") or "objects"
    if form not in _FORMATS:
        raise fault("records_format", " | ".join(_FORMATS))
    version = store_of(None, key).version
    asked = read_store_query(version, arguments)
    query = replace(
        asked,
        limit=limit_of(arguments),
        offset=arguments.whole("offset", 0) or 0,
        with_names=form == "objects",
    )
    with_total = arguments.truth("include_total", default=True)
    with_next = arguments.truth("include_next_page")
    page = store_page(query, with_total=with_total)
    return {
        "resource_id": key,
        "fields": shown_fields(query),
        "records": _records(page, form),
        "limit": query.limit,
        "offset": query.offset,
        "records_format": form,
        "include_total": with_total,
        "include_next_page": with_next,
        **_told(arguments, query, page, with_next=with_next),
    }


def datastore_info(arguments: Arguments) -> dict[str, Any]:
    """Columns and size of a resource's table, by `id`."""
    key = arguments.text("id") or arguments.required("resource_id")
    version = store_of(None, key).version
    return {
        "fields": [shown | {"schema": {"native_type": shown["type"]}} for shown in _columns(version)],
        "meta": {
            "id": key,
            "count": version.row_count,
            "table_type": "BASE TABLE",
            "aliases": [],
            "version": version.number,
        },
    }


def _told(arguments: Arguments, query: StoreQuery, page: StorePage, *, with_next: bool) -> dict[str, Any]:
    """What stands in the answer only where it was asked for."""
    told = {name: arguments.parsed(name) for name in _ECHOED if arguments.value(name) not in (None, "")}
    if page.total is not None:
        told["total"] = page.total
    if query.is_distinct:
        told["distinct"] = True
    if with_next and page.last is not None:
        told["next_page"] = {ID.id: {"gt": page.last}}
    return told


def shown_fields(query: StoreQuery) -> list[dict[str, Any]]:
    """What is shown of each row, in order: id, type, label and meaning."""
    known = {shown["id"]: shown for shown in _columns(query.version)}
    told = {ID.id: {"id": ID.id, "type": store_type(ID)}, RANK: {"id": RANK, "type": "float8"}} | known
    return [told[name] for name in query.shown]


def _columns(version: Version) -> list[dict[str, Any]]:
    notes = definitions_of(version)
    return [
        {
            "id": field.id,
            "type": store_type(field),
            "info": {"label": field.label, "notes": notes.get(field.id, "")},
        }
        for field in fields_of(version)
    ]


def _records(page: StorePage, form: str) -> Any:
    """Rows in the form asked for; numbers are passed on as PostgreSQL wrote them."""
    if form in ("objects", "lists"):
        return Raw(f"[{page.text}]")
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    rows = json.loads(f"[{page.text}]", parse_float=str, parse_int=str)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value
