"""Which live parts a change by key is about, and when it was overtaken."""

from __future__ import annotations

import pytest

from datasets.models import Dataset, RowChange, Upload
from datasets.rules.row_changes import change_of, is_overtaken, parts_touched
from datasets.vocab import Accumulation
from tests import factories

pytestmark = pytest.mark.django_db


def changed(of: Dataset, period: str = "") -> Upload:
    upload = factories.upload(of, period=period)
    base = [part.pk for part in parts_touched(of, upload.period)]
    RowChange.objects.create(
        upload=upload, kind="upsert", format="text/csv", bytes=1, rows=1, columns=["bulan"], key=["bulan"],
        sha256="0" * 64, rows_sha256="0" * 64, base=base,
    )  # fmt: skip
    return upload


def test_a_draft_has_nothing_to_touch() -> None:
    assert parts_touched(factories.dataset(), "") == []


def test_all_parts_of_a_whole_dataset_and_one_period_of_another() -> None:
    whole = factories.dataset()
    version = factories.published(whole)
    assert parts_touched(whole, "2026-09") == list(version.parts.all())
    growing = factories.dataset("tumbuh", accumulation=Accumulation.PERIOD)
    factories.published(growing, period="2026-09")
    assert [part.period for part in parts_touched(growing, "2026-09")] == ["2026-09"]
    assert parts_touched(growing, "2026-10") == []


def test_a_change_is_overtaken_once_other_rows_are_live() -> None:
    dataset = factories.dataset()
    factories.published(dataset)
    upload = changed(dataset)
    assert change_of(upload) is not None
    assert not is_overtaken(upload)
    factories.published(dataset)
    assert is_overtaken(upload)


def test_other_periods_overtake_nothing_and_files_are_never_overtaken() -> None:
    dataset = factories.dataset(accumulation=Accumulation.PERIOD)
    factories.published(dataset, period="2026-09")
    upload = changed(dataset, period="2026-10")
    factories.published(dataset, period="2026-09")
    assert not is_overtaken(upload)
    assert not is_overtaken(factories.upload(dataset))
