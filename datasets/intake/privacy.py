"""Last in the child: a report leaves it without the personal data that keep its file from being open.

Findings, rows to mend, statistics and notes are stored and shown to reviewers too; who a person is
stands in the sender's own file alone, which only its OPD and walidata can open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_personal import says_who
from datasets.intake.masking import mask_inside
from datasets.intake.schema import ColumnFound, FaultyRow, Finding, Report
from datasets.intake.values import personal
from datasets.vocab import Access, PersonalData, Severity
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED


def private(report: Report, access: Access) -> Report:
    """The report of a file sent to a dataset with this `access`.

    Of columns that are masked, or that block open publication, no value is left. In an open dataset no
    text holds a personal number either, unless walidata justified its column. Where only some may read
    the rows, what their own file holds is told to them as it is.
    """
    shut = {one.column for one in report.findings if _shuts(one)}
    is_open = access is Access.OPEN
    if is_open:  # of a column that is not loaded only its header says whose it is
        loaded = {column.label for column in report.table.columns}
        shut |= {label for label in report.table.labels if label not in loaded and says_who(label)}
    if not is_open and not shut:
        return report
    bare = {column.label for column in report.table.columns if column.personal} - shut
    columns = tuple(_column(one, shut) for one in report.table.columns)
    return replace(
        report,
        table=replace(report.table, columns=columns),
        findings=_findings(report.findings, shut, bare, is_open=is_open),
        faulty=_faulty(report, shut, bare, is_open=is_open),
        notes=tuple(_hidden(report.notes, is_cell=False)) if is_open else report.notes,
    )


def _shuts(found: Finding) -> bool:
    is_blocked = found.code is F.PERSONAL_COLUMN and found.severity is Severity.ERROR
    return is_blocked or found.code is F.COLUMN_MASKED


def _column(column: ColumnFound, shut: set[str]) -> ColumnFound:
    return replace(column, minimum=None, maximum=None, total=None) if column.label in shut else column


def _findings(
    findings: Sequence[Finding], shut: set[str], bare: set[str], *, is_open: bool
) -> tuple[Finding, ...]:
    """A finding about a key names its columns one behind the other."""
    values, suggestions = [one.value for one in findings], [one.suggestion for one in findings]
    if is_open:
        are_cells = [bool(one.cell) for one in findings]
        values, suggestions = _by_place(values, are_cells), _by_place(suggestions, are_cells)
    told = []
    for one, value, suggestion in zip(findings, values, suggestions, strict=True):
        named = {one.column, *one.column.split(", ")}
        if named & shut:
            safe = _without_values(one)
        else:
            safe = one if named & bare else replace(one, value=value, suggestion=suggestion)
        told.append(_beside(safe, named, shut, bare, is_open=is_open) if "beside" in one.params else safe)
    return tuple(told)


def _beside(found: Finding, named: set[str], shut: set[str], bare: set[str], *, is_open: bool) -> Finding:
    """A rule between columns also tells the other cell, and what cells add up to: hide these likewise."""
    others = set(found.params["beside"])
    params = dict(found.params)
    if (named | others) & shut:
        params = {name: value for name, value in params.items() if name not in ("sum", "difference")}
    if params.get("other_value") and others & shut:
        params["other_value"] = MASKED
    elif params.get("other_value") and is_open and not others & bare:
        params["other_value"] = _hidden([params["other_value"]], is_cell=True)[0]
    return replace(found, params=params)


def _without_values(found: Finding) -> Finding:
    """A header's other name may stand; of cells nothing does, nor what they came near to."""
    if found.code is F.COLUMN_RENAMED:
        return found
    params = {name: value for name, value in found.params.items() if name != "near"}
    value, suggestion = (MASKED if text else "" for text in (found.value, found.suggestion))
    return replace(found, value=value, suggestion=suggestion, params=params)


def _by_place(texts: list[str], are_cells: list[bool]) -> list[str]:
    """Each text hidden as a cell's or as a whole row's."""
    cells, rows = _hidden(texts, is_cell=True), _hidden(texts, is_cell=False)
    return [cell if is_cell else row for cell, row, is_cell in zip(cells, rows, are_cells, strict=True)]


def _faulty(report: Report, shut: set[str], bare: set[str], *, is_open: bool) -> tuple[FaultyRow, ...]:
    if not report.faulty:
        return ()
    columns: list[list[str]] = []
    by_column = zip(*(row.cells for row in report.faulty), strict=True)
    for label, cells in zip(report.table.labels, by_column, strict=True):
        if label in shut:
            columns.append([MASKED if cell else "" for cell in cells])
        else:
            columns.append(_hidden(cells, is_cell=True) if is_open and label not in bare else list(cells))
    rows = zip(report.faulty, zip(*columns, strict=True), strict=True)
    return tuple(replace(row, cells=cells) for row, cells in rows)


def _hidden(texts: Sequence[str], *, is_cell: bool) -> list[str]:
    """Texts without personal numbers; in what is no single cell every NIK is one."""
    column = pa.array(texts, pa.string())
    if not is_cell:
        column = pc.replace_substring_regex(column, personal.KINDS[PersonalData.NIK], MASKED)
    return [str(text) for text in mask_inside(column).to_pylist()]
