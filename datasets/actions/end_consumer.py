"""A person removes a system from those that are warned; Walidata may remove any."""

from __future__ import annotations

from django.db import transaction

from datasets.models import Consumer, User
from datasets.rules.access import Act, may
from datasets.rules.errors import Hidden
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def end_consumer(actor: User, consumer: Consumer) -> None:
    """It is warned no more. Raises Hidden where it is neither the actor's nor the actor Walidata."""
    held = Consumer.objects.select_for_update(no_key=True, of=("self",)).filter(pk=consumer.pk).first()
    if held is None or not (held.owner_id == actor.pk or may(actor, Act.WITHDRAW, held.dataset)):
        raise Hidden
    record(actor, Verb.END_CONSUMER, held.dataset, detail={"consumer": held.name})
    held.delete()
