"""A reason taken back is gone for the next file, and only Walidata takes one back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from datasets.actions.end_override import end_override
from datasets.models import Dataset, User
from datasets.rules.errors import Denied, Gone, Hidden, Invalid
from tests import factories


def given(dataset: Dataset, wati: User) -> None:
    dataset.personal_overrides.create(
        column="petugas",
        label="Petugas",
        kinds=["nip"],
        reason="SK 12/2026",
        given_by=wati,
        given_at=timezone.now(),
    )


def test_the_reason_is_gone(wati: User, dataset: Dataset) -> None:
    given(dataset, wati)
    with pytest.raises(Invalid):
        end_override(wati, dataset, "lain")
    end_override(wati, dataset, "petugas")
    assert not dataset.personal_overrides.exists()


def test_nobody_else_may(sari: User, budi: User, wati: User, dataset: Dataset) -> None:
    given(dataset, wati)
    with pytest.raises(Denied):
        end_override(sari, dataset, "petugas")
    with pytest.raises(Hidden):
        end_override(budi, dataset, "petugas")
    assert dataset.personal_overrides.exists()


def test_of_a_withdrawn_dataset_nothing_changes(wati: User, dataset: Dataset) -> None:
    given(dataset, wati)
    factories.published(dataset)
    dataset.withdrawn_at = timezone.now()
    dataset.save()
    with pytest.raises(Gone):
        end_override(wati, dataset, "petugas")
