"""The doors of Celery: one for each job's name, and none beside."""

from __future__ import annotations

import inspect
from typing import Any

from celery import Task

from datasets import tasks
from datasets.jobs import Job


def _doors() -> dict[str, Task[..., Any]]:
    found = {name: thing for name, thing in vars(tasks).items() if isinstance(thing, Task)}
    return {task.name: task for task in found.values()}


def test_every_job_has_exactly_one_task_and_every_task_a_job() -> None:
    assert sorted(_doors()) == sorted(job.value for job in Job)


def test_every_task_is_thin() -> None:
    for task in _doors().values():
        assert len(inspect.getsource(task.run).splitlines()) <= 10


def test_a_task_that_is_run_for_an_unknown_upload_does_nothing(db: None) -> None:
    nobody = "0190a000-0000-7000-8000-000000000000"
    tasks.process_upload(nobody)
    tasks.publish_upload(nobody)
