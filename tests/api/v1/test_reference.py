"""Offices, topics, code lists and stats."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from datasets.models import Code, CodeList
from datasets.vocab import Access, Topic
from tests import factories


@pytest.fixture(autouse=True)
def waste(db: None) -> None:
    factories.published(factories.dataset())
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    factories.office("dinas-kesehatan")


def test_offices_come_with_what_the_viewer_can_find(nobody: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        answer = nobody.get("/api/v1/organizations").json()
    assert [(o["slug"], o["dataset_count"]) for o in answer["results"]] == [
        ("dinas-kesehatan", 0),
        ("dinas-lingkungan-hidup", 1),
    ]


def test_one_office_has_its_datasets(nobody: Client) -> None:
    answer = nobody.get("/api/v1/organizations/dinas-lingkungan-hidup").json()
    assert [d["slug"] for d in answer["datasets"]] == ["sampah-terangkut"]
    assert nobody.get("/api/v1/organizations/tidak-ada").status_code == 404


def test_topics_come_in_the_portals_order(nobody: Client) -> None:
    answer = nobody.get("/api/v1/topics").json()
    assert [t["slug"] for t in answer["results"]] == [topic.value for topic in Topic]
    assert answer["results"][0] == {"slug": "persampahan", "name": "Persampahan", "dataset_count": 1}


def test_a_code_list_has_its_codes(nobody: Client) -> None:
    made = CodeList.objects.create(slug="bulan", title="Bulan", version="1")
    Code.objects.create(code_list=made, code="01", name="Januari", aliases=["Jan"])
    listed = nobody.get("/api/v1/codelists").json()["results"][0]
    assert (listed["slug"], listed["code_count"]) == ("bulan", 1)
    assert nobody.get("/api/v1/codelists/bulan").json()["codes"][0]["code"] == "01"
    assert nobody.get("/api/v1/codelists/tidak-ada").status_code == 404


def test_stats_count_what_is_visible(nobody: Client) -> None:
    answer = nobody.get("/api/v1/stats").json()
    assert (answer["datasets"], answer["organizations"], answer["rows"]) == (1, 1, 4)


@pytest.mark.parametrize(
    "path", ["organizations", "topics", "codelists", "stats", "organizations/dinas-kesehatan"]
)
def test_a_parameter_that_means_nothing_is_refused(nobody: Client, path: str) -> None:
    assert nobody.get(f"/api/v1/{path}?page=2").status_code == 400
