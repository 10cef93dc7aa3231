"""The bounded child process that marks a file for its sender: their own workbook, or a copy of its rows.

Started by name from `queries.annotated`, never imported by it; knows no Django. Reads one `Request`
as JSON and writes one XLSX to `target`: failing cells coloured, with a comment each, and a last
sheet that lists what was found with a link to each place. No formula is reckoned, macros are left out.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from datasets.intake import limits
from datasets.intake.schema import Limits, from_json
from datasets.vocab import Severity

#: A sender's own workbook is opened as a whole up to so many cells and unpacked bytes.
MOST_CELLS = 200_000
MOST_BYTES = 60_000_000
#: A tenth of what checking may use: a person waits for this.
_SECONDS = 60


@dataclass(frozen=True)
class Mark:
    """One place of one finding, in words. `cell` and `row` as the spreadsheet shows them."""

    severity: Severity
    message: str
    remedy: str
    sheet: str = ""
    row: int | None = None
    cell: str = ""
    column: str = ""
    value: str = ""
    suggestion: str = ""
    count: int = 1


@dataclass(frozen=True)
class Request:
    """What to mark. `sheet` is the sheet that was read; `words` are the texts of the last sheet.

    `upload` is whose file it is; the workbook says it of itself, so that it is known when it comes back.
    `is_copy` asks for a copy of the rows at once: the workbook itself could not be opened before.
    """

    path: str
    filename: str
    target: str
    marks: tuple[Mark, ...]
    words: dict[str, str]
    sheet: str = ""
    upload: str = ""
    is_copy: bool = False
    limits: Limits = field(default_factory=Limits)


def main() -> int:
    """Mark the file of the request on standard input."""
    request = from_json(Request, json.load(sys.stdin))
    limits.apply(replace(request.limits, cpu_seconds=_SECONDS))
    annotate(request)
    return 0


def annotate(request: Request) -> None:
    """Write the marked workbook to `request.target`; of a file nobody can read, only what was found."""
    from datasets.intake import annotate_book, annotate_copy, sniff  # heavy: only once the limits hold
    from datasets.intake.findings import Findings, Refusal
    from datasets.intake.table import Kind

    with tempfile.TemporaryDirectory(prefix="tanda-") as scratch:
        try:
            found = sniff.identify(
                Path(request.path), request.filename, Path(scratch), request.limits, Findings()
            )
            if found.kind is Kind.XLSX and not request.is_copy and _is_small(found.path, request.limits):
                book, is_whole = annotate_book.opened(found.path), True
                note = request.words["own"]
            else:
                book, is_whole = annotate_copy.copied(found, request)
                note = request.words["copy" if is_whole else "excerpt"]
        except Refusal:
            book, is_whole, note = annotate_copy.empty(), False, request.words["unreadable"]
        annotate_book.mark(book, request, note)
        annotate_book.sign(book, request.upload, is_whole=is_whole)
        book.save(request.target)


def _is_small(path: Path, bounds: Limits) -> bool:
    """Whether the workbook may be opened as a whole. Raises Refusal for a bomb or entities."""
    from datasets.intake.readers.xlsx_guard import scan_xlsx

    cells = sum(scan.cells for scan in scan_xlsx(path, bounds).values())
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    return cells <= MOST_CELLS and unpacked <= MOST_BYTES


if __name__ == "__main__":
    sys.exit(main())
