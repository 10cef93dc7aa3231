"""Differences between versions: by key, by whole rows, over other columns, page by page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from datasets.export.json import ndjson_blocks
from datasets.models import Dataset, Part, Version, VersionPart
from datasets.queries.diff_sql import page_select
from datasets.queries.errors import BadParameter
from datasets.queries.version_diff import DiffPage, _compare, diff_page, source_of_diff
from datasets.vocab import ColumnRole, ColumnType
from tests import factories

pytestmark = pytest.mark.django_db
NEW = (
    ("2026-09", "82.71.02", "Ternate Selatan", "812.50"),
    ("2026-09", "82.71.03", "Ternate Utara", "641"),
    ("2026-11", "82.71.02", "Ternate Selatan", "5"),
)


@pytest.fixture
def waste(db: None) -> Dataset:
    """Two versions, told apart by month and area: one row changed, two gone, one new."""
    of = factories.dataset()
    factories.columns(of)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    factories.published(of)
    factories.published(of, NEW)
    return Dataset.objects.get()


def diff(of: Dataset, new: int = 2, old: int = 1, limit: int = 100, cursor: str = "") -> DiffPage:
    version, against = (of.versions.get(number=number) for number in (new, old))
    return diff_page(None, of, version, against, limit, cursor)


def test_by_key_a_changed_row_tells_its_cells(waste: Dataset) -> None:
    page = diff(waste)
    assert page.counts == {"removed": 2, "changed": 1, "added": 1, "same": 1}
    assert page.key == ["bulan", "kode_kecamatan"]
    rows = json.loads(page.json)
    assert [row["_change"] for row in rows] == ["removed", "removed", "changed", "added"]
    assert rows[2] == {
        "_change": "changed",
        "bulan": "2026-09",
        "kode_kecamatan": "82.71.03",
        "kecamatan": "Ternate Utara",
        "terangkut_ton": 641,
        "_cells": {"terangkut_ton": {"before": 640.0, "after": 641}},
    }
    assert (rows[0]["bulan"], rows[0]["_cells"], rows[3]["bulan"]) == ("2026-10", None, "2026-11")


def test_the_other_way_round_what_was_added_was_removed(waste: Dataset) -> None:
    assert diff(waste, 1, 2).counts == {"removed": 1, "changed": 1, "added": 2, "same": 1}


def test_without_a_key_a_changed_row_is_one_gone_and_one_new(waste: Dataset) -> None:
    waste.columns.update(is_key=False)
    page = diff(waste)
    assert page.counts == {"removed": 3, "changed": 0, "added": 2, "same": 1}
    assert page.key == []


def test_a_key_that_versions_tell_wins_over_the_dictionary(waste: Dataset) -> None:
    for version in waste.versions.all():
        version.columns = [column | {"key": column["id"] == "kecamatan"} for column in version.columns]
        version.save()
    assert diff(waste).key == ["kecamatan"]


def test_a_key_that_checking_held_unique_finds_the_same(waste: Dataset) -> None:
    keys = ("bulan", "kode_kecamatan")
    expected = diff(waste)
    for version in waste.versions.all():
        version.columns = [column | {"key": column["id"] in keys} for column in version.columns]
        version.save()
        version.parts.update(profile={key: {"non_null": version.row_count} for key in keys})
    page = diff(waste)
    assert (page.counts, json.loads(page.json)) == (expected.counts, json.loads(expected.json))
    plan = str(page_select(_compare(waste, *waste.versions.order_by("-number")).sides, None, 1))
    assert "row_number" not in plan


def test_a_version_differs_in_nothing_from_itself(waste: Dataset) -> None:
    page = diff(waste, 2, 2)
    assert (page.counts, page.json) == ({"removed": 0, "changed": 0, "added": 0, "same": 3}, "[]")


def test_pages_go_on_where_the_last_one_ended(waste: Dataset) -> None:
    whole = json.loads(diff(waste).json)
    told, cursor = [], ""
    while True:
        page = diff(waste, limit=1, cursor=cursor)
        told += json.loads(page.json)
        assert page.counts == {"removed": 2, "changed": 1, "added": 1, "same": 1}
        if page.next is None:
            break
        cursor = page.next
    assert told == whole
    first = diff(waste, limit=1).next or ""
    with pytest.raises(BadParameter):
        diff(waste, 1, 2, cursor=first)


def test_what_both_versions_share_is_not_read(waste: Dataset) -> None:
    kept, old = waste.versions.get(number=1).parts.get(), waste.versions.get(number=2)
    VersionPart.objects.create(version=old, part=kept, position=1, offset=old.row_count)
    Part.objects.filter(pk=kept.pk).update(table_name="nowhere")
    old.row_count += kept.row_count
    old.save()
    page = diff(waste)
    assert page.counts == {"removed": 0, "changed": 0, "added": 3, "same": 4}


def test_columns_that_only_one_side_has_change_no_row(waste: Dataset) -> None:
    version = waste.versions.get(number=2)
    version.columns = [column for column in version.columns if column["id"] != "terangkut_ton"]
    version.save()
    page = diff(waste)
    assert page.counts == {"removed": 2, "changed": 0, "added": 1, "same": 2}
    assert json.loads(page.json)[0]["terangkut_ton"] == 830.25


def test_a_column_of_another_type_is_compared_as_text(waste: Dataset) -> None:
    given = (*factories.WASTE_COLUMNS[:3], ("terangkut_ton", ColumnType.TEXT, ColumnRole.NOTE))
    waste.columns.filter(name="terangkut_ton").update(type=ColumnType.TEXT)
    factories.published(waste, [(*NEW[0][:3], "banyak")], given)
    rows: Any = json.loads(diff(waste, 3, 2).json)
    assert rows[-1]["_cells"] == {"terangkut_ton": {"before": "812.50", "after": "banyak"}}


@pytest.mark.django_db(transaction=True)
def test_a_stream_holds_every_difference() -> None:
    of = factories.dataset()
    first: Version = factories.published(of)
    second = factories.published(of, NEW)
    lines = b"".join(ndjson_blocks(source_of_diff(None, of, second, first))).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(diff(Dataset.objects.get()).json)
