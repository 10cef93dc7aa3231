"""Who owes what: which closed periods of each dataset are in, which are missing, what is overdue."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from datasets.measures.periods import (
    GRAIN_OF_FREQUENCY,
    Grain,
    Period,
    due_date,
    is_period,
    last_periods,
    parse_period,
    period_on,
)
from datasets.models import Dataset, Summary, VersionPart
from datasets.rules.access import Viewer, published_datasets
from datasets.vocab import Frequency

#: Closed periods that a strip shows.
SHOWN = 12


class Filing(StrEnum):
    """What became of one period."""

    FILED = "filed"
    MISSING = "missing"
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class Cell:
    """One period of a strip."""

    period: str
    filing: Filing


@dataclass(frozen=True)
class Strip:
    """The last closed periods of a dataset, oldest first; empty where it has no rhythm."""

    cells: tuple[Cell, ...]

    @property
    def due(self) -> int:
        """Periods that should be in by now."""
        return sum(cell.filing is not Filing.NOT_DUE for cell in self.cells)

    @property
    def filed(self) -> int:
        """Periods that are in."""
        return sum(cell.filing is Filing.FILED for cell in self.cells)


@dataclass(frozen=True)
class Owed:
    """A dataset with its strip; `days_late` since its next release was due, 0 where it is not late."""

    dataset: Dataset
    strip: Strip
    days_late: int


def owed_by(datasets: Iterable[Dataset]) -> list[Owed]:
    """For each dataset (with `live_version`) what is in and what is late."""
    listed = list(datasets)
    covered = _covered([dataset.live_version_id for dataset in listed if dataset.live_version_id])
    today = timezone.localdate()
    return [Owed(d, _strip(d, covered[d.pk], today), days_late(d, today)) for d in listed]


def overdue(viewer: Viewer, limit: int | None = None) -> list[Dataset]:
    """Published datasets whose next release is past, the longest overdue first."""
    late = published_datasets(viewer).filter(next_release__lt=timezone.localdate())
    return list(late.order_by("next_release", "title")[:limit])


def releases(viewer: Viewer, limit: int | None = None) -> list[Dataset]:
    """Published datasets with a release to come, the nearest first."""
    coming = published_datasets(viewer).filter(next_release__gte=timezone.localdate())
    return list(coming.order_by("next_release", "title")[:limit])


@dataclass(frozen=True)
class Punctuality:
    """How many datasets with a rhythm are in time today."""

    in_time: int
    of: int

    @property
    def share(self) -> float | None:
        """In percent; None where no dataset has a rhythm."""
        return 100 * self.in_time / self.of if self.of else None


def punctuality(viewer: Viewer) -> Punctuality:
    """Published datasets with a next release: those not overdue, and all."""
    rhythmic = published_datasets(viewer).exclude(next_release=None)
    all_of = rhythmic.count()
    late = rhythmic.filter(Q(next_release__lt=timezone.localdate())).count()
    return Punctuality(all_of - late, all_of)


def days_late(dataset: Dataset, today: date) -> int:
    """Days since the next release was due; 0 where it is still to come or not known."""
    return max((today - dataset.next_release).days, 0) if dataset.next_release else 0


def _covered(versions: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """The periods that each dataset's live version has rows about, by dataset."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    parts = VersionPart.objects.filter(version__in=versions).exclude(part__period="")
    for dataset, period in parts.values_list("part__dataset", "part__period"):
        found[dataset].add(period)
    summaries = Summary.objects.filter(part__versions__in=versions).exclude(period="")
    for dataset, period in summaries.values_list("part__dataset", "period").distinct():
        found[dataset].add(period)
    return found


def _strip(dataset: Dataset, covered: set[str], today: date) -> Strip:
    grain = GRAIN_OF_FREQUENCY.get(Frequency(dataset.frequency))
    known = [parse_period(text) for text in covered if is_period(text)]
    if grain is None or not known:
        return Strip(())
    held = _spread(known, grain)
    first = min(held, key=lambda period: period.start)
    return Strip(
        tuple(
            Cell(str(period), _filing(period, held, first, dataset.release_day, today))
            for period in last_periods(grain, SHOWN, today)
        )
    )


def _spread(known: Iterable[Period], grain: Grain) -> set[Period]:
    """The periods of length `grain` that what is known touches, at its start and at its end."""
    return {period_on(day, grain) for period in known for day in (period.start, period.end)}


def _filing(period: Period, held: set[Period], first: Period, release_day: int | None, today: date) -> Filing:
    if period in held:
        return Filing.FILED
    if period.start < first.start or due_date(period, release_day) >= today:
        return Filing.NOT_DUE
    return Filing.MISSING
