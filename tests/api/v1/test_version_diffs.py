"""`diff`: shape, files, refusals."""

from __future__ import annotations

import csv
import json

import pytest
from django.test import Client
from django.utils import timezone

from datasets.models import Dataset, User
from datasets.vocab import Access
from tests import factories
from tests.api.conftest import AsPerson

DIFF = "/api/v1/datasets/sampah-terangkut/versions/2/diff"
ADDRESSES = (DIFF, f"{DIFF}.csv", f"{DIFF}.ndjson")
NEW = [("2026-09", "82.71.02", "Ternate Selatan", "812.5"), ("2026-11", "82.71.02", "=1+1", "5")]


def two_versions() -> Dataset:
    of = factories.dataset()
    factories.published(of)
    factories.published(of, NEW)
    return Dataset.objects.get()


@pytest.fixture
def waste(db: None) -> Dataset:
    return two_versions()


def test_counts_and_columns_come_before_the_rows(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get(f"{DIFF}?against=1&limit=3")
    body = answer.json()
    assert list(body) == ["version", "against", "counts", "key", "schema", "rows", "next"]
    assert body["counts"] == {"removed": 3, "changed": 0, "added": 1, "same": 1}
    assert body["schema"]["changes"] == []
    assert [row["_change"] for row in body["rows"]] == ["removed"] * 3
    following = nobody.get(body["next"]).json()
    assert ([row["_change"] for row in following["rows"]], following["next"]) == (["added"], None)
    assert nobody.get(DIFF).json()["against"] == 1
    held = {"If-None-Match": answer["ETag"]}
    assert nobody.get(f"{DIFF}?against=1&limit=3", headers=held).status_code == 304


def test_files_hold_every_difference(nobody: Client, transactional_db: None) -> None:
    two_versions()
    answer = nobody.get(f"{DIFF}.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sampah-terangkut_v1_v2.csv"'
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
    assert [row["_change"] for row in rows] == ["removed"] * 3 + ["added"]
    assert rows[3]["kecamatan"] == "=1+1"
    lines = [json.loads(line) for line in nobody.get(f"{DIFF}.ndjson").getvalue().splitlines()]
    assert lines == nobody.get(DIFF).json()["rows"]
    etag = nobody.head(f"{DIFF}.csv")["ETag"]
    assert nobody.get(f"{DIFF}.csv", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("against=x", 400),
        ("against=1&against=2", 400),
        ("against=9", 404),
        ("against=0", 404),
        ("tahun=2026", 400),
        ("limit=5000", 400),
        ("cursor=x", 400),
    ],
)
def test_what_is_not_understood_is_refused(nobody: Client, waste: Dataset, query: str, status: int) -> None:
    assert nobody.get(f"{DIFF}?{query}").status_code == status


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_withdrawn_version_is_gone_on_either_side(nobody: Client, waste: Dataset, address: str) -> None:
    waste.versions.filter(number=1).update(
        state="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="Salah"
    )
    assert nobody.get(address).status_code == 410
    assert nobody.get(address.replace("versions/2", "versions/1")).status_code == 410


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("access", "status"), [(Access.RESTRICTED, 403), (Access.CLOSED, 404)])
def test_differences_go_to_those_who_may_read_the_rows(
    nobody: Client,
    as_person: AsPerson,
    waste: Dataset,
    sari: User,
    budi: User,
    address: str,
    access: Access,
    status: int,
) -> None:
    etag = nobody.head(address)["ETag"]
    Dataset.objects.update(access=access)
    assert nobody.get(address).status_code == status
    assert nobody.head(address, headers={"If-None-Match": etag}).status_code == status
    assert as_person(budi).head(address).status_code == status
    assert as_person(sari).head(address).status_code == 200
    assert nobody.options(address).status_code == 204
