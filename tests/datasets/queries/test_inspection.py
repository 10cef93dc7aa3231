"""One upload's findings by kind, its first rows, its story."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from datasets.models import Event, Finding, Upload, User
from datasets.queries.inspection import KINDS, PLACES, PREVIEW_ROWS, kinds_of, preview_of, story_of
from datasets.vocab import FindingCode, Severity, Verb
from tests import factories


@pytest.fixture
def upload(sari: User) -> Upload:
    return factories.upload(factories.dataset())


def add(upload: Upload, many: int, column: str, severity: Severity = Severity.ERROR) -> None:
    start = upload.findings.count()
    Finding.objects.bulk_create(
        Finding(
            upload=upload,
            position=start + place,
            code=FindingCode.WRONG_TYPE,
            severity=severity,
            column=column,
            row=place + 2,
            count=many if place == 0 else 1,
        )
        for place in range(many)
    )


def test_kinds_carry_the_true_count_and_the_first_places(upload: Upload) -> None:
    add(upload, 40, "Jumlah")
    add(upload, 2, "Bulan")
    add(upload, 1, "Bulan", Severity.WARNING)
    kinds = kinds_of(upload)
    jumlah, bulan = kinds["error"]
    assert (jumlah.column, jumlah.count, len(jumlah.places), jumlah.further) == ("Jumlah", 40, PLACES, 35)
    assert (bulan.count, bulan.further, bulan.first.row) == (2, 0, 2)
    assert [kind.column for kind in kinds["warning"]] == ["Bulan"]
    assert kinds["fixed"] == []


def test_a_flood_of_kinds_is_bounded_in_one_query(
    upload: Upload, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(KINDS + 5):
        add(upload, 1, f"Kolom {number}")
    with django_assert_num_queries(1):
        kinds = kinds_of(upload)
    assert len(kinds["error"]) == KINDS


def test_without_rows_there_is_no_preview(upload: Upload) -> None:
    assert preview_of(upload) is None


def test_the_preview_shows_the_first_rows_with_their_numbers(sari: User) -> None:
    rows = [("2026-10", f"82.71.{n:02}", "x", n) for n in range(30)]
    version = factories.published(factories.dataset(), rows)
    preview = preview_of(version.upload)
    assert preview is not None
    assert len(preview.rows) == PREVIEW_ROWS
    assert preview.total == 30
    number, values = preview.rows[0]
    assert (number, values[1]) == (2, "82.71.00")


def test_the_story_is_told_in_order(upload: Upload, sari: User) -> None:
    for verb in (Verb.RECEIVE_UPLOAD, Verb.CHECK_UPLOAD, Verb.SUBMIT_UPLOAD):
        Event.objects.create(verb=verb, object_id=upload.pk, actor=sari)
    Event.objects.create(verb=Verb.SIGN_IN, object_id=sari.pk, actor=sari)
    assert [event.verb for event in story_of(upload)] == ["receive_upload", "check_upload", "submit_upload"]
