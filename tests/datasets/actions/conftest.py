"""What tests of verbs share: a dataset of Sari's office, the lines of the trail, the work asked for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from datasets.jobs import Job
from datasets.models import Dataset, Event
from datasets.models.keys import Keyed
from tests import factories

Asked = Callable[[], AbstractContextManager[list[tuple[Job, tuple[str, ...]]]]]


@pytest.fixture
def dataset(db: None) -> Dataset:
    """A fully described draft of Sari's office, with its dictionary."""
    made = factories.dataset()
    factories.columns(made)
    return made


@pytest.fixture
def asked(django_capture_on_commit_callbacks: Any) -> Asked:
    """`with asked() as jobs:` gathers the jobs asked for inside, as (job, args), without sending them."""

    @contextmanager
    def gather() -> Iterator[list[tuple[Job, tuple[str, ...]]]]:
        jobs: list[tuple[Job, tuple[str, ...]]] = []
        with django_capture_on_commit_callbacks() as callbacks:
            yield jobs
        for callback in callbacks:
            told = inspect.getclosurevars(callback).nonlocals
            jobs.append((told["job"], told["args"]))

    return gather


@pytest.fixture
def lines(db: None) -> Callable[[Keyed], list[Event]]:
    """The trail of one thing, oldest first."""
    return lambda thing: list(Event.objects.filter(object_id=thing.pk))
