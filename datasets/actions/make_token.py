"""A person makes a key for another system; it is shown once, only its digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.texts import one_line
from datasets.models import ApiToken, User
from datasets.rules.access import Act, may
from datasets.rules.errors import Denied, Fault, Invalid
from datasets.trail import record
from datasets.vocab import Scope, Verb

#: Longest life of a token, in days.
MOST_DAYS = 366

#: A scope is given only to who may do at least one of these anyway.
_NEEDS: dict[Scope, tuple[Act, ...]] = {
    Scope.READ: (Act.SEE_DESK,),
    Scope.PUBLISH: (Act.UPLOAD, Act.CREATE_DATASET),
    Scope.REVIEW: (Act.APPROVE, Act.RETURN),
}


@transaction.atomic
def make_token(user: User, scope: Scope, days: int, name: str = "") -> tuple[ApiToken, str]:
    """The token and its plain text `<prefix>.<secret>`, which nobody can find out again.

    The digest is the SHA-256 of the whole plain text. Raises Denied where the scope is more than
    the person may do, Invalid for a life of less than 1 or more than MOST_DAYS days.
    """
    if not any(may(user, act) for act in _NEEDS[scope]):
        raise Denied("scope", gettext("Peran ini tidak dapat memakai token dengan wewenang itu."))
    if not 1 <= days <= MOST_DAYS:
        sentence = gettext("Masa berlaku token 1 sampai %(most)s hari.") % {"most": MOST_DAYS}
        raise Invalid(Fault("days", "out_of_range", sentence))
    prefix = secrets.token_hex(6)
    plain = f"{prefix}.{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        name=one_line(name)[:100],
        prefix=prefix,
        digest=hashlib.sha256(plain.encode()).hexdigest(),
        scope=scope,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(user, Verb.MAKE_TOKEN, token, detail={"scope": scope, "days": days, "prefix": prefix})
    return token, plain
