"""A dataset to show the API with, and what can be asked of its own columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.models import Dataset, Version
from datasets.queries.rows import preview_of
from datasets.rules.access import Viewer, readable_datasets
from datasets.vocab import NUMERIC_TYPES, ColumnRole, ColumnType

_WORDS = frozenset({ColumnType.TEXT, ColumnType.CODE})
_MOST_LETTERS = 60


@dataclass(frozen=True)
class Example:
    """Ids of columns of `dataset`, '' where it has no such column; `value` stands in `choice` of a row."""

    dataset: Dataset
    choice: str = ""
    value: str = ""
    measure: str = ""
    period: str = ""
    key: tuple[str, ...] = ()


def example_for(viewer: Viewer, slug: str = "") -> Example | None:
    """The dataset named, where its rows may be read, else the one that changed last; None for none at all."""
    found = readable_datasets(viewer).exclude(live_version=None)
    dataset = (found.filter(slug=slug).first() if slug else None) or found.order_by(
        "-data_updated_at"
    ).first()
    if dataset is None or dataset.live_version is None:
        return None
    version = dataset.live_version
    choice, value = _choice(version)
    return Example(
        dataset,
        choice,
        value,
        _first(version.columns, ColumnRole.MEASURE, NUMERIC_TYPES),
        _first(version.columns, ColumnRole.PERIOD),
        tuple(dataset.columns.filter(is_key=True).order_by("position").values_list("name", flat=True)),
    )


def _choice(version: Version) -> tuple[str, str]:
    """A column of words that is no period, and a value that stands in it."""
    rows = preview_of(version, 1)
    for column, value in zip(version.columns, rows[0] if rows else (), strict=False):
        is_asked = column["role"] != ColumnRole.PERIOD and ColumnType(column["type"]) in _WORDS
        if is_asked and isinstance(value, str) and 0 < len(value) <= _MOST_LETTERS:
            return column["id"], value
    return "", ""


def _first(
    columns: Sequence[Mapping[str, Any]], role: ColumnRole, types: frozenset[ColumnType] | None = None
) -> str:
    fitting = (c["id"] for c in columns if c["role"] == role and (types is None or c["type"] in types))
    return next(fitting, "")
