"""Groups: measures, parts of dates, having, order, pivot, against a model in Python."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.export.csv import csv_blocks
from datasets.export.json import json_blocks
from datasets.models import Dataset, Part, User, Version
from datasets.queries import aggregates
from datasets.queries.aggregates import Groups, groups_of, parse_aggregate_query, source_of_groups
from datasets.queries.errors import BadParameter, TooManyGroups
from datasets.rules.errors import Denied, Hidden
from datasets.vocab import Access, ColumnRole, ColumnType
from tests import factories
from tests.datasets.queries.test_rows import HOSTILE, ROWS, SHAPE, add_part

R, T = ColumnRole, ColumnType
pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return factories.published(factories.dataset(), ROWS, SHAPE)


def answer(version: Version, **params: str) -> Groups:
    query = parse_aggregate_query(version, {name: [value] for name, value in params.items()})
    return groups_of(None, version.dataset, query)


def groups(version: Version, **params: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer(version, **params).json, parse_float=Decimal)
    return found


def test_without_keys_all_rows_are_one_group(version: Version) -> None:
    assert groups(version) == [{"count": 5}]
    assert groups(version, measure="count:jumlah,sum:jumlah", jumlah__gt="99") == [
        {"count_jumlah": 0, "sum_jumlah": None}
    ]


def test_each_function_tells_what_it_says(version: Version) -> None:
    asked = "sum:jumlah,avg:jumlah,count,count:jumlah,min:berat,max:berat,median:berat,max:saat,min:bulan,max:nama"
    assert groups(version, measure=asked) == [
        {
            "sum_jumlah": 9,
            "avg_jumlah": Decimal("2.25"),
            "count": 5,
            "count_jumlah": 4,
            "min_berat": -1,
            "max_berat": 10,
            "median_berat": Decimal("1.75"),
            "max_saat": "2026-10-02T00:00:00+09:00",
            "min_bulan": "2026-09",
            "max_nama": "ternate selatan",
        }
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("bulan", ["2026-09", "2026-10", "2026-11"]),
        ("bulan:month", ["2026-09", "2026-10", "2026-11"]),
        ("bulan:quarter", ["2026-Q3", "2026-Q4"]),
        ("bulan:year", [2026]),
        ("tanggal:year", [2026, None]),
        ("tanggal:quarter", ["2026-Q3", "2026-Q4", None]),
        ("tanggal:month", ["2026-09", "2026-10", "2026-11", None]),
        ("tanggal:week", ["2026-W36", "2026-W40", "2026-W45", None]),
        ("tanggal:day", ["2026-09-01", "2026-10-02", "2026-10-03", "2026-11-04", None]),
        ("tanggal:weekday", [2, 3, 5, 6, None]),
        ("saat:month", ["2026-09", "2026-10", None]),
        ("saat:day", ["2026-09-01", "2026-10-02", None]),
        ("saat", ["2026-09-01T09:12:00+09:00", "2026-10-02T00:00:00+09:00", None]),
        ("sah", [False, True, None]),
        ("jumlah", [1, 2, 3, None]),
    ],
)
def test_keys_and_their_parts(version: Version, key: str, expected: list[Any]) -> None:
    assert [group[key.partition(":")[0]] for group in groups(version, group_by=key)] == expected


def test_a_column_that_is_there_twice_is_named_with_its_part(version: Version) -> None:
    first = groups(version, group_by="tanggal:year,tanggal:weekday", tanggal__isnull="false")[0]
    assert first == {"tanggal_year": 2026, "tanggal_weekday": 2, "count": 1}


def test_a_name_that_a_key_has_gets_a_line(db: None) -> None:
    shape = (("count", T.CODE, R.DIMENSION), ("sum_x", T.CODE, R.DIMENSION), ("x", T.INTEGER, R.MEASURE))
    version = factories.published(factories.dataset("tabrakan"), [("a", "b", 3)], shape)
    found = groups(version, group_by="count,sum_x", measure="count,sum:x")
    assert found == [{"count": "a", "sum_x": "b", "count_": 1, "sum_x_": 3}]


def test_names_longer_than_postgresql_holds_are_cut_and_stay_apart(db: None) -> None:
    long = "k" * 60
    shape = ((long, T.INTEGER, R.MEASURE), ("tgl", T.DATE, R.DIMENSION))
    version = factories.published(factories.dataset("panjang"), [(3, "2026-01-01")], shape)
    [found] = groups(version, measure=f"median:{long},count:{long}")
    assert found == {f"median_{long}"[:63]: 3, f"count_{long}"[:63]: 1}


def test_rows_are_chosen_as_in_rows(version: Version) -> None:
    assert groups(version, group_by="bulan", nama__contains="ternate", measure="sum:jumlah") == [
        {"bulan": "2026-09", "sum_jumlah": 3},
        {"bulan": "2026-11", "sum_jumlah": 2},
    ]
    assert groups(version, q="ternate sel") == [{"count": 1}]


def test_having_leaves_groups_out_and_the_total_says_how_many_stay(version: Version) -> None:
    found = answer(version, group_by="bulan", measure="count,sum:jumlah", having="count__gte:2,sum_jumlah:4")
    assert (found.total, json.loads(found.json)) == (1, [{"bulan": "2026-10", "count": 2, "sum_jumlah": 4}])
    assert groups(version, group_by="kode", measure="sum:berat", having="sum_berat__isnull:true") == [
        {"kode": "03", "sum_berat": None}
    ]
    quoted = '"max_nama:O\'Brien \\ ""x"""'
    assert groups(version, group_by="kode", measure="max:nama", having=quoted)[0]["kode"] == "03"


def test_the_first_of_an_order_with_the_rest_counted(version: Version) -> None:
    found = answer(version, group_by="kode", measure="sum:berat", sort="-sum_berat", limit="2")
    assert [group["kode"] for group in json.loads(found.json)] == ["05", "02"]
    assert found.total == 5
    last = groups(version, group_by="kode", measure="sum:berat", sort="-sum_berat")[-1]
    assert last == {"kode": "03", "sum_berat": None}


def test_values_become_columns(version: Version) -> None:
    found = answer(version, group_by="bulan,sah", measure="sum:jumlah,count", pivot="sah")
    assert json.loads(found.json) == [
        {
            "bulan": "2026-09",
            "sum_jumlah_false": None,
            "sum_jumlah_true": 3,
            "sum_jumlah_null": None,
            "count_false": None,
            "count_true": 1,
            "count_null": 1,
        },
        {
            "bulan": "2026-10",
            "sum_jumlah_false": 1,
            "sum_jumlah_true": 3,
            "sum_jumlah_null": None,
            "count_false": 1,
            "count_true": 1,
            "count_null": None,
        },
        {
            "bulan": "2026-11",
            "sum_jumlah_false": 2,
            "sum_jumlah_true": None,
            "sum_jumlah_null": None,
            "count_false": 1,
            "count_true": None,
            "count_null": None,
        },
    ]
    assert [(c.field.id, c.measure, c.value) for c in found.pivoted][:2] == [
        ("sum_jumlah_false", "sum_jumlah", "false"),
        ("sum_jumlah_true", "sum_jumlah", "true"),
    ]


def test_parts_of_dates_and_hostile_texts_become_columns_too(version: Version) -> None:
    found = groups(version, group_by="sah,tanggal:month", pivot="tanggal", sort="-sah", limit="1")
    assert found == [
        {"sah": True, "count_2026-09": 1, "count_2026-10": 1, "count_2026-11": None, "count_null": None}
    ]
    only = groups(version, group_by="nama", pivot="nama")
    assert only[0]['count_O\'Brien \\ "x"'] == 1


def test_a_pivot_of_too_many_values_is_refused_with_a_remedy(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aggregates, "MOST_PIVOTED", 4)
    with pytest.raises(BadParameter) as refused:
        groups(version, group_by="bulan,kode", pivot="kode")
    assert (refused.value.field, refused.value.code) == ("pivot", "too_many_values")
    assert len(groups(version, group_by="bulan,kode", pivot="kode", kode__ne="05")) == 2


def test_long_values_of_a_pivot_stay_apart(db: None) -> None:
    shape = (("teks", T.TEXT, R.DIMENSION),)
    rows = [("é" * 80,), ("é" * 81,), ("é" * 82,)]
    version = factories.published(factories.dataset("teks"), rows, shape)
    [found] = groups(version, group_by="teks", pivot="teks")
    assert list(found.values()) == [1, 1, 1]
    assert all(len(name.encode()) <= 63 for name in found)


def test_more_groups_than_a_page_holds_are_refused_not_trimmed(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aggregates, "MOST_GROUPS", 4)
    with pytest.raises(TooManyGroups) as refused:
        groups(version, group_by="kode")
    assert (refused.value.count, refused.value.most) == (5, 4)
    assert len(groups(version, group_by="kode", limit="3")) == 3


def test_parts_of_a_version_are_one(version: Version) -> None:
    add_part(
        version,
        [("2027-01", "30", "7.5"), ("2026-11", "31", "0.25")],
        (("bulan", T.MONTH, R.PERIOD), ("kode", T.CODE, R.DIMENSION), ("jumlah", T.DECIMAL, R.MEASURE)),
    )
    version.columns[3]["type"] = "decimal"
    version.save()
    assert groups(version) == [{"count": 7}]
    assert groups(version, group_by="bulan", measure="sum:jumlah", bulan__gte="2026-11") == [
        {"bulan": "2026-11", "sum_jumlah": Decimal("2.25")},
        {"bulan": "2027-01", "sum_jumlah": Decimal("7.5")},
    ]
    assert groups(version, group_by="nama", measure="count", jumlah="7.5") == [{"nama": None, "count": 1}]


def test_sums_are_exact_where_a_float_is_not(db: None) -> None:
    shape = (("x", T.DECIMAL, R.MEASURE), ("n", T.INTEGER, R.MEASURE))
    rows = [("0.1", 2**63 - 1), ("0.2", 2**63 - 1)]
    version = factories.published(factories.dataset("tepat"), rows, shape)
    text = answer(version, measure="sum:x,sum:n").json
    assert text == '[{"sum_x":0.3,"sum_n":18446744073709551614}]'


def test_groups_of_a_restricted_dataset_are_for_its_people(
    version: Version, sari: User, budi: User, wati: User
) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    dataset, query = Dataset.objects.get(), parse_aggregate_query(version, {})
    for ask in (groups_of, source_of_groups):
        for viewer in (None, budi):
            with pytest.raises(Denied):
                ask(viewer, dataset, query)
    for viewer in (sari, wati):
        assert groups_of(viewer, dataset, query).total == 1
    Dataset.objects.update(access=Access.CLOSED)
    for ask in (groups_of, source_of_groups):
        with pytest.raises(Hidden):
            ask(budi, Dataset.objects.get(), query)


def test_groups_cost_access_parts_and_one_query(version: Version, django_assert_num_queries: Any) -> None:
    query = parse_aggregate_query(version, {"group_by": ["bulan"], "measure": ["sum:jumlah"]})
    with django_assert_num_queries(3):
        groups_of(None, version.dataset, query)


@pytest.mark.django_db(transaction=True)
def test_streams_hold_the_same_groups() -> None:
    version = factories.published(factories.dataset(), ROWS, SHAPE)
    for params in (
        {"group_by": "bulan,tanggal:week", "measure": "sum:berat,max:saat", "sort": "-sum_berat"},
        {"group_by": "bulan,sah", "measure": "sum:jumlah,count", "pivot": "sah"},
        {"group_by": "kode", "limit": "2", "sort": "-kode"},
        {},
    ):
        query = parse_aggregate_query(version, {name: [value] for name, value in params.items()})
        source = source_of_groups(None, version.dataset, query)
        assert json.loads(b"".join(json_blocks(source)), parse_float=Decimal) == groups(version, **params)
        rows = csv.reader(b"".join(source.csv_blocks(safe=False)).decode().splitlines())
        assert {len(row) for row in rows} == {len(source.fields)}
    lines = b"".join(csv_blocks(source, safe=False)).decode().splitlines()
    assert lines == ["count", "5"]


def test_columns_of_a_stream_tell_how_large_their_numbers_are(version: Version) -> None:
    known = {
        "jumlah": {"minimum": "1", "maximum": "3"},
        "berat": {"minimum": "-1", "maximum": "10", "scale": 2},
    }
    Part.objects.update(profile=known)
    asked = {"group_by": ["kode"], "measure": ["sum:berat,avg:jumlah,max:berat,count"]}
    source = source_of_groups(None, version.dataset, parse_aggregate_query(version, asked))
    assert [(field.id, field.digits, field.scale) for field in source.fields] == [
        ("kode", None, None),
        ("sum_berat", 3, 2),
        ("avg_jumlah", 1, 10),
        ("max_berat", 2, 2),
        ("count", None, None),
    ]
    asked = {"group_by": ["kode,sah"], "pivot": ["sah"], "measure": ["sum:berat"]}
    source = source_of_groups(None, version.dataset, parse_aggregate_query(version, asked))
    assert {(field.digits, field.scale) for field in source.fields[1:]} == {(3, 2)}


NAMES = st.one_of(
    HOSTILE,
    st.sampled_from(["group_by", "measure", "having", "pivot", "sort", "limit", "q", "kode__in", "version"]),
)
VALUES = st.one_of(
    HOSTILE,
    st.sampled_from(
        [
            "bulan",
            "tanggal:month",
            "saat:weekday,tanggal:year",
            "titik",
            "sum:jumlah,count",
            "avg:berat",
            "sum:nama",
            "count__gt:0",
            "count:1;--",
            "max:nama",
            "bulan:month)",
            "-count",
        ]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=2), max_size=4))
def test_no_parameter_reaches_sql_unread(version: Version, params: dict[str, list[str]]) -> None:
    try:
        groups_of(None, version.dataset, parse_aggregate_query(version, params))
    except BadParameter as refused:
        assert refused.code  # noqa: PT017  # either answer is right


CELL = st.one_of(st.none(), st.integers(-3, 3))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL), max_size=12))
def test_sums_equal_those_of_python(db: None, values: list[Any]) -> None:
    shape = (("a", T.INTEGER, R.DIMENSION), ("b", T.INTEGER, R.MEASURE))
    dataset = Dataset.objects.filter(slug="model").first() or factories.dataset("model")
    version = factories.published(dataset, values, shape)
    expected: dict[Any, list[int]] = {}
    for key, value in values:
        expected.setdefault(key, []).extend([] if value is None else [value])
    found = groups(version, group_by="a", measure="sum:b,count:b")
    order = sorted(expected, key=lambda key: (key is None, key or 0))
    assert found == [
        {"a": key, "sum_b": sum(expected[key]) if expected[key] else None, "count_b": len(expected[key])}
        for key in order
    ]
