"""`manage.py score_intake MANIFEST.csv`: how much of a corpus of real files intake reads as expected."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from datasets.intake.corpus import Outcome, score_corpus


class Command(BaseCommand):
    """Print expected beside found for every file; the last line is `N of M as expected`."""

    help = "Menilai pembacaan berkas terhadap daftar berkas yang isinya diketahui."
    requires_system_checks = ()  # looks at a file, not at the portal

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The manifest, and where to write the result as a page."""
        parser.add_argument("manifest", type=Path, metavar="MANIFEST.csv")
        parser.add_argument("--markdown", type=Path, metavar="FILE", help="tulis tabel hasil ke FILE")
        parser.add_argument(
            "--disputes", type=Path, metavar="FILE", help="CSV file,argument: mengapa daftar itu keliru"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Score the files one after another."""
        manifest: Path = options["manifest"]
        if not manifest.is_file():
            raise CommandError(f"Daftar {manifest} tidak ada.", returncode=2)
        outcomes = []
        for outcome in score_corpus(manifest):
            outcomes.append(outcome)
            for line in _lines(outcome):
                self.stdout.write(line)
        if options["markdown"]:
            disputes = _disputes_in(options["disputes"]) if options["disputes"] else {}
            options["markdown"].write_text(page_of(outcomes, disputes), encoding="utf-8")
        self.stdout.write(count_of(outcomes))


def count_of(outcomes: list[Outcome]) -> str:
    """`N of M as expected`."""
    return f"{sum(outcome.is_expected for outcome in outcomes)} of {len(outcomes)} as expected"


def page_of(outcomes: list[Outcome], disputes: dict[str, str]) -> str:
    """The whole result as a page of Markdown; nothing in it depends on the machine.

    `disputes` are arguments by file, shown only for those that are not as expected.
    """
    rows = [_row(outcome) for outcome in outcomes]
    lines = [*_HEAD, *rows, "", *_tally(outcomes), "", *_argued(outcomes, disputes), *_FOOT, ""]
    return "\n".join([*lines, count_of(outcomes), ""])


def _disputes_in(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {line["file"]: line["argument"] for line in csv.DictReader(stream)}


def _argued(outcomes: list[Outcome], disputes: dict[str, str]) -> list[str]:
    """What is said against the manifest, file by file."""
    missed = [outcome.expectation.file for outcome in outcomes if not outcome.is_expected]
    argued = [f"- `{name}`: {disputes[name]}" for name in missed if name in disputes]
    return ["## Where the manifest is disputed", "", *argued, ""] if argued else []


_HEAD = [
    "# Intake score",
    "",
    "Every file of the corpus of real and broken files, through the same bounded child process as an",
    "upload. Expected is what the manifest says; found is what `check_file` reports. A file counts as",
    "expected if nothing that the manifest states differs: verdict, header row, rows, columns, types,",
    "sums, encoding, and personal data where the manifest names it. Files with personal data are read",
    "whole and kept from open publication.",
    "",
    "| as expected | file | expected | found | differs |",
    "|---|---|---|---|---|",
]
_FOOT = [
    "Regenerate with `make score`; `INTAKE_CORPUS` names the folder that holds `manifest.csv` and the files.",
]


def _tally(outcomes: list[Outcome]) -> list[str]:
    """Lines of a small table: how many of each kind of file."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.expectation.kind, []).append(outcome)
    lines = ["| kind | as expected | files |", "|---|---|---|"]
    for kind, of_kind in kinds.items():
        lines.append(f"| {kind} | {sum(one.is_expected for one in of_kind)} | {len(of_kind)} |")
    return lines


def _row(outcome: Outcome) -> str:
    wanted = outcome.expectation
    mark = "yes" if outcome.is_expected else "**no**"
    cells = [mark, wanted.file, wanted.expected, outcome.found, "; ".join(outcome.misses)]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _lines(outcome: Outcome) -> list[str]:
    wanted = outcome.expectation
    mark = "ok  " if outcome.is_expected else "MISS"
    size = f"{outcome.seconds:.2f} s, {outcome.peak_bytes >> 20} MB"
    lines = [
        f"{mark} {wanted.file} [{size}]",
        f"     expected: {wanted.expected}",
        f"     found:    {outcome.found}",
    ]
    return lines + [f"     differs:  {miss}" for miss in outcome.misses]
