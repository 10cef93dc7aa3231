"""After checking: the rows that something was found fault with, read once more to be shown whole.

A file without faults pays nothing; the reading ends with the last row that is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.schema import FAULTY_CHARS, FaultyRow, Finding
from datasets.intake.table import Table
from datasets.intake.turns import TURN, Folds, row_number, sheet_row
from datasets.vocab import Severity

#: Rows kept of one file, those that block before those that ask; characters kept of them all.
MOST_ROWS = 1_000
MOST_CHARS = 2_000_000


def faulty_rows(table: Table, findings: Iterable[Finding]) -> tuple[FaultyRow, ...]:
    """The rows with errors or warnings, in the order of the file; at most MOST_ROWS."""
    wanted = _wanted(findings, table.folds)
    if not wanted:
        return ()
    last, chosen = max(map(sheet_row, wanted)), pa.array(sorted(wanted), pa.int64())
    found: list[FaultyRow] = []
    chars = 0
    for block in table.blocks():
        hit = block.filter(pc.is_in(block.rows, value_set=chosen))
        columns = [pc.utf8_slice_codeunits(column, 0, FAULTY_CHARS + 1).to_pylist() for column in hit.columns]
        for at, row in enumerate(hit.rows.to_pylist()):
            cells = tuple(column[at] or "" for column in columns)
            chars += sum(map(len, cells))
            if chars > MOST_CHARS or len(found) >= MOST_ROWS:
                return tuple(found)
            found.append(FaultyRow(sheet_row(row), cells, row // TURN))
        if len(block) and sheet_row(block.rows[-1].as_py()) > last:
            break
    return tuple(found)


def _wanted(findings: Iterable[Finding], folds: Folds) -> set[int]:
    """Numbers of the rows of errors, then of warnings, as many as are kept."""
    rows: dict[int, None] = {}
    for severity in (Severity.ERROR, Severity.WARNING):
        told = sorted(
            {row_number(one.row, one.cell, folds) for one in findings if one.severity is severity and one.row}
        )
        rows.update(dict.fromkeys(told))
    return set(list(rows)[:MOST_ROWS])
