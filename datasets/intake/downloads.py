"""Writes a version's prepared downloads into the file store: every format that its rows fit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from psycopg2 import sql

from datasets import store
from datasets.export.about import about_version, file_name
from datasets.export.converted import convert_into
from datasets.export.csv import csv_line, formula_safe
from datasets.export.geojson import CLOSING, OPENING, geometry_in
from datasets.export.measured import measured
from datasets.export.pipe import Sink
from datasets.export.sql import Field, bounds_of, copy_csv, copy_features, copy_json, select_part
from datasets.export.xlsx import MAX_ROWS
from datasets.intake import database
from datasets.intake.shape import fields_of, table_of_part
from datasets.models import Distribution, Part, Version
from datasets.vocab import MEDIA_TYPES, ColumnType, Format

#: Rows that one sheet holds beside its header; a longer version is offered without a workbook.
XLSX_ROWS = MAX_ROWS - 2


@dataclass(frozen=True)
class _Rows:
    """All rows of a version: one select a part, each giving `fields`."""

    version: Version
    fields: list[Field]
    selects: list[sql.Composable]


def write_downloads(version: Version, parts: Sequence[Part]) -> list[Distribution]:
    """Write every download of `version` anew and keep its rows; raises what the disk or database say.

    Files are write-once under their SHA-256, so a file that is the same as before costs nothing.
    """
    rows = _rows(version, parts)
    version.distributions.all().delete()
    return [_distribution(version, form, write(rows)) for form, write in _writers(rows).items()]


def _rows(version: Version, parts: Sequence[Part]) -> _Rows:
    fields = measured(fields_of(version.columns), [part.profile for part in parts])
    tables = [table_of_part(part.table_name, part.columns) for part in parts]
    return _Rows(version, fields, [select_part(table, fields) for table in tables])


def _writers(rows: _Rows) -> dict[Format, Callable[[_Rows], store.Stored]]:
    """What to write. NDJSON is not among them: PostgreSQL streams it as fast as a file is read."""
    writers: dict[Format, Callable[[_Rows], store.Stored]] = {
        Format.CSV: _write_csv,
        Format.JSON: _write_json,
        Format.PARQUET: lambda rows: _write_converted(rows, Format.PARQUET),
    }
    if rows.version.row_count <= XLSX_ROWS:
        writers[Format.XLSX] = lambda rows: _write_converted(rows, Format.XLSX)
    if geometry := geometry_in(rows.fields):
        writers[Format.GEOJSON] = lambda rows: _write_geojson(rows, geometry)
    return writers


def _write_csv(rows: _Rows) -> store.Stored:
    """For a person: labels as the header, and nothing that a spreadsheet would run."""
    with store.new_file() as draft:
        draft.write(csv_line([formula_safe(field.label) for field in rows.fields]))
        for select in rows.selects:
            database.copy_out(copy_csv(select, rows.fields, safe=True), draft)
        return draft.keep()


def _write_json(rows: _Rows) -> store.Stored:
    """One array of objects, keyed by column id."""
    with store.new_file() as draft:
        array = _Array(draft)
        for select in rows.selects:
            database.copy_out(copy_json(select, rows.fields), array)
        array.end()
        draft.write(b"\n")
        return draft.keep()


def _write_geojson(rows: _Rows, geometry: Field) -> store.Stored:
    """One FeatureCollection; of points with the box that holds them all (RFC 7946, 5)."""
    with store.new_file() as draft:
        draft.write(OPENING % _box(rows, geometry))
        array = _Array(draft)
        for select in rows.selects:
            database.copy_out(copy_features(select, rows.fields, geometry), array)
        array.end()
        draft.write(CLOSING)
        return draft.keep()


def _box(rows: _Rows, geometry: Field) -> bytes:
    if geometry.type is not ColumnType.POINT or not rows.selects:
        return b""
    [(west, south, east, north)] = database.rows(bounds_of(rows.selects, geometry))
    return b"" if west is None else f'"bbox":[{west},{south},{east},{north}],'.encode()


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
        self._draft.write(b"\n]")


def _write_converted(rows: _Rows, form: Format) -> store.Stored:
    """A workbook or a Parquet file, written by a child that is fed the rows as CSV."""
    version = rows.version
    folder = Path(settings.DATA_DIR) / "spool"
    folder.mkdir(parents=True, exist_ok=True)

    def feed(sink: Sink) -> None:
        for select in rows.selects:
            database.copy_out(copy_csv(select, rows.fields, safe=False), sink)

    prefix = f"{version.upload_id.hex}-"  # by which the sweeper knows whose it was
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as where:
        path = Path(where) / f"unduhan.{form}"
        with path.open("wb") as target:
            convert_into(rows.fields, form, about_version(version), feed, target)
        return store.adopt(path)


def _distribution(version: Version, form: Format, stored: store.Stored) -> Distribution:
    return Distribution.objects.create(
        version=version,
        format=form,
        media_type=MEDIA_TYPES[form],
        filename=file_name(version, form),
        sha256=stored.sha256,
        bytes=stored.bytes,
    )
