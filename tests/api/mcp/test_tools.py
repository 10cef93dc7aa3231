"""Each tool answers from the same queries as page and API, names its source, and tells what was wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, User
from datasets.vocab import Access
from tests import factories
from tests.api.conftest import AsPerson
from tests.api.mcp.conftest import Ask


def test_a_dataset_is_found_described_and_cited(use: Ask, dataset: Dataset) -> None:
    found = use("search_datasets", query="sampah")
    assert (found["count"], found["datasets"][0]["slug"]) == (1, "sampah-terangkut")
    told = use("describe_dataset", dataset="sampah-terangkut")
    assert [column["id"] for column in told["columns"]] == [name for name, *_ in factories.WASTE_COLUMNS]
    cited = use("cite", dataset="sampah-terangkut", version=1)
    assert cited == told["source"]
    assert cited["url"].endswith("/dataset/sampah-terangkut/versi/1")
    assert (cited["version"], cited["license"]) == (1, "cc-by-4.0")
    assert cited["citation"].startswith("Dinas Lingkungan Hidup (")


def test_rows_are_read_page_by_page_with_their_source(use: Ask, dataset: Dataset) -> None:
    asked: dict[str, Any] = {
        "dataset": "sampah-terangkut",
        "filters": {"bulan__in": ["2026-09", "2026-10"], "terangkut_ton__gte": 640},
        "select": ["bulan", "terangkut_ton"],
        "sort": "-terangkut_ton",
        "limit": 2,
    }
    first = use("query_rows", **asked)
    assert (first["total"], [row["terangkut_ton"] for row in first["rows"]]) == (3, [830.25, 812.5])
    rest = use("query_rows", **asked, cursor=first["next_cursor"])
    assert (rest["rows"], rest["next_cursor"]) == ([{"bulan": "2026-09", "terangkut_ton": 640}], None)
    assert first["source"]["version"] == 1


def test_groups_are_counted_by_the_portal(use: Ask, dataset: Dataset) -> None:
    told = use(
        "aggregate", dataset="sampah-terangkut", group_by="bulan", measure=["sum:terangkut_ton", "count"]
    )
    assert told["groups_total"] == 2
    assert told["groups"][0] == {"bulan": "2026-09", "sum_terangkut_ton": 1452.5, "count": 2}


@pytest.mark.parametrize(
    ("tool", "given", "code"),
    [
        ("describe_dataset", {"dataset": "tidak-ada"}, "not_found"),
        ("describe_dataset", {}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "filters": {"tak_ada": 1}}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "filters": {"bulan": {"gte": 1}}}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "filters": {"bulan": "x'; DROP"}}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "filters": []}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "limit": 201}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "limit": True}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "limit": "9"}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "cursor": "palsu"}, "bad_parameter"),
        ("query_rows", {"dataset": "sampah-terangkut", "version": 9}, "not_found"),
        ("query_rows", {"dataset": "sampah-terangkut", "lain": 1}, "bad_parameter"),
        ("query_rows", {"dataset": "a\x00b"}, "bad_parameter"),
        ("query_rows", {"dataset": "\ud800"}, "bad_parameter"),
        ("search_datasets", {"query": "x" * 2_001}, "bad_parameter"),
        ("aggregate", {"dataset": "sampah-terangkut", "measure": "sum:kecamatan"}, "bad_parameter"),
        ("cite", {"dataset": ["sampah-terangkut"]}, "bad_parameter"),
    ],
)
def test_what_is_wrong_comes_back_as_the_tools_answer(
    ask: Ask, dataset: Dataset, tool: str, given: dict[str, Any], code: str
) -> None:
    answer = ask("tools/call", name=tool, arguments=given)
    assert answer["isError"] is True
    assert answer["structuredContent"]["code"] == code
    assert answer["structuredContent"]["detail"]


def test_what_one_may_not_know_is_not_there(
    use: Ask,
    as_person: AsPerson,
    sari: User,
    budi: User,
) -> None:
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    factories.published(factories.dataset("terbatas", access=Access.RESTRICTED))
    for client in (None, as_person(budi)):
        assert [one["slug"] for one in use("search_datasets", client)["datasets"]] == ["terbatas"]
        assert use("describe_dataset", client, dataset="tertutup")["code"] == "not_found"
        assert use("query_rows", client, dataset="terbatas")["code"] == "rows_restricted"
        assert use("aggregate", client, dataset="terbatas")["code"] == "rows_restricted"
    assert use("query_rows", as_person(sari), dataset="tertutup")["total"] == 4


def test_a_withdrawn_dataset_says_why(use: Ask, wati: User, dataset: Dataset) -> None:
    from datasets.actions.withdraw_dataset import withdraw_dataset

    withdraw_dataset(wati, dataset, "Salah timbang")
    told = use("query_rows", dataset="sampah-terangkut")
    assert (told["code"], "Salah timbang" in told["detail"]) == ("withdrawn", True)


def test_a_session_of_a_browser_is_nobody_here(ask: Ask, sari: User) -> None:
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    client = Client()
    client.force_login(sari)
    answer = ask("tools/call", client, name="describe_dataset", arguments={"dataset": "tertutup"})
    assert answer["structuredContent"]["code"] == "not_found"
