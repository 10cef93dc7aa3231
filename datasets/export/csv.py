"""Rows as CSV (RFC 4180, UTF-8, comma): raw for systems, formula-safe for people."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from datasets.export.source import RowSource

_FORMULA = re.compile(r"[=+@\t\r-]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*")


def csv_blocks(source: RowSource, *, safe: bool) -> Iterator[bytes]:
    """The whole file in blocks.

    `safe` is for a person: labels as the header, and no cell that a spreadsheet would run as a
    formula. Otherwise column ids as the header, and every value as it is.
    """
    if safe:
        yield csv_line([formula_safe(field.label) for field in source.fields])
    else:
        yield csv_line([field.id for field in source.fields])
    yield from source.csv_blocks(safe=safe)


def csv_line(values: Sequence[str]) -> bytes:
    """One line of CSV, ended by a line feed as PostgreSQL ends its own."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue().encode()


def formula_safe(text: str) -> str:
    """`text` with `'` before it where a spreadsheet would take it for a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
