"""A draft is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.delete_draft import delete_draft
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Column, Dataset, Event, Finding, Indicator, Part, Upload, User
from datasets.rules.errors import Denied, Hidden, IllegalMove
from datasets.vocab import FindingCode, Role, Severity, UploadState
from tests import factories


def test_it_goes_with_its_files_and_leaves_its_line(
    sari: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(dataset)
    Finding.objects.create(upload=upload, position=0, code=FindingCode.NO_ROWS, severity=Severity.ERROR)
    Part.objects.create(dataset=dataset, upload=upload, table_name="p_x", row_count=0, columns=[])
    key = Dataset(pk=dataset.pk)
    delete_draft(sari, dataset)
    for model in (Dataset, Column, Upload, Finding, Part):
        assert not model.objects.exists()
    (line,) = lines(key)
    assert (line.verb, line.organization) == ("delete_draft", sari.organization)
    assert line.detail == {"slug": "sampah-terangkut", "title": "Sampah terangkut", "uploads": 1}


def test_what_was_published_is_not_deleted(sari: User, wati: User, dataset: Dataset) -> None:
    factories.published(dataset)
    with pytest.raises(IllegalMove, match="menariknya"):
        delete_draft(sari, dataset)
    withdraw_dataset(wati, dataset, "Salah.")
    with pytest.raises(IllegalMove):
        delete_draft(wati, dataset)


def test_what_is_being_published_is_not_deleted(sari: User, dataset: Dataset) -> None:
    factories.upload(dataset, UploadState.APPROVED)
    with pytest.raises(IllegalMove, match="diterbitkan"):
        delete_draft(sari, dataset)


def test_what_an_indicator_rests_on_is_not_deleted(sari: User, dataset: Dataset) -> None:
    Indicator.objects.create(
        code="I-1",
        name="Sampah",
        organization=dataset.organization,
        level="iku",
        unit="ton",
        polarity="up",
        aggregation="sum",
        dataset=dataset,
    )
    with pytest.raises(IllegalMove, match="indikator"):
        delete_draft(sari, dataset)


def test_it_is_not_deleted_twice(sari: User, dataset: Dataset) -> None:
    again = Dataset.objects.get()
    delete_draft(sari, dataset)
    with pytest.raises(Hidden):
        delete_draft(sari, again)


def test_nobody_else_may(budi: User, dataset: Dataset) -> None:
    with pytest.raises(Hidden):
        delete_draft(budi, dataset)
    joko = factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup")
    with pytest.raises(Denied):
        delete_draft(joko, dataset)
    assert Dataset.objects.exists()
