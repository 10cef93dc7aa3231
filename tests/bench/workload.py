"""The P1 workload: a wide office table, the same for the same number of rows, and its dictionary.

Three files come out: the one an office would send (semicolons, `31/10/2026`, `1.234,50`), the same
rows clean as a plain COPY takes them, and these once more with a row number in front.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from datasets.vocab import ColumnRole as R
from datasets.vocab import ColumnType as T

SEED = 20261031
#: Rows made at once; memory stays flat however long the file.
_BLOCK = 50_000

#: Code → name of the areas: the code list that one column is bound to.
AREAS = {
    "82.71.01": "Pulau Ternate",
    "82.71.02": "Ternate Selatan",
    "82.71.03": "Ternate Utara",
    "82.71.04": "Moti",
    "82.71.05": "Pulau Batang Dua",
    "82.71.06": "Pulau Hiri",
    "82.71.07": "Ternate Barat",
    "82.71.08": "Ternate Tengah",
}
SERVICES = ("Akta", "KTP", "Izin usaha", "Rujukan", "Sampah")
CHANNELS = ("daring", "loket", "keliling")
STREETS = ("Pattimura", "Sultan Khairun", "Nukila", "Merdeka", "Bangau", "Kapitan")
NOTES = ("lengkap", "menunggu camat", "diambil sendiri", "lewat kelurahan")

#: (id, type, role, rules) of the twelve columns; the rules are fields of `models.Column`.
COLUMNS: tuple[tuple[str, T, R, dict[str, Any]], ...] = (
    ("nomor", T.CODE, R.DIMENSION, {"is_key": True, "is_required": True, "pattern": "LY[0-9]{7}"}),
    ("tanggal", T.DATE, R.DIMENSION, {"is_required": True}),
    ("bulan", T.MONTH, R.PERIOD, {"is_required": True}),
    ("kode_kecamatan", T.CODE, R.AREA, {"is_required": True}),
    ("kecamatan", T.TEXT, R.DIMENSION, {}),
    ("layanan", T.TEXT, R.DIMENSION, {"allowed": list(SERVICES)}),
    ("kanal", T.TEXT, R.DIMENSION, {"allowed": list(CHANNELS)}),
    ("jumlah", T.INTEGER, R.MEASURE, {"minimum": "0", "maximum": "100000"}),
    ("biaya", T.DECIMAL, R.MEASURE, {"minimum": "0", "maximum": "99999999"}),
    ("menit", T.DECIMAL, R.MEASURE, {"minimum": "0"}),
    ("alamat", T.TEXT, R.DIMENSION, {}),
    ("keterangan", T.TEXT, R.DIMENSION, {}),
)
NAMES = tuple(name for name, *_ in COLUMNS)


def header(name: str) -> str:
    """The header of a column as the office writes it."""
    return name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Files:
    """The rows as sent, clean, and clean with `_n` in front; each below one header line."""

    sent: Path
    clean: Path
    numbered: Path


def write(folder: Path, rows: int) -> Files:
    """The files of `rows` rows in `folder`."""
    files = Files(*(folder / f"{name}-{rows}.csv" for name in ("kiriman", "bersih", "bernomor")))
    labels = [header(name) for name in NAMES]
    with (
        _writer(files.sent, labels, ";") as office,
        _writer(files.clean, NAMES, ",") as plain,
        _writer(files.numbered, ("_n", *NAMES), ",") as numbered,
    ):
        first = 1
        for columns in blocks(rows):
            numbers = pa.array(range(first, first + len(columns[0]))).cast(pa.string())
            office.write_batch(pa.record_batch(as_office(columns), names=labels))
            plain.write_batch(pa.record_batch(columns, names=list(NAMES)))
            numbered.write_batch(pa.record_batch([numbers, *columns], names=["_n", *NAMES]))
            first += len(numbers)
    return files


def _writer(path: Path, names: Sequence[str], delimiter: str) -> csv.CSVWriter:
    schema = pa.schema([(name, pa.string()) for name in names])
    options = csv.WriteOptions(delimiter=delimiter, quoting_style="none", quoting_header="none")
    return csv.CSVWriter(path, schema, write_options=options)


def blocks(rows: int) -> Iterator[list[pa.Array]]:
    """The rows in canonical text, column by column, some thousand at a time."""
    random = np.random.default_rng(SEED)
    for start in range(0, rows, _BLOCK):
        yield _block(start + 1, min(_BLOCK, rows - start), random)


def as_office(columns: list[pa.Array]) -> list[pa.Array]:
    """The same rows as an office writes them: `31/10/2026`, `1.234,50`."""
    written = dict(zip(NAMES, columns, strict=True))
    written["tanggal"] = pc.replace_substring_regex(written["tanggal"], r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1")
    for name in ("biaya", "menit"):
        comma = pc.replace_substring(written[name], ".", ",")
        written[name] = pc.replace_substring_regex(comma, r"^(\d+)(\d{3}),", r"\1.\2,")
    return [written[name] for name in NAMES]


def _block(first: int, size: int, random: np.random.Generator) -> list[pa.Array]:
    days = pa.array(random.integers(0, 730, size) + 20089, pa.int32()).cast(pa.date32())
    dates = days.cast(pa.string())
    area = random.integers(0, len(AREAS), size)
    numbers = pa.array(np.arange(first, first + size)).cast(pa.string())
    houses = pa.array(random.integers(1, 200, size)).cast(pa.string())
    return [
        pc.binary_join_element_wise("LY", pc.utf8_lpad(numbers, 7, "0"), ""),
        dates,
        pc.utf8_slice_codeunits(dates, 0, 7),
        _chosen(tuple(AREAS), area),
        _chosen(tuple(AREAS.values()), area),
        _chosen(SERVICES, random.integers(0, len(SERVICES), size)),
        _chosen(CHANNELS, random.integers(0, len(CHANNELS), size)),
        pa.array(random.integers(0, 5_000, size)).cast(pa.string()),
        _decimals(random.integers(0, 99_999_900, size)),
        _gaps(_decimals(random.integers(0, 90_000, size)), random),
        pc.binary_join_element_wise(_chosen(STREETS, random.integers(0, len(STREETS), size)), houses, " "),
        _gaps(_chosen(NOTES, random.integers(0, len(NOTES), size)), random),
    ]


def _chosen(words: tuple[str, ...], places: Any) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(places))


def _decimals(cents: Any) -> pa.Array:
    whole, rest = np.divmod(cents, 100)
    fraction = pc.utf8_lpad(pa.array(rest).cast(pa.string()), 2, "0")
    return pc.binary_join_element_wise(pa.array(whole).cast(pa.string()), fraction, ".")


def _gaps(column: pa.Array, random: np.random.Generator) -> pa.Array:
    """Two of a hundred cells empty."""
    return pc.if_else(pa.array(random.random(len(column)) < 0.02), pa.scalar(None, pa.string()), column)
