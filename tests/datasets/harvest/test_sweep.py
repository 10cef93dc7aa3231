"""The round: sources that are due are asked for, runs that died are ended, old ones forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from datasets.harvest.sweep import KEPT, sweep
from datasets.models import HarvestRun, Source
from datasets.vocab_harvest import RunState, SourceKind
from tests.datasets.harvest.conftest import NewSource


def test_due_and_free_sources_are_asked_for(new_source: NewSource) -> None:
    new_source(SourceKind.FILE, "https://a.example/a.csv")
    assert sweep() == 1
    now = timezone.now()
    for changes in (
        {"is_active": False},
        {"next_run_at": now + timedelta(hours=1)},
        {"lease_until": now + timedelta(hours=1)},
    ):
        Source.objects.update(is_active=True, next_run_at=now, lease_until=None)
        Source.objects.update(**changes)
        assert sweep() == 0, changes


def test_dead_runs_end_and_old_ones_are_forgotten(new_source: NewSource) -> None:
    source, now = new_source(SourceKind.FILE, "https://a.example/a.csv"), timezone.now()
    for ago in (timedelta(0), timedelta(hours=2), KEPT + timedelta(days=1)):
        HarvestRun.objects.create(source=source, started_at=now - ago)
    sweep()
    assert list(HarvestRun.objects.values_list("state", flat=True)) == [RunState.RUNNING, RunState.LOST]
