"""Third step of intake: from a table found to typed, checked rows in the spool, and what was found.

Two readings: the first decides over every row what each column is, the second converts, checks
and writes. Memory stays bounded by the block, whatever the table's length.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_across import RowRules
from datasets.intake.check_columns import plan_columns, proposal_of
from datasets.intake.check_convert import Converted, convert
from datasets.intake.check_gate import guard_personal
from datasets.intake.check_headers import ids_of, note_headers
from datasets.intake.check_keys import RowKeys
from datasets.intake.check_layout import ask_layout
from datasets.intake.check_notes import note_columns
from datasets.intake.check_periods import PeriodsSeen
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_rules import CellReport, check_failed, check_period, check_rules, check_small
from datasets.intake.check_statistics import ColumnStatistics
from datasets.intake.check_survey import Survey, survey_block
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnFound, ColumnProfile, Dictionary, Job, Question
from datasets.intake.spool import Spool
from datasets.intake.table import Block, Table
from datasets.intake.turns import sheet_row
from datasets.vocab import ColumnRole, ColumnType, Severity
from datasets.vocab import FindingCode as F

OnProgress = Callable[[str, int, int], None]
#: Place in a block → {column id: status}.
Flags = dict[int, dict[str, str]]

#: Columns looked at side by side: their work is in libraries that leave Python's lock meanwhile.
_THREADS = 2

#: Different spellings of codes told for one column.
_ALIASES_TOLD = 50


@dataclass(frozen=True)
class Checked:
    """What checking learned: the columns loaded (in the order of the spool) and the row count."""

    columns: tuple[ColumnFound, ...] = ()
    rows: int = 0
    questions: tuple[Question, ...] = ()
    proposal: Dictionary | None = None
    period_found: str = ""
    spool_columns: tuple[str, ...] = ()
    profiles: tuple[ColumnProfile, ...] = ()
    key_checked: bool = True


@dataclass
class _Pass:
    """What the second reading gathers."""

    plans: list[ColumnPlan]
    statistics: list[ColumnStatistics]
    keys: RowKeys | None
    key_places: list[int]
    periods: PeriodsSeen
    across: RowRules
    aliases: dict[int, Counter[tuple[str, str]]] = field(default_factory=dict)
    rows: int = 0


def check_table(table: Table, job: Job, findings: Findings, on_progress: OnProgress) -> Checked:
    """Check every row of `table` for `job`; clean rows go to `job.spool`. Raises Refusal."""
    with ThreadPoolExecutor(_THREADS, "columns") as threads:
        return _check_table(table, job, findings, on_progress, threads)


def _check_table(
    table: Table, job: Job, findings: Findings, on_progress: OnProgress, threads: Executor
) -> Checked:
    surveys, rows = _survey(table, on_progress, threads)
    if rows == 0:
        findings.add(F.NO_ROWS)
        return Checked()
    note_headers(table, ids_of(table.labels), findings)
    plans, doubts = plan_columns(table, surveys, job, findings)
    questions = ask_layout(table, job) + note_columns(plans, doubts, job.recipe, findings)
    personal = guard_personal(table, surveys, plans, job, findings)
    gathered = _second_reading(table, plans, job, findings, on_progress, threads)
    _tell_aliases(gathered, findings)
    if gathered.keys is not None:
        gathered.keys.report(findings)
    return Checked(
        columns=tuple(one.found(personal.get(one.plan.id, "")) for one in gathered.statistics),
        rows=gathered.rows,
        questions=tuple(questions),
        proposal=proposal_of(plans) if job.dictionary is None else None,
        period_found=gathered.periods.found(),
        spool_columns=tuple(plan.id for plan in plans),
        profiles=tuple(one.profile() for one in gathered.statistics if one.is_exact),
        key_checked=_is_key_checked(job, gathered),
    )


def _survey(table: Table, on_progress: OnProgress, threads: Executor) -> tuple[list[Survey], int]:
    surveys = [Survey() for _ in table.labels]
    rows = 0
    for block in table.blocks():
        survey_block(surveys, block, threads)
        rows += len(block)
        on_progress("read", *table.progress())
    return surveys, rows


def _second_reading(
    table: Table,
    plans: list[ColumnPlan],
    job: Job,
    findings: Findings,
    on_progress: OnProgress,
    threads: Executor,
) -> _Pass:
    gathered = _Pass(
        plans,
        [ColumnStatistics(plan) for plan in plans],
        *_keys_of(plans, job),
        PeriodsSeen(plans),
        RowRules(job.dictionary, plans),
    )
    errors = _ErrorCells(table, findings)
    written: Future[None] | None = None
    with Spool(job.spool, [plan.id for plan in plans]) as spool:
        for block in table.blocks():
            errors.tell(plans, block)
            columns, flags = _check_block(block, gathered, job, findings, threads)
            if written is not None:
                written.result()
            written = threads.submit(spool.write, columns, block.rows, flags)
            on_progress("check", *table.progress())
        if written is not None:
            written.result()
    return gathered


def _check_block(
    block: Block, gathered: _Pass, job: Job, findings: Findings, threads: Executor
) -> tuple[list[pa.StringArray], Flags]:
    """The columns of one block in canonical text, and the flags of its cells."""
    flags: Flags = {}
    columns = []
    done = list(threads.map(_converted, gathered.plans, gathered.statistics, itertools.repeat(block)))
    for plan, converted in zip(gathered.plans, done, strict=True):
        raw = block.columns[plan.place]
        report = CellReport(plan, raw, block.rows, findings)
        if converted.failed is not None:
            check_failed(report, converted.failed)
        check_rules(report, converted)
        if job.is_sensitive:
            check_small(report, converted.values)
        if plan.role is ColumnRole.PERIOD:
            gathered.periods.add(plan, converted.values)
            if job.period:
                check_period(report, converted.values, job.period)
        _gather(plan, raw, converted, gathered, flags)
        columns.append(converted.values)
    gathered.across.check(done, block, findings)
    if gathered.keys is not None and gathered.key_places:
        gathered.keys.add([columns[place] for place in gathered.key_places], block.rows)
    gathered.rows += len(block)
    return columns, flags


def _converted(plan: ColumnPlan, statistics: ColumnStatistics, block: Block) -> Converted:
    """One column of a block; touches nothing but what belongs to the column."""
    converted = convert(plan, block.columns[plan.place], block.native[plan.place])
    statistics.add(converted.values)
    return converted


def _gather(
    plan: ColumnPlan,
    raw: pa.StringArray,
    converted: Converted,
    gathered: _Pass,
    flags: Flags,
) -> None:
    for place, status in (converted.statuses or {}).items():
        flags.setdefault(place, {})[plan.id] = status
    if plan.codes is None:
        return
    changed = pc.fill_null(pc.not_equal(converted.values, raw), False)
    if changed.true_count:
        pairs = zip(
            raw.filter(changed).to_pylist(), converted.values.filter(changed).to_pylist(), strict=True
        )
        gathered.aliases.setdefault(plan.place, Counter()).update(pairs)


def _tell_aliases(gathered: _Pass, findings: Findings) -> None:
    for plan in gathered.plans:
        pairs = gathered.aliases.get(plan.place, Counter())
        for number, ((raw, official), times) in enumerate(pairs.most_common()):
            if number >= _ALIASES_TOLD:
                findings.count_more(F.CODE_ALIAS, plan.label, times)
            elif raw.strip() != official:
                findings.add(F.CODE_ALIAS, times=times, column=plan.label, value=raw, suggestion=official)


def _keys_of(plans: list[ColumnPlan], job: Job) -> tuple[RowKeys | None, list[int]]:
    """The dictionary's key if all its columns are there; otherwise whole rows are compared."""
    key = job.dictionary.key if job.dictionary is not None else ()
    places = [place for place, plan in enumerate(plans) if plan.id in key]
    if key:
        label = ", ".join(plans[place].label for place in places)
        found = RowKeys(F.KEY_DUPLICATE, label, job.limits.key_rows) if len(places) == len(key) else None
        return found, places
    return RowKeys(F.ROW_DUPLICATE, "", job.limits.key_rows), list(range(len(plans)))


def _is_key_checked(job: Job, gathered: _Pass) -> bool:
    has_key = job.dictionary is not None and bool(job.dictionary.key)
    return not has_key or gathered.keys is None or gathered.keys.is_complete


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
