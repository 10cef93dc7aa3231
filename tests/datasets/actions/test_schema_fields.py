"""A Table Schema is read: its standard words, ours, and what has no place."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.actions.schema_fields import read_schema
from datasets.rules.errors import Invalid


def one(**field: Any) -> dict[str, Any]:
    return {"fields": [{"name": "a", **field}]}


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("integer", "integer"),
        ("number", "decimal"),
        ("yearmonth", "month"),
        ("year", "year"),
        ("geopoint", "point"),
    ],
)
def test_types_of_the_standard_are_ours(kind: str, type_: str) -> None:
    read = read_schema(one(type=kind))
    assert (read.columns[0]["type"], read.told) == (type_, [])


@pytest.mark.parametrize(
    ("schema", "where"),
    [
        (one(type="duration"), "fields.0.type"),
        (one(type=["integer"]), "fields.0.type"),
        (one(type="string", format="email"), "fields.0.format"),
        (one(constraints={"minLength": 3}), "fields.0.constraints.minLength"),
        (one(type="date", constraints={"minimum": "2026-01-01"}), "fields.0.constraints.minimum"),
        (one(rdfType="https://schema.org/x"), "fields.0.rdfType"),
        (one(type="boolean", trueValues=["iya"]), "fields.0.trueValues"),
        (one(satudata={"lain": 1}), "fields.0.satudata.lain"),
        (one() | {"foreignKeys": []}, "foreignKeys"),
        (one() | {"missingValues": ["-"]}, "missingValues"),
        (one() | {"satudata": {"lain": 1}}, "satudata.lain"),
        ({"fields": [{"name": "Nama OPD"}]}, "fields.0.name"),
        ({"fields": [{"name": "a", "constraints": {"unique": True}}, {"name": "b"}], "primaryKey": ["b"]},
         "fields.0.constraints.unique"),
    ],
)  # fmt: skip
def test_what_has_no_place_is_told_and_never_dropped_silently(schema: dict[str, Any], where: str) -> None:
    [told] = read_schema(schema).told
    assert told.field == where
    assert told.message


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"fields": []},
        {"fields": {}},
        {"fields": [1]},
        {"fields": [{"title": "x"}]},
        {"fields": [{"name": " "}]},
        {"fields": [{"name": "a"}, {"name": "A"}]},
        {"fields": [{"name": "a"}] * 1_001},
        one(constraints=[]),
        one(constraints={"required": "ya"}),
        one(title=5),
        one(satudata=[]),
        one(satudata={"type": "angka"}),
        one(satudata={"type": []}),
        one(satudata={"personalData": []}),
        one() | {"primaryKey": ["b"]},
        one() | {"primaryKey": 5},
        one() | {"satudata": {"rowRules": {}}},
        one() | {"satudata": {"rowRules": [1]}},
        one() | {"satudata": []},
    ],
)
def test_what_is_no_table_schema_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read_schema(schema)


def test_a_name_that_cannot_be_an_id_becomes_one_and_stays_the_header() -> None:
    read = read_schema({"fields": [{"name": "2024 Jumlah (Ton)"}]})
    assert (read.columns[0]["name"], read.columns[0]["label"]) == (
        "kolom_2024_jumlah_ton",
        "2024 Jumlah (Ton)",
    )
