"""Walidata withdraws a dataset."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Dataset, Event, Indicator, Realisation, User
from datasets.rules.access import find_dataset, published_datasets
from datasets.rules.errors import Denied, Gone, Hidden, IllegalMove, Invalid
from datasets.vocab import Access, UploadState, VersionState
from tests import factories


def test_it_is_gone_with_reason_and_date(
    wati: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    old, version = factories.published(dataset), factories.published(dataset)
    before = dataset.metadata_updated_at
    withdraw_dataset(wati, dataset, "Salah timbang.")
    with pytest.raises(Gone) as gone:
        find_dataset(None, dataset.slug)
    dataset.refresh_from_db()
    assert (gone.value.reason, gone.value.at) == ("Salah timbang.", dataset.withdrawn_at)
    assert (dataset.live_version, list(published_datasets(wati))) == (None, [])
    assert dataset.metadata_updated_at > before
    version.refresh_from_db()
    old.refresh_from_db()
    assert (version.state, version.withdrawn_reason) == (VersionState.WITHDRAWN, "Salah timbang.")
    assert version.withdrawn_at is not None
    assert old.state == VersionState.SUPERSEDED
    (line,) = lines(dataset)
    assert (line.verb, line.to_state, line.note) == ("withdraw_dataset", "withdrawn", "Salah timbang.")
    assert line.detail == {"version": 2}


def test_what_was_on_its_way_ends_and_says_why(
    wati: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    factories.published(dataset)
    approved = factories.upload(dataset, UploadState.APPROVED)
    checking = factories.upload(dataset, UploadState.CHECKING)
    withdraw_dataset(wati, dataset, "Salah timbang.")
    for upload in (approved, checking):
        upload.refresh_from_db()
        assert upload.state == UploadState.CANCELLED
        assert [line.verb for line in lines(upload)] == ["drop_upload"]
    assert dataset.uploads.filter(state=UploadState.PUBLISHED).count() == 1


def test_no_figure_rests_on_it_any_more(wati: User, dataset: Dataset) -> None:
    version = factories.published(dataset)
    indicator = Indicator.objects.create(
        code="I-1",
        name="Sampah",
        organization=dataset.organization,
        level="iku",
        unit="ton",
        polarity="up",
        aggregation="sum",
        dataset=dataset,
        measure="terangkut_ton",
    )
    Realisation.objects.create(
        indicator=indicator, period="2026-10", value=Decimal(1), row_count=1, version=version
    )
    withdraw_dataset(wati, dataset, "Salah timbang.")
    assert not Realisation.objects.exists()


def test_a_reason_is_needed(wati: User, dataset: Dataset) -> None:
    factories.published(dataset)
    with pytest.raises(Invalid) as refusal:
        withdraw_dataset(wati, dataset, " ")
    assert refusal.value.faults[0].field == "reason"
    assert not Event.objects.exists()


def test_a_draft_or_a_withdrawn_one_cannot_be_withdrawn(wati: User, dataset: Dataset) -> None:
    with pytest.raises(IllegalMove):
        withdraw_dataset(wati, dataset, "Salah.")
    factories.published(dataset)
    withdraw_dataset(wati, dataset, "Salah.")
    with pytest.raises(IllegalMove):
        withdraw_dataset(wati, dataset, "Salah lagi.")
    dataset.refresh_from_db()
    assert dataset.withdrawn_reason == "Salah."


def test_nobody_else_may(sari: User, budi: User, dataset: Dataset) -> None:
    factories.published(dataset)
    for person in (sari, budi):
        with pytest.raises(Denied):
            withdraw_dataset(person, dataset, "Salah.")
    Dataset.objects.update(access=Access.CLOSED)
    with pytest.raises(Hidden):
        withdraw_dataset(budi, dataset, "Salah.")
