"""One pull of a source: claimed, listed whole, each thing taken by itself, the missing ones marked.

One thing that fails never stops the others, and no run lasts for ever: every fetch, the whole run and
its claim have an end. A list that could not be read whole marks nothing as gone.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from datasets import store
from datasets.harvest.remote import Clock, Remote, Unreadable
from datasets.harvest.sources import remotes_of
from datasets.harvest.take import take
from datasets.models import HarvestRun, Source, SourceItem
from datasets.rules import errors as rules
from datasets.vocab_harvest import ItemState, Outcome, RunState
from satudata.outgoing import Refused

log = structlog.get_logger(__name__)

#: Seconds of one run; what is left then is taken by the next, soon.
SECONDS = 300
_SOON = timedelta(minutes=1)
#: Longer than the longest single step.
_LEASE = timedelta(seconds=120)
_LOGGED = 500
#: Said of a link that leads nowhere any more.
_DEAD = frozenset({"status_404", "status_410", "unknown_host", "unreachable"})


class Lost(Exception):
    """The source is no longer ours: our claim ran out and another run took over."""


def harvest(source_id: uuid.UUID, alive: Callable[[], None] | None = None, seconds: float = SECONDS) -> None:
    """Pull the source if it is due and nobody else does; `alive` is called now and then."""
    run = _claimed(source_id)
    if run is None:
        return
    try:
        _work(run, Clock(seconds), alive)
    except Lost:
        log.info("harvest_taken_over", source=str(source_id))
    except Exception as error:
        _finish(run, RunState.FAILED, type(error).__name__)
        raise


@transaction.atomic
def _claimed(source_id: uuid.UUID) -> HarvestRun | None:
    free = Q(lease_until=None) | Q(lease_until__lte=Now())
    found = Source.objects.select_for_update(no_key=True, of=("self",)).filter(
        free, pk=source_id, is_active=True, next_run_at__lte=Now()
    )
    source = found.select_related("organization", "sender").first()
    if source is None:
        return None
    source.runs.filter(state=RunState.RUNNING).update(state=RunState.LOST, finished_at=timezone.now())
    run = HarvestRun.objects.create(source=source, started_at=timezone.now())
    Source.objects.filter(pk=source.pk).update(current_run=run.pk, lease_until=Now() + _LEASE)
    return run


def _work(run: HarvestRun, clock: Clock, alive: Callable[[], None] | None) -> None:
    try:
        remotes = remotes_of(run.source, clock)
    except (Refused, Unreadable) as error:
        _finish(run, RunState.FAILED, error.code)
        return
    if not remotes and run.source.items.exclude(state=ItemState.GONE).exists():
        _finish(run, RunState.FAILED, "empty_list")  # a portal that lost its list, not one that lost all
        return
    state = _take_all(run, remotes, clock, alive)
    _bury(run, remotes)
    _finish(run, state)


def _take_all(
    run: HarvestRun, remotes: Sequence[Remote], clock: Clock, alive: Callable[[], None] | None
) -> RunState:
    """Those not looked at for longest come first, so that a cut run goes on where it ended."""
    items = {item.remote_id: item for item in run.source.items.select_related("dataset__organization")}
    checked = {key: item.checked_at.timestamp() for key, item in items.items() if item.checked_at}
    for remote in sorted(remotes, key=lambda remote: checked.get(remote.key, 0.0)):
        if clock.is_over:
            return RunState.CUT
        _breathe(run, alive)
        item = items.get(remote.key) or SourceItem(source=run.source, remote_id=remote.key)
        _take_one(run, item, remote)
    return RunState.DONE


def _take_one(run: HarvestRun, item: SourceItem, remote: Remote) -> None:
    """Take one; whatever goes wrong with it is noted at it, and the run goes on."""
    item.title, item.page = remote.title[:300], remote.page[:2_000]
    item.checked_at = timezone.now()
    try:
        _note(run, item, take(run.source, item, remote))
        return
    except (Refused, Unreadable, rules.Refused) as error:
        code = error.code
    except (store.TooLarge, store.DiskFull) as error:
        code = type(error).__name__
    except Exception as error:
        log.error("harvest_item_failed", source=str(run.source_id), exc_info=error)  # the item notes it, too
        code = type(error).__name__
        connection.close_if_unusable_or_obsolete()
    _spoil(run, item, code)


def _spoil(run: HarvestRun, item: SourceItem, code: str) -> None:
    """Note at the item, as it was before, what went wrong."""
    outcome = Outcome.DEAD if code in _DEAD else Outcome.FAILED
    noted: dict[str, Any] = {
        "title": item.title,
        "page": item.page,
        "checked_at": item.checked_at,
        "state": ItemState.DEAD if outcome is Outcome.DEAD else ItemState.FAILED,
        "error": code[:300],
        "gone_at": None,
    }
    SourceItem.objects.update_or_create(source=run.source, remote_id=item.remote_id, defaults=noted)
    _note(run, item, outcome, code)


def _bury(run: HarvestRun, remotes: Sequence[Remote]) -> None:
    """Mark what the source does not have any more. What is published here stays: people decide."""
    there = {remote.key for remote in remotes}
    for item in run.source.items.exclude(state=ItemState.GONE):
        if item.remote_id not in there:
            item.state, item.gone_at = ItemState.GONE, timezone.now()
            item.save(update_fields=["state", "gone_at"])
            _note(run, item, Outcome.GONE)


def _note(run: HarvestRun, item: SourceItem, outcome: Outcome, error: str = "") -> None:
    run.counts = dict(Counter(run.counts) + Counter({outcome.value: 1}))
    if outcome is not Outcome.SAME and len(run.log) < _LOGGED:
        run.log.append({"item": item.remote_id, "title": item.title, "outcome": outcome, "error": error})


def _breathe(run: HarvestRun, alive: Callable[[], None] | None) -> None:
    """Renew the claim. Raises Lost."""
    ours = Source.objects.filter(pk=run.source_id, current_run=run.pk)
    if not ours.update(lease_until=Now() + _LEASE):
        raise Lost
    if alive is not None:
        alive()


def _finish(run: HarvestRun, state: RunState, error: str = "") -> None:
    """Write the outcome and give the source back; a cut run goes on soon, any other after its hours."""
    run.state, run.error, run.finished_at = state, error[:300], timezone.now()
    run.save(update_fields=["state", "error", "finished_at", "counts", "log"])
    pause = _SOON if state is RunState.CUT else timedelta(hours=run.source.hours)
    Source.objects.filter(pk=run.source_id, current_run=run.pk).update(
        current_run=None, lease_until=None, next_run_at=Now() + pause
    )
