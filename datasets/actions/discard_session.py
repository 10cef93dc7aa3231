"""The sender gives up a file that was coming in pieces; what had come is thrown away."""

from __future__ import annotations

import uuid
from functools import partial

from django.db import transaction

from datasets import partials
from datasets.models import User
from datasets.rules.errors import Hidden, SessionLocked
from datasets.rules.sessions import own_sessions


@transaction.atomic
def discard_session(actor: User, session_id: uuid.UUID) -> None:
    """Forget the session; an upload it has become stays. Raises Hidden, SessionLocked."""
    rows = own_sessions(actor).filter(pk=session_id)
    held = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if held is None:
        raise SessionLocked if rows.exists() else Hidden
    transaction.on_commit(partial(partials.remove, held.pk))
    held.delete()
