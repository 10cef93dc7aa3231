"""Sends one message: claimed by its due time, posted or mailed, tried again later and later, logged.

Sending is at least once: a worker that dies between the answer and its note sends again, under the
same `webhook-id`.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from datasets.models import Delivery, Webhook
from datasets.outbox.mail import send_letter
from datasets.outbox.signing import signature
from datasets.rules.hearing import may_hear
from datasets.vocab_hooks import DeliveryState, HookEvent
from satudata.outgoing import Limits, Refused, opened

log = structlog.get_logger(__name__)

#: Tries of one message, over about a day.
TRIES = 12
#: A webhook at which everything failed for so long is switched off.
PATIENCE = timedelta(days=5)
_FIRST, _LONGEST = 30.0, 6 * 3600.0
#: Longer than one sending takes: who holds a message for longer is dead.
_LEASE = timedelta(seconds=60)
_LIMITS = Limits(seconds=10, size=64_000)
_EXCERPT = 500


@dataclass(frozen=True)
class Outcome:
    """What came of one try: the receiver's status or our own `error`, and its first words."""

    is_done: bool
    status: int | None = None
    error: str = ""
    excerpt: str = ""
    seconds: float = 0


def deliver(delivery_id: uuid.UUID) -> None:
    """Try once to send; does nothing where it is sent, given up, not due yet, or being sent."""
    delivery = _claimed(delivery_id)
    if delivery is None:
        return
    if not _is_still_wanted(delivery):
        _mine(delivery).update(state=DeliveryState.DROPPED, finished_at=timezone.now())
        return
    started = time.monotonic()
    outcome = _mailed(delivery) if delivery.webhook is None else _posted(delivery, delivery.webhook)
    _note(delivery, outcome, time.monotonic() - started)


def pause(attempt: int, chance: float) -> timedelta:
    """How long to wait after this try: doubled each time, up to six hours, and a quarter more or less.

    `chance` from 0 to 1: receivers that came down together must not all be asked again together.
    """
    seconds = min(_FIRST * 2 ** (attempt - 1), _LONGEST)
    return timedelta(seconds=seconds * (0.75 + chance / 2))


def _claimed(delivery_id: uuid.UUID) -> Delivery | None:
    due = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING, due_at__lte=Now())
    if not due.update(due_at=Now() + _LEASE, attempt=F("attempt") + 1):
        return None
    return Delivery.objects.select_related("webhook", "announcement", "owner").get(pk=delivery_id)


def _mine(delivery: Delivery) -> Any:
    """The row, as long as nobody else took it over."""
    return Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING, attempt=delivery.attempt
    )  # fmt: skip


def _is_still_wanted(delivery: Delivery) -> bool:
    """What its owner may no longer know is not told, however long it waited."""
    webhook, announcement = delivery.webhook, delivery.announcement
    if webhook is not None and not webhook.is_active:
        return False
    if not delivery.owner.is_active:
        return False
    return announcement is None or may_hear(delivery.owner, announcement)


def body_of(delivery: Delivery) -> bytes:
    """The message as it is sent: `{type, timestamp, data}`, the same at each try."""
    told = {
        "type": delivery.kind,
        "timestamp": delivery.created_at.isoformat(timespec="seconds"),
        "data": delivery.data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _posted(delivery: Delivery, webhook: Webhook) -> Outcome:
    body, timestamp, message = body_of(delivery), int(time.time()), str(delivery.message)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(webhook, message, timestamp, body),
    }
    try:
        with opened(webhook.url, "POST", headers, body, limits=_LIMITS) as answer:
            excerpt = answer.head(_EXCERPT).decode("utf-8", "replace").replace("\0", "␀")
            return Outcome(200 <= answer.status < 300, answer.status, "", excerpt)
    except Refused as error:
        return Outcome(False, None, error.code)


def _mailed(delivery: Delivery) -> Outcome:
    try:
        send_letter(delivery)
    except (SMTPException, OSError) as error:
        return Outcome(False, None, type(error).__name__[:40])
    return Outcome(True)


@transaction.atomic
def _note(delivery: Delivery, outcome: Outcome, seconds: float) -> None:
    """Log the try, and say when the next one is."""
    now = timezone.now()
    tried = {
        "at": now.isoformat(timespec="seconds"),
        "status": outcome.status,
        "error": outcome.error,
        "seconds": round(seconds, 2),
    }
    changes: dict[str, Any] = {
        "status": outcome.status,
        "error": outcome.error,
        "excerpt": outcome.excerpt,
        "tries": [*delivery.tries, tried],
    }
    if outcome.is_done:
        changes |= {"state": DeliveryState.DELIVERED, "finished_at": now}
    elif delivery.attempt >= TRIES:
        changes |= {"state": DeliveryState.FAILED, "finished_at": now}
    else:
        changes["due_at"] = now + pause(delivery.attempt, random.random())  # noqa: S311
    if _mine(delivery).update(**changes) and delivery.webhook is not None:
        _judge(delivery.webhook, is_done=outcome.is_done)


def _judge(used: Webhook, *, is_done: bool) -> None:
    """A success clears the webhook; failures for too long switch it off, and its owner is told."""
    now = timezone.now()
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=used.pk)
    if is_done or webhook.failing_since is None:
        webhook.failing_since = None if is_done else now
        webhook.save(update_fields=["failing_since"])
    elif webhook.is_active and now - webhook.failing_since >= PATIENCE:
        webhook.is_active, webhook.disabled_at = False, now
        webhook.save(update_fields=["is_active", "disabled_at"])
        webhook.deliveries.filter(state=DeliveryState.WAITING).update(
            state=DeliveryState.DROPPED, finished_at=now
        )
        _tell_owner(webhook)


def _tell_owner(webhook: Webhook) -> None:
    log.warning("webhook_disabled", webhook=str(webhook.pk))
    if not webhook.owner.email:
        return
    now = timezone.now()
    Delivery.objects.create(
        email=webhook.owner.email,
        owner=webhook.owner,
        kind=HookEvent.WEBHOOK_DISABLED,
        data={"webhook": str(webhook.pk), "name": str(webhook), "url": webhook.url},
        due_at=now,
        created_at=now,
    )
