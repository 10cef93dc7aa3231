"""Walidata says yes: it works, then each refusal, then two at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from datasets.actions.approve_upload import approve_upload
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.jobs import Job
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, NotReady, Refused
from datasets.vocab import Access, Role, UploadState
from tests import factories


def test_approval_starts_publication(
    wati: User, dataset: Dataset, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    with asked() as jobs:
        approve_upload(wati, upload, "Sesuai kamus.")
    upload.refresh_from_db()
    assert (upload.state, upload.approved_by) == (UploadState.APPROVED, wati)
    assert upload.approved_at is not None
    assert jobs == [(Job.PUBLISH_UPLOAD, (str(upload.pk),))]
    (line,) = lines(upload)
    assert (line.verb, line.actor_role, line.note) == ("approve_upload", "walidata", "Sesuai kamus.")


def test_priority_data_goes_to_the_pembina_first(
    wati: User, dataset: Dataset, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    Dataset.objects.update(priority_years=[timezone.localdate().year])
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    with asked() as jobs:
        approve_upload(wati, upload)
    upload.refresh_from_db()
    assert (upload.state, upload.approved_by, jobs) == (UploadState.PEMBINA_REVIEW, None, [])
    with pytest.raises(Denied):
        approve_upload(wati, upload)
    bima = factories.person("bima", Role.PEMBINA)
    with asked() as jobs:
        approve_upload(bima, upload)
    upload.refresh_from_db()
    assert (upload.state, upload.approved_by) == (UploadState.APPROVED, bima)
    assert [job for job, _ in jobs] == [Job.PUBLISH_UPLOAD]
    assert [line.to_state for line in lines(upload)] == ["pembina_review", "approved"]


def test_priority_of_another_year_needs_no_pembina(wati: User, dataset: Dataset) -> None:
    Dataset.objects.update(priority_years=[timezone.localdate().year + 1])
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    assert approve_upload(wati, upload).state == UploadState.APPROVED


class TestRefusals:
    def test_the_uploader_never_approves(self, dataset: Dataset) -> None:
        sender = factories.person("pindah", Role.WALIDATA)
        upload = factories.upload(dataset, UploadState.SUBMITTED, uploaded_by=sender)
        with pytest.raises(Denied, match="sendiri"):
            approve_upload(sender, upload)

    def test_nor_does_anybody_but_walidata(self, sari: User, budi: User, dataset: Dataset) -> None:
        upload = factories.upload(dataset, UploadState.SUBMITTED)
        joko = factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup")
        for person in (sari, joko):
            with pytest.raises(Denied):
                approve_upload(person, upload)
        for stranger in (budi, factories.person("admin", Role.ADMIN), factories.person("b", Role.PEMBINA)):
            with pytest.raises(Hidden):
                approve_upload(stranger, upload)

    def test_what_was_not_submitted_cannot_be_approved(self, wati: User, dataset: Dataset) -> None:
        for state in (UploadState.READY, UploadState.RETURNED, UploadState.APPROVED, UploadState.PUBLISHED):
            with pytest.raises(IllegalMove):
                approve_upload(wati, factories.upload(dataset, state))

    def test_an_incomplete_standard_is_named(self, wati: User, dataset: Dataset) -> None:
        Dataset.objects.update(concept="", unit=" ")
        upload = factories.upload(dataset, UploadState.SUBMITTED)
        with pytest.raises(NotReady) as refusal:
            approve_upload(wati, upload)
        assert refusal.value.missing == ["concept", "unit"]
        upload.refresh_from_db()
        assert upload.state == UploadState.SUBMITTED
        assert not Event.objects.exists()

    def test_personal_data_is_not_published_openly_even_if_checked_when_closed(
        self, wati: User, dataset: Dataset
    ) -> None:
        table = {"columns": [{"label": "NIK", "personal": "nik"}]}
        upload = factories.upload(dataset, UploadState.SUBMITTED, table=table)
        with pytest.raises(NotReady, match="NIK"):
            approve_upload(wati, upload)

    def test_closed_priority_data_cannot_be_referred(self, wati: User, dataset: Dataset) -> None:
        grounds = {"access_basis": "UU 14/2008", "access_test_number": "1", "access_review_on": "2027-01-01"}
        Dataset.objects.update(access=Access.CLOSED, priority_years=[timezone.localdate().year], **grounds)
        with pytest.raises(NotReady) as refusal:
            approve_upload(wati, factories.upload(dataset, UploadState.SUBMITTED))
        assert refusal.value.missing == ["access"]


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """What came of each deed, all let go at a barrier."""
    barrier = threading.Barrier(len(deeds))
    outcomes: dict[int, str] = {}

    def run(place: int, deed: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            deed()
            outcomes[place] = "done"
        except Refused as refusal:
            outcomes[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return [outcomes[place] for place in range(len(deeds))]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_approvals_one_is_refused(self) -> None:
        first, second = factories.wati(), factories.person("wani", Role.WALIDATA)
        upload = factories.upload(factories.dataset(), UploadState.SUBMITTED)
        outcomes = at_once(lambda: approve_upload(first, upload), lambda: approve_upload(second, upload))
        assert sorted(outcomes) == ["done", "illegal_move"]
        upload.refresh_from_db()
        winner = (first, second)[outcomes.index("done")]
        assert (upload.state, upload.approved_by) == (UploadState.APPROVED, winner)
        assert Event.objects.filter(object_id=upload.pk).count() == 1

    @pytest.mark.parametrize("round_number", range(5))
    def test_approval_against_withdrawal_ends_withdrawn_and_the_trail_agrees(self, round_number: int) -> None:
        first, second = factories.wati(), factories.person("wani", Role.WALIDATA)
        dataset = factories.dataset()
        factories.published(dataset)
        upload = factories.upload(dataset, UploadState.SUBMITTED)
        deeds = [lambda: approve_upload(first, upload), lambda: withdraw_dataset(second, dataset, "Salah.")]
        outcomes = at_once(*deeds) if round_number % 2 else at_once(*reversed(deeds))[::-1]
        assert outcomes[1] == "done"
        assert outcomes[0] in ("done", "illegal_move")
        dataset.refresh_from_db()
        assert dataset.withdrawn_at is not None
        assert dataset.live_version is None
        assert Upload.objects.get(pk=upload.pk).state == UploadState.CANCELLED
        way = [(e.from_state, e.to_state) for e in Event.objects.filter(object_id=upload.pk)]
        approved = [("submitted", "approved"), ("approved", "cancelled")]
        assert way == (approved if outcomes[0] == "done" else [("submitted", "cancelled")])
