"""A file is announced that will come in pieces: everything that can be refused is refused before a byte."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets import store
from datasets.actions.filenames import safe_filename
from datasets.actions.periods import checked_period
from datasets.actions.texts import note_of, one_line
from datasets.models import Dataset, Upload, UploadSession, User
from datasets.rules.access import Act, check_not_withdrawn, demand
from datasets.rules.errors import EmptyFile, Fault, Invalid
from datasets.rules.sessions import LIFETIME, check_quota
from datasets.rules.states import Move, target
from datasets.vocab import UploadState

#: What is kept of the sender's own word for the file, in characters.
LONGEST_FINGERPRINT = 400


@transaction.atomic
def open_session(
    actor: User,
    dataset: Dataset,
    filename: str,
    length: int,
    *,
    period: str = "",
    note: str = "",
    fingerprint: str = "",
    replaces: Upload | None = None,
) -> UploadSession:
    """A session for a file of `length` bytes, sent anew or in the place of an upload's (`replaces`).

    Raises Hidden, Denied, Gone, IllegalMove, Invalid, EmptyFile, TooManySessions, store.TooLarge,
    store.DiskFull.
    """
    demand(actor, Act.UPLOAD, dataset)
    check_not_withdrawn(dataset)
    if replaces is not None:
        _check_replaced(actor, dataset, replaces)
    _check_size(length)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # one at a time, or a quota would leak
    check_quota(actor, length)
    now = timezone.now()
    return UploadSession.objects.create(
        owner=actor,
        dataset=dataset,
        filename=safe_filename(filename),
        length=length,
        period=replaces.period if replaces else checked_period(dataset, period),
        note=note_of(note),
        fingerprint=one_line(fingerprint)[:LONGEST_FINGERPRINT],
        replaces=replaces,
        created_at=now,
        expires_at=now + LIFETIME,
    )


def _check_replaced(actor: User, dataset: Dataset, upload: Upload) -> None:
    demand(actor, Act.ANSWER, upload)
    if upload.dataset_id != dataset.pk:
        sentence = gettext("Unggahan itu milik dataset lain.")
        raise Invalid(Fault("replaces", "other_dataset", sentence))
    target(UploadState(upload.state), Move.ANSWER)


def _check_size(length: int) -> None:
    if length == 0:
        raise EmptyFile
    if length > settings.MAX_UPLOAD_BYTES:
        raise store.TooLarge(f"more than {settings.MAX_UPLOAD_BYTES} bytes")
    if not store.has_room(length):
        raise store.DiskFull("not enough free space on disk")
