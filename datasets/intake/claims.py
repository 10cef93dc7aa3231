"""Who works on an upload now: a claim with a lease, so that dead work is found and live work is not doubled.

A claim is the upload's state and `attempt` together. Every write of the engine names both, so a
worker that slept past its lease, or whose upload people cancelled meanwhile, changes nothing.
Times are the database's own: a wrong clock on one machine cannot shorten a lease.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from datasets.models import Dataset, Upload
from datasets.vocab import UploadState

log = structlog.get_logger(__name__)

#: How often a job may die on the same upload before people are told.
TRIES = 3

#: Longest time between two renewals of a lease, in seconds; also the sign of life of a long job.
_BREATH = 15

Alive = Callable[[], None]


class Lost(Exception):
    """The upload is no longer ours: cancelled, withdrawn, or taken over after our lease ran out."""


@dataclass(frozen=True)
class Claim:
    """The right to work on one upload: it holds while state and attempt are still these."""

    upload_id: uuid.UUID
    state: UploadState
    attempt: int

    def finish(self, **changes: Any) -> None:
        """Write the outcome and give the upload back. Raises Lost; call it in a transaction."""
        self._write(lease_until=None, **changes)

    def note(self, **changes: Any) -> None:
        """Write how far the work is, and renew the lease. Raises Lost."""
        self._write(lease_until=_lease(), **changes)

    def confirm(self) -> None:
        """Hold the row to the end of the transaction. Raises Lost where it is not ours any more."""
        if not self._mine().select_for_update(no_key=True).exists():
            raise Lost(str(self.upload_id))

    def release(self, after: timedelta = timedelta(0), **changes: Any) -> None:
        """Let the sweeper hand the work out again, `after` a while."""
        self._mine().update(lease_until=Now() + after, **changes)

    def _write(self, **changes: Any) -> None:
        if not self._mine().update(**changes):
            raise Lost(str(self.upload_id))

    def _mine(self) -> Any:
        return Upload.objects.filter(pk=self.upload_id, state=self.state, attempt=self.attempt)


def is_free() -> Q:
    """Uploads that nobody holds now."""
    return Q(lease_until=None) | Q(lease_until__lte=Now())


def take_for_checking(upload_id: uuid.UUID) -> Claim | None:
    """Claim a received upload, or one whose check died; None where there is nothing to do."""
    free = Q(state=UploadState.RECEIVED) | Q(state=UploadState.CHECKING) & is_free()
    return _take(upload_id, free, UploadState.CHECKING)


def take_for_publication(upload_id: uuid.UUID) -> Claim | None:
    """Claim an approved upload; None where another file of the dataset is being published now.

    One publication of a dataset at a time: each builds on the version that is live.
    """
    with transaction.atomic():
        dataset = (
            Dataset.objects.select_for_update(no_key=True, of=("self",)).filter(uploads=upload_id).first()
        )
        if dataset is None:
            return None
        others = dataset.uploads.filter(state=UploadState.APPROVED, publish_error="").exclude(pk=upload_id)
        if others.exclude(is_free()).exists():
            return None
        free = Q(state=UploadState.APPROVED) & is_free()
        return _take(upload_id, free, UploadState.APPROVED, publish_error="")


@transaction.atomic
def _take(upload_id: uuid.UUID, free: Q, state: UploadState, **also: Any) -> Claim | None:
    changes = {"state": state, "lease_until": _lease(), "attempt": F("attempt") + 1, **also}
    if not Upload.objects.filter(free, pk=upload_id).update(**changes):
        return None
    attempt = Upload.objects.values_list("attempt", flat=True).get(pk=upload_id)
    return Claim(upload_id, state, attempt)


@contextmanager
def kept(claim: Claim, alive: Alive | None = None) -> Iterator[None]:
    """Renew the lease from a thread of its own while the work lasts; `alive` is called as often."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(claim, stop, alive), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def breathing(alive: Alive | None) -> Iterator[None]:
    """For long work that holds no claim: `alive` is called from a thread of its own while it lasts."""
    stop = threading.Event()

    def breathe() -> None:
        while not stop.wait(_BREATH):
            if alive is not None:
                _say_alive(alive)

    thread = threading.Thread(target=breathe, name="breath", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep(claim: Claim, stop: threading.Event, alive: Alive | None) -> None:
    pause = min(settings.LEASE_SECONDS / 3, _BREATH)
    wait = pause
    try:
        while not stop.wait(wait):
            began = time.monotonic()
            _breathe(claim, alive)
            wait = max(pause - (time.monotonic() - began), 0.0)  # a hung Redis must not delay the next
    finally:
        connection.close()


def _breathe(claim: Claim, alive: Alive | None) -> None:
    """One renewal. A lease that cannot be renewed now is tried again; the work itself judges."""
    try:
        claim.note()
    except (DatabaseError, InterfaceError) as error:
        log.warning("lease_not_renewed", upload=str(claim.upload_id), reason=type(error).__name__)
        connection.close()
    except Lost:
        return
    if alive is not None:
        _say_alive(alive)


def _say_alive(alive: Alive) -> None:
    """A sign of life that does not get through must never end the renewing of the lease."""
    try:
        alive()
    except Exception as error:
        log.warning("sign_of_life_lost", reason=type(error).__name__)


def _lease() -> Any:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)
