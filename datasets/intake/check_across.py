"""Holds the columns of each row to one another: order, parts of a total, filled together.

Works on whole blocks of converted columns. Only cells that could be read are compared: what is
empty or unreadable is told elsewhere.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_convert import Converted
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_rules import CellReport, flags_of
from datasets.intake.findings import Findings
from datasets.intake.schema import Dictionary, RowRule
from datasets.intake.table import Block
from datasets.vocab import FindingCode as F
from datasets.vocab import RowRuleKind

#: Decimal digits to add up in: every sum of 26 numbers of 50 digits fits arrow's 76.
_DIGITS = 50
#: Relative difference that sums of floating numbers may show without being wrong.
_NEARLY = 1e-9


class RowRules:
    """The dictionary's rules between columns whose columns are all in the file."""

    def __init__(self, dictionary: Dictionary | None, plans: Sequence[ColumnPlan]) -> None:
        self._plans = plans
        self._places = {plan.id: place for place, plan in enumerate(plans)}
        known = dictionary.rules if dictionary is not None else ()
        self._rules = [rule for rule in known if {*rule.columns, rule.target} <= self._places.keys()]

    def check(self, columns: Sequence[Converted], block: Block, findings: Findings) -> None:
        """Tell each row of `block` that breaks a rule; `columns` are in the order of the plans."""
        for rule in self._rules:
            _Check(self._plans, self._places, columns, block, findings).check(rule)


class _Check:
    """One block under the rules."""

    def __init__(
        self,
        plans: Sequence[ColumnPlan],
        places: dict[str, int],
        columns: Sequence[Converted],
        block: Block,
        findings: Findings,
    ) -> None:
        self._plans, self._places, self._columns = plans, places, columns
        self._block, self._findings = block, findings

    def check(self, rule: RowRule) -> None:
        """Hold every row to `rule`."""
        if rule.kind is RowRuleKind.ORDER:
            self._order(rule.columns[0], rule.target)
        elif rule.kind is RowRuleKind.SUM:
            self._sum(rule)
        else:
            for name in rule.columns:
                self._required(name, rule)

    def _order(self, first: str, second: str) -> None:
        after = pc.greater(*self._comparable(first, second))
        report = self._report(first)
        for place in report.places(F.ORDER_BROKEN, after):
            report.tell_cell(F.ORDER_BROKEN, place, **self._other(second, place))

    def _sum(self, rule: RowRule) -> None:
        added, total = self._added([*rule.columns, rule.target])
        differs = _differs(added, total, rule.tolerance)
        report = self._report(rule.target)
        labels = " + ".join(f"“{self._plan(name).label}”" for name in rule.columns)
        for place in report.places(F.SUM_DIFFERS, differs):
            found, stated = added[place].as_py(), total[place].as_py()
            cells = ", ".join(self._cell(name, place) for name in rule.columns)
            words = {"sum": _plain(found), "difference": _plain(abs(found - stated))}
            beside = [self._plan(name).label for name in rule.columns]
            report.tell_cell(F.SUM_DIFFERS, place, parts=labels, part_cells=cells, beside=beside, **words)

    def _required(self, name: str, rule: RowRule) -> None:
        found, wanted = self._column(name), self._column(rule.target).values
        holds = pc.is_valid(wanted)
        if rule.values:
            holds = pc.is_in(wanted, value_set=pa.array(rule.values, pa.string()))
        empty = pc.and_(holds, pc.is_null(found.values))
        if found.failures is not None:
            empty = pc.and_not(empty, found.failures)
        report = self._report(name)
        for place in report.places(F.REQUIRED_WITH, empty):
            report.tell_cell(F.REQUIRED_WITH, place, **self._other(rule.target, place))

    def _comparable(self, first: str, second: str) -> list[pa.Array]:
        """Both as numbers, or as canonical texts of time, which sort as time does."""
        if self._plan(first).is_numeric and self._plan(second).is_numeric:
            return self._alike([first, second])
        texts = [self._column(name).values for name in (first, second)]
        if self._plan(first).type is self._plan(second).type:
            return texts
        length = min(_shortest(text) for text in texts)
        return [pc.utf8_slice_codeunits(text, 0, length) for text in texts]

    def _added(self, names: Sequence[str]) -> tuple[pa.Array, pa.Array]:
        """The sum of all but the last column, and the last. Whole numbers are far quicker as such."""
        numbers = [self._column(name).cell_numbers for name in names]
        if all(pa.types.is_int64(number.type) for number in numbers):
            try:
                return functools.reduce(pc.add_checked, numbers[:-1]), numbers[-1]
            except pa.ArrowInvalid:
                pass  # beyond 64 bits; decimals hold it
        *parts, total = self._alike(names)
        return functools.reduce(pc.add, parts), total

    def _alike(self, names: Sequence[str]) -> list[pa.Array]:
        """Columns as numbers of one type: exact decimals, or floats where a scale is unknown."""
        numbers = [self._column(name).cell_numbers for name in names]
        if any(pa.types.is_floating(number.type) for number in numbers):
            return [pc.cast(number, pa.float64(), safe=False) for number in numbers]
        scale = max(number.type.scale if pa.types.is_decimal(number.type) else 0 for number in numbers)
        return [pc.cast(number, pa.decimal256(_DIGITS, scale)) for number in numbers]

    def _other(self, name: str, place: int) -> dict[str, Any]:
        value = self._block.columns[self._plan(name).place][place].as_py() or ""
        return {
            "beside": [self._plan(name).label],
            "other": self._plan(name).label,
            "other_cell": self._cell(name, place),
            "other_value": value,
        }

    def _cell(self, name: str, place: int) -> str:
        return f"{self._plan(name).letter}{self._block.rows[place].as_py()}"

    def _report(self, name: str) -> CellReport:
        plan = self._plan(name)
        return CellReport(plan, self._block.columns[plan.place], self._block.rows, self._findings)

    def _plan(self, name: str) -> ColumnPlan:
        return self._plans[self._places[name]]

    def _column(self, name: str) -> Converted:
        return self._columns[self._places[name]]


def _differs(added: pa.Array, total: pa.Array, tolerance: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Where the sum is further from the total than `tolerance`; null where a cell has no number."""
    if pa.types.is_floating(added.type):
        allowed = pc.add(pc.multiply(pc.abs(total), _NEARLY), float(tolerance))
        return flags_of(pc.greater(pc.abs(pc.subtract(added, total)), allowed))
    if Decimal(tolerance) == 0:
        return flags_of(pc.not_equal(added, total))
    if pa.types.is_int64(added.type):
        added, total = (pc.cast(number, pa.decimal256(_DIGITS, 0)) for number in (added, total))
    gap = pc.abs(pc.subtract(added, total))
    return flags_of(pc.greater(gap, pa.scalar(Decimal(tolerance))))


def _shortest(texts: pa.StringArray) -> int:
    return int(pc.min(pc.utf8_length(texts)).as_py() or 0)


def _plain(number: Decimal | float) -> str:
    return format(Decimal(str(number)).normalize(), "f")
