"""The sender takes a repair back: the file is read again as it is written there."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.errors import Fault, Invalid
from datasets.rules.repairs import held_repairs, key_of
from datasets.vocab import Verb


@transaction.atomic
def undo_repair(actor: User, upload: Upload, key: str) -> Upload:
    """Leave out the repair named `key` (`repairs.key_of`), and check again.

    Raises Hidden, Denied, IllegalMove, Invalid (no such repair).
    """
    held = locked_upload(actor, Act.ANSWER, upload)
    before = held_repairs(held)
    left = [repair for repair in before if key_of(repair) != key]
    if len(left) == len(before):
        raise Invalid(Fault("repair", "unknown_repair", gettext("Perbaikan itu sudah tidak ada.")))
    detail = {"answered": ["repairs"], "undone": 1}
    return check_again(actor, held, Verb.ANSWER_UPLOAD, detail, recipe=held.recipe | {"repairs": left})
