"""Sums over the clean rows that intake would load: the proof that nothing was lost or misread."""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from datasets.intake.schema import Report
from datasets.intake.spool import OWN_COLUMNS

#: A sum given with two decimals, and floats added in another order, may differ this much.
_CENT = 0.006
_RELATIVE = 1e-9


@dataclass
class Sums:
    """Facts of one column of the spool: filled cells, sum of its numbers, distinct values."""

    non_null: int = 0
    total: Decimal = Decimal(0)
    first: str = ""
    last: str = ""
    nulls: int = 0
    values: set[str] = field(default_factory=set)

    def add(self, value: str) -> None:
        """Take in one cell."""
        if not value:
            self.nulls += 1
            return
        self.non_null += 1
        self.first, self.last = self.first or value, value
        self.values.add(value)
        try:
            number = Decimal(value)
        except InvalidOperation:
            return
        self.total += number if number.is_finite() else 0

    def get(self, fact: str) -> Any:
        """The fact of a manifest by its name there; None where it is none of ours."""
        facts = {
            "sum": self.total,
            "sum_of_digits_as_int": self.total,
            "non_null": self.non_null,
            "distinct": len(self.values),
            "first": self.first,
            "last": self.last,
        }
        return facts.get(fact)

    def agrees(self, fact: str, value: Any) -> bool:
        """Whether the manifest's `value` is what was found; facts we do not count always agree."""
        found = self.get(fact)
        if found is None:
            return True
        if fact == "distinct" and self.nulls:
            return value in (found, found + 1)  # a manifest counts a mark such as NULL as a value
        if isinstance(found, str):
            return found == str(value)
        return math.isclose(float(found), float(value), rel_tol=_RELATIVE, abs_tol=_CENT)


def sums_of(spool: Path, report: Report) -> dict[str, Sums]:
    """The sums of each column of the spool, by column id."""
    csv.field_size_limit(sys.maxsize)
    sums = {name: Sums() for name in report.spool_columns}
    with spool.open(encoding="utf-8", newline="") as stream:
        _add_rows(csv.reader(stream), list(sums.values()))
    return sums


def _add_rows(rows: Iterable[list[str]], sums: list[Sums]) -> None:
    for row in rows:
        for one, value in zip(sums, row[len(OWN_COLUMNS) :], strict=True):
            one.add(value)
