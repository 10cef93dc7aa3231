"""`package_search`: every parameter in every form, harvest walks, and never an empty list for nonsense."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.models import Dataset
from datasets.vocab import Access, Topic
from tests import factories
from tests.api.ckan.conftest import Call, publish

pytestmark = pytest.mark.django_db
SEARCH = "/api/3/action/package_search"


@pytest.fixture
def several(db: None) -> None:
    for slug, office, topic in (
        ("air-minum", "dinas-kesehatan", Topic.HEALTH),
        ("harga-pasar", "dinas-perdagangan", Topic.MARKETS),
        ("sampah-terangkut", "dinas-lingkungan-hidup", Topic.WASTE),
    ):
        publish(slug, organization=factories.office(office), topic=topic, tags=[slug.split("-", 1)[0]])


def names(result: Any) -> list[str]:
    return [package["name"] for package in result["results"]]


def test_a_result_has_every_key(call: Call, several: None) -> None:
    result = call("package_search")
    assert set(result) == {"count", "results", "sort", "facets", "search_facets"}
    assert (result["count"], result["sort"]) == (3, "score desc, metadata_modified desc")
    assert (result["facets"], result["search_facets"]) == ({}, {})
    assert result["results"][0] == call("package_show", id="sampah-terangkut")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "*:*"}, ["air-minum", "harga-pasar", "sampah-terangkut"]),
        ({"q": ""}, ["air-minum", "harga-pasar", "sampah-terangkut"]),
        ({"q": "pasar"}, ["harga-pasar"]),
        ({"q": "kesehatan"}, ["air-minum"]),
        ({"q": "tags:air"}, ["air-minum"]),
        ({"q": "organization:dinas-kesehatan AND -tags:harga"}, ["air-minum"]),
        ({"q": "pasar name:harga-pasar"}, ["harga-pasar"]),
        ({"q": "tidakadasamasekali"}, []),
        ({"fq": ""}, ["air-minum", "harga-pasar", "sampah-terangkut"]),
        ({"fq": "groups:kesehatan"}, ["air-minum"]),
        ({"fq": "(groups:kesehatan OR groups:persampahan)"}, ["air-minum", "sampah-terangkut"]),
        ({"fq": "res_format:CSV", "q": "harga"}, ["harga-pasar"]),
        ({"fq_list": '["groups:kesehatan", "tags:air"]'}, ["air-minum"]),
        ({"fq": ["groups:kesehatan", "tags:harga"]}, []),
        ({"fq": "+dataset_type:dataset -name:air-minum"}, ["harga-pasar", "sampah-terangkut"]),
        ({"fq": "metadata_modified:[NOW-1DAY TO NOW]", "rows": "1"}, ["air-minum"]),
        ({"fq": "organization:tidak-ada"}, []),
        ({"include_private": "True", "include_drafts": "false", "use_default_schema": "1", "defType": "edismax",
          "qf": "title", "mm": "2", "df": "text", "name": None}, ["air-minum", "harga-pasar", "sampah-terangkut"]),
    ],
)  # fmt: skip
def test_questions_find_their_datasets(
    call: Call, several: None, parameters: Any, expected: list[str]
) -> None:
    asked = {name: value for name, value in parameters.items() if value is not None}
    assert names(call("package_search", sort="name asc", **asked)) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("id asc", ["air-minum", "harga-pasar", "sampah-terangkut"]),
        ("name desc", ["sampah-terangkut", "harga-pasar", "air-minum"]),
        ("title_string asc", ["air-minum", "harga-pasar", "sampah-terangkut"]),
        ("metadata_modified desc", ["sampah-terangkut", "harga-pasar", "air-minum"]),
        ("score desc, name asc", ["air-minum", "harga-pasar", "sampah-terangkut"]),
        ("", ["sampah-terangkut", "harga-pasar", "air-minum"]),
    ],
)
def test_orders(call: Call, several: None, sort: str, expected: list[str]) -> None:
    assert names(call("package_search", sort=sort)) == expected


@pytest.mark.parametrize(
    "sort", ["name", "warna asc", "name asc; drop table", "name asc,", "name asc" + ",id asc" * 9]
)
def test_a_wrong_order_is_a_query_error(refuse: Call, sort: str) -> None:
    status, error = refuse("package_search", sort=sort)
    assert (status, error["__type"]) == (400, "Search Query Error")


def test_an_unknown_parameter_is_a_query_error(refuse: Call) -> None:
    status, error = refuse("package_search", halaman="2")
    assert (status, error["__type"]) == (400, "Search Query Error")
    assert "halaman" in error["message"]


@pytest.mark.parametrize(
    "parameters",
    [{"rows": "-1"}, {"rows": "x"}, {"start": "-1"}, {"start": "1.5"}, {"facet": "x"}, {"facet.field": "[1]"},
     {"facet.limit": "x"}, {"fq_list": "[x"}, {"fq_list": "[1]"}, {"fl": "[1]"}, {"q": ["a", "b"]}],
)  # fmt: skip
def test_a_wrong_value_is_a_validation_error(refuse: Call, parameters: Any) -> None:
    status, error = refuse("package_search", **parameters)
    assert (status, error["__type"]) == (409, "Validation Error")
    assert set(error) == {"__type", *parameters}


def test_rows_are_clipped_and_pages_end_empty(call: Call, several: None) -> None:
    assert len(call("package_search", rows=999_999)["results"]) == 3
    past = call("package_search", start=50)
    assert (past["count"], past["results"]) == (3, [])
    none = call("package_search", rows=0)
    assert (none["count"], none["results"]) == (3, [])


def test_facets_in_both_shapes(nobody: Client, several: None) -> None:
    body = {"facet.field": ["organization", "tags"], "facet.limit": 2, "rows": 0}
    posted = nobody.post(SEARCH, json.dumps(body), content_type="application/json").json()["result"]
    got = nobody.get(
        SEARCH, {"facet.field": '["organization", "tags"]', "facet.limit": "2", "rows": "0"}
    ).json()
    assert posted == got["result"]
    assert posted["facets"]["organization"] == {"dinas-kesehatan": 1, "dinas-lingkungan-hidup": 1}
    assert posted["search_facets"]["organization"]["items"][0] == {
        "name": "dinas-kesehatan",
        "display_name": "Dinas Kesehatan",
        "count": 1,
    }
    assert set(posted["search_facets"]["tags"]) == {"title", "items"}


def test_facet_limits(call: Call, several: None) -> None:
    asked = {"facet.field": "groups", "rows": 0}
    assert len(call("package_search", **asked, **{"facet.limit": "-1"})["facets"]["groups"]) == 3
    assert call("package_search", **asked, **{"facet.mincount": "2"})["facets"]["groups"] == {}
    assert call("package_search", **asked, facet="false")["facets"] == {}


def test_an_unknown_facet_is_a_search_error(refuse: Call) -> None:
    status, error = refuse("package_search", **{"facet.field": "warna"})
    assert (status, error["__type"]) == (409, "Search Error")


def test_fl_names_what_is_wanted(call: Call, several: None) -> None:
    assert call("package_search", fl="name,num_tags", rows=1)["results"] == [
        {"name": "sampah-terangkut", "num_tags": 1}
    ]


def test_only_what_is_public_is_found(call: Call, several: None) -> None:
    Dataset.objects.filter(slug="air-minum").update(access=Access.CLOSED)
    Dataset.objects.filter(slug="harga-pasar").update(access=Access.RESTRICTED)
    result = call("package_search", include_private="true", include_drafts="true", sort="name asc")
    assert names(result) == ["harga-pasar", "sampah-terangkut"]
    assert result["results"][0]["resources"] == []


class TestHarvesters:
    """The walks that clients are known to make, request by request (INTEROP §4)."""

    def walk(self, client: Client, **parameters: str) -> list[dict[str, Any]]:
        """ckanext-harvest: pages until an empty one; the status is not even looked at."""
        found: list[dict[str, Any]] = []
        start = 0
        while True:
            asked = {"rows": "2", "start": str(start), "sort": "id asc", **parameters}
            page = json.loads(client.get(SEARCH, asked).content).get("result", {}).get("results", [])
            if not page:
                return found
            found += page
            start += 2

    def test_the_full_walk_meets_every_dataset_once(self, nobody: Client, several: None) -> None:
        ids = [package["id"] for package in self.walk(nobody)]
        assert len(ids) == 3
        assert ids == sorted(ids)

    @pytest.mark.parametrize(
        ("fq", "expected"),
        [
            ("organization:dinas-kesehatan OR organization:dinas-perdagangan", ["air-minum", "harga-pasar"]),
            ("-organization:dinas-kesehatan -organization:dinas-perdagangan", ["sampah-terangkut"]),
            ("groups:kesehatan OR groups:persampahan", ["air-minum", "sampah-terangkut"]),
            ("-groups:kesehatan", ["harga-pasar", "sampah-terangkut"]),
        ],
    )
    def test_the_filtered_walk(self, nobody: Client, several: None, fq: str, expected: list[str]) -> None:
        assert sorted(package["name"] for package in self.walk(nobody, fq=fq)) == expected

    def test_the_walk_over_changes_since_the_last(self, nobody: Client, several: None) -> None:
        modified = {package["name"]: package["metadata_modified"] for package in self.walk(nobody)}
        last = modified["harga-pasar"]
        for since in (f"{last}Z", datetime.fromisoformat(last).replace(microsecond=0).isoformat() + "Z"):
            fq = f"organization:dinas-perdagangan OR organization:dinas-kesehatan metadata_modified:[{since} TO *]"
            assert "harga-pasar" in [package["name"] for package in self.walk(nobody, fq=fq)]
        after = datetime(2100, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert self.walk(nobody, fq=f" metadata_modified:[{after} TO *]") == []

    def test_qgis_asks_with_the_headers_of_a_browser(self, nobody: Client, several: None) -> None:
        accept = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
        query = "q=&fq=(groups:kesehatan+OR+groups:persampahan)&sort=name+asc&rows=50&start=0"
        answer = nobody.get(f"/api/3/action/package_search?{query}", headers=accept).json()["result"]
        assert names(answer) == ["air-minum", "sampah-terangkut"]

    def test_ckanr_asks_with_truths_in_capitals(self, nobody: Client, several: None) -> None:
        answer = nobody.get(
            "/api/action/package_search?q=*:*&rows=1&facet=FALSE&facet.field=%5B%22tags%22%5D"
        )
        assert answer.json()["result"]["facets"] == {}

    def test_udata_sends_its_filters_as_q(self, nobody: Client, several: None) -> None:
        answer = nobody.get(SEARCH, {"q": "organization:dinas-kesehatan AND -tags:pasar", "rows": "1000"})
        assert answer["Content-Type"] == "application/json"
        assert names(answer.json()["result"]) == ["air-minum"]


def test_a_thousand_packages_are_as_many_queries_as_one(nobody: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert nobody.get(SEARCH, {"rows": "1000"}).status_code == 200
        return len(caught)

    publish("a")
    one = queries()
    for slug in ("b", "c", "d"):
        publish(slug)
    assert (one, queries()) == (6, 6)


@pytest.mark.parametrize(
    "fq",
    ["organisasi:dinas", "sampah", "organization:", "metadata_modified:[kemarin TO *]", "(" * 20_000,
     "name:/.*/", "organization:a OR", "{!join}x:y", "a" * 99_999, "title:[a TO b]", "metadata_modified:2026"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["fq", "fq_list"])
def test_a_wrong_filter_is_never_an_empty_list(nobody: Client, several: None, name: str, fq: str) -> None:
    body = {name: [fq] if name == "fq_list" else fq}
    answer = nobody.post(SEARCH, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["__type"]) == (409, "Search Error")


def test_a_wrong_q_is_a_search_error(refuse: Call) -> None:
    for q in ("warna:merah", "name:(a", "name:a" + " kata" * 30):
        status, error = refuse("package_search", q=q)
        assert (status, error["__type"]) == (409, "Search Error")


@pytest.mark.parametrize(
    "q", ["sampah (kota", '"kutip', "a AND", "-", "harga!", "% _ \\", "' OR 1=1 --", "(" * 999]
)
def test_plain_words_may_hold_anything(call: Call, several: None, q: str) -> None:
    assert call("package_search", q=q)["count"] <= 3


PIECES = st.sampled_from(
    ["organization", "name", "tags", "warna", ":", "(", ")", "[", "]", "{", "}", " TO ", " OR ", " AND ", "NOT ",
     "-", "+", '"', "\\", "*", "?", "~", "^", "/", "NOW", "2026-11-24T03:30:02Z", "metadata_modified", "a", " "]
)  # fmt: skip


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_whatever_is_asked_is_answered_or_refused(nobody: Client, fq: str) -> None:
    answer = nobody.get(SEARCH, {"fq": fq, "rows": "0"})
    assert answer.status_code in (200, 409)
    if answer.status_code == 200 and fq.strip():
        assert ":" in fq
