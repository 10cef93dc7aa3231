"""What every verb does that lets a file be read anew: back to `checking`, the last check forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasets.actions.moving import move
from datasets.jobs import Job, enqueue
from datasets.models import Upload, User
from datasets.rules.states import Move
from datasets.vocab import Step, Verb


def check_again(
    actor: User, held: Upload, verb: Verb, detail: Mapping[str, Any], note: str = "", **changes: Any
) -> Upload:
    """Move a locked upload to `checking` with `changes`, and ask for the work. Raises IllegalMove."""
    moved = move(
        actor,
        held,
        Move.ANSWER,
        verb,
        note=note,
        detail=detail,
        question={},
        step=Step.STORED,
        step_done=0,
        step_total=0,
        attempt=0,
        lease_until=None,
        finished_at=None,
        **changes,
    )
    enqueue(Job.PROCESS_UPLOAD, str(moved.pk))
    return moved
