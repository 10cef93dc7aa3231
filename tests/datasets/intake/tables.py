"""Tables in memory for the tests of checking: written as rows of text, as a reader would give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from datasets.intake.check import Checked, check_table
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnRule, Dictionary, Finding, Job
from datasets.intake.table import Block, BlocksAtHand, Table, letter_of
from datasets.vocab import ColumnType
from datasets.vocab import FindingCode as F


def table(
    labels: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    *,
    header_row: str = "1",
    native: Sequence[str] = (),
    format: str = "csv",
    delimiter: str = ",",
    block_rows: int = 1000,
) -> Table:
    """A table whose data begin below `header_row`; columns named in `native` are typed cells."""
    first = int(header_row.rpartition("-")[2]) + 1 if header_row != "none" else 1
    blocks = []
    for start in range(0, len(rows), block_rows):
        piece = rows[start : start + block_rows]
        columns = [pa.array(column, pa.string()) for column in zip(*piece, strict=True)]
        numbers = pa.array(range(first + start, first + start + len(piece)), pa.int64())
        masks = [
            column.is_valid() if label in native else None
            for label, column in zip(labels, columns, strict=True)
        ]
        blocks.append(Block(columns, numbers, masks))
    letters = [letter_of(place) for place in range(len(labels))]
    return Table(format, "", header_row, "utf-8", delimiter, list(labels), letters, BlocksAtHand(blocks))


def column(label: str, *values: str | None, native: bool = False, **more: Any) -> Table:
    """A table of one column beside a running number."""
    rows = [[str(number), value] for number, value in enumerate(values, 1)]
    return table(["no", label], rows, native=[label] if native else [], **more)


def rule(name: str, kind: ColumnType, **more: Any) -> ColumnRule:
    """One column of a dictionary, labelled like its id."""
    return ColumnRule(name, name, kind, **more)


def check(given: Table, *rules: ColumnRule, **job: Any) -> tuple[Checked, Findings]:
    """Check the table, against a dictionary where rules are given."""
    findings = Findings()
    known = Dictionary(rules) if rules else None
    checked = check_table(given, Job("", "", dictionary=known, **job), findings, lambda *_: None)
    return checked, findings


def told(findings: Findings, code: F) -> list[Finding]:
    """The findings of this code."""
    return [finding for finding in findings.listed() if finding.code is code]


def codes(findings: Findings) -> set[F]:
    """Every code found."""
    return {finding.code for finding in findings.listed()}
