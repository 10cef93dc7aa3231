"""The sender says how the file is meant, and it is checked again; also without answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from datasets.actions.moving import locked_upload, move
from datasets.actions.recipes import checked_recipe, merged
from datasets.actions.repairs import check_columns
from datasets.jobs import Job, enqueue
from datasets.models import Upload, User
from datasets.rules.access import Act
from datasets.rules.states import Move
from datasets.vocab import Step, Verb


@transaction.atomic
def answer_upload(actor: User, upload: Upload, recipe: Mapping[str, Any]) -> Upload:
    """`needs_answer`, `failed`, `ready` or `returned` → `checking`, with the answers over earlier ones.

    `recipe` has the shape of `intake.schema.Recipe`. Raises Hidden, Denied, IllegalMove, Invalid.
    """
    held = locked_upload(actor, Act.ANSWER, upload)
    answers = checked_recipe(recipe)
    check_columns(held, answers.get("repairs", []))
    moved = move(
        actor,
        held,
        Move.ANSWER,
        Verb.ANSWER_UPLOAD,
        detail={"answered": sorted(answers)},
        recipe=merged(held.recipe, answers),
        question={},
        step=Step.STORED,
        step_done=0,
        step_total=0,
        attempt=0,
        lease_until=None,
        finished_at=None,
    )
    enqueue(Job.PROCESS_UPLOAD, str(moved.pk))
    return moved
