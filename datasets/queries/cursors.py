"""Where a list goes on: a signed text that holds a place and belongs to one question only."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext

from datasets.queries.errors import BadParameter


def seal(place: Any, question: Any) -> str:
    """A cursor for `place` (anything JSON holds) in the list that `question` describes."""
    return _signer().sign_object([_digest(question), place])


def unseal(cursor: str, question: Any) -> Any:
    """The place in `cursor`. Raises BadParameter where it is not ours or belongs to another question."""
    digest, place = _opened(cursor)
    if digest != _digest(question):
        raise refusal("cursor_of_another_query")
    return place


def peek(cursor: str) -> Any:
    """The place in `cursor`, before the question it belongs to is known. Raises BadParameter."""
    return _opened(cursor)[1]


def _opened(cursor: str) -> tuple[str, Any]:
    try:
        digest, place = _signer().unsign_object(cursor)
    except (BadSignature, ValueError):
        raise refusal("cursor_invalid") from None
    return digest, place


def _signer() -> Signer:
    return Signer(salt="datasets.queries.cursors")


def _digest(question: Any) -> str:
    text = json.dumps(question, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refusal(code: str) -> BadParameter:
    """What is said of a cursor that does not fit."""
    detail = gettext("Penanda halaman ini tidak berlaku untuk pertanyaan ini. Mulai lagi tanpa “cursor”.")
    return BadParameter("cursor", code, detail)
