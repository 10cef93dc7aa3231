"""A column with personal data gives up being a key, and is hidden: both, or neither."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.answer_upload import answer_upload
from datasets.actions.edit_columns import edit_columns
from datasets.actions.moving import locked_upload
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.errors import Fault, Invalid
from datasets.rules.readiness import ids_of_columns
from datasets.vocab_repairs import MASKS, RepairKind

_HIDING = MASKS | {RepairKind.DROP_COLUMN}


@transaction.atomic
def release_key(actor: User, upload: Upload, column: str, kind: str) -> Upload:
    """Let the column headed `column` be no key of the dataset, and hide it by a repair of `kind`.

    The key's other columns stay. Raises Hidden, Denied, Gone, IllegalMove, Invalid (no key, no hiding).
    """
    held = locked_upload(actor, Act.ANSWER, upload)
    name = ids_of_columns(held).get(column, "")
    if kind not in set(_HIDING) or not held.dataset.columns.filter(name=name, is_key=True).exists():
        raise Invalid(Fault("column", "no_key", gettext("Kolom itu bukan kunci dataset ini.")))
    edit_columns(actor, held.dataset, [{"name": name, "is_key": False}])
    return answer_upload(actor, held, {"repairs": [{"kind": kind, "column": column}]})
