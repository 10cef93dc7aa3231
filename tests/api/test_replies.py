"""What HTTP promises of every answer: caching, cross-origin reading, HEAD, JSON only."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.models import User
from tests import factories
from tests.api.conftest import AsPerson

PUBLIC = (
    "datasets",
    "datasets/sampah-terangkut",
    "datasets/sampah-terangkut/rows",
    "datasets/sampah-terangkut/versions",
    "datasets/sampah-terangkut/versions/1",
    "organizations",
    "organizations/dinas-lingkungan-hidup",
    "topics",
    "codelists",
    "indicators",
    "stats",
    "openapi.json",
)


@pytest.fixture(autouse=True)
def waste(db: None) -> None:
    factories.published(factories.dataset())


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_get_has_an_etag_and_may_be_read_from_anywhere(nobody: Client, path: str) -> None:
    answer = nobody.get(f"/api/v1/{path}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.has_header("Access-Control-Allow-Credentials")
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = nobody.get(f"/api/v1/{path}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert nobody.get(f"/api/v1/{path}", headers={"If-None-Match": f"W/{answer['ETag']}"}).status_code == 304
    assert nobody.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_head_works(nobody: Client, path: str) -> None:
    answer = nobody.head(f"/api/v1/{path}")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "accept", ["text/html", "application/xml", "*/*", "image/png", "application/json;q=0"]
)
def test_json_is_the_only_language(nobody: Client, accept: str) -> None:
    answer = nobody.get("/api/v1/datasets", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_what_a_person_reads_is_kept_by_nobody_else(as_person: AsPerson, sari: User) -> None:
    answer = as_person(sari).get("/api/v1/datasets")
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.has_header("Access-Control-Allow-Origin")
    assert {"Authorization", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_a_session_makes_an_answer_private(sari: User) -> None:
    client = Client()
    client.force_login(sari)
    answer = client.get("/api/v1/datasets")
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_a_browser_may_ask_before_reading(nobody: Client) -> None:
    answer = nobody.options("/api/v1/datasets", headers={"Origin": "https://contoh.test"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" not in answer["Access-Control-Allow-Methods"]
    assert "Authorization" not in answer["Access-Control-Allow-Headers"]


def test_no_answer_sets_a_cookie(nobody: Client) -> None:
    assert not nobody.get("/api/v1/datasets").cookies
