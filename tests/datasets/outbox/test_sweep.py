"""The round: what a lost queue forgot is asked for again, what is old is forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from datasets.models import Announcement, Delivery, Webhook
from datasets.outbox.spread import spread
from datasets.outbox.sweep import KEPT, sweep
from datasets.vocab_hooks import DeliveryState
from tests import factories
from tests.datasets.outbox.conftest import Told


def test_unspread_and_due_are_asked_for_and_nothing_else(webhook: Webhook, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    first, second = told(of), told(of)
    assert sweep() == 0  # too young: its own job is on the way
    Announcement.objects.update(at=timezone.now() - timedelta(minutes=5))
    Webhook.objects.update(created_at=timezone.now() - timedelta(minutes=9))
    assert sweep() == 2
    spread(first.pk)
    spread(second.pk)
    assert sweep() == 2
    Delivery.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert sweep() == 0


def test_the_log_reaches_back_thirty_days(webhook: Webhook, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    for _ in range(2):
        spread(told(of).pk)
    old, waiting = Delivery.objects.all()
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    Delivery.objects.update(created_at=long_ago)
    Delivery.objects.filter(pk=old.pk).update(state=DeliveryState.DELIVERED)
    sweep()
    assert list(Delivery.objects.all()) == [waiting]
    assert Announcement.objects.count() == 2
