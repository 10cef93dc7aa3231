"""The tools of the assistant door: find, describe, read rows, group, cite. All of them only read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.mcp.arguments import Schema, checked, filters, joined, text, texts, whole
from datasets.models import Dataset, Version
from datasets.queries.aggregates import groups_of, parse_aggregate_query
from datasets.queries.cards import card_of, column_of, detail_of, moment, page_url
from datasets.queries.catalog import Filter, dataset_detail, find_datasets
from datasets.queries.citation import citation_of
from datasets.queries.rows import page_of, parse_rows_query, version_asked
from datasets.queries.versions import version_of
from datasets.rules.access import Viewer, find_dataset
from datasets.vocab import Topic

#: Rows and groups that one answer holds: what a model can read; the API has all of them.
MOST_ROWS, USUAL_ROWS = 200, 50
MOST_FOUND, USUAL_FOUND = 20, 10
#: Letters of a description in a list.
_SHORT = 400

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Tool:
    """A tool as a model is told of it, and what it does for who asks."""

    title: str | Promise
    description: str | Promise
    properties: Mapping[str, Schema]
    required: tuple[str, ...]
    run: Callable[[Viewer, Given], dict[str, Any]]


def run(tool: Tool, viewer: Viewer, given: Given) -> dict[str, Any]:
    """The answer of a tool as JSON values. Raises BadParameter, Hidden, Denied, Gone, TooSlow …"""
    checked(given, tool.properties, tool.required)
    return tool.run(viewer, {name: value for name, value in given.items() if value is not None})


def _search(viewer: Viewer, given: Given) -> dict[str, Any]:
    chosen = Filter(
        q=given.get("query", ""), topic=given.get("topic", ""), organization=given.get("organization", "")
    )
    found = find_datasets(viewer, chosen, limit=given.get("limit", USUAL_FOUND))
    return {"count": found.total, "datasets": [_found(dataset) for dataset in found.datasets]}


def _found(dataset: Dataset) -> dict[str, Any]:
    card = card_of(dataset)
    kept = ("slug", "title", "organization", "topic", "frequency", "access", "row_count", "version")
    short = card["description"][:_SHORT]
    return {name: card[name] for name in kept} | {
        "description": short + ("…" if len(card["description"]) > _SHORT else ""),
        "data_updated_at": card["data_updated_at"],
        "page": page_url("dataset", dataset.slug),
    }


def _describe(viewer: Viewer, given: Given) -> dict[str, Any]:
    detail = dataset_detail(viewer, given["dataset"], preview=0)
    told = detail_of(detail)
    return told | {
        "columns": [column_of(column) for column in detail.columns],
        "source": source(detail.dataset, detail.version),
    }


def _rows(viewer: Viewer, given: Given) -> dict[str, Any]:
    dataset = find_dataset(viewer, given["dataset"])
    params = _params(given, "q", "select", "sort", "cursor", "version")
    params["limit"] = [str(given.get("limit", USUAL_ROWS))]
    page = page_of(viewer, dataset, parse_rows_query(version_asked(viewer, dataset, params), params))
    return {
        "total": page.total,
        "total_is_exact": page.is_exact,
        "rows": json.loads(page.json),
        "next_cursor": page.next,
        "source": source(dataset, page.version),
    }


def _aggregate(viewer: Viewer, given: Given) -> dict[str, Any]:
    dataset = find_dataset(viewer, given["dataset"])
    params = _params(given, "q", "group_by", "measure", "having", "sort")
    params["limit"] = [str(given.get("limit", USUAL_ROWS))]
    version = version_asked(viewer, dataset, _params({"version": given.get("version")}, "version"))
    groups = groups_of(viewer, dataset, parse_aggregate_query(version, params))
    return {
        "groups_total": groups.total,
        "groups": json.loads(groups.json),
        "source": source(dataset, version),
    }


def _cite(viewer: Viewer, given: Given) -> dict[str, Any]:
    dataset = find_dataset(viewer, given["dataset"])
    return source(dataset, version_of(viewer, dataset, given.get("version")))


def source(dataset: Dataset, version: Version | None) -> dict[str, Any]:
    """Where figures come from: to be named wherever they are quoted."""
    cited = citation_of(dataset, version)
    return {
        "citation": cited.text if cited else None,
        "url": cited.url if cited else page_url("dataset", dataset.slug),
        "version": cited.version if cited else None,
        "published_at": moment(cited.published_at) if cited else None,
        "license": dataset.license,
        "is_sample": dataset.is_sample,
    }


def _params(given: Given, *names: str) -> dict[str, list[str]]:
    """Arguments as parameters of the API: `filters` by column, the rest by name."""
    params = {str(name): [joined(value)] for name, value in given.get("filters", {}).items()}
    return params | {name: [joined(given[name])] for name in names if given.get(name) is not None}


_DATASET = {"dataset": text("The dataset's slug, as search_datasets tells it.")}
_VERSION = {"version": whole("A published version's number; by default the live one.", 2**31 - 1)}
_CHOICE = {
    "filters": filters(
        'Conditions by column id, all of which hold: {"tahun": 2025, "kecamatan__in": ["A", "B"], '
        '"jumlah__gte": 10}. Endings: __ne __gt __gte __lt __lte __in __contains __isnull.'
    ),
    "q": text("Words that must all stand somewhere in the row's texts."),
}
TOOLS: dict[str, Tool] = {
    "search_datasets": Tool(
        _("Cari dataset"),
        _("Cari dataset kota menurut kata, topik, atau OPD. Mulailah dari sini untuk menemukan “slug”."),
        {
            "query": text("Words, in Indonesian; stems and beginnings match."),
            "topic": {"type": "string", "enum": [topic.value for topic in Topic]},
            "organization": text("Slug of an office."),
            "limit": whole("Datasets to tell.", MOST_FOUND, USUAL_FOUND),
        },
        (),
        _search,
    ),
    "describe_dataset": Tool(
        _("Uraikan dataset"),
        _("Arti, kolom (id, jenis, satuan, definisi), cakupan, berkas, dan versi sebuah dataset."),
        _DATASET,
        ("dataset",),
        _describe,
    ),
    "query_rows": Tool(
        _("Baca baris"),
        _("Baris yang cocok, paling banyak 200 sekali jawab. Uraikan datasetnya dahulu untuk id kolomnya."),
        {
            **_DATASET,
            **_CHOICE,
            "select": texts("Ids of the columns to tell; by default all."),
            "sort": texts("Ids of columns, `-` before one for descending; nulls last."),
            "limit": whole("Rows to tell.", MOST_ROWS, USUAL_ROWS),
            "cursor": text("next_cursor of the answer before, with the same other arguments."),
            **_VERSION,
        },
        ("dataset",),
        _rows,
    ),
    "aggregate": Tool(
        _("Hitung per kelompok"),
        _("Jumlah, rata-rata, banyaknya, terkecil, terbesar atau median per kelompok, dihitung portal."),
        {
            **_DATASET,
            "group_by": texts("Ids of columns, or parts of a date: `tanggal:month`."),
            "measure": texts("`count`, `sum:jumlah`, `avg:…`, `min:…`, `max:…`, `median:…`."),
            **_CHOICE,
            "having": texts("Conditions on measures: `sum_jumlah__gte=100`."),
            "sort": texts("Names of keys or measures, `-` before one for descending."),
            "limit": whole("Groups to tell.", MOST_ROWS, USUAL_ROWS),
            **_VERSION,
        },
        ("dataset",),
        _aggregate,
    ),
    "cite": Tool(
        _("Kutip sumber"),
        _("Sitasi (gaya APA) sebuah versi, dengan alamat tetap, nomor versi, tanggal terbit, dan lisensi."),
        {**_DATASET, **_VERSION},
        ("dataset",),
        _cite,
    ),
}


def listed() -> list[dict[str, Any]]:
    """The tools as `tools/list` tells them."""
    return [
        {
            "name": name,
            "title": str(tool.title),
            "description": str(tool.description),
            "inputSchema": {
                "type": "object",
                "properties": dict(tool.properties),
                "required": list(tool.required),
                "additionalProperties": False,
            },
            "annotations": {
                "title": str(tool.title),
                "readOnlyHint": True,
                "idempotentHint": True,
                "openWorldHint": False,
            },
        }
        for name, tool in TOOLS.items()
    ]
