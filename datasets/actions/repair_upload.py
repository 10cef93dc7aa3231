"""The sender lets cells be read as they should have been written; the file itself stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from datasets.actions.answer_upload import answer_upload
from datasets.actions.moving import locked_upload
from datasets.actions.repairs import checked_repairs, together
from datasets.models import Upload, User
from datasets.rules.access import Act


@transaction.atomic
def repair_upload(actor: User, upload: Upload, repairs: Sequence[Mapping[str, Any]]) -> Upload:
    """Add `repairs` (shape of `intake.schema.Repair`) to those asked before, and check again.

    Raises Hidden, Denied, IllegalMove, Invalid.
    """
    held = locked_upload(actor, Act.ANSWER, upload)
    added = checked_repairs("repairs", list(repairs))
    return answer_upload(actor, held, {"repairs": together(held.recipe.get("repairs", []), added)})
