"""Rows: filters, orders, pages and streams over one part and several, against a model in Python."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import sql

from datasets.export.csv import csv_blocks
from datasets.export.json import json_blocks, ndjson_blocks
from datasets.export.source import SqlSource
from datasets.models import Dataset, Part, User, Version, VersionPart
from datasets.queries import rows
from datasets.queries.errors import BadParameter
from datasets.queries.rows import newest_by, page_of, parse_rows_query, preview_of, source_of, version_asked
from datasets.rules.errors import Denied, Gone, Hidden
from datasets.vocab import Access, ColumnRole, ColumnType
from tests import factories

R, T = ColumnRole, ColumnType
SHAPE = (
    ("bulan", T.MONTH, R.PERIOD),
    ("nama", T.TEXT, R.DIMENSION),
    ("kode", T.CODE, R.DIMENSION),
    ("jumlah", T.INTEGER, R.MEASURE),
    ("berat", T.DECIMAL, R.MEASURE),
    ("tanggal", T.DATE, R.DIMENSION),
    ("saat", T.DATETIME, R.DIMENSION),
    ("sah", T.BOOLEAN, R.DIMENSION),
    ("titik", T.POINT, R.DIMENSION),
)
POINT = '{"type": "Point", "coordinates": [127.3, 0.8]}'
ROWS: tuple[tuple[Any, ...], ...] = (
    ("2026-09", "Ternate Utara", "01", 3, "1.50", "2026-09-01", "2026-09-01 09:12:00", True, POINT),
    ("2026-09", "100% murni_a", "02", None, "2", None, None, None, None),
    ("2026-10", 'O\'Brien \\ "x"', "03", 1, None, "2026-10-02", "2026-10-02 00:00:00", False, None),
    ("2026-10", None, "04", 3, "-1", "2026-10-03", None, True, None),
    ("2026-11", "ternate selatan", "05", 2, "10", "2026-11-04", None, False, None),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return factories.published(factories.dataset(), ROWS, SHAPE)


def add_part(version: Version, values: Any, given: Any = SHAPE) -> None:
    """One more part at the end of a version, as a dataset that grows by period has."""
    other = factories.published(version.dataset, values, given)
    part = other.parts.get()
    part.columns = [{"id": name, "type": kind} for name, kind, _ in given]
    part.save()
    offset = version.row_count
    VersionPart.objects.filter(version=other).delete()
    VersionPart.objects.create(version=version, part=part, position=version.parts.count(), offset=offset)
    version.row_count += part.row_count
    version.save()
    version.dataset.live_version = version
    version.dataset.save()


def asked(version: Version, **params: str) -> rows.RowsPage:
    query = parse_rows_query(version, {name: [value] for name, value in params.items()})
    return page_of(None, version.dataset, query)


def codes(version: Version, **params: str) -> list[str]:
    return [row["kode"] for row in json.loads(asked(version, **params).json)]


def test_a_page_is_json_with_every_value_as_its_kind(version: Version) -> None:
    page = asked(version)
    assert (page.total, page.is_exact, page.next, page.version) == (5, True, None, version)
    first = json.loads(page.json)[0]
    assert first == {
        "bulan": "2026-09",
        "nama": "Ternate Utara",
        "kode": "01",
        "jumlah": 3,
        "berat": 1.5,
        "tanggal": "2026-09-01",
        "saat": "2026-09-01T09:12:00+09:00",
        "sah": True,
        "titik": {"type": "Point", "coordinates": [127.3, 0.8]},
    }
    assert json.loads(page.json)[1]["jumlah"] is None


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"kode": "02"}, ["02"]),
        ({"kode__in": "05,01"}, ["01", "05"]),
        ({"kode__ne": "02"}, ["01", "03", "04", "05"]),
        ({"jumlah": "3"}, ["01", "04"]),
        ({"jumlah__ne": "3"}, ["02", "03", "05"]),
        ({"jumlah__gt": "1"}, ["01", "04", "05"]),
        ({"jumlah__gte": "1", "jumlah__lte": "2"}, ["03", "05"]),
        ({"berat__lt": "1.5"}, ["04"]),
        ({"berat": "2.000"}, ["02"]),
        ({"tanggal__gte": "2026-10-03"}, ["04", "05"]),
        ({"saat": "2026-09-01T09:12:00"}, ["01"]),
        ({"saat": "2026-09-01T00:12:00Z"}, ["01"]),
        ({"bulan": "2026-10"}, ["03", "04"]),
        ({"bulan__gte": "2026-10"}, ["03", "04", "05"]),
        ({"sah": "true"}, ["01", "04"]),
        ({"nama__isnull": "true"}, ["04"]),
        ({"titik__isnull": "false"}, ["01"]),
        ({"nama__contains": "TERNATE"}, ["01", "05"]),
        ({"nama__contains": "0%"}, ["02"]),
        ({"nama__contains": "_"}, ["02"]),
        ({"nama__contains": "\\"}, ["03"]),
        ({"nama": 'O\'Brien \\ "x"'}, ["03"]),
        ({"nama__in": '"O\'Brien \\ ""x""",100% murni_a'}, ["02", "03"]),
        ({"q": "ternate sel"}, ["05"]),
        ({"q": "2026-10"}, ["03", "04"]),
        ({"q": "%"}, ["02"]),
    ],
)
def test_each_operator_finds_what_it_says(
    version: Version, params: dict[str, str], expected: list[str]
) -> None:
    assert codes(version, **params) == expected
    assert asked(version, **params, limit="1").total == len(expected)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-kode", ["05", "04", "03", "02", "01"]),
        ("jumlah", ["03", "05", "01", "04", "02"]),
        ("-jumlah", ["04", "01", "05", "03", "02"]),
        ("-jumlah,-kode", ["04", "01", "05", "03", "02"]),
        ("sah,-berat", ["05", "03", "01", "04", "02"]),
    ],
)
def test_orders_are_total_and_nulls_stand_last(version: Version, sort: str, expected: list[str]) -> None:
    assert codes(version, sort=sort) == expected


def test_only_the_chosen_columns_come_in_their_order(version: Version) -> None:
    assert list(json.loads(asked(version, select="berat,kode").json)[0]) == ["berat", "kode"]
    assert codes(version, select="kode", sort="-jumlah", limit="2") == ["04", "01"]


def walk(version: Version, **params: str) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = asked(version, **params, **({"cursor": cursor} if cursor else {}))
        found += [row["kode"] for row in json.loads(page.json)]
        cursor = page.next
        if cursor is None:
            return found
        assert len(json.loads(page.json)) == int(params["limit"])


@pytest.mark.parametrize(
    "params", [{}, {"sort": "-jumlah"}, {"sort": "sah,berat"}, {"jumlah__isnull": "false"}, {"q": "a"}]
)
@pytest.mark.parametrize("limit", ["1", "2", "3", "100"])
def test_pages_join_to_the_whole_over_several_parts(
    version: Version, params: dict[str, str], limit: str
) -> None:
    add_part(version, [(*row[:2], f"1{row[2]}", *row[3:]) for row in ROWS])
    add_part(version, [("2027-01", "z", "20", 9, None, None, None, None, None)])
    whole = codes(version, **params)
    assert len(set(whole)) == len(whole) > 3
    assert walk(version, **params, limit=limit) == whole


def test_a_part_without_a_column_gives_null_and_one_of_another_type_is_cast(version: Version) -> None:
    add_part(
        version,
        [("2027-01", "30", "7.5")],
        (("bulan", T.MONTH, R.PERIOD), ("kode", T.CODE, R.DIMENSION), ("jumlah", T.DECIMAL, R.MEASURE)),
    )
    version.columns[3]["type"] = "decimal"
    version.save()
    last = json.loads(asked(version).json)[-1]
    assert (last["kode"], last["jumlah"], last["nama"]) == ("30", 7.5, None)
    assert codes(version, jumlah__gt="5") == ["30"]
    assert codes(version, nama__isnull="true") == ["04", "30"]


def test_following_pages_keep_the_total_and_the_version_they_began_with(version: Version) -> None:
    first = asked(version, jumlah__gte="1", limit="1")
    newer = factories.published(version.dataset, ROWS[:1], SHAPE)
    assert newer.number == 2
    dataset = Dataset.objects.select_related("live_version").get()
    assert version_asked(None, dataset, {"cursor": [first.next or ""]}).number == 1
    assert asked(version, jumlah__gte="1", limit="1", cursor=first.next or "").total == 4


@pytest.mark.parametrize(
    "other", [{"jumlah__gte": "2"}, {"sort": "kode"}, {"q": "a"}, {"jumlah__gte": "1", "kode": "01"}]
)
def test_a_cursor_of_another_question_is_refused(version: Version, other: dict[str, str]) -> None:
    cursor = asked(version, jumlah__gte="1", limit="1").next or ""
    with pytest.raises(BadParameter) as refused:
        asked(version, **other, cursor=cursor)
    assert refused.value.field == "cursor"


def test_a_version_that_is_none_is_refused(version: Version) -> None:
    for given_, error in (
        ("x", BadParameter),
        ("-1", BadParameter),
        ("²", BadParameter),
        ("99", Hidden),
        ("999999999", Hidden),
    ):
        with pytest.raises(error):
            version_asked(None, version.dataset, {"version": [given_]})


def test_a_withdrawn_version_is_gone(version: Version) -> None:
    factories.published(version.dataset, ROWS, SHAPE)
    Version.objects.filter(pk=version.pk).update(
        state="withdrawn", withdrawn_at=version.published_at, withdrawn_reason="Salah"
    )
    with pytest.raises(Gone):
        version_asked(None, Dataset.objects.get(), {"version": ["1"]})


def test_rows_of_a_restricted_dataset_are_for_its_people(
    version: Version, sari: User, budi: User, wati: User
) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    dataset = Dataset.objects.get()
    query = parse_rows_query(version, {})
    for viewer in (None, budi):
        for ask in (page_of, source_of):
            with pytest.raises(Denied):
                ask(viewer, dataset, query)
    for viewer in (sari, wati):
        assert page_of(viewer, dataset, query).total == 5


def test_a_closed_dataset_is_not_known_to_others(version: Version, budi: User) -> None:
    Dataset.objects.update(access=Access.CLOSED)
    for viewer in (None, budi):
        for ask in (page_of, source_of):
            with pytest.raises(Hidden):
                ask(viewer, Dataset.objects.get(), parse_rows_query(version, {}))


def test_a_page_costs_access_parts_and_one_query(version: Version, django_assert_num_queries: Any) -> None:
    add_part(version, ROWS)
    query = parse_rows_query(version, {"sort": ["-jumlah"], "limit": ["2"]})
    with django_assert_num_queries(3):
        page = page_of(None, version.dataset, query)
    following = parse_rows_query(version, {"sort": ["-jumlah"], "limit": ["2"], "cursor": [page.next or ""]})
    with django_assert_num_queries(3):
        page_of(None, version.dataset, following)
    with django_assert_num_queries(4):  # and counting, once
        page_of(None, version.dataset, parse_rows_query(version, {"jumlah__gte": ["1"], "limit": ["1"]}))


def test_the_preview_is_typed_and_short(version: Version) -> None:
    add_part(version, ROWS)
    found = preview_of(version, 7)
    assert len(found) == 7
    assert found[0][3] == 2


def test_the_preview_begins_with_the_newest_rows_in_their_own_order(version: Version) -> None:
    add_part(version, ROWS[2:4])
    assert [row[2] for row in preview_of(version, 5)] == ["03", "04", "05", "03", "04"]
    assert newest_by(version) is not None


def test_rows_without_any_period_are_shown_as_they_came(db: None) -> None:
    shape = (("bulan", T.MONTH, R.PERIOD), ("kode", T.CODE, R.DIMENSION))
    empty = factories.published(factories.dataset(), [(None, "01"), (None, "02")], shape)
    assert preview_of(empty, 5) == [(None, "01"), (None, "02")]


def test_without_a_period_the_first_rows_are_shown(db: None) -> None:
    shape = (("kode", T.CODE, R.DIMENSION), ("jumlah", T.INTEGER, R.MEASURE))
    plain = factories.published(factories.dataset(), [("01", 1), ("02", 2), ("03", 3)], shape)
    assert newest_by(plain) is None
    assert preview_of(plain, 2) == [("01", 1), ("02", 2)]


LETTERS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
HOSTILE = st.one_of(
    LETTERS,
    st.sampled_from(
        [
            "'; DROP TABLE datasets_user; --",
            '"',
            "%s",
            "%(x)s",
            "{}",
            "\\",
            "_n",
            "_k",
            "kode",
            "-kode",
            "kode__in",
            "1 OR 1=1",
            "jumlah)",
            "\x00",
            "kode::text",
            "pg_sleep(9)",
        ]
    ),
)
NAMES = st.one_of(
    HOSTILE,
    st.sampled_from(
        [
            "kode",
            "jumlah__gt",
            "berat__in",
            "saat__lt",
            "nama__contains",
            "nama__isnull",
            "titik",
            "sah__ne",
            "q",
            "select",
            "sort",
            "limit",
            "cursor",
        ]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.lists(HOSTILE, min_size=1, max_size=2), max_size=3))
def test_no_parameter_reaches_sql_unread(version: Version, params: dict[str, list[str]]) -> None:
    try:
        page_of(None, version.dataset, parse_rows_query(version, params))
    except BadParameter as refused:
        assert refused.code  # noqa: PT017  # either answer is right


WHOLE = st.one_of(st.none(), st.integers(-3, 3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=12), st.integers(1, 5), st.booleans(), st.booleans())
def test_walking_pages_equals_a_sort_in_python(
    db: None, values: list[Any], limit: int, down_a: bool, down_b: bool
) -> None:
    shape = (("kode", T.CODE, R.DIMENSION), ("a", T.INTEGER, R.MEASURE), ("b", T.INTEGER, R.MEASURE))
    table = [(f"{n:03}", *pair) for n, pair in enumerate(values)]
    dataset = Dataset.objects.filter(slug="model").first() or factories.dataset("model")
    version = factories.published(dataset, table, shape)

    def key(row: Any) -> Any:
        levels = [(row[1], down_a), (row[2], down_b)]
        place = int(row[0])
        return [(v is None, 0 if v is None else -v if down else v) for v, down in levels], (
            -place if down_a else place
        )

    sort = f"{'-' if down_a else ''}a,{'-' if down_b else ''}b"
    assert walk(version, sort=sort, limit=str(limit)) == [row[0] for row in sorted(table, key=key)]


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Version]:
    """A version whose tables other connections can see; its tables are dropped afterwards."""
    yield factories.published(factories.dataset(), ROWS, SHAPE)
    with connection.cursor() as cursor:
        for name in Part.objects.values_list("table_name", flat=True):
            cursor.execute(sql.SQL("DROP TABLE rows.{}").format(sql.Identifier(name)))


def stream(version: Version, **params: str) -> Any:
    query = parse_rows_query(version, {name: [value] for name, value in params.items()}, is_stream=True)
    return source_of(None, version.dataset, query)


def test_streams_hold_the_same_rows_as_the_pages(committed: Version) -> None:
    whole = json.loads(asked(committed).json)
    source = stream(committed)
    assert json.loads(b"".join(json_blocks(source))) == whole
    assert [json.loads(line) for line in b"".join(ndjson_blocks(source)).splitlines()] == whole
    lines = (
        b"".join(csv_blocks(stream(committed, select="kode,nama", sort="-kode"), safe=False))
        .decode()
        .splitlines()
    )
    assert lines[:2] == ["kode,nama", "05,ternate selatan"]


def test_streams_filter_sort_and_select(committed: Version) -> None:
    source = stream(committed, select="nama", sort="-kode", jumlah__gte="2")
    assert b"".join(source.csv_blocks(safe=False)) == b"ternate selatan\n\nTernate Utara\n"


def test_a_stream_knows_how_large_its_numbers_are(committed: Version) -> None:
    profile = {"berat": {"minimum": "-1", "maximum": "10", "scale": 2, "non_null": 4}}
    Part.objects.update(profile=profile)
    [weight] = stream(committed, select="berat").fields
    assert (weight.digits, weight.scale) == (2, 2)


def test_a_reader_who_leaves_cancels_a_query_that_has_written_nothing_yet(committed: Version) -> None:
    source = stream(committed, select="nama")
    wait = sql.SQL("SELECT pg_sleep(3600)::text AS nama")
    slow = SqlSource(source.fields, [wait], source.copy, source.leaving)
    reader = threading.Thread(target=lambda: list(ndjson_blocks(slow)))
    reader.start()
    asleep = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%pg_sleep%' AND state = 'active'"
    with connection.cursor() as cursor:
        while reader.is_alive() and not _number(cursor, asleep):
            continue
        assert reader.is_alive()
        slow.leaving()
        reader.join()
        while _number(cursor, asleep):
            continue


def _number(cursor: Any, query: str) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])


def test_an_empty_selection_streams_an_empty_array(committed: Version) -> None:
    assert json.loads(b"".join(json_blocks(stream(committed, kode="99")))) == []


def test_a_count_that_takes_too_long_is_guessed_and_says_so(
    committed: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = sql.SQL("SELECT pg_sleep(2)")
    monkeypatch.setattr(rows, "COUNT_TIMEOUT_MS", 50)
    monkeypatch.setattr(rows, "count_select", lambda *_: slow)
    page = asked(committed, jumlah__gte="1", limit="1")
    assert page.is_exact is False
    assert page.total >= 0
