"""The datastore over several parts: pages against a model in Python, streams, and whose it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from datasets.identifiers import resource_id
from datasets.models import Dataset, User, Version, VersionPart
from datasets.queries.datastore import definitions_of, store_of, store_page, store_rows, store_values
from datasets.queries.datastore_sql import ID, Level, StoreQuery, Words
from datasets.queries.selection import Condition, Operator, fields_of
from datasets.rules.errors import Denied, Hidden
from datasets.vocab import Access, ColumnRole, ColumnType, Format
from tests import factories
from tests.api.conftest import keep_file

R, T = ColumnRole, ColumnType
SHAPE = (
    ("kode", T.CODE, R.DIMENSION),
    ("jumlah", T.INTEGER, R.MEASURE),
    ("berat", T.DECIMAL, R.MEASURE),
    ("saat", T.DATETIME, R.DIMENSION),
    ("sah", T.BOOLEAN, R.DIMENSION),
    ("titik", T.POINT, R.DIMENSION),
)
POINT = '{"type": "Point", "coordinates": [127.3, 0.8]}'
FIRST = [("00817", 3, "1.50", "2026-09-01 09:12:00", True, POINT), ("b", None, None, None, False, None)]
SECOND = [
    ("c", 1, "2.25", None, None, None),
    ("b", 1, "1e3", None, None, None),
    ("b", 1, "1e3", None, None, None),
]


def made() -> Version:
    """Five rows in two parts, numbered 1, 2 and 12 to 14."""
    dataset = factories.dataset()
    version = factories.published(dataset, FIRST, SHAPE)
    keep_file(version)
    other = factories.published(dataset, SECOND, SHAPE)
    part = other.parts.get()
    VersionPart.objects.filter(version=other).delete()
    VersionPart.objects.create(version=version, part=part, position=1, offset=11)
    Version.objects.filter(pk=version.pk).update(row_count=5)
    version.row_count = 5
    Dataset.objects.filter(pk=dataset.pk).update(live_version=version)
    return version


@pytest.fixture
def version(db: None) -> Version:
    return made()


def ask(version: Version, **changes: Any) -> StoreQuery:
    fields = fields_of(version)
    values: dict[str, Any] = {"version": version, "fields": fields, "selected": (ID, fields[0])}
    return StoreQuery(**(values | changes))


def rows(query: StoreQuery) -> list[Any]:
    return list(json.loads(f"[{store_page(query, with_total=False).text}]"))


def test_rows_are_numbered_and_ordered(version: Version) -> None:
    assert rows(ask(version)) == [[1, "00817"], [2, "b"], [12, "c"], [13, "b"], [14, "b"]]


def test_values_are_of_their_kind(version: Version) -> None:
    query = ask(version, selected=fields_of(version), limit=1, with_names=True)
    page = store_page(query, with_total=True)
    assert (page.total, page.last) == (5, 1)
    assert '"berat":1.50' in page.text
    assert json.loads(page.text) == {
        "kode": "00817",
        "jumlah": 3,
        "berat": 1.5,
        "saat": "2026-09-01T09:12:00",
        "sah": True,
        "titik": POINT,
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 9])
def test_pages_by_offset_and_by_number_meet_every_row_once(version: Version, limit: int) -> None:
    by_offset = [row for start in range(0, 9, limit) for row in rows(ask(version, limit=limit, offset=start))]
    assert [row[0] for row in by_offset] == [1, 2, 12, 13, 14]
    seen, last = [], 0
    while True:
        after = (Condition(ID, Operator.GT, (str(last),)),)
        page = store_page(ask(version, limit=limit, conditions=after), with_total=False)
        seen += [row[0] for row in json.loads(f"[{page.text}]")]
        if page.last is None:
            break
        last = page.last
    assert seen == [1, 2, 12, 13, 14]


def test_conditions_words_and_orders(version: Version) -> None:
    kode, jumlah = fields_of(version)[:2]
    some = (Condition(jumlah, Operator.IN, ("1", "3")),)
    query = ask(version, conditions=some, levels=(Level(kode, True),), limit=2)
    assert rows(query) == [[12, "c"], [13, "b"]]
    assert store_page(query, with_total=True).total == 4
    assert rows(ask(version, words=(Words(("0081",), kode),))) == [[1, "00817"]]
    assert rows(
        ask(
            version,
            words=(
                Words(
                    ("B", "1"),
                ),
            ),
        )
    ) == [[13, "b"], [14, "b"]]
    assert rows(ask(version, words=(Words(("%",)),))) == []
    by_number = (Condition(ID, Operator.IN, ("2", "13")),)
    assert rows(ask(version, conditions=by_number)) == [[2, "b"], [13, "b"]]


def test_rows_that_repeat_are_told_once(version: Version) -> None:
    kode, jumlah = fields_of(version)[:2]
    query = ask(
        version, selected=(kode, jumlah), is_distinct=True, limit=2, levels=(Level(jumlah, True, "last"),)
    )
    page = store_page(query, with_total=True)
    assert json.loads(f"[{page.text}]") == [["00817", 3], ["b", 1]]
    assert (page.total, page.last) == (4, None)


def test_a_rank_stands_beside_what_was_looked_for(version: Version) -> None:
    (row,) = rows(ask(version, words=(Words(("00817",)),), rank_of="00817"))
    assert row[:2] == [1, "00817"]
    assert row[2] > 0


def test_nothing_is_asked_for_nothing(version: Version) -> None:
    page = store_page(ask(version, limit=0), with_total=True)
    assert (page.text, page.total, page.last) == ("", 5, None)
    assert rows(ask(version, offset=5)) == rows(ask(version, offset=10**14)) == []


def test_only_the_table_has_rows_and_only_for_who_may_read(version: Version, budi: User, sari: User) -> None:
    keep_file(version, b"[]", Format.JSON)
    dataset = version.dataset
    csv, json_ = (str(resource_id(dataset.pk, form)) for form in (Format.CSV, Format.JSON))
    assert store_of(None, csv).version == version
    with pytest.raises(Hidden):
        store_of(None, json_)
    Dataset.objects.update(access=Access.RESTRICTED)
    for viewer in (None, budi):
        with pytest.raises(Denied):
            store_of(viewer, csv)
    assert store_of(sari, csv).version == version


def test_definitions_come_from_the_dictionary(version: Version) -> None:
    assert definitions_of(version)["kode"] == "Isi kolom ini."


@pytest.mark.django_db(transaction=True)
def test_streams_hold_the_same_rows() -> None:
    version = made()
    whole = ask(version, selected=(ID, *fields_of(version)[:5]), limit=None)
    lines = b"".join(store_values(whole, ",")).decode().splitlines()
    assert lines[0] == "1,00817,3,1.50,2026-09-01T09:12:00,true"
    assert lines[1] == "2,b,,,,false"
    assert len(lines) == 5
    for offset, limit in ((0, None), (1, None), (2, 2), (4, 9), (9, 1), (0, 0)):
        query = ask(version, limit=limit, offset=offset)
        streamed = [json.loads(line) for line in b"".join(store_rows(query)).splitlines()]
        assert streamed == rows(ask(version, limit=9 if limit is None else limit, offset=offset))
    kode = fields_of(version)[0]
    query = ask(version, selected=(kode,), is_distinct=True, limit=None)
    assert b"".join(store_values(query, "\t")).split() == [b"00817", b"b", b"c"]
