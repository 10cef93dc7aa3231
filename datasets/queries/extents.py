"""The days that datasets' rows speak of: first and last, for many versions by two queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.measures.periods import is_period, parse_period
from datasets.models import Version, VersionPart
from datasets.vocab import ColumnRole


@dataclass(frozen=True)
class Extent:
    """The first and the last day, both included."""

    first: date
    last: date


def extents_of(versions: Iterable[Version]) -> dict[uuid.UUID, Extent]:
    """The extent of each version by its key; one whose rows name no period is left out."""
    columns = {version.pk: _period_column(version) for version in versions}
    found: dict[uuid.UUID, list[str]] = {}
    whole = []
    for key, part, period in _parts(columns):
        if is_period(period):
            found.setdefault(key, []).append(period)
        elif columns[key]:
            whole.append(part)
    for key, profile in _profiles(whole):
        known = profile.get(columns[key] or "") or {}
        texts = [known.get("minimum") or "", known.get("maximum") or ""]
        found.setdefault(key, []).extend(text for text in texts if is_period(text))
    return {key: _extent(texts) for key, texts in found.items() if texts}


def _period_column(version: Version) -> str | None:
    return next((c["id"] for c in version.columns if c.get("role") == ColumnRole.PERIOD), None)


def _parts(keys: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, uuid.UUID, str]]:
    placed = VersionPart.objects.filter(version__in=list(keys)).order_by()
    yield from placed.values_list("version_id", "part_id", "part__period")


def _profiles(parts: list[uuid.UUID]) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
    """The statistics of whole files only: the period of any other stands beside it."""
    if parts:
        placed = VersionPart.objects.filter(part__in=parts).order_by()
        yield from placed.values_list("version_id", "part__profile")


def _extent(texts: list[str]) -> Extent:
    periods = [parse_period(text) for text in texts]
    return Extent(min(p.start for p in periods), max(p.end for p in periods))
