"""How columns differ between versions, and since when an older version is on its way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from datasets.measures.schema_change import is_broken, schema_changes
from datasets.models import Dataset, Version
from datasets.vocab import VersionState

#: How long the rows of a version are promised to stay after one came that breaks its readers.
SUNSET = timedelta(days=365)


@dataclass(frozen=True)
class Deprecation:
    """`since` a version came that breaks readers of the old one; `sunset` the end of the promise."""

    since: datetime
    sunset: datetime
    successor: int


def deprecation_of(dataset: Dataset, version: Version) -> Deprecation | None:
    """None for the live version, and for one whose readers can read every later one. One query at most."""
    live = dataset.live_version
    if live is None or live.pk == version.pk:
        return None
    later = dataset.versions.filter(
        number__gt=version.number, state__in=(VersionState.SUPERSEDED, VersionState.PUBLISHED)
    )
    for columns, at in later.order_by("number").values_list("columns", "published_at"):
        if at is not None and is_broken(version.columns, columns):
            return Deprecation(at, at + SUNSET, live.number)
    return None


def schema_diff(version: Version, against: Version) -> dict[str, Any]:
    """What changed in the columns from `against` to `version`, for machines."""
    changes = schema_changes(against.columns, version.columns)
    return {
        "version": version.number,
        "against": against.number,
        "is_breaking": any(change.is_breaking for change in changes),
        "changes": [change.to_json() for change in changes],
    }
