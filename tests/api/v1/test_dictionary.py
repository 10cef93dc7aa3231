"""`template.xlsx`: for whoever may know the metadata."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.models import Dataset, User
from datasets.vocab import Scope
from tests import factories
from tests.api.conftest import AsPerson

BASE = "/api/v1/datasets/sampah-terangkut"


@pytest.fixture
def dataset(db: None) -> Dataset:
    """Published by Sari's office."""
    made = factories.dataset()
    factories.published(made)
    return made


def test_the_template_is_a_workbook_to_save(nobody: Client, dataset: Dataset) -> None:
    answer = nobody.get(f"{BASE}/template.xlsx")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert 'filename="templat-sampah-terangkut.xlsx"' in answer["Content-Disposition"]
    assert nobody.get(f"{BASE}/template.xlsx?x=1").status_code == 400


def test_of_an_unknown_dataset_or_one_without_columns_there_is_none(nobody: Client, dataset: Dataset) -> None:
    assert nobody.get("/api/v1/datasets/lain/template.xlsx").status_code == 404
    dataset.columns.all().delete()
    assert nobody.get(f"{BASE}/template.xlsx").status_code == 409
    Dataset.objects.update(live_version=None)
    assert nobody.get(f"{BASE}/template.xlsx").status_code == 404


def test_the_schema_goes_out_to_everybody_and_in_from_its_office(
    nobody: Client, as_person: AsPerson, sari: User, budi: User, dataset: Dataset
) -> None:
    schema = nobody.get(f"{BASE}/schema.json").json()
    assert schema["fields"][0]["name"] == "bulan"
    schema["fields"][3] |= {"constraints": {"minimum": 0}, "rdfType": "x"}
    assert nobody.put(f"{BASE}/schema.json", schema, content_type="application/json").status_code == 401
    assert (
        as_person(budi, Scope.PUBLISH).put(f"{BASE}/schema.json", schema, "application/json").status_code
        == 403
    )
    assert (
        as_person(sari, Scope.READ).put(f"{BASE}/schema.json", schema, "application/json").status_code == 403
    )
    answer = as_person(sari, Scope.PUBLISH).put(f"{BASE}/schema.json", schema, "application/json")
    assert (answer.status_code, answer.json()["columns"]) == (200, 4)
    assert [one["field"] for one in answer.json()["told"]] == ["fields.3.rdfType"]
    assert dataset.columns.get(name="terangkut_ton").minimum == 0


def test_columns_of_the_schema_that_are_new_are_added_on_request(
    as_person: AsPerson, sari: User, dataset: Dataset
) -> None:
    body = {"fields": [{"name": "umur", "type": "integer"}]}
    client = as_person(sari, Scope.PUBLISH)
    told = client.put(f"{BASE}/schema.json", body, "application/json").json()
    assert (told["columns"], told["told"][0]["field"]) == (4, "fields.0")
    assert client.put(f"{BASE}/schema.json?add_columns=ya", body, "application/json").status_code == 400
    added = client.put(f"{BASE}/schema.json?add_columns=true", body, "application/json").json()
    assert added["columns"] == 5


@pytest.mark.parametrize("body", ["[]", "{", "{}", '{"fields": [{"name": 1}]}'])
def test_a_malformed_schema_is_a_400(as_person: AsPerson, sari: User, dataset: Dataset, body: str) -> None:
    answer = as_person(sari, Scope.PUBLISH).put(f"{BASE}/schema.json", body, "application/json")
    assert answer.status_code == 400
