"""Writes a version's prepared downloads into the file store: CSV, JSON and, where it fits, XLSX."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from datasets import store
from datasets.export.csv import csv_line, formula_safe
from datasets.export.source import SqlSource
from datasets.export.sql import copy_csv, copy_json, select_part
from datasets.export.xlsx import MAX_ROWS, write_xlsx
from datasets.intake import database
from datasets.intake.shape import fields_of, table_of_part
from datasets.models import Dataset, Distribution, Part, Version
from datasets.vocab import MEDIA_TYPES, Access, ColumnType, Format
from datasets.wording.labels import label

#: Rows that one sheet holds beside its header; a longer version is offered without a workbook.
XLSX_ROWS = MAX_ROWS - 2

#: Stands above the table on each sheet of sample data, and begins the names of its files.
MARK = "DATA CONTOH"
_MARKED_NAME = "data-contoh_"


def write_downloads(version: Version, parts: Sequence[Part]) -> list[Distribution]:
    """Write every download of `version` anew and keep its rows; raises what the disk or database say.

    Files are write-once under their SHA-256, so a file that is the same as before costs nothing.
    """
    source = _source(version, parts)
    version.distributions.all().delete()
    writers: dict[Format, Callable[[Version, SqlSource], store.Stored]] = {
        Format.CSV: _write_csv,
        Format.JSON: _write_json,
    }
    if version.row_count <= XLSX_ROWS:
        writers[Format.XLSX] = _write_xlsx
    return [_distribution(version, format_, write(version, source)) for format_, write in writers.items()]


def scales_of(parts: Sequence[Part]) -> dict[str, int]:
    """The most decimals that any value of a column has, over all parts."""
    scales: dict[str, int] = {}
    for part in parts:
        for name, known in part.profile.items():
            if known.get("scale") is not None:
                scales[name] = max(scales.get(name, 0), known["scale"])
    return scales


def _source(version: Version, parts: Sequence[Part]) -> SqlSource:
    fields = fields_of(version.columns, scales_of(parts))
    tables = [table_of_part(part.table_name, part.columns) for part in parts]
    selects = [select_part(table, fields) for table in tables]
    return SqlSource(fields, selects, database.copy_out, database.stream)


def _write_csv(version: Version, source: SqlSource) -> store.Stored:
    """For a person: labels as the header, and nothing that a spreadsheet would run."""
    with store.new_file() as draft:
        draft.write(csv_line([formula_safe(field.label) for field in source.fields]))
        for select in source.selects:
            database.copy_out(copy_csv(select, source.fields, safe=True), draft)
        return draft.keep()


def _write_json(version: Version, source: SqlSource) -> store.Stored:
    """One array of objects, keyed by column id."""
    with store.new_file() as draft:
        array = _Array(draft)
        for select in source.selects:
            database.copy_out(copy_json(select, source.fields), array)
        array.end()
        return draft.keep()


class _Array:
    """Makes one JSON array of lines of JSON on their way into a file."""

    def __init__(self, draft: store.Draft) -> None:
        self._draft = draft
        self._held = b""
        draft.write(b"[\n")

    def write(self, data: bytes, /) -> int:
        text = self._held + data
        body = text.removesuffix(b"\n")
        self._held = text[len(body) :]
        self._draft.write(body.replace(b"\n", b",\n"))
        return len(data)

    def end(self) -> None:
        self._draft.write(b"\n]\n")


def _write_xlsx(version: Version, source: SqlSource) -> store.Stored:
    dataset = version.dataset
    folder = Path(settings.DATA_DIR) / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    prefix = f"{version.upload_id.hex}-"  # by which the sweeper knows whose it was
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as where, override(settings.LANGUAGE_CODE):
        path = Path(where) / "unduhan.xlsx"
        mark = MARK if dataset.is_sample else ""
        write_xlsx(source, path, dataset.title, list(_metadata(version)), mark)
        return store.adopt(path)


def _metadata(version: Version) -> Iterator[tuple[str, str]]:
    """What the sheet `Keterangan` says, name and value."""
    dataset = version.dataset
    yield gettext("Penerbit"), dataset.organization.name
    yield gettext("Versi"), str(version.number)
    yield gettext("Jumlah baris"), str(version.row_count)
    yield gettext("Alamat"), f"{settings.PUBLIC_URL}/dataset/{dataset.slug}"
    yield gettext("Lisensi"), dataset.license
    yield gettext("Klasifikasi akses"), label(Access, dataset.access)
    yield gettext("Dibuat"), timezone.localtime().strftime("%Y-%m-%d %H:%M %Z")
    yield from ((name, value) for name, value in _standard(dataset) if value)
    for column in dataset.columns.order_by("position"):
        kind = label(ColumnType, column.type)
        said = [column.label, kind, column.unit, column.definition]
        yield gettext("Kolom %(name)s") % {"name": column.name}, "; ".join(part for part in said if part)


def _standard(dataset: Dataset) -> list[tuple[str, str]]:
    return [
        (gettext("Deskripsi"), dataset.description),
        (gettext("Konsep"), dataset.concept),
        (gettext("Definisi"), dataset.definition),
        (gettext("Klasifikasi"), dataset.classification),
        (gettext("Ukuran"), dataset.measure),
        (gettext("Satuan"), dataset.unit),
        (gettext("Metode"), dataset.method),
        (gettext("Keterbatasan"), dataset.caveats),
        (gettext("Cakupan"), dataset.coverage),
        (gettext("Kontak"), dataset.contact_email),
    ]


def _distribution(version: Version, format_: Format, stored: store.Stored) -> Distribution:
    dataset = version.dataset
    mark = _MARKED_NAME if dataset.is_sample else ""
    return Distribution.objects.create(
        version=version,
        format=format_,
        media_type=MEDIA_TYPES[format_],
        filename=f"{mark}{dataset.slug}_v{version.number}.{format_}",
        sha256=stored.sha256,
        bytes=stored.bytes,
    )
