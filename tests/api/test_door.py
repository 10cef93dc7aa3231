"""The quick door gives the ordinary way's answers, byte for byte, and leaves all else to it."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from api import throttling
from api.door import RowsDoor
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Dataset
from datasets.queries import quick_rows
from datasets.queries.lines import lines
from datasets.vocab import Access
from satudata.doors import Ready
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/v1/datasets/sampah-terangkut/rows"


@pytest.fixture
def dataset() -> Iterator[Dataset]:
    quick_rows._known.clear()
    made = factories.dataset()
    factories.published(made)
    yield made
    quick_rows._known.clear()


def through(path: str = PATH, query: str = "", **headers: str) -> Ready | None:
    """What the door says."""
    given = {"host": "testserver", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope: dict[str, Any] = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 40_000),
    }  # fmt: skip

    async def ask() -> Ready | None:
        door = RowsDoor()
        try:
            return await door.answer(scope) if door.is_for(scope) else None
        finally:
            lines().close()

    return asyncio.run(ask())


def ordinary(query: str = "", **headers: str) -> HttpResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = Client(headers=given).get(f"{PATH}{'?' if query else ''}{query}")
    assert isinstance(response, HttpResponse)
    return response


def told(headers: Any) -> dict[str, Any]:
    """Headers by name; the directives of the security policy in any order."""
    found = {str(name).title(): str(value) for name, value in headers}
    policy = frozenset(found.pop("Content-Security-Policy").split("; "))
    return {name: found[name] for name in found if name not in ("X-Request-Id",)} | {"policy": policy}


def same(ready: Ready | None, response: HttpResponse) -> None:
    assert ready is not None
    assert ready.status == response.status_code
    assert told((n.decode(), v.decode()) for n, v in ready.headers) == told(response.items())
    assert ready.body == response.content


@pytest.mark.parametrize(
    "query",
    [
        "", "kode_kecamatan=82.71.02", "sort=-terangkut_ton&limit=2", "select=bulan,kecamatan&limit=1",
        "q=selatan", "terangkut_ton__isnull=true", "kecamatan=Ternate%20Utara", "kecamatan=Ternate+Utara",
        "bulan__in=2026-09,2026-10&limit=3", "kecamatan__contains=%C3%A9",
    ],
)  # fmt: skip
def test_it_says_what_the_ordinary_way_says(dataset: Dataset, query: str) -> None:
    first = ordinary(query)  # and is remembered by it
    same(through(query=query), first)
    same(through(query=query, if_none_match=first["ETag"]), ordinary(query, if_none_match=first["ETag"]))


def test_a_walk_by_cursor_meets_every_row_once(dataset: Dataset) -> None:
    ordinary()
    query, seen = "sort=kecamatan&limit=1", []
    while query:
        ready = through(query=query)
        same(ready, ordinary(query))
        assert ready is not None
        page = json.loads(ready.body)
        seen += [row["terangkut_ton"] for row in page["rows"]]
        query = (page["next"] or "").partition("?")[2]
    assert sorted(map(str, seen)) == sorted(["812.5", "830.25", "640.0", "None"])


def test_rows_are_counted_by_the_ordinary_way_first(dataset: Dataset) -> None:
    query = "bulan__gte=2026-09&limit=1"
    ordinary()
    assert through(query=query) is None
    first = ordinary(query)
    assert json.loads(first.content)["total"] == 4
    same(through(query=query), first)


def test_what_is_packed_holds_the_same(dataset: Dataset) -> None:
    plain = ordinary()
    ready = through(accept_encoding="gzip, br")
    packed = ordinary(accept_encoding="gzip, br")
    assert ready is not None
    assert gzip.decompress(ready.body) == gzip.decompress(packed.content) == plain.content
    ours, theirs = told((n.decode(), v.decode()) for n, v in ready.headers), told(packed.items())
    assert {**ours, "Content-Length": ""} == {**theirs, "Content-Length": ""}
    assert int(ours["Content-Length"]) == len(ready.body)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("version=1", {}), ("limit=0", {}), ("tidak_ada=1", {}), ("limit=1&limit=2", {}), ("cursor=xx", {}),
        ("kecamatan=%00", {}), ("select=kode_kecamatan.nama", {}), ("", {"authorization": ""}),
        ("", {"cookie": "a=b"}), ("", {"if_match": '"x"'}), ("", {"host": "orang.lain"}),
    ],
)  # fmt: skip
def test_anything_else_goes_the_ordinary_way(dataset: Dataset, query: str, headers: dict[str, str]) -> None:
    ordinary()
    assert through() is not None
    assert through(query=query, **headers) is None


@pytest.mark.parametrize(
    "path", ["/api/v1/datasets/sampah-terangkut", PATH + ".csv", PATH + "/", "/rows", PATH + "\n"]
)
def test_other_addresses_are_not_its_own(dataset: Dataset, path: str) -> None:
    ordinary()
    assert through(path) is None


def test_nothing_is_answered_that_was_withdrawn_closed_or_replaced_a_moment_ago(dataset: Dataset) -> None:
    ordinary()
    old = through()
    assert old is not None
    etag = dict(old.headers)[b"ETag"].decode()
    factories.published(dataset)
    assert through(if_none_match=etag) is None
    new = ordinary(if_none_match=etag)
    assert json.loads(new.content)["version"] == 2
    same(through(), ordinary())
    for access in (Access.RESTRICTED, Access.CLOSED):
        Dataset.objects.filter(pk=dataset.pk).update(access=access)
        assert through() is None
        assert through(if_none_match=new["ETag"]) is None
        Dataset.objects.filter(pk=dataset.pk).update(access=Access.OPEN)
        ordinary()
        assert through() is not None
    dataset.refresh_from_db()
    withdraw_dataset(factories.wati(), dataset, "Angka salah dihitung")
    assert through() is None
    assert ordinary().status_code == 410


def test_it_counts_each_request_once_and_refuses_none_itself(dataset: Dataset, settings: Any) -> None:
    ordinary()
    settings.API_PER_MINUTE = 3
    for key in throttling._redis().scan_iter("satudata:api:*"):
        throttling._redis().delete(key)
    throttling._counter._taken.clear()
    answers = [through() for _ in range(5)]
    left = [dict(answer.headers)[b"RateLimit-Remaining"] for answer in answers if answer is not None]
    assert left == [b"2", b"1", b"0"]
    assert answers[3:] == [None, None]


def test_while_postgresql_is_away_the_ordinary_way_tells_it(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/tidak/ada")
    assert through() is None
