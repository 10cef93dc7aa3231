"""Columns and row rules by API: described, mended, read back; and each refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, User
from datasets.vocab import Access, ColumnType, Scope
from tests import factories
from tests.api.conftest import AsPerson

COLUMNS = "/api/v1/datasets/sampah-terangkut/columns"
RULES = "/api/v1/datasets/sampah-terangkut/row-rules"
ASKED = [
    {"name": "bulan", "label": "Bulan", "type": "month", "role": "period", "is_key": True},
    {"name": "terangkut", "label": "Terangkut", "type": "decimal", "role": "measure", "minimum": 0},
    {"name": "masuk", "label": "Masuk", "type": "decimal", "role": "measure"},
]


@pytest.fixture
def draft(sari: User) -> Dataset:
    return factories.dataset()


def put(client: Client, path: str, body: Any) -> Any:
    return client.put(path, body, content_type="application/json")


def patch(client: Client, path: str, body: Any) -> Any:
    return client.patch(path, body, content_type="application/json")


def test_a_draft_is_described_mended_and_given_rules(as_person: AsPerson, sari: User, draft: Dataset) -> None:
    client = as_person(sari, Scope.PUBLISH)
    described = put(client, COLUMNS, {"columns": ASKED})
    assert (described.status_code, described.json()["count"]) == (200, 3)
    assert described.json()["results"][1]["minimum"] == 0
    change = {"columns": [{"name": "terangkut", "unit": "ton", "maximum": 900}]}
    mended = patch(client, COLUMNS, change).json()["results"][1]
    assert (mended["unit"], mended["maximum"], mended["minimum"], mended["label"]) == (
        "ton",
        900,
        0,
        "Terangkut",
    )
    rule = {"kind": "order", "columns": ["terangkut"], "target": "masuk"}
    assert put(client, RULES, {"rules": [rule]}).json()["results"][0] == rule | {"tolerance": 0, "values": []}
    assert client.get(RULES).json()["count"] == 1
    assert put(client, RULES, {"rules": []}).json() == {"count": 0, "results": []}


def test_a_dictionary_is_given_once_and_mended_then(as_person: AsPerson, sari: User, draft: Dataset) -> None:
    factories.columns(draft)
    answer = put(as_person(sari, Scope.PUBLISH), COLUMNS, {"columns": ASKED})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert draft.columns.count() == len(factories.WASTE_COLUMNS)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"columns": {}},
        {"columns": ["bulan"]},
        {"columns": [], "lain": 1},
        {"columns": [{"name": "tak_ada", "unit": "ton"}]},
        {"columns": [{"name": "bulan", "type": "angka"}]},
        {"columns": [{"name": "bulan", "label": {"id": "Bulan"}}]},
        {"columns": [{"name": "bulan", "minimum": [1]}]},
        {"columns": [{"name": "bulan", "pattern": "(?=a)"}]},
        {"columns": [{"name": "bulan", "code_list": "tidak-ada"}]},
        {"columns": [{"name": "bulan", "rahasia": 1}]},
        '{"columns": [{"name": "bulan", "unit": "a\\u0000b"}]}',
        '{"columns": [{"name": "bulan", "unit": "\\ud800"}]}',
        '{"columns": [{"name": "bulan", "code_list": "\\u0000"}]}',
    ],
)
def test_a_wrong_body_is_refused_whole(as_person: AsPerson, sari: User, draft: Dataset, body: Any) -> None:
    factories.columns(draft)
    answer = patch(as_person(sari, Scope.PUBLISH), COLUMNS, body)
    assert answer.status_code == 400, answer.content
    assert draft.columns.get(name="bulan").type == ColumnType.MONTH


def test_they_are_read_by_whoever_may_know_the_dataset(
    nobody: Client, as_person: AsPerson, budi: User
) -> None:
    dataset = factories.dataset(access=Access.CLOSED)
    factories.published(dataset)
    assert [nobody.get(path).status_code for path in (COLUMNS, RULES)] == [404, 404]
    assert as_person(budi).get(COLUMNS).status_code == 404
    dataset.access = Access.RESTRICTED
    dataset.save()
    assert nobody.get(COLUMNS).json()["results"][0]["name"] == "bulan"
