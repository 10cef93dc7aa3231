"""A person asks that their webhook be tried: with a ping, or with a message it had or missed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.change_webhook import held_webhook
from datasets.jobs import Job, enqueue
from datasets.models import Delivery, User, Webhook
from datasets.rules.errors import Hidden, IllegalMove
from datasets.rules.hearing import may_hear
from datasets.vocab_hooks import DeliveryState, HookEvent


@transaction.atomic
def ping_webhook(actor: User, webhook: Webhook) -> Delivery:
    """A message that says only that the way is open. Raises Hidden, IllegalMove where it is off."""
    held = _active(actor, webhook)
    return _ask(Delivery(webhook=held, owner=actor, kind=HookEvent.PING, data={"webhook": str(held.pk)}))


@transaction.atomic
def send_again(actor: User, delivery: Delivery) -> Delivery:
    """The same message once more, under its own id. Raises Hidden, also where its owner may no longer
    know what it says; IllegalMove where the webhook is off, or the message still waits to be sent.
    """
    if delivery.webhook is None or delivery.owner_id != actor.pk:
        raise Hidden
    held = _active(actor, delivery.webhook)
    if delivery.announcement is not None and not may_hear(actor, delivery.announcement):
        raise Hidden
    if delivery.state == DeliveryState.WAITING:
        raise IllegalMove(delivery.state, "redeliver", gettext("Pesan ini masih menunggu dikirim."))
    again = Delivery(
        webhook=held,
        owner=actor,
        announcement=delivery.announcement,
        kind=delivery.kind,
        message=delivery.message,
        data=delivery.data,
    )
    return _ask(again)


def _active(actor: User, webhook: Webhook) -> Webhook:
    held = held_webhook(actor, webhook)
    if not held.is_active:
        raise IllegalMove("disabled", "deliver", gettext("Webhook ini mati. Hidupkan dahulu."))
    return held


def _ask(delivery: Delivery) -> Delivery:
    delivery.due_at = delivery.created_at = timezone.now()
    delivery.save(force_insert=True)
    enqueue(Job.DELIVER, str(delivery.pk))
    return delivery
