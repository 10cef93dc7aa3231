"""The sender takes a file back, as long as nobody has approved it."""

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
def cancel_upload(actor: User, upload: Upload, note: str = "") -> Upload:
    """Any state before approval → `cancelled`. Raises Hidden, Denied, IllegalMove."""
    held = locked_upload(actor, Act.CANCEL, upload)
    now = timezone.now()
    return move(actor, held, Move.CANCEL, Verb.CANCEL_UPLOAD, note=note_of(note), finished_at=now)
