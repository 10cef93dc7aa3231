"""Walidata withdraws a published dataset: gone for readers at once, with reason and date (DOMAIN req. 37)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.moving import locked_dataset, move
from datasets.actions.texts import note_of
from datasets.models import Dataset, Realisation, User
from datasets.rules.access import Act, is_draft
from datasets.rules.errors import IllegalMove
from datasets.rules.states import UNFINISHED, Move, check_version_move
from datasets.trail import record
from datasets.vocab import Verb, VersionState


@transaction.atomic
def withdraw_dataset(actor: User, dataset: Dataset, reason: str) -> Dataset:
    """Take the dataset out of reach; what was on its way is dropped, figures made of it disappear.

    Raises Hidden, Denied, IllegalMove (a draft, or withdrawn before), Invalid without a reason.
    """
    held = locked_dataset(actor, Act.WITHDRAW, dataset)
    said = note_of(reason, "reason", is_required=True)
    _check_published(held)
    for upload in held.uploads.select_for_update(no_key=True).filter(state__in=UNFINISHED):
        upload.dataset = held
        move(actor, upload, Move.DROP, Verb.DROP_UPLOAD, note=said, finished_at=timezone.now())
    number = _withdraw_version(held, said)
    now = timezone.now()
    held.live_version = None
    held.withdrawn_at, held.withdrawn_reason = now, said
    held.metadata_updated_at = now
    held.save(update_fields=["live_version", "withdrawn_at", "withdrawn_reason", "metadata_updated_at"])
    Realisation.objects.filter(indicator__dataset=held).delete()
    record(
        actor,
        Verb.WITHDRAW_DATASET,
        held,
        from_state=VersionState.PUBLISHED,
        to_state=VersionState.WITHDRAWN,
        note=said,
        detail={"version": number},
    )
    return held


def _check_published(dataset: Dataset) -> None:
    if is_draft(dataset):
        sentence = gettext("Dataset ini belum pernah terbit; drafnya dapat dihapus.")
        raise IllegalMove("draft", "withdraw", sentence)
    if dataset.withdrawn_at is not None:
        raise IllegalMove(VersionState.WITHDRAWN, "withdraw", gettext("Dataset ini sudah ditarik."))


def _withdraw_version(dataset: Dataset, reason: str) -> int:
    versions = dataset.versions.select_for_update(no_key=True)
    version = versions.get(state=VersionState.PUBLISHED)
    check_version_move(version.state, VersionState.WITHDRAWN)
    version.state = VersionState.WITHDRAWN
    version.withdrawn_at, version.withdrawn_reason = timezone.now(), reason
    version.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    return version.number
