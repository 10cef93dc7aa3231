"""A dataset as a Frictionless Data Package (v1): its rows as raw CSV, with the type of each column.

The rows are those of one version, by the column ids that the API knows; codes are text there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasets.export.described import Described, Texts
from datasets.queries.cards import api_url
from datasets.queries.catalog import ColumnShown, Detail
from datasets.queries.table_schema import OURS, TYPES
from datasets.vocab import ColumnType, License
from datasets.wording.labels import label

#: Names of the licences in the register of Open Definition.
_LICENSES: dict[str, str] = {License.CC_BY_4: "CC-BY-4.0", License.CC0: "CC0-1.0"}


def data_package(told: Described, detail: Detail) -> dict[str, Any]:
    """The package of a dataset whose rows are for everybody."""
    dataset, number = detail.dataset, told.version
    shown: dict[str, Any] = {
        "profile": "tabular-data-package",
        "id": told.iri,
        "name": dataset.slug.lower(),
        "title": _first(told.title),
        "description": _first(told.description),
        "homepage": told.page,
        "version": f"{number}.0.0",
        "created": told.modified.isoformat() if told.modified else "",
        "keywords": list(told.keywords),
        "licenses": _licenses(dataset.license, told),
        "contributors": [{"title": told.publisher.name, "role": "publisher"}] if told.publisher else [],
    }
    address = f"{api_url('datasets', dataset.slug, 'rows.csv')}?version={number}"
    resource = {
        "profile": "tabular-data-resource",
        "name": dataset.slug.lower(),
        "title": _first(told.title),
        "path": address,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(detail.columns),
    }
    return {key: value for key, value in shown.items() if value} | {"resources": [resource]}


def _first(texts: Texts) -> str:
    return texts[0][1] if texts else ""


def _licenses(code: str, told: Described) -> list[dict[str, str]]:
    path = next((file.license for file in told.files), "")
    if code not in _LICENSES:
        return []
    return [{"name": _LICENSES[code], "title": label(License, code)} | ({"path": path} if path else {})]


def _schema(columns: Sequence[ColumnShown]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    keys = [column.id for column in columns if column.is_key]
    return schema | ({"primaryKey": keys} if keys else {})


def _field(column: ColumnShown) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.id, "type": TYPES[column.type], "title": column.label}
    if column.type is ColumnType.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.type is ColumnType.DATETIME:
        field["format"] = "%Y-%m-%dT%H:%M:%S%z"
    if column.definition:
        field["description"] = column.definition
    ours = {"type": column.type, "role": column.role, "unit": column.unit}
    return field | {OURS: {name: value for name, value in ours.items() if value}}
