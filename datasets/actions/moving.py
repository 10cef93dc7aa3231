"""What every verb does with a row: lock it, ask the rules again, move it, write the trail.

Locks are always taken in one order, dataset before upload, so that two verbs cannot wait for each
other. Call these inside a transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from datasets.models import Dataset, Upload, User
from datasets.rules.access import Act, demand
from datasets.rules.errors import Hidden
from datasets.rules.states import Move, target
from datasets.trail import record
from datasets.vocab import Verb


def locked_dataset(actor: User, act: Act, dataset: Dataset) -> Dataset:
    """The dataset re-read and held to the end of the transaction. Raises Hidden, Denied."""
    held = _held_dataset(dataset)
    demand(actor, act, held)
    return held


def locked_upload(actor: User, act: Act, upload: Upload) -> Upload:
    """The upload re-read and held, its dataset first. Raises Hidden, Denied."""
    dataset = _held_dataset(upload.dataset)
    held = Upload.objects.select_for_update(no_key=True).filter(pk=upload.pk).first()
    if held is None:
        raise Hidden(gettext("Unggahan ini tidak ditemukan."))
    held.dataset = dataset
    demand(actor, act, held)
    return held


def move(
    actor: User,
    upload: Upload,
    to: Move,
    verb: Verb,
    /,
    *,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Upload:
    """Move a locked upload and write one line. Raises IllegalMove; then nothing was changed."""
    before = upload.state
    after = target(before, to)
    for name, value in changes.items():
        setattr(upload, name, value)
    upload.state = after
    upload.save(update_fields=["state", *changes])
    record(actor, verb, upload, from_state=before, to_state=after, note=note, detail=detail)
    return upload


def _held_dataset(dataset: Dataset) -> Dataset:
    rows = Dataset.objects.select_for_update(no_key=True, of=("self",)).select_related("organization")
    held = rows.filter(pk=dataset.pk).first()
    if held is None:
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    return held
