"""What lies in the spool between the child that writes it and the database that takes it."""

from __future__ import annotations

from dataclasses import dataclass

from datasets.vocab import ColumnType


@dataclass(frozen=True)
class SpoolColumn:
    """A column of the spool: its id, and what its canonical text is read as."""

    id: str
    type: ColumnType
