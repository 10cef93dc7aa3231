"""The sender wants to answer a question anew: the answer is forgotten, and the file asks again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.answers import BY_COLUMN, held, held_answers
from datasets.rules.errors import Fault, Invalid
from datasets.vocab import Verb


@transaction.atomic
def forget_answer(actor: User, upload: Upload, name: str, column: str = "") -> Upload:
    """Leave out the answer `name` (for `column`, an id), also one that the dataset remembers; check again.

    The dataset goes on remembering its own until another is published. Raises Hidden, Denied,
    IllegalMove, Invalid (no such answer).
    """
    locked = locked_upload(actor, Act.ANSWER, upload)
    if not any((one.name, one.column) == (name, column) for one in held_answers(locked)):
        raise Invalid(Fault("answer", "unknown_answer", gettext("Jawaban itu sudah tidak ada.")))
    left = None
    if name in BY_COLUMN:
        left = {key: value for key, value in held(locked, name).items() if key != column}
    recipe = {key: value for key, value in locked.recipe.items() if key != name}
    if left is not None or name in locked.dataset.recipe:
        recipe[name] = left
    return check_again(
        actor, locked, Verb.ANSWER_UPLOAD, {"forgotten": name, "column": column}, recipe=recipe
    )
