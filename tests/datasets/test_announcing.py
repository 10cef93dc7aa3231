"""The outbox: a line of the trail and what is told of it are written together, or not at all."""

from __future__ import annotations

from django.db import transaction

from datasets.actions.return_upload import return_upload
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Announcement, User
from datasets.trail import record
from datasets.vocab import UploadState, Verb
from datasets.vocab_hooks import HookEvent
from tests import factories


def test_a_publication_is_announced_with_its_version(sari: User) -> None:
    version = factories.published(factories.dataset())
    event = record(None, Verb.PUBLISH_VERSION, version.upload, detail={"version": 1, "rows": 4})
    told = Announcement.objects.get()
    assert (told.event, told.kind, told.at, told.spread_at) == (
        event, HookEvent.DATASET_PUBLISHED, event.at, None,
    )  # fmt: skip
    assert told.data["dataset"]["slug"] == "sampah-terangkut"
    assert told.data["version"] == 1
    assert "rows" not in told.data


def test_a_return_and_a_withdrawal_are_announced_with_their_note(sari: User, wati: User) -> None:
    of = factories.dataset()
    factories.published(of)
    upload = factories.upload(of, UploadState.SUBMITTED)
    return_upload(wati, upload, "Satuan belum jelas.")
    withdraw_dataset(wati, of, "Salah hitung.")
    returned, withdrawn = Announcement.objects.order_by("at")
    assert (returned.kind, returned.upload) == (HookEvent.UPLOAD_RETURNED, upload)
    assert (returned.data["note"], returned.data["upload"]) == ("Satuan belum jelas.", str(upload.pk))
    assert (withdrawn.kind, withdrawn.data["note"]) == (HookEvent.DATASET_WITHDRAWN, "Salah hitung.")


def test_nothing_else_is_announced(sari: User) -> None:
    upload = factories.upload(factories.dataset(), UploadState.PUBLISHED)
    record(None, Verb.PUBLISH_VERSION, upload, detail={"same_as": 1})
    record(sari, Verb.SUBMIT_UPLOAD, upload)
    record(sari, Verb.SIGN_IN, sari)
    record(None, Verb.SIGN_IN_FAILED)
    assert not Announcement.objects.exists()


def test_what_is_rolled_back_is_never_told(sari: User) -> None:
    upload = factories.upload(factories.dataset(), UploadState.PUBLISHED)
    with transaction.atomic():
        record(None, Verb.PUBLISH_VERSION, upload, detail={"version": 1})
        transaction.set_rollback(True)
    assert not Announcement.objects.exists()
