"""The data dictionary as a Frictionless Table Schema (v1): what the standard has no word for is ours.

Our own words stand under `satudata`, on a field and on the schema, so that a dictionary that goes out
and comes back is the same (`actions.import_schema`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from datasets.models import Column, Dataset, RowRule
from datasets.rules.access import Viewer, find_dataset
from datasets.vocab import NUMERIC_TYPES, ColumnType

#: The one namespace of what is ours.
OURS = "satudata"
TYPES: dict[ColumnType, str] = {
    ColumnType.INTEGER: "integer",
    ColumnType.DECIMAL: "number",
    ColumnType.DATE: "date",
    ColumnType.DATETIME: "datetime",
    ColumnType.TIME: "time",
    ColumnType.MONTH: "yearmonth",
    ColumnType.QUARTER: "string",
    ColumnType.YEAR: "year",
    ColumnType.FISCAL_YEAR: "string",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.CODE: "string",
    ColumnType.TEXT: "string",
    ColumnType.POINT: "geojson",
    ColumnType.GEOMETRY: "geojson",
}


def table_schema(viewer: Viewer, slug: str) -> dict[str, Any]:
    """The schema of a dataset whose metadata the viewer may know. Raises Hidden, Gone."""
    dataset = find_dataset(viewer, slug)
    return schema_of(dataset)


def schema_of(dataset: Dataset) -> dict[str, Any]:
    """The schema: `fields` in their order, `primaryKey` where rows have one, `missingValues`."""
    columns = list(dataset.columns.select_related("code_list").order_by("position"))
    key = [column.name for column in columns if column.is_key]
    schema: dict[str, Any] = {
        "fields": [_field(column, is_alone=key == [column.name]) for column in columns],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = key
    rules = [_rule(rule) for rule in dataset.row_rules.all()]
    schema[OURS] = {"version": 1, "rowRules": rules}
    return schema


def _field(column: Column, *, is_alone: bool) -> dict[str, Any]:
    kind = ColumnType(column.type)
    field: dict[str, Any] = {"name": column.name, "type": TYPES[kind], "title": column.label}
    if kind is ColumnType.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.definition:
        field["description"] = column.definition
    constraints, ours = _constraints(column, is_alone=is_alone)
    if constraints:
        field["constraints"] = constraints
    extras = {
        "type": column.type,
        "role": column.role,
        "unit": column.unit,
        "concept": column.concept,
        "titleEn": column.label_en,
        "aliases": column.aliases,
        "codeList": column.code_list.slug if column.code_list else "",
        "decimals": column.decimals,
        "personalData": column.personal_data,
    }
    field[OURS] = {name: value for name, value in extras.items() if value not in ("", None, [])} | ours
    return field


def _constraints(column: Column, *, is_alone: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the standard can say of the column's type, and what only we can."""
    found: dict[str, Any] = {}
    ours: dict[str, Any] = {}
    if column.is_required:
        found["required"] = True
    if is_alone:
        found["unique"] = True
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    place = found if column.type in NUMERIC_TYPES or column.type == ColumnType.YEAR else ours
    place.update({name: number(value) for name, value in bounds.items() if value is not None})
    if column.pattern:
        (found if TYPES[ColumnType(column.type)] == "string" else ours)["pattern"] = column.pattern
    if column.allowed:
        (ours if column.type in (ColumnType.BOOLEAN, ColumnType.GEOMETRY) else found)["enum"] = column.allowed
    return found, ours


def number(value: Decimal) -> int | float | str:
    """A bound as JSON: a number where it stays exact, else its digits as text."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(str(float(value))) == value else format(value.normalize(), "f")


def _rule(rule: RowRule) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": rule.kind, "columns": rule.columns, "target": rule.target}
    if rule.tolerance:
        shown["tolerance"] = format(rule.tolerance.normalize(), "f")
    return shown | ({"values": rule.values} if rule.values else {})
