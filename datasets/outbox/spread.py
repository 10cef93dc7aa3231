"""From one announcement to a message for each who asked for it and may hear it: once, all or none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from datasets.jobs import Job, enqueue
from datasets.measures.schema_change import touches
from datasets.models import Announcement, Consumer, Delivery, Webhook
from datasets.rules.hearing import may_hear
from datasets.vocab_hooks import HookEvent


@transaction.atomic
def spread(announcement_id: uuid.UUID) -> None:
    """Write the messages and ask for their sending; does nothing where it is done."""
    rows = Announcement.objects.select_for_update(of=("self",)).select_related("dataset")
    found = rows.filter(pk=announcement_id, spread_at=None).first()
    if found is None:
        return
    for delivery in _messages(found):
        delivery.save(force_insert=True)
        enqueue(Job.DELIVER, str(delivery.pk))
    found.spread_at = timezone.now()
    found.save(update_fields=["spread_at"])


def _messages(announcement: Announcement) -> Iterator[Delivery]:
    if announcement.kind == HookEvent.SCHEMA_BREAKING:
        yield from _warnings(announcement)
        return
    now = timezone.now()
    for webhook in _listening(announcement):
        if may_hear(webhook.owner, announcement):
            yield Delivery(
                announcement=announcement,
                webhook=webhook,
                owner=webhook.owner,
                kind=announcement.kind,
                message=announcement.pk,
                data=announcement.data,
                due_at=now,
                created_at=now,
            )


def _warnings(announcement: Announcement) -> Iterator[Delivery]:
    """To each system that reads what would change, by webhook, mail, or both."""
    now = timezone.now()
    readers = Consumer.objects.filter(dataset=announcement.dataset, created_at__lte=announcement.at)
    for reader in readers.select_related("owner", "webhook"):
        changes = [one for one in announcement.data["changes"] if touches(one, reader.columns)]
        if not changes or not may_hear(reader.owner, announcement):
            continue
        told: dict[str, Any] = {
            "announcement": announcement,
            "owner": reader.owner,
            "kind": announcement.kind,
            "data": announcement.data | {"changes": changes, "consumer": reader.name},
            "due_at": now,
            "created_at": now,
        }
        if reader.webhook is not None and reader.webhook.is_active:
            yield Delivery(webhook=reader.webhook, **told)
        if reader.email:
            yield Delivery(email=reader.email, **told)


def _listening(announcement: Announcement) -> Iterator[Webhook]:
    """Webhooks that were there when it happened and asked for this kind, this dataset, this office."""
    dataset = announcement.dataset
    found = Webhook.objects.filter(
        Q(dataset=None) | Q(dataset=dataset),
        Q(organization=None) | Q(organization=dataset.organization_id),
        is_active=True,
        events__contains=[announcement.kind],
        created_at__lte=announcement.at,
    )
    return found.select_related("owner").order_by("created_at").iterator(chunk_size=200)
