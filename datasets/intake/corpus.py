"""Scores intake against a corpus of real files whose manifest says what each of them holds.

The columns of a manifest are those of CONTRACT (`score_intake`). What it leaves out is not
scored; a crash, a hang or too much memory is a miss whatever was expected.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasets.intake.child import examine_file
from datasets.intake.corpus_sums import Sums, sums_of
from datasets.intake.schema import ColumnFound, Job, Limits, Report, Verdict
from datasets.intake.values.words import normalised
from datasets.vocab import ColumnType, Severity
from datasets.vocab import FindingCode as F

#: A file must be done within these bounds (CONTRACT).
LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=60, wall_seconds=60)

_BROKEN = frozenset({F.OUT_OF_MEMORY, F.OUT_OF_TIME, F.READER_CRASHED})
_PERSONAL = frozenset({F.PERSONAL_COLUMN, F.PERSONAL_IN_TEXT})
_SHAPES = (ColumnType.POINT, ColumnType.GEOMETRY)
#: Keys of `checksums` that speak of no column.
_OF_TABLE = frozenset({"pii_truth", "geometry_types", "sum_of_first_longitudes"})
_ENCODINGS = {"utf-8-sig": "utf-8", "ascii": "utf-8", "utf-16le": "utf-16", "utf-16be": "utf-16"}


@dataclass(frozen=True)
class Expectation:
    """One line of the manifest; empty where it says nothing."""

    file: str
    kind: str
    format: str
    verdict: str
    expected: str
    header_row: str = ""
    rows: tuple[str, ...] = ()
    columns: int | None = None
    names: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    checksums: dict[str, Any] = field(default_factory=dict)
    encoding: str = ""


@dataclass(frozen=True)
class Outcome:
    """A scored file: what was found in short, and every difference from what was expected."""

    expectation: Expectation
    found: str
    misses: tuple[str, ...]
    seconds: float
    peak_bytes: int

    @property
    def is_expected(self) -> bool:
        """Whether nothing differs."""
        return not self.misses


def read_manifest(path: Path) -> list[Expectation]:
    """The expectations of the manifest at `path`. Raises KeyError or ValueError where it is none."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [_expectation(line) for line in csv.DictReader(stream)]


def score_corpus(manifest: Path) -> Iterator[Outcome]:
    """Examine every file of the manifest, in order; the files lie beside it."""
    for expectation in read_manifest(manifest):
        yield score_file(expectation, manifest.parent / expectation.file)


def score_file(expectation: Expectation, path: Path) -> Outcome:
    """Examine one file in the bounded child and compare."""
    if not path.is_file():
        return Outcome(expectation, "tidak ada", ("file is absent",), 0.0, 0)
    with tempfile.TemporaryDirectory(prefix="score-") as folder:
        spool = Path(folder) / "spool.csv"
        report = examine_file(Job(str(path), path.name, spool=str(spool), limits=LIMITS))
        sums = sums_of(spool, report) if spool.exists() else {}
    misses = tuple(_misses(expectation, report, sums))
    return Outcome(expectation, summary(report), misses, report.seconds, report.peak_bytes)


def summary(report: Report) -> str:
    """The report in a few words: verdict, rows and columns, and what blocks."""
    errors = dict.fromkeys(found.code.value for found in report.findings if found.severity is Severity.ERROR)
    table = report.table
    size = f" {table.rows}×{_width(report)} header {table.header_row}" if table.columns else ""
    return f"{report.verdict.value}{size}" + (f" ({', '.join(errors)})" if errors else "")


def _expectation(line: dict[str, str]) -> Expectation:
    rows = tuple(line[key] for key in ("n_rows", "n_rows_with_totals") if line.get(key))
    return Expectation(
        file=line["file"],
        kind=line.get("kind") or "",
        format=line.get("format") or "",
        verdict=line["verdict"],
        expected=line.get("expected") or "",
        header_row=line.get("header_row") or "",
        rows=rows,
        columns=int(line["n_cols"]) if line.get("n_cols") else None,
        names=tuple(json.loads(line.get("columns") or "[]")),
        types=json.loads(line.get("types") or "{}"),
        checksums=json.loads(line.get("checksums") or "{}"),
        encoding=line.get("encoding") or "",
    )


def _misses(wanted: Expectation, report: Report, sums: dict[str, Sums]) -> Iterator[str]:
    codes = {found.code for found in report.findings}
    if broken := codes & _BROKEN:
        yield f"died: {', '.join(sorted(broken))}"
        return
    is_loaded = report.verdict is Verdict.ACCEPTED or _is_only_held(wanted, report)
    if wanted.verdict == "refuse" and is_loaded:
        yield "verdict: should be refused"
    if wanted.verdict == "load" and not is_loaded:
        yield f"verdict: should load, was {report.verdict.value}"
    if is_loaded and wanted.verdict != "refuse":
        yield from _table_misses(wanted, report)
        yield from _sum_misses(wanted, report, sums)
        yield from _personal_misses(wanted, report)


def _is_only_held(wanted: Expectation, report: Report) -> bool:
    """Read whole and kept from open publication for personal data alone, where there is some."""
    errors = {found.code for found in report.findings if found.severity is Severity.ERROR}
    return bool(errors) and errors <= _PERSONAL and "pii_truth" in wanted.checksums


def _table_misses(wanted: Expectation, report: Report) -> Iterator[str]:
    table = report.table
    if wanted.header_row and "json" not in wanted.format and table.header_row != wanted.header_row:
        yield f"header_row: {table.header_row}, not {wanted.header_row}"
    if wanted.rows and not _are_rows_right(wanted, report):
        yield f"n_rows: {table.rows}, not {wanted.rows[0]}"
    if wanted.columns is not None and _width(report) != wanted.columns:
        yield f"n_cols: {_width(report)}, not {wanted.columns}"
    if not _is_encoding_right(wanted, report):
        yield f"encoding: {table.encoding}, not {wanted.encoding}"
    for column in table.columns:
        expected = _type_of(wanted, _name_of(wanted, report, column))
        if not _is_type_right(expected, column.type):
            yield f"type of {column.label!r}: {column.type.value}, not {expected}"


def _are_rows_right(wanted: Expectation, report: Report) -> bool:
    if str(report.table.rows) == wanted.rows[0]:
        return True
    is_flagged = any(found.code is F.TOTAL_ROW for found in report.findings)
    return is_flagged and str(report.table.rows) in wanted.rows


def _width(report: Report) -> int:
    """Columns of the table; a geometry is no column of a manifest."""
    return len(_counted(report))


def _counted(report: Report) -> list[ColumnFound]:
    return [column for column in report.table.columns if column.type not in _SHAPES]


def _is_encoding_right(wanted: Expectation, report: Report) -> bool:
    """A guess that says it is one is no miss where the manifest leaves the verdict open."""
    if not wanted.encoding or not report.table.encoding:
        return True
    is_asked = any(found.code is F.ENCODING_UNCERTAIN for found in report.findings)
    return _same(wanted.encoding) == _same(report.table.encoding) or (is_asked and wanted.verdict == "either")


def _same(encoding: str) -> str:
    name = encoding.lower().replace("_", "-").replace("utf-16-", "utf-16").replace("iso-", "iso")
    return _ENCODINGS.get(name, name)


def _name_of(wanted: Expectation, report: Report, column: ColumnFound) -> str:
    """The manifest's name of the column: by its place where the numbers of columns are equal."""
    columns = _counted(report)
    if column in columns and len(columns) == len(wanted.names):
        return wanted.names[columns.index(column)]
    return column.label


def _type_of(wanted: Expectation, name: str) -> str:
    named = {normalised(known): kind for known, kind in wanted.types.items()}
    return named.get(normalised(name) or "empty") or named.get("all others") or "any"


def _is_type_right(expected: str, found: ColumnType) -> bool:
    if expected == "any" or expected == found.value:
        return True
    return expected == "decimal" and found is ColumnType.INTEGER


def _sum_misses(wanted: Expectation, report: Report, sums: dict[str, Sums]) -> Iterator[str]:
    for name, facts in wanted.checksums.items():
        if name in _OF_TABLE or "without" in name:
            continue
        column = _column_named(wanted, report, name)
        if column is None:
            yield f"checksum of {name!r}: no such column"
            continue
        found = sums.get(column.id, Sums())
        for fact, value in facts.items():
            if not found.agrees(fact, value):
                yield f"{fact} of {name!r}: {found.get(fact)}, not {value}"


def _column_named(wanted: Expectation, report: Report, name: str) -> ColumnFound | None:
    columns = _counted(report)
    if name.startswith("column "):
        place = int(name.split()[1]) - 1
        return columns[place] if place < len(columns) else None
    names = [normalised(_name_of(wanted, report, column)) for column in columns]
    return columns[names.index(normalised(name))] if normalised(name) in names else None


def _personal_misses(wanted: Expectation, report: Report) -> Iterator[str]:
    """Personal data found exactly where the manifest says; anywhere else it is a false alarm."""
    truth = wanted.checksums.get("pii_truth", {})
    told = {normalised(name) for name, words in truth.items() if not words.startswith("none")}
    found = {
        normalised(one.column)
        for one in report.findings
        if one.code in _PERSONAL and one.severity is Severity.ERROR
    }
    if truth and told != found:
        yield f"personal data in {sorted(found)}, not {sorted(told)}"
