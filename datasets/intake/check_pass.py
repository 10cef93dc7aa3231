"""One reading that converts, checks and gathers, block after block, under plans for the columns.

The plans may be a guess from the first rows: then findings wait apart, until it is known whether
the guess holds for every row.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor

import pyarrow.compute as pc

from datasets.intake.check_across import RowRules
from datasets.intake.check_convert import Converted, convert
from datasets.intake.check_keys import RowKeys
from datasets.intake.check_periods import PeriodsSeen
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_rules import CellReport, check_failed, check_period, check_rules, check_small
from datasets.intake.check_statistics import ColumnStatistics
from datasets.intake.check_sums import SumsSeen
from datasets.intake.check_survey import Look
from datasets.intake.findings import Findings
from datasets.intake.schema import Job
from datasets.intake.table import Block, Table
from datasets.intake.turns import sheet_row
from datasets.intake.values.cells import Cells
from datasets.vocab import ColumnRole, ColumnType, Severity
from datasets.vocab import FindingCode as F

#: Place in a block → {column id: status}.
Flags = dict[int, dict[str, str]]

#: Different spellings of codes told for one column.
_ALIASES_TOLD = 50


class Pass:
    """What a reading under `plans` gathers; what it finds goes to `findings`."""

    def __init__(self, table: Table, plans: list[ColumnPlan], job: Job, findings: Findings) -> None:
        self.plans = plans
        self.findings = findings
        self.statistics = [ColumnStatistics(plan) for plan in plans]
        self.periods = PeriodsSeen(plans)
        self.sums = SumsSeen(plans)
        self.rows = 0
        self._job, self._table = job, table
        self._keys, self._key_places = _keys_of(plans, job)
        self._across = RowRules(job.dictionary, plans)
        self._errors = _ErrorCells(table, findings)
        self._aliases: dict[int, Counter[tuple[str, str]]] = {}

    def holds_for(self, plans: Sequence[ColumnPlan]) -> bool:
        """Whether every cell would have been read and judged alike under `plans`."""
        return len(plans) == len(self.plans) and all(
            mine.reads_like(other) for mine, other in zip(self.plans, plans, strict=True)
        )

    def settle(self, plans: list[ColumnPlan]) -> None:
        """Go on under `plans`, which read alike and know every row."""
        self.plans = plans
        for one, plan in zip(self.statistics, plans, strict=True):
            one.plan = plan

    def take(
        self, block: Block, looks: Sequence[Look] | None, threads: Executor
    ) -> tuple[list[Cells], Flags]:
        """The columns of one block in canonical text, and the flags of its cells.

        `looks` are what the survey saw of the block's columns, by their place in the file.
        """
        self._errors.tell(self.plans, block)
        flags: Flags = {}
        seen = [looks[plan.place] if looks else None for plan in self.plans]
        done = list(threads.map(_converted, self.plans, self.statistics, seen, itertools.repeat(block)))
        for plan, converted in zip(self.plans, done, strict=True):
            self._judge(plan, converted, block)
            self._gather(plan, converted, block, flags)
        columns = [converted.cells for converted in done]
        self._across.check(done, block, self.findings)
        self.sums.add(done)
        if self._keys is not None and self._key_places:
            self._keys.add([columns[place].column for place in self._key_places], block.rows)
        self.rows += len(block)
        return columns, flags

    def tell_whole(self) -> None:
        """Tell what only the end of the reading shows: spellings of codes, repeated keys."""
        for plan in self.plans:
            self._tell_aliases(plan, self._aliases.get(plan.place, Counter()))
        if self._keys is not None:
            self._keys.report(self.findings, self._table.blocks)

    @property
    def is_key_checked(self) -> bool:
        """Whether no key is left for the database to check."""
        dictionary = self._job.dictionary
        has_key = dictionary is not None and bool(dictionary.key)
        return not has_key or self._keys is None or self._keys.is_complete

    def _judge(self, plan: ColumnPlan, converted: Converted, block: Block) -> None:
        report = CellReport(plan, block.columns[plan.place], block.rows, self.findings)
        if converted.failures is not None:
            check_failed(report, converted.failures)
        check_rules(report, converted)
        if self._job.is_sensitive:
            check_small(report, converted.cells)
        if plan.role is ColumnRole.PERIOD:
            self.periods.add(plan, converted.cells.values)
            if self._job.period:
                check_period(report, converted.cells, self._job.period)

    def _gather(self, plan: ColumnPlan, converted: Converted, block: Block, flags: Flags) -> None:
        for place, status in (converted.statuses or {}).items():
            flags.setdefault(place, {})[plan.id] = status
        if plan.codes is None:
            return
        raw = block.columns[plan.place]
        changed = pc.fill_null(pc.not_equal(converted.values, raw), False)
        if changed.true_count:
            pairs = zip(
                raw.filter(changed).to_pylist(), converted.values.filter(changed).to_pylist(), strict=True
            )
            self._aliases.setdefault(plan.place, Counter()).update(pairs)

    def _tell_aliases(self, plan: ColumnPlan, pairs: Counter[tuple[str, str]]) -> None:
        for number, ((raw, official), times) in enumerate(pairs.most_common()):
            if number >= _ALIASES_TOLD:
                self.findings.count_more(F.CODE_ALIAS, plan.label, times)
            elif raw.strip() != official:
                self.findings.add(
                    F.CODE_ALIAS, times=times, column=plan.label, value=raw, suggestion=official
                )


def _converted(plan: ColumnPlan, statistics: ColumnStatistics, look: Look | None, block: Block) -> Converted:
    """One column of a block; touches nothing but what belongs to the column."""
    converted = convert(plan, block.columns[plan.place], block.native[plan.place], look)
    statistics.add(converted)
    return converted


def _keys_of(plans: list[ColumnPlan], job: Job) -> tuple[RowKeys | None, list[int]]:
    """The dictionary's key if all its columns are there; otherwise whole rows are compared."""
    key = job.dictionary.key if job.dictionary is not None else ()
    places = [place for place, plan in enumerate(plans) if plan.id in key]
    if key:
        label = ", ".join(plans[place].label for place in places)
        found = RowKeys(F.KEY_DUPLICATE, label, job.limits.key_rows) if len(places) == len(key) else None
        return found, places
    return RowKeys(F.ROW_DUPLICATE, "", job.limits.key_rows), list(range(len(plans)))


class _ErrorCells:
    """Tells `#REF!` and formulas without a result, where they lie in a column that is loaded."""

    def __init__(self, table: Table, findings: Findings) -> None:
        self._cells = table.info.error_cells
        self._formulas = table.info.empty_formulas
        self._folds = table.folds
        self._findings = findings

    def tell(self, plans: list[ColumnPlan], block: Block) -> None:
        """Tell those of the rows of `block`."""
        if not self._cells and not self._formulas:
            return
        by_letter = {
            letter: plan for plan in plans for letter in self._folds.get(plan.letter, (plan.letter,))
        }
        rows = {sheet_row(row) for row in block.rows.to_pylist()}
        for code, cells in (
            (F.ERROR_CELL, self._cells),
            (F.FORMULA_EMPTY, dict.fromkeys(self._formulas, "")),
        ):
            for cell, value in cells.items():
                letter, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                if letter in by_letter and row in rows:
                    self._tell(code, by_letter[letter], row, cell, value)

    def _tell(self, code: F, plan: ColumnPlan, row: int, cell: str, value: str) -> None:
        severity = Severity.WARNING if plan.type is ColumnType.TEXT else Severity.ERROR
        self._findings.add(code, severity=severity, row=row, column=plan.label, cell=cell, value=value)
