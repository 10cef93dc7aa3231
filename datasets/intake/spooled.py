"""What lies in the spool between the child that writes it and the database that takes it."""

from __future__ import annotations

from dataclasses import dataclass

from datasets.vocab import ColumnType


@dataclass(frozen=True)
class SpoolColumn:
    """A column of the spool: its id, and what its canonical text is read as."""

    id: str
    type: ColumnType


@dataclass(frozen=True)
class Sums:
    """Exact sums of the rows of the spool, by the canonical text of area and period.

    `area` and `period` are the ids of these columns ('' where there is none), `measures` those of what
    is summed. Each of `lines` is CSV: area, period, rows, then for each measure count, sum, least, most.
    """

    area: str
    period: str
    measures: tuple[str, ...]
    lines: str
