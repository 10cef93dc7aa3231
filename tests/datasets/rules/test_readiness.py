"""What is missing before publication."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from datasets.models import Finding, User
from datasets.rules.readiness import missing_for_publication, needs_pembina, personal_columns, personal_kinds
from datasets.vocab import Access, FindingCode, Severity
from tests import factories


def test_a_fully_described_dataset_misses_nothing(db: None) -> None:
    assert missing_for_publication(factories.dataset()) == []


@pytest.mark.parametrize("field", ["concept", "definition", "classification", "measure", "unit"])
def test_each_field_of_the_standard_is_needed(db: None, field: str) -> None:
    assert missing_for_publication(factories.dataset(**{field: "  "})) == [field]


def test_a_narrower_access_needs_its_grounds(db: None) -> None:
    grounds = ["access_basis", "access_test_number", "access_review_on"]
    assert missing_for_publication(factories.dataset(access=Access.CLOSED)) == grounds
    grounded = factories.dataset(
        "lain",
        access=Access.RESTRICTED,
        access_basis="UU 14/2008 Pasal 17 huruf h",
        access_test_number="045/PPID/2026",
        access_review_on=date(2027, 1, 1),
    )
    assert missing_for_publication(grounded) == []


def test_priority_counts_in_its_years(db: None) -> None:
    dataset = factories.dataset(priority_years=[2025, 2026])
    assert needs_pembina(dataset, 2026)
    assert not needs_pembina(dataset, 2027)


def test_personal_data_stands_in_the_way_of_open_publication_only(db: None) -> None:
    dataset = factories.dataset()
    factories.columns(dataset)
    upload = factories.upload(dataset, table={"columns": [{"label": "No KTP", "personal": "nik"}]})
    Finding.objects.create(
        upload=upload,
        position=0,
        code=FindingCode.PERSONAL_IN_TEXT,
        severity=Severity.WARNING,
        column="Catatan",
    )
    assert personal_columns(upload) == ["Catatan", "No KTP"]
    dataset.access = Access.RESTRICTED
    assert personal_columns(upload) == []


def test_a_reason_of_walidata_excuses_a_column_for_the_kinds_it_names(db: None, wati: User) -> None:
    dataset = factories.dataset()
    table = {"columns": [{"id": "petugas", "label": "Petugas", "personal": "nip"}]}
    upload = factories.upload(dataset, table=table)
    assert personal_columns(upload) == ["Petugas"]
    dataset.personal_overrides.create(
        column="petugas", label="NIP", kinds=["nip"], reason="x", given_by=wati, given_at=timezone.now()
    )
    assert personal_columns(upload) == []
    Finding.objects.create(
        upload=upload,
        position=0,
        code=FindingCode.PERSONAL_IN_TEXT,
        severity=Severity.ERROR,
        column="Petugas",
        params={"kind": "phone"},
    )
    assert personal_kinds(upload) == {"Petugas": {"nip", "phone"}}
    assert personal_columns(upload) == ["Petugas"]
