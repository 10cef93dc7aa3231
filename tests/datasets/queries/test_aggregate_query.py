"""What is asked of groups is read word by word; each refusal names the parameter and the way out."""

from __future__ import annotations

import pytest

from datasets.models import Version
from datasets.queries.aggregate_query import MOST_KEYS, MOST_MEASURES, parse_aggregate_query
from datasets.queries.aggregate_words import DatePart, Function
from datasets.queries.errors import BadParameter
from datasets.queries.selection import Operator
from datasets.vocab import ColumnType
from tests import factories
from tests.datasets.queries.test_rows import ROWS, SHAPE

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return factories.published(factories.dataset(), ROWS, SHAPE)


def test_keys_measures_order_and_limit_are_read(version: Version) -> None:
    asked = {
        "group_by": ["kode,tanggal:month"],
        "measure": ["sum:jumlah,count"],
        "having": ["sum_jumlah__gte:10,count__isnull:false"],
        "sort": ["-sum_jumlah,tanggal"],
        "limit": ["3"],
        "bulan__gte": ["2026-01"],
    }
    query = parse_aggregate_query(version, asked)
    assert [(k.field.id, k.part, k.field.type) for k in query.keys] == [
        ("kode", None, ColumnType.CODE),
        ("tanggal", DatePart.MONTH, ColumnType.MONTH),
    ]
    assert [(m.field.id, m.function) for m in query.measures] == [
        ("sum_jumlah", Function.SUM),
        ("count", Function.COUNT),
    ]
    assert [(h.measure.field.id, h.operator, h.value) for h in query.having] == [
        ("sum_jumlah", Operator.GTE, "10"),
        ("count", Operator.ISNULL, "false"),
    ]
    assert [(level.name, level.is_descending) for level in query.levels] == [
        ("sum_jumlah", True),
        ("tanggal", False),
    ]
    assert (query.limit, len(query.conditions), query.has_lookups) == (3, 1, False)


def test_without_words_all_rows_are_counted(version: Version) -> None:
    query = parse_aggregate_query(version, {})
    assert (query.keys, [m.field.id for m in query.measures], query.limit) == ((), ["count"], None)


@pytest.mark.parametrize(
    ("params", "field", "code"),
    [
        ({"group_by": ""}, "group_by", "unreadable"),
        ({"group_by": "kolom"}, "group_by", "unknown_column"),
        ({"group_by": "bulan,bulan"}, "group_by", "given_twice"),
        ({"group_by": "bulan,,kode"}, "group_by", "unreadable"),
        ({"group_by": "titik"}, "group_by", "unknown_column"),
        ({"group_by": "_n"}, "group_by", "unknown_column"),
        ({"group_by": "bulan:week"}, "group_by", "part_not_for_type"),
        ({"group_by": "kode:month"}, "group_by", "part_not_for_type"),
        ({"group_by": "tanggal:"}, "group_by", "part_not_for_type"),
        ({"group_by": "tanggal:month'); DROP TABLE x; --"}, "group_by", "part_not_for_type"),
        ({"group_by": ",".join(f"c{n}" for n in range(MOST_KEYS + 1))}, "group_by", "too_many"),
        ({"group_by": "bulan\x00"}, "group_by", "unreadable"),
        ({"measure": ""}, "measure", "unreadable"),
        ({"measure": "jumlah"}, "measure", "unknown_measure"),
        ({"measure": "sum"}, "measure", "unknown_measure"),
        ({"measure": "sum:"}, "measure", "unknown_column"),
        ({"measure": "sum:kolom"}, "measure", "unknown_column"),
        ({"measure": "sum:nama"}, "measure", "function_not_for_type"),
        ({"measure": "max:sah"}, "measure", "function_not_for_type"),
        ({"measure": "min:titik"}, "measure", "function_not_for_type"),
        ({"measure": "pg_sleep:jumlah"}, "measure", "unknown_measure"),
        ({"measure": "count,count"}, "measure", "given_twice"),
        ({"measure": ",".join(f"sum:c{n}" for n in range(MOST_MEASURES + 1))}, "measure", "too_many"),
        ({"having": "count"}, "having", "unknown_measure"),
        ({"having": "sum_jumlah__gte:1"}, "having", "unknown_measure"),
        ({"having": "count__in:1"}, "having", "unknown_measure"),
        ({"having": "count__regex:1"}, "having", "unknown_measure"),
        ({"having": "count__gte:banyak"}, "having", "unreadable"),
        ({"having": "count__gte:1; DROP TABLE x"}, "having", "unreadable"),
        ({"having": "count__isnull:1e9"}, "having", "unreadable"),
        ({"pivot": "bulan"}, "pivot", "not_grouped"),
        ({"group_by": "kode", "pivot": "kolom"}, "pivot", "not_grouped"),
        ({"group_by": "kode", "sort": "bulan"}, "sort", "unknown_column"),
        ({"group_by": "kode", "sort": "kode,-kode"}, "sort", "given_twice"),
        ({"group_by": "kode", "sort": "kode desc"}, "sort", "unknown_column"),
        ({"group_by": "kode,bulan", "pivot": "bulan", "sort": "count"}, "sort", "unknown_column"),
        ({"limit": "0"}, "limit", "out_of_range"),
        ({"limit": "10001"}, "limit", "out_of_range"),
        ({"limit": "١"}, "limit", "out_of_range"),
        ({"select": "kode"}, "select", "unknown_parameter"),
        ({"cursor": "abc"}, "cursor", "unknown_parameter"),
        ({"offset": "1"}, "offset", "unknown_parameter"),
        ({"jumlah__gt": "x"}, "jumlah__gt", "unreadable"),
    ],
)
def test_what_is_not_understood_is_refused(
    version: Version, params: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        parse_aggregate_query(version, {name: [value] for name, value in params.items()})
    assert (refused.value.field, refused.value.code) == (field, code)
    assert refused.value.detail


def test_a_refused_part_says_which_there_are(version: Version) -> None:
    with pytest.raises(BadParameter, match="year, quarter, month"):
        parse_aggregate_query(version, {"group_by": ["bulan:day"]})


def test_a_parameter_given_twice_is_refused(version: Version) -> None:
    with pytest.raises(BadParameter):
        parse_aggregate_query(version, {"measure": ["count", "sum:jumlah"]})
