"""A reviewer sends a file back, saying what must be mended."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from datasets.actions.moving import locked_upload, move
from datasets.actions.texts import note_of
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.states import Move
from datasets.vocab import Verb


@transaction.atomic
def return_upload(actor: User, upload: Upload, note: str, fields: Mapping[str, str] | None = None) -> Upload:
    """`submitted` or `pembina_review` → `returned`; `fields` are comments by field (DOMAIN req. 7).

    Raises Hidden, Denied, IllegalMove, Invalid where there is no note.
    """
    held = locked_upload(actor, Act.RETURN, upload)
    said = note_of(note, is_required=True)
    comments = {name: note_of(text, name) for name, text in (fields or {}).items()}
    detail = {"fields": comments} if comments else None
    return move(actor, held, Move.RETURN, Verb.RETURN_UPLOAD, note=said, detail=detail)
