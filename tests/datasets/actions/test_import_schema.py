"""A dictionary comes in as a Table Schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.import_schema import import_schema
from datasets.models import Column, Dataset, Event, User
from datasets.queries.table_schema import schema_of
from datasets.rules.errors import Denied, Hidden, Invalid
from datasets.vocab import ColumnRole, ColumnType, Verb
from tests import factories

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "mulai", "type": "date", "title": "Mulai", "constraints": {"required": True}},
        {"name": "selesai", "type": "date", "title": "Selesai", "description": "Hari terakhir."},
        {"name": "jumlah", "type": "number", "constraints": {"minimum": 0.1, "maximum": 9}},
    ],
    "primaryKey": "mulai",
    "satudata": {"rowRules": [{"kind": "order", "columns": ["mulai"], "target": "selesai"}]},
}


def column(of: Dataset, name: str) -> Column:
    return of.columns.get(name=name)


def test_a_draft_without_columns_takes_the_whole_schema(
    sari: User, db: None, lines: Callable[[Any], list[Event]]
) -> None:
    of = factories.dataset()
    done = import_schema(sari, of, SCHEMA)
    assert (done.columns, done.rules, done.told) == (3, 1, ())
    assert (column(of, "mulai").is_key, column(of, "mulai").is_required) == (True, True)
    assert (column(of, "jumlah").role, str(column(of, "jumlah").minimum)) == ("measure", "0.10000000")
    assert {line.verb for line in lines(of)} == {Verb.EDIT_COLUMNS, Verb.EDIT_RULES}


def test_a_dictionary_that_is_there_is_changed_where_the_schema_speaks(sari: User, dataset: Dataset) -> None:
    column(dataset, "kode_kecamatan").aliases.append("Kode")
    dataset.columns.filter(name="terangkut_ton").update(maximum=5)
    fields = [
        {
            "name": "kode_kecamatan",
            "type": "string",
            "title": "Kode kecamatan",
            "constraints": {"pattern": "82.*"},
        },
        {"name": "terangkut_ton", "type": "number", "title": "Terangkut ton"},
        {"name": "baru", "type": "integer"},
    ]
    done = import_schema(sari, dataset, {"fields": fields})
    code, tons = column(dataset, "kode_kecamatan"), column(dataset, "terangkut_ton")
    assert (code.type, code.role, code.pattern) == (ColumnType.CODE, ColumnRole.AREA, "82.*")
    assert (tons.maximum, tons.unit, tons.role) == (None, "ton", ColumnRole.MEASURE)
    assert {told.field for told in done.told} == {"fields.2", "bulan", "kecamatan"}
    assert dataset.columns.count() == 4


def test_columns_that_are_new_are_added_on_request(sari: User, dataset: Dataset) -> None:
    fields = [{"name": "bulan", "title": "Bulan"}, {"name": "umur", "title": "Umur", "type": "integer"}]
    done = import_schema(sari, dataset, {"fields": fields}, is_adding=True)
    added = column(dataset, "umur")
    assert (added.type, added.position, done.columns) == (ColumnType.INTEGER, 4, 5)
    assert "fields.1" not in {told.field for told in done.told}


def test_with_a_fault_in_a_new_column_nothing_changes(sari: User, dataset: Dataset) -> None:
    fields = [{"name": "bulan", "title": "Bulan lapor"}, {"name": "umur", "title": "KECAMATAN"}]
    with pytest.raises(Invalid):
        import_schema(sari, dataset, {"fields": fields}, is_adding=True)
    assert (column(dataset, "bulan").label, dataset.columns.count()) == ("Bulan", 4)


def test_its_own_schema_changes_nothing(sari: User, dataset: Dataset) -> None:
    assert not import_schema(sari, dataset, schema_of(dataset)).told
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"fields": [{"name": "mulai", "constraints": {"pattern": "("}}]},
        {"fields": [{"name": "mulai", "constraints": {"pattern": "(?=a)b"}}]},
        {"fields": [{"name": "mulai", "type": "integer", "constraints": {"minimum": 5, "maximum": 4}}]},
        {"fields": [{"name": "mulai", "type": "integer", "constraints": {"minimum": [1]}}]},
        {"fields": [{"name": "mulai", "satudata": {"codeList": "tidak-ada"}}]},
        {"fields": [{"name": "mulai", "satudata": {"role": "raja"}}]},
        {"fields": [{"name": "mulai", "satudata": {"aliases": "x"}}]},
        {"fields": [{"name": "a", "title": "Sama"}, {"name": "b", "title": "SAMA"}]},
        {"satudata": {"rowRules": [{"kind": "order", "columns": ["mulai"], "target": "lain"}]}},
    ],
)
def test_with_faults_nothing_is_kept(sari: User, db: None, change: dict[str, Any]) -> None:
    of = factories.dataset()
    with pytest.raises(Invalid):
        import_schema(sari, of, {**SCHEMA, "primaryKey": [], **change})
    assert not Column.objects.exists()
    assert not Event.objects.exists()


def test_another_office_and_the_published_type_are_refused(sari: User, budi: User, dataset: Dataset) -> None:
    with pytest.raises(Hidden):
        import_schema(budi, dataset, SCHEMA)
    version = factories.published(dataset)
    shape = list(version.columns)
    with pytest.raises(Denied):
        import_schema(budi, dataset, SCHEMA)
    with pytest.raises(Invalid):
        import_schema(sari, dataset, {"fields": [{"name": "terangkut_ton", "type": "string"}]})
    import_schema(sari, dataset, {"fields": [{"name": "terangkut_ton", "type": "number", "title": "Berat"}]})
    version.refresh_from_db()
    assert version.columns == shape


def test_a_kind_of_personal_data_is_taken_back_by_walidata_alone(
    sari: User, wati: User, dataset: Dataset
) -> None:
    dataset.columns.filter(name="kecamatan").update(personal_data="nik")
    schema = {"fields": [{"name": "kecamatan", "title": "Kecamatan", "satudata": {"personalData": ""}}]}
    with pytest.raises(Denied):
        import_schema(sari, dataset, schema)
    import_schema(wati, dataset, schema)
    assert column(dataset, "kecamatan").personal_data == ""
