"""How much the portal holds, for whom may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum

from datasets.rules.access import Viewer, published_datasets


@dataclass(frozen=True)
class Stats:
    """Counts over the published datasets that the viewer may know."""

    datasets: int
    organizations: int
    rows: int
    data_updated_at: datetime | None


def stats_of(viewer: Viewer) -> Stats:
    """One query over the catalogue."""
    found = published_datasets(viewer).aggregate(
        datasets=Count("pk"),
        organizations=Count("organization", distinct=True),
        rows=Sum("live_version__row_count"),
        latest=Max("data_updated_at"),
    )
    return Stats(found["datasets"], found["organizations"], found["rows"] or 0, found["latest"])


def topic_counts(viewer: Viewer) -> dict[str, int]:
    """Topic → number of datasets; topics without any are left out."""
    return dict(published_datasets(viewer).order_by().values_list("topic").annotate(n=Count("pk")))
