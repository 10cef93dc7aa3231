"""Rows of CSV as Parquet: exact types, zstd, a few ten thousand rows in memory at a time.

Runs in a child only (`datasets.export.convert`): no web process loads this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

import pyarrow as pa
from pyarrow import csv, parquet

from datasets.vocab import ColumnType

#: Rows of one row group: what is held while writing.
GROUP = 30_000
_BLOCK = 1 << 17
_MOST_DIGITS = 38  # of a decimal128

_TYPES: Mapping[ColumnType, pa.DataType] = {
    ColumnType.INTEGER: pa.int64(),
    ColumnType.YEAR: pa.int32(),
    ColumnType.DATE: pa.date32(),
    ColumnType.DATETIME: pa.timestamp("us", "UTC"),
    ColumnType.TIME: pa.time64("us"),
    ColumnType.BOOLEAN: pa.bool_(),
}

#: The type of what PostgreSQL computed (a mean) and nobody measured beforehand.
_COMPUTED = pa.float64()


def write_parquet(job: Mapping[str, Any], rows: IO[bytes], target: IO[bytes]) -> None:
    """Write what `job` ({fields, title, metadata}) says of `rows`, CSV without a header, to `target`."""
    schema = _schema(job)
    with parquet.ParquetWriter(target, schema, compression="zstd", dictionary_pagesize_limit=_BLOCK) as file:
        for group in _groups(_batches(schema, rows)):
            file.write_table(pa.Table.from_batches(group, schema))


def type_of(field: Mapping[str, Any]) -> pa.DataType:
    """Decimals exactly as wide as the column needs; codes, periods and places stay text."""
    kind = ColumnType(field["type"])
    if kind is not ColumnType.DECIMAL:
        return _TYPES.get(kind, pa.string())
    if field["scale"] is None or field["digits"] is None:
        return _COMPUTED
    width = max(1, field["digits"] + field["scale"])
    return pa.decimal128(width, field["scale"]) if width <= _MOST_DIGITS else pa.string()


def _schema(job: Mapping[str, Any]) -> pa.Schema:
    """Ids as names; label and unit with each column, the title and its metadata with the file."""
    columns = [
        pa.field(field["id"], type_of(field), metadata={"label": field["label"], "unit": field["unit"]})
        for field in job["fields"]
    ]
    return pa.schema(columns, metadata={"title": job["title"], **dict(job["metadata"])})


def _batches(schema: pa.Schema, rows: IO[bytes]) -> Iterator[pa.RecordBatch]:
    """An unquoted nothing is null, a quoted one an empty text: as PostgreSQL writes them."""
    ahead = rows.read(1)
    if not ahead:
        return
    options = csv.ConvertOptions(
        column_types=dict(zip(schema.names, schema.types, strict=True)),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
    )
    reader = csv.open_csv(
        _Again(ahead, rows),
        read_options=csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=_BLOCK),
        parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=options,
    )
    for batch in reader:
        yield batch.replace_schema_metadata(schema.metadata).cast(schema)


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= GROUP:
            yield held
            held = []
    if held:
        yield held


class _Again:
    """A stream of which one byte was read already."""

    closed = False

    def __init__(self, ahead: bytes, rest: IO[bytes]) -> None:
        self._ahead = ahead
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead + self._rest.read(size - len(ahead) if size > 0 else size)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True
