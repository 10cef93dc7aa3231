"""What a code list tells of a column: shown, filtered, ordered and grouped by, each row once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from datasets.export.csv import csv_blocks
from datasets.models import Code, CodeList, Column, Version
from datasets.queries.aggregates import groups_of, parse_aggregate_query
from datasets.queries.errors import BadParameter
from datasets.queries.rows import page_of, parse_rows_query, source_of
from tests import factories

pytestmark = pytest.mark.django_db

CODES = (
    ("82.71", "Kota Ternate", "kota", "82"),
    ("82.71.02", "Ternate Selatan", "kecamatan", "82.71"),
    ("82.71.03", "Ternate Utara", "kecamatan", "82.71"),
)


@pytest.fixture
def version(db: None) -> Version:
    return bound(factories.published(factories.dataset(), (*factories.WASTE_ROWS, ("2026-10", "99", "?", 1))))


def bound(version: Version) -> Version:
    """Its areas bound to a list of codes; another list holds the same codes by other names."""
    for slug, mark in (("wilayah", ""), ("lain", "lain ")):
        codes = CodeList.objects.create(slug=slug, title=slug, version="1")
        for code, name, level, parent in CODES:
            Code.objects.create(code_list=codes, code=code, name=mark + name, level=level, parent=parent)
    areas = CodeList.objects.get(slug="wilayah")
    Column.objects.filter(dataset=version.dataset, name="kode_kecamatan").update(code_list=areas)
    return version


def rows(version: Version, **params: str) -> list[dict[str, Any]]:
    query = parse_rows_query(version, {name: [value] for name, value in params.items()})
    found: list[dict[str, Any]] = json.loads(page_of(None, version.dataset, query).json)
    return found


def test_attributes_are_columns_to_select(version: Version) -> None:
    names = "kode_kecamatan.nama,kode_kecamatan.induk,kode_kecamatan.induk.nama,kode_kecamatan.tingkat"
    found = rows(version, select=f"bulan,{names}", limit="1")
    assert found == [
        {
            "bulan": "2026-09",
            "kode_kecamatan.nama": "Ternate Selatan",
            "kode_kecamatan.induk": "82.71",
            "kode_kecamatan.induk.nama": "Kota Ternate",
            "kode_kecamatan.tingkat": "kecamatan",
        }
    ]


def test_a_code_that_the_list_lacks_has_no_name(version: Version) -> None:
    [found] = rows(version, kode_kecamatan="99", select="kode_kecamatan.nama,kode_kecamatan.nama_en")
    assert found == {"kode_kecamatan.nama": None, "kode_kecamatan.nama_en": None}


def test_they_filter_and_sort_and_pages_join(version: Version) -> None:
    assert len(rows(version, **{"kode_kecamatan.nama": "Ternate Utara"})) == 2
    assert len(rows(version, **{"kode_kecamatan.nama__contains": "selatan"})) == 2
    assert len(rows(version, **{"kode_kecamatan.nama__isnull": "true"})) == 1
    whole = rows(version, sort="-kode_kecamatan.nama,bulan")
    assert [row["kode_kecamatan"][-2:] for row in whole] == ["03", "03", "02", "02", "99"]
    walked, cursor = [], ""
    while True:
        asked = {"sort": ["-kode_kecamatan.nama,bulan"], "limit": ["2"]}
        page = page_of(
            None, version.dataset, parse_rows_query(version, asked | ({"cursor": [cursor]} if cursor else {}))
        )
        walked += json.loads(page.json)
        if page.next is None:
            break
        cursor = page.next
    assert walked == whole


def test_they_group_and_measure(version: Version) -> None:
    asked = {
        "group_by": ["kode_kecamatan.nama"],
        "measure": ["count,max:kode_kecamatan.induk"],
        "kode_kecamatan.nama__isnull": ["false"],
    }
    found = groups_of(None, version.dataset, parse_aggregate_query(version, asked))
    assert json.loads(found.json) == [
        {"kode_kecamatan.nama": "Ternate Selatan", "count": 2, "max_kode_kecamatan.induk": "82.71"},
        {"kode_kecamatan.nama": "Ternate Utara", "count": 2, "max_kode_kecamatan.induk": "82.71"},
    ]


@pytest.mark.parametrize(
    "name", ["bulan.nama", "kode_kecamatan.aliases", "kode_kecamatan.", ".nama", "kode_kecamatan.nama.nama"]
)
def test_only_bound_columns_have_attributes_and_only_these(version: Version, name: str) -> None:
    for parameter in ("select", "sort"):
        with pytest.raises(BadParameter):
            rows(version, **{parameter: name})
    with pytest.raises(BadParameter):
        rows(version, **{name: "x"})


def test_a_point_costs_one_query_and_none_is_asked_without(
    version: Version, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        parse_rows_query(version, {"terangkut_ton__gt": ["1.5"]})
    with django_assert_num_queries(1):
        assert parse_rows_query(version, {"select": ["kode_kecamatan.nama"]}).has_lookups


@pytest.mark.django_db(transaction=True)
def test_a_stream_tells_them_too() -> None:
    version = bound(factories.published(factories.dataset()))
    asked = {"select": ["kode_kecamatan.nama"], "bulan": ["2026-09"]}
    query = parse_rows_query(version, asked, is_stream=True)
    told = b"".join(csv_blocks(source_of(None, version.dataset, query), safe=False))
    assert told == b"kode_kecamatan.nama\nTernate Selatan\nTernate Utara\n"
