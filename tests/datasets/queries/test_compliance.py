"""What is in, what is missing, what is late; by the dataset's own rhythm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from datasets.measures.periods import Grain, last_periods
from datasets.models import Dataset
from datasets.queries.compliance import Filing, overdue, owed_by, punctuality, releases
from datasets.vocab import Access, Frequency
from tests import factories
from tests.datasets.queries.figures import published

pytestmark = pytest.mark.django_db


def months(count: int) -> list[str]:
    return [str(period) for period in last_periods(Grain.MONTH, count, timezone.localdate())]


def with_months(*periods: str) -> Dataset:
    dataset = factories.dataset(release_day=1)
    published(dataset, rows=[(period, "82.71.02", "Ternate Selatan", "5") for period in periods])
    return dataset


def test_a_month_without_rows_is_missing_once_it_is_due() -> None:
    first, missing, third = months(3)
    [owed] = owed_by([with_months(first, third)])
    found = {cell.period: cell.filing for cell in owed.strip.cells}
    assert (found[first], found[missing], found[third]) == (Filing.FILED, Filing.MISSING, Filing.FILED)
    assert (owed.strip.filed, owed.strip.due, len(owed.strip.cells)) == (2, 3, 12)


def test_what_is_not_due_yet_is_not_missing() -> None:
    earlier, last = months(2)
    dataset = with_months(earlier)
    dataset.release_day = 31
    [owed] = owed_by([dataset])
    assert owed.strip.cells[-1].period == last
    assert owed.strip.cells[-1].filing is Filing.NOT_DUE


def test_without_rhythm_nothing_is_owed() -> None:
    dataset = factories.dataset(frequency=Frequency.IRREGULAR)
    published(dataset)
    assert owed_by([dataset])[0].strip.cells == ()


def test_late_and_coming_releases_are_told_apart() -> None:
    today = timezone.localdate()
    late = factories.dataset("telat", next_release=today - timedelta(days=3))
    soon = factories.dataset("segera", next_release=today)
    hidden = factories.dataset("rahasia", access=Access.CLOSED, next_release=today)
    for dataset in (late, soon, hidden):
        factories.published(dataset)
    assert (overdue(None), releases(None)) == ([late], [soon])
    assert owed_by([late])[0].days_late == 3
    assert (punctuality(None).in_time, punctuality(None).of) == (1, 2)


def test_nothing_scheduled_has_no_share() -> None:
    assert punctuality(None).share is None
