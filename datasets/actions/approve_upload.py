"""Walidata says yes, and publication starts; priority data goes to the pembina first (DOMAIN req. 8)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.moving import locked_upload, move
from datasets.actions.texts import note_of
from datasets.jobs import Job, enqueue
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.errors import NotReady, Overtaken
from datasets.rules.readiness import missing_for_publication, needs_pembina, personal_columns
from datasets.rules.row_changes import OVERTAKEN, is_overtaken
from datasets.rules.states import Move, target
from datasets.vocab import Access, UploadState, Verb


@transaction.atomic
def approve_upload(actor: User, upload: Upload, note: str = "") -> Upload:
    """`submitted` → `approved` or `pembina_review`; `pembina_review` → `approved`.

    Raises Hidden, Denied (also the uploader), IllegalMove, Overtaken, NotReady.
    """
    held = locked_upload(actor, Act.APPROVE, upload)
    target(held.state, Move.APPROVE)
    if is_overtaken(held):
        raise Overtaken(str(OVERTAKEN))
    is_priority = needs_pembina(held.dataset, timezone.localdate().year)
    _check_ready(held, is_priority=is_priority)
    said = note_of(note)
    if is_priority and held.state == UploadState.SUBMITTED:
        return move(actor, held, Move.REFER, Verb.REFER_UPLOAD, note=said)
    moved = move(
        actor,
        held,
        Move.APPROVE,
        Verb.APPROVE_UPLOAD,
        note=said,
        approved_by=actor,
        approved_at=timezone.now(),
        attempt=0,
        lease_until=None,
        publish_error="",
    )
    enqueue(Job.PUBLISH_UPLOAD, str(moved.pk))
    return moved


def _check_ready(upload: Upload, *, is_priority: bool) -> None:
    missing = missing_for_publication(upload.dataset)
    if missing:
        raise NotReady(missing)
    if is_priority and upload.dataset.access == Access.CLOSED:
        sentence = gettext("Data prioritas diperiksa pembina data, jadi aksesnya tidak dapat tertutup.")
        raise NotReady(["access"], sentence)
    if personal := personal_columns(upload):
        sentence = gettext(
            "Ada data pribadi pada kolom %(columns)s, sedangkan dataset ini terbuka. Samarkan atau hapus "
            "kolomnya, batasi aksesnya, atau catat alasan Walidata membukanya."
        )
        raise NotReady(["access"], sentence % {"columns": ", ".join(personal)})
