"""A person's webhooks and what was sent to them: for the account page and the API alike."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import OuterRef, Subquery

from datasets.models import Delivery, User, Webhook
from datasets.queries.cards import moment
from datasets.rules.errors import Hidden

_LAST = ("at", "state", "status", "error")
#: Messages shown of one webhook, newest first; older ones are forgotten after thirty days anyway.
SHOWN = 100


def webhooks_of(user: User) -> list[Webhook]:
    """All of this person's, newest first. One query."""
    return list(Webhook.objects.filter(owner=user).select_related("dataset", "organization"))


def latest_of(user: User) -> list[Webhook]:
    """All of this person's, each with `last_at`, `_state`, `_status` and `_error` of its newest message."""
    newest = Delivery.objects.filter(webhook=OuterRef("pk")).order_by("-created_at", "-pk")
    told = {
        f"last_{name}": Subquery(newest.values(field)[:1])
        for name, field in zip(_LAST, ("created_at", *_LAST[1:]), strict=True)
    }
    found = Webhook.objects.filter(owner=user).select_related("dataset", "organization")
    return list(found.annotate(**told))


def webhook_of(user: User, webhook_id: uuid.UUID) -> Webhook:
    """One of this person's. Raises Hidden for any other."""
    found = Webhook.objects.filter(owner=user, pk=webhook_id).select_related("dataset", "organization")
    webhook = found.first()
    if webhook is None:
        raise Hidden
    return webhook


def deliveries_of(webhook: Webhook) -> list[Delivery]:
    """The latest messages to it. One query."""
    return list(webhook.deliveries.all()[:SHOWN])


def delivery_of(user: User, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> Delivery:
    """One message to one of this person's webhooks. Raises Hidden for any other."""
    found = Delivery.objects.filter(pk=delivery_id, webhook=webhook_id, owner=user)
    delivery = found.select_related("webhook", "announcement").first()
    if delivery is None:
        raise Hidden
    return delivery


def webhook_card(webhook: Webhook) -> dict[str, Any]:
    """A webhook as the API tells it; never its secret."""
    return {
        "id": str(webhook.pk),
        "name": webhook.name,
        "url": webhook.url,
        "events": webhook.events,
        "dataset": webhook.dataset.slug if webhook.dataset else None,
        "organization": webhook.organization.slug if webhook.organization else None,
        "is_active": webhook.is_active,
        "failing_since": moment(webhook.failing_since),
        "disabled_at": moment(webhook.disabled_at),
        "created_at": moment(webhook.created_at),
    }


def delivery_card(delivery: Delivery) -> dict[str, Any]:
    """A message as the API tells it, with each try and the receiver's first words."""
    return {
        "id": str(delivery.pk),
        "message": str(delivery.message),
        "event": delivery.kind,
        "state": delivery.state,
        "attempt": delivery.attempt,
        "status": delivery.status,
        "error": delivery.error,
        "excerpt": delivery.excerpt,
        "tries": delivery.tries,
        "data": delivery.data,
        "created_at": moment(delivery.created_at),
        "due_at": moment(delivery.due_at) if delivery.finished_at is None else None,
        "finished_at": moment(delivery.finished_at),
    }
