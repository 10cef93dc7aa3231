"""The sample rows as files: CSV or XLSX bytes, marked "data contoh" in name and on the sheet.

A CSV carries no mark inside: a row that is no data would be a lie in a machine's table.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from datasets.city.descriptions import DatasetText, FileKind
from datasets.city.errors import CityError
from datasets.city.profile import City
from datasets.city.samples.makings import Makings, read_makings
from datasets.city.samples.periods import periods_between
from datasets.city.samples.rows import MAKERS, Cell
from datasets.vocab import Accumulation

#: The words that stand above the table on every sheet.
MARK = "DATA CONTOH"

#: Written into every workbook instead of the clock, so that its bytes never change.
_MOMENT = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook knows no zones


@dataclass(frozen=True)
class SampleFile:
    """One file as an office would send it. `period` is '' where the file replaces everything."""

    slug: str
    period: str
    filename: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in lower-case hex."""
        return hashlib.sha256(self.content).hexdigest()


def sample_files(city: City, dataset: DatasetText, makings: Makings | None = None) -> Iterator[SampleFile]:
    """The files of one dataset, oldest period first, each made when it is asked for."""
    if dataset.slug not in MAKERS:
        raise CityError(f"{dataset.slug}.toml: data contoh untuk dataset ini tidak dapat dibuat.")
    makings = makings or read_makings(city)
    for period in periods_between(dataset.plan.first, dataset.plan.last):
        yield _file(city, dataset, makings, period)


def _file(city: City, dataset: DatasetText, makings: Makings, period: str) -> SampleFile:
    header = [column.label for column in dataset.columns]
    rows = list(MAKERS[dataset.slug](period, makings))
    if dataset.plan.kind is FileKind.XLSX:
        content = _workbook([f"{MARK}: {dataset.title}", f"{city.name}, {period}"], header, rows)
    else:
        content = _csv(header, rows, dataset.plan.delimiter)
    is_whole = dataset.accumulation is Accumulation.WHOLE
    name = f"data-contoh_{dataset.slug}_{period}.{dataset.plan.kind}"
    return SampleFile(dataset.slug, "" if is_whole else period, name, content)


def _csv(header: Sequence[str], rows: Sequence[Sequence[Cell]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _workbook(titles: Sequence[str], header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    import xlsxwriter  # only whoever makes samples pays for it

    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": True})
    workbook.set_properties({"created": _MOMENT, "title": titles[0]})
    bold = workbook.add_format({"bold": True})
    sheet = workbook.add_worksheet("Data")
    sheet.set_column(0, len(header) - 1, 18)
    for line, title in enumerate(titles):
        sheet.write_string(line, 0, title, bold)
    top = len(titles) + 1
    sheet.write_row(top, 0, header, bold)
    for line, row in enumerate(rows, top + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell)
            else:
                sheet.write_number(line, place, cell)
    workbook.close()
    return target.getvalue()
