"""The dictionary as a Table Schema: valid by the standard's rules, and the same after a round trip."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from datasets.actions.edit_row_rules import edit_row_rules
from datasets.actions.import_schema import import_schema
from datasets.models import CodeList, Dataset, User
from datasets.queries.table_schema import number, schema_of, table_schema
from datasets.rules.errors import Gone, Hidden
from datasets.vocab import Access, ColumnRole, ColumnType, PersonalData
from tests import factories

pytestmark = pytest.mark.django_db

#: The rules of Table Schema v1 (https://specs.frictionlessdata.io/table-schema) that bear on what we write.
_TYPES = [
    "string",
    "number",
    "integer",
    "boolean",
    "object",
    "array",
    "date",
    "time",
    "datetime",
    "year",
    "yearmonth",
    "duration",
    "geopoint",
    "geojson",
    "any",
]
_TEXTS = {"type": "array", "items": {"type": "string"}}
_CONSTRAINTS: dict[str, Any] = {
    "required": {"type": "boolean"},
    "unique": {"type": "boolean"},
    "pattern": {"type": "string", "format": "regex"},
    "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
    "minimum": {"type": ["number", "string"]},
    "maximum": {"type": ["number", "string"]},
}
#: Which constraints the standard knows for a type that we use.
_ALLOWED = {
    "string": {"required", "unique", "pattern", "enum"},
    "integer": {"required", "unique", "minimum", "maximum", "enum"},
    "number": {"required", "unique", "minimum", "maximum", "enum"},
    "year": {"required", "unique", "minimum", "maximum", "enum"},
    "yearmonth": {"required", "unique", "minimum", "maximum", "enum"},
    "date": {"required", "unique", "minimum", "maximum", "enum"},
    "datetime": {"required", "unique", "minimum", "maximum", "enum"},
    "time": {"required", "unique", "minimum", "maximum", "enum"},
    "boolean": {"required", "unique"},
    "geojson": {"required", "unique"},
}
STANDARD: dict[str, Any] = {
    "type": "object",
    "required": ["fields"],
    "properties": {
        "fields": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "title": {"type": "string"},
                    "description": {"type": "string"},
                    "type": {"enum": _TYPES},
                    "trueValues": _TEXTS | {"minItems": 1},
                    "falseValues": _TEXTS | {"minItems": 1},
                },
                "allOf": [
                    {
                        "if": {"properties": {"type": {"const": kind}}},
                        "then": {
                            "properties": {
                                "constraints": {
                                    "type": "object",
                                    "properties": {name: _CONSTRAINTS[name] for name in names},
                                    "additionalProperties": False,
                                }
                            }
                        },
                    }
                    for kind, names in _ALLOWED.items()
                ],
            },
        },
        "primaryKey": {"anyOf": [_TEXTS | {"minItems": 1, "uniqueItems": True}, {"type": "string"}]},
        "missingValues": _TEXTS,
    },
}


def described() -> Dataset:
    """A dataset that says everything a dictionary can say, with a column of each type."""
    made = factories.dataset()
    given = [(f"k_{kind}", kind, ColumnRole.DIMENSION) for kind in ColumnType]
    given += [("sumber", ColumnType.INTEGER, ColumnRole.MEASURE)]
    factories.columns(made, given)
    areas = CodeList.objects.create(slug="wilayah", title="Wilayah", version="1")
    every = made.columns
    every.filter(name__in=["k_code", "k_month"]).update(is_key=True, is_required=True)
    every.filter(name="k_code").update(code_list=areas, pattern=r"\d{2}", aliases=["Kode", "Kode wilayah"])
    every.filter(name="k_decimal").update(
        minimum=Decimal("0.1"), maximum=Decimal(10**12), decimals=2, unit="ton", label_en="Tonnes"
    )
    every.filter(name="k_year").update(minimum=2000, allowed=["2025", "2026"])
    every.filter(name="k_date").update(minimum=5, pattern="2026.*")
    every.filter(name="k_text").update(
        allowed=["baik", "rusak"], concept="Keadaan", personal_data=PersonalData.NIK
    )
    every.filter(name="k_boolean").update(allowed=["true"])
    rules = [
        {"kind": "sum", "columns": ["k_integer", "sumber"], "target": "k_decimal", "tolerance": "0.5"},
        {"kind": "required_with", "columns": ["k_text"], "target": "k_boolean", "values": ["ya"]},
    ]
    edit_row_rules(factories.sari(), made, rules)
    return made


def test_what_goes_out_keeps_the_standards_rules() -> None:
    schema = schema_of(described())
    jsonschema.Draft202012Validator(STANDARD).validate(schema)
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["k_month", "k_code"]
    assert fields["k_decimal"]["constraints"] == {"minimum": 0.1, "maximum": 10**12}
    assert fields["k_decimal"]["satudata"]["unit"] == "ton"
    assert fields["k_date"]["satudata"] == {
        "type": "date",
        "role": "dimension",
        "minimum": 5,
        "pattern": "2026.*",
    }
    assert fields["k_text"]["constraints"] == {"enum": ["baik", "rusak"]}
    assert len(schema["satudata"]["rowRules"]) == 2


def test_what_goes_out_and_comes_back_is_the_same(sari: User) -> None:
    schema = schema_of(described())
    other = factories.dataset("lain", title="Lain")
    done = import_schema(sari, other, schema)
    assert (done.told, done.columns, done.rules) == ((), 15, 2)
    assert schema_of(other) == schema


def test_one_column_that_is_the_key_is_unique() -> None:
    of = factories.dataset()
    factories.columns(of)
    of.columns.filter(name="kode_kecamatan").update(is_key=True)
    fields = {field["name"]: field for field in schema_of(of)["fields"]}
    assert fields["kode_kecamatan"]["constraints"] == {"unique": True}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("5", 5), ("-0.25", -0.25), ("12345678901234567.12345678", "12345678901234567.12345678")],
)
def test_bounds_stay_exact(value: str, shown: object) -> None:
    assert number(Decimal(value)) == shown


def test_who_may_know_the_metadata_may_have_the_schema(budi: User, sari: User) -> None:
    of = factories.dataset()
    factories.columns(of)
    for viewer in (None, budi):
        with pytest.raises(Hidden):
            table_schema(viewer, of.slug)
    assert len(table_schema(sari, of.slug)["fields"]) == 4
    factories.published(of)
    assert len(table_schema(None, of.slug)["fields"]) == 4
    Dataset.objects.update(access=Access.CLOSED)
    with pytest.raises(Hidden):
        table_schema(None, of.slug)
    Dataset.objects.update(withdrawn_at="2026-11-01T00:00:00Z", access=Access.OPEN)
    with pytest.raises(Gone):
        table_schema(None, of.slug)
