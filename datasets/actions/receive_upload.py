"""A file is received: looked at, kept byte for byte, noted, and its examination asked for.

What can be refused at once is refused before anything is written: rights, period, size, a full
disk, no content, first bytes that are no table. Every other fault is found by checking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets import store
from datasets.actions.filenames import safe_filename
from datasets.actions.keeping import kept
from datasets.actions.moving import locked_dataset
from datasets.actions.periods import checked_period
from datasets.actions.recipes import checked_recipe
from datasets.actions.replace_file import check_whole, exchanged
from datasets.actions.texts import note_of, tidy
from datasets.jobs import Job, enqueue
from datasets.models import Dataset, Upload, User
from datasets.own_books import origin_of
from datasets.rules.access import Act, check_not_withdrawn, demand, may, visible_uploads
from datasets.rules.errors import Fault, IllegalMove, Invalid
from datasets.trail import record
from datasets.vocab import UploadState, Verb


@dataclass(frozen=True)
class Received:
    """The upload, and whether it was made now.

    It was not where the same person sent the same `Idempotency-Key` before, where the live version
    already holds this very file (then its state is `published`; DOMAIN req. 29), or where the file is
    a workbook that the portal marked for an upload still open: then it `is_resumed`.
    """

    upload: Upload
    is_new: bool
    is_resumed: bool = False


def receive_upload(
    actor: User,
    dataset: Dataset,
    chunks: Iterable[bytes],
    filename: str,
    *,
    period: str = "",
    note: str = "",
    idempotency_key: str = "",
    recipe: Mapping[str, Any] | None = None,
) -> Received:
    """Receive one file of `dataset`. Raises Hidden, Denied, Gone, Invalid (PeriodWrong), EmptyFile,
    NotATable, store.TooLarge, store.DiskFull; then nothing was kept.
    """
    demand(actor, Act.UPLOAD, dataset)
    check_not_withdrawn(dataset)
    key = _checked_key(idempotency_key)
    if earlier := _sent_before(actor, dataset, key):
        return Received(earlier, is_new=False)
    draft = Upload(
        dataset=dataset,
        uploaded_by=actor,
        state=UploadState.RECEIVED,
        filename=safe_filename(filename),
        period=checked_period(dataset, period),
        note=note_of(note),
        idempotency_key=key,
        recipe=checked_recipe(recipe or {}),
    )
    stored = kept(chunks)
    check_whole(stored)
    if resumed := _resumed(actor, draft, stored, filename):
        return Received(resumed, is_new=False, is_resumed=True)
    draft.sha256, draft.bytes = stored.sha256, stored.bytes
    return _note(actor, draft)


def _resumed(actor: User, draft: Upload, stored: store.Stored, filename: str) -> Upload | None:
    """The upload whose marked workbook this is, checked again with it; None where it is another's or over.

    Sent for another period, a marked workbook was only the pattern for a new one.
    """
    origin = origin_of(store.path_of(stored.sha256))
    if origin is None:
        return None
    marked = visible_uploads(actor).filter(pk=origin.upload_id, dataset=draft.dataset).first()
    if marked is None or not may(actor, Act.ANSWER, marked) or draft.period not in ("", marked.period):
        return None
    try:
        return exchanged(actor, marked, stored, filename)
    except IllegalMove:  # under way: the same bytes once more are the same sending
        return marked if marked.sha256 == stored.sha256 else None


@transaction.atomic
def _note(actor: User, draft: Upload) -> Received:
    """Write the row, once: a second post of the same key finds the first."""
    dataset = locked_dataset(actor, Act.UPLOAD, draft.dataset)
    check_not_withdrawn(dataset)
    if earlier := _sent_before(actor, dataset, draft.idempotency_key) or _live_already(dataset, draft):
        return Received(earlier, is_new=False)
    draft.dataset = dataset
    draft.received_at = timezone.now()
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return _lost_race(actor, dataset, draft.idempotency_key)
    detail = {"sha256": draft.sha256, "bytes": draft.bytes}
    record(actor, Verb.RECEIVE_UPLOAD, draft, to_state=draft.state, note=draft.note, detail=detail)
    enqueue(Job.PROCESS_UPLOAD, str(draft.pk))
    return Received(draft, is_new=True)


def _lost_race(actor: User, dataset: Dataset, key: str) -> Received:
    earlier = _sent_before(actor, dataset, key)
    if earlier is None:
        raise RuntimeError("an upload was refused by the database, but not for its key")
    return Received(earlier, is_new=False)


def _sent_before(actor: User, dataset: Dataset, key: str) -> Upload | None:
    """What this person sent with this key. Raises Invalid where it was for another dataset."""
    if not key:
        return None
    earlier = Upload.objects.filter(uploaded_by=actor, idempotency_key=key).first()
    if earlier is not None and earlier.dataset_id != dataset.pk:
        sentence = gettext("Idempotency-Key ini sudah dipakai untuk dataset lain. Pakai kunci baru.")
        raise Invalid(Fault("Idempotency-Key", "key_reused", sentence))
    return earlier


def _live_already(dataset: Dataset, draft: Upload) -> Upload | None:
    """The published upload with the very same file, period and answers, where it is live."""
    if dataset.live_version_id is None:
        return None
    same = Upload.objects.filter(
        state=UploadState.PUBLISHED,
        sha256=draft.sha256,
        recipe=draft.recipe,
        part__versions=dataset.live_version_id,
    )
    if draft.period:
        same = same.filter(part__period=draft.period)
    return same.select_related("dataset").first()


def _checked_key(given: str) -> str:
    key = tidy(given)
    if len(key) > 200:
        sentence = gettext("Idempotency-Key terlalu panjang: paling banyak 200 huruf.")
        raise Invalid(Fault("Idempotency-Key", "too_long", sentence))
    return key
