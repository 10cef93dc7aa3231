"""What is missing before publication."""

from __future__ import annotations

from datetime import date

import pytest

from datasets.models import Finding
from datasets.rules.readiness import missing_for_publication, needs_pembina, personal_columns
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


def test_a_reason_of_walidata_excuses_a_column(db: None) -> None:
    dataset = factories.dataset()
    column = factories.columns(dataset)[2]
    upload = factories.upload(dataset, table={"columns": [{"label": column.label, "personal": "nip"}]})
    assert personal_columns(upload) == [column.label]
    column.personal_data_override = "NIP pejabat publik, SK 12/2026."
    column.save()
    assert personal_columns(upload) == []
