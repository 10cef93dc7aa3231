"""The data dictionary is edited."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from datasets.actions.edit_columns import edit_columns
from datasets.models import CodeList, Column, Dataset, Event, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.vocab import ColumnType, UploadState
from tests import factories


def column(dataset: Dataset, name: str = "terangkut_ton") -> Column:
    return dataset.columns.get(name=name)


def test_fields_of_named_columns_are_set(
    sari: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    CodeList.objects.create(slug="kecamatan", title="Kecamatan", version="1")
    before = dataset.metadata_updated_at
    edit_columns(
        sari,
        dataset,
        [
            {"name": "terangkut_ton", "minimum": "0", "definition": "Ditimbang di TPA.", "is_required": True},
            {"name": "kode_kecamatan", "code_list": "kecamatan"},
            {"name": "bulan", "unit": ""},
        ],
    )
    changed = column(dataset)
    assert (changed.minimum, changed.definition, changed.is_required) == (
        Decimal(0),
        "Ditimbang di TPA.",
        True,
    )
    linked = column(dataset, "kode_kecamatan").code_list
    assert linked is not None
    assert linked.slug == "kecamatan"
    dataset.refresh_from_db()
    assert dataset.metadata_updated_at > before
    (line,) = lines(dataset)
    assert set(line.detail["columns"]) == {"terangkut_ton", "kode_kecamatan"}


def test_a_new_header_leaves_the_old_one_as_an_alias(sari: User, dataset: Dataset) -> None:
    old = column(dataset).label
    edit_columns(sari, dataset, [{"name": "terangkut_ton", "label": "Berat (ton)", "aliases": ["Tonase"]}])
    assert (column(dataset).label, column(dataset).aliases) == ("Berat (ton)", ["Tonase", old])


def test_where_nothing_differs_nothing_happens(sari: User, dataset: Dataset) -> None:
    edit_columns(sari, dataset, [{"name": "terangkut_ton", "unit": "ton"}])
    edit_columns(sari, dataset, [])
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "lain"}, "name"),
        ({}, "name"),
        ({"name": "bulan", "position": 7}, "bulan.position"),
        ({"name": "bulan", "type": "angka"}, "bulan.type"),
        ({"name": "bulan", "label": ""}, "bulan.label"),
        ({"name": "bulan", "label": "KECAMATAN"}, "bulan.label"),
        ({"name": "bulan", "pattern": "("}, "bulan.pattern"),
        ({"name": "bulan", "code_list": "tidak-ada"}, "bulan.code_list"),
        ({"name": "bulan", "minimum": 5, "maximum": 4}, "bulan.maximum"),
        ({"name": "bulan", "minimum": "lima"}, "bulan.minimum"),
    ],
)
def test_what_makes_no_sense_is_named_and_nothing_is_kept(
    sari: User, dataset: Dataset, change: dict[str, Any], field: str
) -> None:
    good = {"name": "terangkut_ton", "unit": "kg"}
    with pytest.raises(Invalid) as refusal:
        edit_columns(sari, dataset, [good, change])
    named = {fault.field for fault in refusal.value.faults}
    assert named in ({field}, {"kecamatan.label"})
    assert column(dataset).unit == "ton"


def test_a_type_changes_only_while_no_rows_are_loaded(sari: User, dataset: Dataset) -> None:
    change = [{"name": "terangkut_ton", "type": ColumnType.INTEGER}]
    edit_columns(sari, dataset, change)
    assert column(dataset).type == ColumnType.INTEGER
    factories.upload(dataset, UploadState.SUBMITTED)
    change[0]["type"] = ColumnType.DECIMAL
    with pytest.raises(IllegalMove):
        edit_columns(sari, dataset, change)
    dataset.uploads.all().delete()
    factories.published(dataset)
    with pytest.raises(Invalid):
        edit_columns(sari, dataset, change)


def test_nobody_else_may(budi: User, dataset: Dataset) -> None:
    with pytest.raises(Hidden):
        edit_columns(budi, dataset, [{"name": "bulan", "unit": "x"}])
    factories.published(dataset)
    with pytest.raises(Denied):
        edit_columns(budi, dataset, [{"name": "bulan", "unit": "x"}])
