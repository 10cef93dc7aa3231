"""The doors that Celery knocks at: one thin function for each name in `datasets.jobs`.

Each takes an id, hands it on and decides nothing. What they need is imported inside, so that a
process which only asks for work never pays for the engine.
"""

from __future__ import annotations

import uuid

from celery import shared_task

from datasets.jobs import Job


@shared_task(name=Job.PROCESS_UPLOAD.value)
def process_upload(upload_id: str) -> None:
    """Check and load a received file; does nothing where the upload has moved on."""
    from datasets.intake import run
    from satudata import health

    run.process(uuid.UUID(upload_id), health.beat)


@shared_task(name=Job.PUBLISH_UPLOAD.value)
def publish_upload(upload_id: str) -> None:
    """Publish an approved file; does nothing where it is published already."""
    from datasets.intake import publish
    from satudata import health

    publish.publish(uuid.UUID(upload_id), health.beat)


@shared_task(name=Job.COMPUTE_INDICATOR.value)
def compute_indicator(indicator_id: str) -> None:
    """Compute an indicator that was bound to data that are public already."""
    from datasets.intake import indicators

    indicators.compute(uuid.UUID(indicator_id))


@shared_task(name=Job.BUILD_ROW_SEARCH.value)
def build_row_search(dataset_id: str) -> None:
    """Index the words of a dataset's rows; does nothing where that is done or not wanted."""
    from datasets.intake import row_search
    from satudata import health

    row_search.build(uuid.UUID(dataset_id), health.beat)


@shared_task(name=Job.SPREAD.value)
def spread(announcement_id: str) -> None:
    """Make a message of an announcement for each who may hear it; does nothing where that is done."""
    from datasets.outbox.spread import spread as spread_out

    spread_out(uuid.UUID(announcement_id))


@shared_task(name=Job.DELIVER.value)
def deliver(delivery_id: str) -> None:
    """Send one message of the outbox; does nothing where it is sent or not due."""
    from datasets.outbox.deliver import deliver as send

    send(uuid.UUID(delivery_id))


@shared_task(name=Job.HARVEST.value)
def harvest(source_id: str) -> None:
    """Pull a source elsewhere into drafts; does nothing where it is not due, or pulled already."""
    from datasets.harvest.run import harvest as pull
    from satudata import health

    pull(uuid.UUID(source_id), health.beat)


@shared_task(name=Job.SWEEP.value)
def sweep() -> None:
    """Ask again for work that was lost, and clear away what nobody needs."""
    from datasets.harvest import sweep as sources
    from datasets.intake import run
    from datasets.outbox import sweep as outbox

    run.sweep()
    outbox.sweep()
    sources.sweep()


@shared_task(name=Job.HEARTBEAT.value)
def heartbeat() -> None:
    """Tell the health check that beat and a worker are alive."""
    from satudata import health

    health.beat()
