"""Metadata is edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from datasets.actions.edit_dataset import EDITABLE, edit_dataset
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.errors import Denied, Gone, Hidden, Invalid, NotReady
from datasets.vocab import Access, Accumulation, Role
from tests import factories

GROUNDS = {
    "access_basis": "UU 14/2008 Pasal 17 huruf h",
    "access_test_number": "045/PPID/2026",
    "access_review_on": "2027-01-01",
}


def faults(refusal: Any) -> set[str]:
    return {fault.field for fault in refusal.value.faults}


def test_what_differs_is_set_and_told(
    sari: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    before = dataset.metadata_updated_at
    edit_dataset(sari, dataset, {"unit": "kg", "title": dataset.title, "next_release": "2026-12-05"})
    dataset.refresh_from_db()
    assert (dataset.unit, dataset.next_release) == ("kg", date(2026, 12, 5))
    assert dataset.metadata_updated_at > before
    assert dataset.data_updated_at is None
    (line,) = lines(dataset)
    assert (line.verb, line.detail) == ("edit_dataset", {"fields": ["next_release", "unit"]})


def test_where_nothing_differs_nothing_happens(sari: User, dataset: Dataset) -> None:
    before = dataset.metadata_updated_at
    edit_dataset(sari, dataset, {"unit": dataset.unit})
    dataset.refresh_from_db()
    assert dataset.metadata_updated_at == before
    assert not Event.objects.exists()


def test_walidata_edits_too_and_sets_the_priority(wati: User, dataset: Dataset) -> None:
    assert edit_dataset(wati, dataset, {"priority_years": [2026]}).priority_years == [2026]


@pytest.mark.parametrize("name", ["organization", "slug", "live_version", "withdrawn_at", "is_sample", "id"])
def test_owner_address_and_state_are_no_fields_of_a_form(wati: User, dataset: Dataset, name: str) -> None:
    assert name not in EDITABLE
    with pytest.raises(Invalid) as refusal:
        edit_dataset(wati, dataset, {name: "lain", "unit": "kg"})
    assert faults(refusal) == {name}
    dataset.refresh_from_db()
    assert dataset.unit == "ton"


class TestAccess:
    def test_a_narrower_one_needs_its_grounds(self, sari: User, dataset: Dataset) -> None:
        with pytest.raises(Invalid) as refusal:
            edit_dataset(sari, dataset, {"access": "closed", "access_basis": "UU 14/2008"})
        assert faults(refusal) == {"access_test_number", "access_review_on"}
        dataset.refresh_from_db()
        assert dataset.access == Access.OPEN

    def test_the_office_may_narrow_what_is_published(
        self, sari: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
    ) -> None:
        factories.published(dataset)
        assert edit_dataset(sari, dataset, {"access": "restricted", **GROUNDS}).access == Access.RESTRICTED
        (line,) = lines(dataset)
        assert (line.from_state, line.to_state) == ("open", "restricted")

    def test_only_walidata_may_widen_what_is_published(
        self, sari: User, wati: User, dataset: Dataset
    ) -> None:
        factories.published(dataset)
        edit_dataset(sari, dataset, {"access": "closed", **GROUNDS})
        with pytest.raises(Denied):
            edit_dataset(sari, dataset, {"access": "open"})
        assert edit_dataset(wati, dataset, {"access": "open"}).access == Access.OPEN

    def test_a_draft_may_be_classified_freely_by_its_office(self, sari: User, dataset: Dataset) -> None:
        edit_dataset(sari, dataset, {"access": "closed", **GROUNDS})
        assert edit_dataset(sari, dataset, {"access": "open"}).access == Access.OPEN

    def test_personal_data_is_not_opened(self, wati: User, dataset: Dataset) -> None:
        factories.published(dataset)
        Upload.objects.update(table={"columns": [{"label": "NIK", "personal": "nik"}]})
        edit_dataset(wati, dataset, {"access": "closed", **GROUNDS})
        with pytest.raises(NotReady, match="NIK"):
            edit_dataset(wati, dataset, {"access": "open"})
        dataset.refresh_from_db()
        assert dataset.access == Access.CLOSED

    def test_priority_data_is_not_closed(self, wati: User, dataset: Dataset) -> None:
        edit_dataset(wati, dataset, {"priority_years": [timezone.localdate().year]})
        with pytest.raises(Invalid) as refusal:
            edit_dataset(wati, dataset, {"access": "closed", **GROUNDS})
        assert faults(refusal) == {"access"}


class TestPublished:
    def test_the_standard_stays_filled(self, sari: User, dataset: Dataset) -> None:
        assert edit_dataset(sari, dataset, {"concept": ""}).concept == ""
        edit_dataset(sari, dataset, {"concept": "Sampah"})
        factories.published(dataset)
        with pytest.raises(Invalid) as refusal:
            edit_dataset(sari, dataset, {"concept": " ", "unit": ""})
        assert faults(refusal) == {"concept", "unit"}

    def test_what_a_file_replaces_stays(self, sari: User, dataset: Dataset) -> None:
        factories.published(edit_dataset(sari, dataset, {"accumulation": Accumulation.PERIOD}))
        with pytest.raises(Invalid) as refusal:
            edit_dataset(sari, dataset, {"accumulation": Accumulation.WHOLE})
        assert faults(refusal) == {"accumulation"}


@pytest.mark.parametrize("changes", [{"release_day": 0}, {"release_day": 32}, {"priority_years": [26]}])
def test_implausible_values_are_refused(wati: User, dataset: Dataset, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        edit_dataset(wati, dataset, changes)


def test_a_withdrawn_one_is_gone(wati: User, dataset: Dataset) -> None:
    Dataset.objects.update(withdrawn_at=timezone.now())
    with pytest.raises(Gone):
        edit_dataset(wati, dataset, {"unit": "kg"})


def test_nobody_else_may(budi: User, sari: User, dataset: Dataset) -> None:
    joko = factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup")
    with pytest.raises(Hidden):
        edit_dataset(budi, dataset, {"unit": "kg"})
    with pytest.raises(Denied):
        edit_dataset(joko, dataset, {"unit": "kg"})
    with pytest.raises(Denied):
        edit_dataset(sari, dataset, {"priority_years": [2026]})
    factories.published(dataset)
    with pytest.raises(Denied):
        edit_dataset(budi, dataset, {"unit": "kg"})
