"""A call with an Idempotency-Key is carried out once; again, it gets the answer of the first time.

The key follows the IETF draft `draft-ietf-httpapi-idempotency-key-header`: another call under the same
key is refused, and two at the same moment wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.models import IdempotentAnswer, User
from datasets.rules.errors import Fault, Invalid, KeyReused

#: How long an answer is remembered.
KEPT_FOR = timedelta(days=7)
MOST_LETTERS = 200


@dataclass(frozen=True)
class Answer:
    """What went back: the status, the text, headers by name. `is_replay`: it went back before."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    is_replay: bool = False


@transaction.atomic
def answer_once(actor: User, key: str, call: str, make: Callable[[], Answer]) -> Answer:
    """The answer of `make`, or the one it gave before under this key of `actor`; `call` says all of what
    was asked.

    What `make` raises is remembered nowhere and undoes what it did: the key is free for another try.
    Raises Invalid (no key that can be kept), KeyReused (the key stands for another call).
    """
    checked = checked_key(key)
    now = timezone.now()
    IdempotentAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    fingerprint = hashlib.sha256(call.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        with transaction.atomic():  # waits here for the same key's call that is under way
            row = IdempotentAnswer.objects.create(
                user=actor, key=checked, fingerprint=fingerprint, created_at=now
            )
    except IntegrityError:
        return _replayed(actor, checked, fingerprint)
    made = make()
    row.status, row.body, row.headers = made.status, made.body, made.headers
    row.save(update_fields=["status", "body", "headers"])
    return made


def checked_key(given: str) -> str:
    """The key as it is kept. Raises Invalid where it is empty, too long, or not plain ASCII."""
    key = given.strip()
    if not key or len(key) > MOST_LETTERS or not key.isascii() or not key.isprintable():
        sentence = gettext("Idempotency-Key berisi 1 sampai 200 huruf ASCII, misalnya sebuah UUID.")
        raise Invalid(Fault("Idempotency-Key", "unreadable", sentence))
    return key


def _replayed(actor: User, key: str, fingerprint: str) -> Answer:
    row = IdempotentAnswer.objects.get(user=actor, key=key)
    if row.fingerprint != fingerprint:
        raise KeyReused
    return Answer(row.status, row.body, row.headers, is_replay=True)
