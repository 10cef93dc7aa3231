"""A person switches one of their webhooks off or on again, or gives it a new secret."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from datasets.models import User, Webhook
from datasets.outbox.signing import secret_of
from datasets.rules.errors import Hidden
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def switch_webhook(actor: User, webhook: Webhook, *, is_active: bool) -> Webhook:
    """Off: nothing is sent any more. On: as if new, whatever failed before. Raises Hidden."""
    held = held_webhook(actor, webhook)
    if held.is_active != is_active:
        held.is_active, held.failing_since = is_active, None
        held.disabled_at = None if is_active else timezone.now()
        held.save(update_fields=["is_active", "failing_since", "disabled_at"])
        record(actor, Verb.CHANGE_WEBHOOK, held, detail={"is_active": is_active})
    return held


@transaction.atomic
def renew_secret(actor: User, webhook: Webhook) -> str:
    """A new secret, shown now and never again; the old one signs nothing from here on. Raises Hidden."""
    held = held_webhook(actor, webhook)
    held.salt = secrets.token_hex(16)
    held.save(update_fields=["salt"])
    record(actor, Verb.CHANGE_WEBHOOK, held, detail={"secret": "renewed"})
    return secret_of(held)


def held_webhook(actor: User, webhook: Webhook) -> Webhook:
    """The webhook, held to the end of the transaction. Raises Hidden where it is not the actor's."""
    rows = Webhook.objects.select_for_update(no_key=True).filter(pk=webhook.pk, owner=actor)
    held = rows.first()
    if held is None:
        raise Hidden
    return held
