"""Public datasets by when they last changed, the withdrawn among them: for those who follow changes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Min, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext

from datasets.models import Dataset, Distribution, Organization
from datasets.rules.access import named, visible_datasets
from datasets.rules.errors import Hidden
from datasets.vocab import Topic

#: What is told before anything was ever published.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Chosen:
    """Which records: `since` is included, `before` is not; `office` and `topic` are '' for all."""

    since: datetime | None = None
    before: datetime | None = None
    office: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Record:
    """A dataset and when it last changed: description, data or withdrawal."""

    dataset: Dataset
    at: datetime

    @property
    def is_deleted(self) -> bool:
        """Whether it was withdrawn; its reason is told at its address."""
        return self.dataset.withdrawn_at is not None


@dataclass(frozen=True)
class RecordPage:
    """Some records, `total` in all; `after` is the place of the last, None where none follow."""

    records: list[Record]
    total: int
    after: tuple[datetime, uuid.UUID] | None


def records(chosen: Chosen, limit: int, after: tuple[datetime, uuid.UUID] | None = None) -> RecordPage:
    """The records from the earliest change on, `limit` of them behind the place `after`.

    What changes during a walk comes again at its end, so nothing is missed.
    """
    found = _matching(chosen)
    total = found.count()
    if after is not None:
        at, key = after
        found = found.filter(Q(changed_at__gt=at) | Q(changed_at=at, pk__gt=key))
    rows: list[Any] = list(found.order_by("changed_at", "pk").prefetch_related(_FILES)[: limit + 1])
    shown = [Record(row, row.changed_at) for row in rows[:limit]]
    place = (shown[-1].at, shown[-1].dataset.pk) if len(rows) > limit else None
    return RecordPage(shown, total, place)


def latest(chosen: Chosen, limit: int) -> list[Record]:
    """The records that changed last, newest first."""
    rows: list[Any] = list(_matching(chosen).order_by("-changed_at", "-pk")[:limit])
    return [Record(row, row.changed_at) for row in rows]


def record_of(ref: str) -> Record:
    """One dataset, withdrawn or not, by name or id. Raises Hidden."""
    row: Any = _all().filter(named(ref)).prefetch_related(_FILES).first()
    if row is None:
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    return Record(row, row.changed_at)


def first_change() -> datetime:
    """When the earliest of the records changed."""
    found: datetime | None = _all().aggregate(first=Min("changed_at"))["first"]
    return found or _BEGINNING


def known_sets() -> tuple[list[Organization], list[Topic]]:
    """Offices and topics that have records. Two queries."""
    mine = _all().order_by()
    offices = Organization.objects.filter(pk__in=mine.values("organization")).order_by("name")
    topics = set(mine.values_list("topic", flat=True))
    return list(offices), [topic for topic in Topic if topic in topics]


_FILES = Prefetch("live_version__distributions", Distribution.objects.order_by("format"))


def _all() -> QuerySet[Any]:
    changed = Coalesce(F("withdrawn_at"), Greatest("metadata_updated_at", "data_updated_at"))
    return visible_datasets(None).annotate(changed_at=changed).order_by()


def _matching(chosen: Chosen) -> QuerySet[Any]:
    found = _all()
    if chosen.since:
        found = found.filter(changed_at__gte=chosen.since)
    if chosen.before:
        found = found.filter(changed_at__lt=chosen.before)
    if chosen.office:
        found = found.filter(organization__slug=chosen.office)
    if chosen.topic:
        found = found.filter(topic=chosen.topic)
    return found
