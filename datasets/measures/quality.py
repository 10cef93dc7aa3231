"""Quality of a published version, 0–100 in five dimensions (DOMAIN req. 15), each with its counts.

Every score is `good / all × 100`; the page shows both counts and the formula beside the score,
so that nobody has to believe it. A dimension that does not apply has no score and is left out
of the mean, never counted as zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Dimension(StrEnum):
    """The five dimensions, by their Indonesian names."""

    COMPLETENESS = "kelengkapan"
    CONSISTENCY = "konsistensi"
    UNIQUENESS = "keunikan"
    CURRENCY = "kemutakhiran"
    METADATA = "metadata"


@dataclass(frozen=True)
class Counts:
    """What the scores are computed from.

    `cells` and `filled` leave out columns of notes; `corrected` are cells that had to be mended
    or asked about while checking; `repeated` rows share their key (or everything) with another;
    `due` and `filed` are the last closed periods; `fields` and `described` the metadata fields.
    """

    cells: int = 0
    filled: int = 0
    corrected: int = 0
    rows: int = 0
    repeated: int = 0
    due: int = 0
    filed: int = 0
    fields: int = 0
    described: int = 0


@dataclass(frozen=True)
class Score:
    """One dimension: `score` is None where `of` is 0, that is where it does not apply."""

    dimension: Dimension
    score: float | None
    good: int
    of: int


@dataclass(frozen=True)
class Quality:
    """All five dimensions and their plain mean (None where no dimension applies)."""

    total: float | None
    scores: tuple[Score, ...]

    def to_json(self) -> dict[str, Any]:
        """`{total, dimensions: {name: {score, good, of}}}`, as `Version.quality` keeps it."""
        dimensions = {s.dimension.value: {"score": s.score, "good": s.good, "of": s.of} for s in self.scores}
        return {"total": self.total, "dimensions": dimensions}


def quality_of(counts: Counts) -> Quality:
    """The scores that `counts` give, one decimal each."""
    scores = (
        _score(Dimension.COMPLETENESS, counts.filled, counts.cells),
        _score(Dimension.CONSISTENCY, counts.cells - counts.corrected, counts.cells),
        _score(Dimension.UNIQUENESS, counts.rows - counts.repeated, counts.rows),
        _score(Dimension.CURRENCY, counts.filed, counts.due),
        _score(Dimension.METADATA, counts.described, counts.fields),
    )
    known = [score.score for score in scores if score.score is not None]
    return Quality(round(sum(known) / len(known), 1) if known else None, scores)


def described_fields(
    fields: Mapping[str, object], columns: Sequence[Mapping[str, object]]
) -> tuple[int, int]:
    """(filled, all) metadata fields: those of the dataset, and each column's own."""
    values = [*fields.values(), *(value for column in columns for value in column.values())]
    return sum(1 for value in values if value not in ("", None, [])), len(values)


def _score(dimension: Dimension, good: int, of: int) -> Score:
    good = max(0, min(good, of))
    return Score(dimension, round(100 * good / of, 1) if of else None, good, of)
