"""Third step of intake: from a table found to typed, checked rows in the spool, and what was found.

Types are decided over every row. So that a file need not be read twice for it, the rows are
converted, checked and written under a guess from the first of them while the survey goes on; where
the survey of every row proves another plan, the reading under the guess is void and a second one
follows. Memory stays bounded by the block, whatever the table's length.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

from datasets.intake.check_columns import plan_columns, proposal_of
from datasets.intake.check_drift import tell_retyped
from datasets.intake.check_gate import guard_personal
from datasets.intake.check_headers import ids_of, note_headers
from datasets.intake.check_layout import ask_layout
from datasets.intake.check_notes import note_columns
from datasets.intake.check_pass import Pass
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_survey import Look, Survey, survey_block
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnFound, ColumnProfile, Dictionary, Job, Question
from datasets.intake.spool import Spool
from datasets.intake.spooled import SpoolColumn, Sums
from datasets.intake.table import Block, Table
from datasets.vocab import FindingCode as F

OnProgress = Callable[[str, int, int], None]
OnWriting = Callable[[Sequence[SpoolColumn]], None]

#: Blocks surveyed before the plans are guessed.
PROBED = 3

#: Columns looked at side by side: their work is in libraries that leave Python's lock meanwhile.
_THREADS = 2

#: A block, and what the survey saw of each of its columns (None: nobody kept it).
Surveyed = tuple[Block, list[Look] | None]


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
    sums: Sums | None = None


def check_table(
    table: Table,
    job: Job,
    findings: Findings,
    on_progress: OnProgress,
    on_writing: OnWriting | None = None,
    *,
    probed: int = PROBED,
) -> Checked:
    """Check every row of `table` for `job`; clean rows go to `job.spool`. Raises Refusal.

    The plans are guessed from the first `probed` blocks; with none of them the table is read twice.
    `on_writing` is told the columns as soon as rows are written; told again, the earlier rows are void.
    """
    with ThreadPoolExecutor(_THREADS, "columns") as threads:
        return _Check(table, job, findings, on_progress, on_writing, threads).run(probed)


class _Check:
    """The check of one table."""

    def __init__(
        self,
        table: Table,
        job: Job,
        findings: Findings,
        on_progress: OnProgress,
        on_writing: OnWriting | None,
        threads: Executor,
    ) -> None:
        self._table, self._job, self._findings = table, job, findings
        self._on_progress, self._on_writing, self._threads = on_progress, on_writing, threads
        self._surveys = [Survey() for _ in table.labels]
        self._blocks = self._rows = 0

    def run(self, probed: int) -> Checked:
        """Survey every row; convert and check each, on the way or in a second reading."""
        surveyed = self._surveyed()
        tried = self._on_a_guess(surveyed, probed)
        for _ in surveyed:
            self._on_progress("read", *self._table.progress())
        if self._rows == 0:
            self._findings.add(F.NO_ROWS)
            return Checked()
        note_headers(self._table, ids_of(self._table.labels), self._findings)
        plans, doubts = plan_columns(self._table, self._surveys, self._job, self._findings)
        questions = ask_layout(self._table, self._job)
        questions += note_columns(plans, doubts, self._job.recipe, self._findings)
        personal = guard_personal(self._table, self._surveys, plans, self._job, self._findings)
        gathered = self._settled(tried, plans)
        gathered.tell_whole()
        tell_retyped(plans, self._findings)
        return Checked(
            columns=tuple(one.found(personal.get(one.plan.id, "")) for one in gathered.statistics),
            rows=gathered.rows,
            questions=tuple(questions),
            proposal=proposal_of(plans) if self._job.dictionary is None else None,
            period_found=gathered.periods.found(),
            spool_columns=tuple(plan.id for plan in plans),
            profiles=tuple(one.profile() for one in gathered.statistics if one.is_exact),
            key_checked=gathered.is_key_checked,
            sums=gathered.sums.found(),
        )

    def _surveyed(self) -> Iterator[Surveyed]:
        """The blocks of the first reading, each once it is surveyed."""
        for block in self._table.blocks():
            looks = survey_block(self._surveys, block, self._threads)
            self._blocks += 1
            self._rows += len(block)
            yield block, looks

    def _on_a_guess(self, surveyed: Iterator[Surveyed], probed: int) -> Pass | None:
        """The pass under plans guessed from the first blocks; None where the guess does not hold."""
        first: deque[Surveyed] = deque()
        for pair in islice(surveyed, probed):
            first.append(pair)
            self._on_progress("read", *self._table.progress())
        if not first:
            return None
        apart = self._findings.apart()
        gathered = Pass(self._table, self._guessed(), self._job, apart)
        is_whole = self._write(gathered, chain(_drained(first), surveyed), is_guess=True)
        return gathered if is_whole else None

    def _guessed(self) -> list[ColumnPlan]:
        """Plans from what is surveyed up to now."""
        seen = [survey.so_far() for survey in self._surveys]
        return plan_columns(self._table, seen, self._job, Findings())[0]

    def _settled(self, tried: Pass | None, plans: list[ColumnPlan]) -> Pass:
        """What was gathered on the guess, where it holds; else what a second reading gathers."""
        if tried is not None and tried.holds_for(plans):
            tried.settle(plans)
            self._findings.take_in(tried.findings)
            tried.findings = self._findings
            return tried
        gathered = Pass(self._table, plans, self._job, self._findings)
        self._write(gathered, ((block, None) for block in self._table.blocks()))
        return gathered

    def _write(self, gathered: Pass, blocks: Iterable[Surveyed], *, is_guess: bool = False) -> bool:
        """Check every block and write its rows; False as soon as the guess is known to be wrong.

        It is asked again whenever the blocks have doubled: so a wrong one costs little.
        """
        written: Future[None] | None = None
        again = 2 * PROBED
        columns = [SpoolColumn(plan.id, plan.type) for plan in gathered.plans]
        with Spool(self._job.spool, [column.id for column in columns]) as spool:
            if self._on_writing is not None and self._job.spool:
                self._on_writing(columns)
            for block, looks in blocks:
                if is_guess and self._blocks >= again:
                    again *= 2
                    if not gathered.holds_for(self._guessed()):
                        return False
                cells, flags = gathered.take(block, looks, self._threads)
                if written is not None:
                    written.result()
                written = self._threads.submit(spool.write, cells, block.rows, flags)
                self._on_progress("check", *self._table.progress())
            if written is not None:
                written.result()
        return True


def _drained(first: deque[Surveyed]) -> Iterator[Surveyed]:
    """Each of `first`, let go of as it is taken."""
    while first:
        yield first.popleft()
