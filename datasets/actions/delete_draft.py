"""A draft is deleted: a dataset that was never published, with the files sent for it so far."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.moving import locked_dataset
from datasets.models import Dataset, User
from datasets.rules.access import Act, is_draft
from datasets.rules.errors import IllegalMove
from datasets.trail import record
from datasets.vocab import UploadState, Verb


@transaction.atomic
def delete_draft(actor: User, dataset: Dataset) -> None:
    """Delete it with its uploads and parts; the trail stays, and the sweeper drops loaded tables.

    Raises Hidden, Denied, IllegalMove (published once, being published, or bound to an indicator).
    """
    held = locked_dataset(actor, Act.DELETE_DRAFT, dataset)
    _check(held)
    detail = {"slug": held.slug, "title": held.title, "uploads": held.uploads.count()}
    record(actor, Verb.DELETE_DRAFT, held, from_state="draft", detail=detail)
    held.parts.all().delete()
    held.uploads.all().delete()
    held.delete()


def _check(dataset: Dataset) -> None:
    if not is_draft(dataset) or dataset.versions.exists():
        raise _refusal(gettext("Dataset yang pernah terbit tidak dapat dihapus; Walidata dapat menariknya."))
    if dataset.uploads.filter(state=UploadState.APPROVED).exists():
        raise _refusal(gettext("Dataset ini sedang diterbitkan, jadi tidak dapat dihapus."))
    if dataset.indicators.exists():
        raise _refusal(gettext("Ada indikator kinerja yang memakai dataset ini, jadi tidak dapat dihapus."))


def _refusal(sentence: str) -> IllegalMove:
    return IllegalMove("draft", "delete", sentence)
