"""The sender lets cells be read as they should have been written; the file itself stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from datasets.actions.answer_upload import answer_upload
from datasets.models import Upload, User
from datasets.rules.errors import Fault, Invalid


def repair_upload(actor: User, upload: Upload, repairs: Sequence[Mapping[str, Any]]) -> Upload:
    """Add `repairs` (shape of `intake.schema.Repair`) to those asked before, and check again.

    Raises Hidden, Denied, IllegalMove, Invalid, Overtaken.
    """
    if not repairs:
        raise Invalid(
            Fault("repairs", "no_repair", gettext("Belum ada yang diubah, jadi tidak ada perbaikan."))
        )
    return answer_upload(actor, upload, {"repairs": list(repairs)})
