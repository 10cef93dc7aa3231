"""Small dirty files made in code, each as CSV and as a workbook, looked at as intake would."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets.intake.examine import Teller, examine
from datasets.intake.schema import CodeSet, ColumnRule, Dictionary, Finding, Job, Report
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity
from tests.files.workbooks import Cell, Sheet, xlsx

BOTH = ("csv", "xlsx")

#: Some kelurahan of Ternate, with the spellings that offices use.
AREAS = CodeSet(
    "wilayah",
    {"82.71.01.1002": "Afe Taduma", "82.71.01.1004": "Togafo", "82.71.04.1001": "Moti Kota"},
    {"Tagafo": "82.71.01.1004", "Kota Moti": "82.71.04.1001"},
)


@dataclass(frozen=True)
class Looked:
    """A report, and the clean rows that it would load, as text ('' where there is no data)."""

    report: Report
    rows: list[list[str]]
    flags: list[str]

    def told(self, code: F) -> list[Finding]:
        """The places of `code`."""
        return [found for found in self.report.findings if found.code is code]

    def codes(self, severity: Severity) -> set[F]:
        """What was found of this weight."""
        return {found.code for found in self.report.findings if found.severity is severity}

    @property
    def asked(self) -> set[F]:
        """What the sender is asked."""
        return {question.code for question in self.report.questions}

    @property
    def columns(self) -> dict[str, str]:
        """Type of each column by its id."""
        return {column.id: column.type.value for column in self.report.table.columns}


def as_csv(rows: Sequence[Sequence[Cell]], delimiter: str = ",") -> bytes:
    """The rows as text; every row as long as the longest."""
    width = max(len(row) for row in rows)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        cells = ["" if cell is None else cell for cell in row]
        writer.writerow(cells + [""] * (width - len(cells)))
    return text.getvalue().encode()


def as_file(kind: str, rows: Sequence[Sequence[Cell]], merges: Sequence[str] = ()) -> bytes:
    """The rows as a file of `kind` (`csv` or `xlsx`); merged ranges only where there are such."""
    return as_csv(rows) if kind == "csv" else xlsx(Sheet("Data", rows, merges))


class Unheard(Teller):
    """Nobody waits for how far it is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Say nothing."""

    def writing(self, columns: object) -> None:
        """Say nothing."""


def look(folder: Path, content: bytes, kind: str, *rules: ColumnRule, **job: Any) -> Looked:
    """Examine `content`, against a dictionary where rules are given."""
    path, spool = folder / f"berkas.{kind}", folder / "spool"
    path.write_bytes(content)
    known = Dictionary(rules) if rules else None
    codesets = job.pop("codesets", {AREAS.slug: AREAS})
    asked = Job(str(path), path.name, str(spool), dictionary=known, codesets=codesets, **job)
    report = examine(asked, Unheard())
    text = spool.read_text(encoding="utf-8") if spool.exists() else ""
    lines = list(csv.reader(io.StringIO(text)))
    return Looked(report, [line[3:] for line in lines], [line[2] for line in lines])


def dirty(folder: Path, kind: str, rows: Sequence[Sequence[Cell]], *rules: ColumnRule, **job: Any) -> Looked:
    """The rows as a file of `kind`, examined."""
    merges = job.pop("merges", ())
    return look(folder, as_file(kind, rows, merges), kind, *rules, **job)
