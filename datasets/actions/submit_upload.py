"""The sender asks walidata to publish a file that passed checking."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from datasets.actions.moving import locked_upload, move
from datasets.actions.texts import note_of
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.states import Move
from datasets.vocab import Verb


@transaction.atomic
def submit_upload(actor: User, upload: Upload, note: str = "") -> Upload:
    """`ready` → `submitted`; the note goes to the trail. Raises Hidden, Denied, IllegalMove."""
    held = locked_upload(actor, Act.SUBMIT, upload)
    now = timezone.now()
    return move(actor, held, Move.SUBMIT, Verb.SUBMIT_UPLOAD, note=note_of(note), submitted_at=now)
