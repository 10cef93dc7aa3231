"""`manage.py check_file FILE`: what the portal would find in a file, without storing anything."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from datasets.intake.child import examine_file
from datasets.intake.job import trial_job
from datasets.intake.schema import Finding, Report, Verdict, to_json
from datasets.models import Dataset
from datasets.vocab import ColumnType, Severity
from datasets.wording.findings import place_of, sentence_of
from datasets.wording.labels import label

#: What the shell learns: accepted, refused, not readable.
EXIT_CODES = {Verdict.ACCEPTED: 0, Verdict.REFUSED: 1, Verdict.UNREADABLE: 2}

_VERDICTS = {
    Verdict.ACCEPTED: "Dapat diterima.",
    Verdict.REFUSED: "Ditolak: ada kesalahan yang perlu diperbaiki.",
    Verdict.UNREADABLE: "Tidak dapat dibaca sebagai tabel.",
}
_HEADINGS = {
    Severity.ERROR: "Kesalahan",
    Severity.WARNING: "Peringatan",
    Severity.FIXED: "Diperbaiki otomatis",
}
#: Places shown of one kind of finding; `--json` shows every one that is kept.
_SHOWN = 5


class Command(BaseCommand):
    """Sniff, read and check one file; exit 0 accepted, 1 refused, 2 not readable."""

    help = "Memeriksa satu berkas tanpa menyimpannya."
    requires_system_checks = ()  # looks at a file, not at the portal

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, and the dataset whose dictionary the file should follow."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dataset", metavar="SLUG", help="periksa menurut kamus data dataset ini")
        parser.add_argument("--json", action="store_true", help="keluaran JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine and tell; ends the process with the code of the verdict where it is not 0."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Berkas {path} tidak ada.", returncode=2)
        report = examine_file(trial_job(path.absolute(), _dataset(options["dataset"])))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), ensure_ascii=False, indent=2))
        else:
            for line in lines_of(report):
                self.stdout.write(line)
        if code := EXIT_CODES[report.verdict]:
            sys.exit(code)


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON values, each finding with its sentences."""
    return {**to_json(report), "findings": [_finding(finding) for finding in report.findings]}


def lines_of(report: Report) -> list[str]:
    """The report as lines to read: verdict, table, columns, findings with their remedies."""
    lines = [_VERDICTS[report.verdict], ""]
    if report.verdict is not Verdict.UNREADABLE:
        lines += [*_table_lines(report), ""]
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if found:
            lines += [f"{_HEADINGS[severity]}:", *_finding_lines(found), ""]
    return lines[:-1]


def _table_lines(report: Report) -> list[str]:
    table = report.table
    facts = [
        f"format {table.format}",
        f"lembar {table.sheet}" if table.sheet else "",
        f"judul kolom di baris {table.header_row}" if table.header_row != "none" else "tanpa judul kolom",
        f"penyandian {table.encoding}" if table.encoding else "",
        f"pemisah {table.delimiter!r}" if table.delimiter else "",
        f"{table.rows} baris",
        f"{len(table.columns)} kolom",
    ]
    lines = ["Tabel: " + ", ".join(fact for fact in facts if fact)]
    for column in table.columns:
        unit = f" ({column.unit})" if column.unit else ""
        kind = label(ColumnType, column.type)
        lines.append(f"  {column.letter:>3}  {column.id}: {kind}{unit}, {column.non_null} terisi")
    return lines


def _finding_lines(findings: list[Finding]) -> list[str]:
    lines: list[str] = []
    told: dict[tuple[str, str], int] = {}
    for finding in findings:
        kind = (finding.code, finding.column)
        told[kind] = told.get(kind, 0) + 1
        if told[kind] > _SHOWN:
            continue
        words = _finding(finding)
        more = f" [{finding.count} kali]" if finding.count > 1 else ""
        place = place_of(words)
        lines.append(f"  - {f'{place}: ' if place else ''}{words['message']}{more}")
        lines.append(f"    {words['remedy']}")
    return lines


def _finding(finding: Finding) -> dict[str, Any]:
    values: dict[str, Any] = to_json(finding)
    sentence = sentence_of(values)
    return {**values, "message": sentence.message, "remedy": sentence.remedy}


def _dataset(slug: str | None) -> Dataset | None:
    if slug is None:
        return None
    found = Dataset.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"Tidak ada dataset “{slug}”.", returncode=2)
    return found
