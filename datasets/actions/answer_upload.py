"""The sender says how the file is meant, and it is checked again; also without answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.actions.recipes import checked_recipe, merged
from datasets.actions.repairs import check_columns, check_keys, together
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.repairs import held_repairs
from datasets.vocab import Verb


@transaction.atomic
def answer_upload(actor: User, upload: Upload, recipe: Mapping[str, Any]) -> Upload:
    """`needs_answer`, `failed`, `ready` or `returned` → `checking`, with the answers over earlier ones.

    `recipe` has the shape of `intake.schema.Recipe`; its repairs are added to those asked before.
    Raises Hidden, Denied, IllegalMove, Invalid, Overtaken.
    """
    held = locked_upload(actor, Act.ANSWER, upload)
    answers = checked_recipe(recipe)
    detail: dict[str, Any] = {"answered": sorted(answers)}
    if added := answers.get("repairs", []):
        check_columns(held, added)
        check_keys(held, added)
        detail["repairs"] = len(added)
        answers["repairs"] = together(held_repairs(held), added)
    return check_again(actor, held, Verb.ANSWER_UPLOAD, detail, recipe=merged(held, answers))
