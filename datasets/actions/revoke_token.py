"""A token is revoked, by its person or by the administrator: it opens nothing from now on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from datasets.models import ApiToken, User
from datasets.rules.access import Act, may
from datasets.rules.errors import Hidden
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def revoke_token(actor: User, token: ApiToken) -> ApiToken:
    """Revoke it; a second time changes nothing. Raises Hidden where it is another person's."""
    held = ApiToken.objects.select_for_update().filter(pk=token.pk).first()
    if held is None or (held.user_id != actor.pk and not may(actor, Act.MANAGE_USERS)):
        raise Hidden
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
        record(actor, Verb.REVOKE_TOKEN, held, detail={"prefix": held.prefix})
    return held
