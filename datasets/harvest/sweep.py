"""Asks for the sources that are due, ends runs that died, forgets old runs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from datasets.jobs import Job, enqueue
from datasets.models import HarvestRun, Source
from datasets.vocab_harvest import RunState

#: Runs are remembered so long.
KEPT = timedelta(days=90)
#: No run lasts so long: its worker is dead, or its claim was taken over.
_DEAD_AFTER = timedelta(hours=1)


@transaction.atomic
def sweep() -> int:
    """One round; the number of runs asked for. Asking twice does no harm: a claim decides."""
    free = Q(lease_until=None) | Q(lease_until__lte=Now())
    due = Source.objects.filter(free, is_active=True, next_run_at__lte=Now()).order_by("next_run_at")
    ids = list(due.values_list("pk", flat=True)[:20])
    for source_id in ids:
        enqueue(Job.HARVEST, str(source_id))
    dead = HarvestRun.objects.filter(state=RunState.RUNNING, started_at__lt=Now() - _DEAD_AFTER)
    dead.update(state=RunState.LOST, finished_at=Now())
    HarvestRun.objects.filter(started_at__lt=Now() - KEPT).delete()
    return len(ids)
