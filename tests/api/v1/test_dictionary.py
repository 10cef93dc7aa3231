"""`template.xlsx`: for whoever may know the metadata."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.models import Dataset
from tests import factories

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
