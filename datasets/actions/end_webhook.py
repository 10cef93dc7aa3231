"""A person removes one of their webhooks, and its delivery log with it."""

from __future__ import annotations

from django.db import transaction

from datasets.actions.change_webhook import held_webhook
from datasets.models import User, Webhook
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def end_webhook(actor: User, webhook: Webhook) -> None:
    """Nothing is sent to it from now on. Raises Hidden where it is not the actor's."""
    held = held_webhook(actor, webhook)
    record(actor, Verb.END_WEBHOOK, held)
    held.delete()
