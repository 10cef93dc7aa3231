"""How a text file separates its columns: delimiter by consistency, Excel's `sep=` line."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from pathlib import Path

from datasets.intake.encodings import Scan, decoded
from datasets.intake.table import FileFound, Kind

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 1 << 18
_SAMPLE_RECORDS = 200
_SEP_LINE = re.compile(r"^sep=([,;\t|])\r?$", re.IGNORECASE)


def describe(path: Path, scan: Scan) -> FileFound:
    """The text file at `path` as a delimited table."""
    text = head_text(path, scan.encoding)
    first_line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    hint = _SEP_LINE.match(first_line.strip('"'))
    delimiter = hint.group(1) if hint else guess_delimiter(text)
    return FileFound(
        Kind.CSV,
        path,
        encoding=scan.encoding,
        delimiter=delimiter,
        quotes=scan.quotes,
        nuls=scan.nuls,
        hint_rows=1 if hint else 0,
        is_encoding_certain=scan.is_certain,
    )


def head_text(path: Path, encoding: str) -> str:
    """The first part of the file as text, cut at a line's end where it is longer."""
    text = ""
    for piece in decoded(path, encoding):
        text += piece
        if len(text) >= _SAMPLE_CHARS:
            cut = max(text.rfind("\n", 0, _SAMPLE_CHARS * 4), text.rfind("\r", 0, _SAMPLE_CHARS * 4))
            return text[: cut + 1] if cut > 0 else text
    return text


def records(text: str, delimiter: str, limit: int) -> list[list[str]]:
    """The first records of `text`; a blank line is a record without fields."""
    csv.field_size_limit(1 << 30)
    lines = io.StringIO(text.replace("\x00", ""), newline=None)
    try:
        return list(itertools.islice(csv.reader(lines, delimiter=delimiter), limit))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()[:limit]]


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts most records into the same number (over one) of fields."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(len(record) for record in records(text, delimiter, _SAMPLE_RECORDS) if record)
        widths_over_one = {width: times for width, times in widths.items() if width > 1}
        if not widths_over_one:
            continue
        width, times = max(widths_over_one.items(), key=lambda item: (item[1], item[0]))
        score = times / widths.total() + min(width, 50) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best
