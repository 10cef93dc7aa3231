"""Asks again for what a lost queue forgot, hands out what is due now, forgets what is old."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from datasets.jobs import Job, enqueue
from datasets.models import Announcement, Delivery
from datasets.vocab_hooks import DeliveryState

#: The delivery log reaches back so far.
KEPT = timedelta(days=30)
_MOST = 500


@transaction.atomic
def sweep() -> int:
    """One round; the number of jobs asked for. Asking twice does no harm: a claim decides."""
    waited = Now() - timedelta(seconds=settings.SWEEP_SECONDS)
    unspread = Announcement.objects.filter(spread_at=None, at__lte=waited).order_by("at")
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=Now()).order_by("due_at")
    asked = _ask(Job.SPREAD, unspread) + _ask(Job.DELIVER, due)
    Delivery.objects.filter(created_at__lt=Now() - KEPT).exclude(state=DeliveryState.WAITING).delete()
    Announcement.objects.filter(spread_at__lt=Now() - KEPT).delete()
    return asked


def _ask(job: Job, rows: QuerySet[Announcement] | QuerySet[Delivery]) -> int:
    ids = list(rows.values_list("pk", flat=True)[:_MOST])
    for row_id in ids:
        enqueue(job, str(row_id))
    return len(ids)
