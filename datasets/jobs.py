"""The names of the background jobs, and how one is asked for: after commit, by name.

Actions ask for work without importing it. A broker that is away is no error here: the row in
the database says what is to be done, and the sweeper asks again.
"""

from __future__ import annotations

from enum import StrEnum

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


class Job(StrEnum):
    """Every background job; `datasets.tasks` has exactly one function for each."""

    PROCESS_UPLOAD = "datasets.tasks.process_upload"
    PUBLISH_UPLOAD = "datasets.tasks.publish_upload"
    COMPUTE_INDICATOR = "datasets.tasks.compute_indicator"
    BUILD_ROW_SEARCH = "datasets.tasks.build_row_search"
    SPREAD = "datasets.tasks.spread"
    DELIVER = "datasets.tasks.deliver"
    HARVEST = "datasets.tasks.harvest"
    SWEEP = "datasets.tasks.sweep"
    HEARTBEAT = "datasets.tasks.heartbeat"


def enqueue(job: Job, *args: str) -> None:
    """Ask for `job` once the running transaction has committed; never raises for a dead broker."""
    transaction.on_commit(lambda: _send(job, args))


def _send(job: Job, args: tuple[str, ...]) -> None:
    try:
        current_app.send_task(job.value, args=args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("job_not_queued", job=job.name, reason=type(error).__name__)
