"""Writes checked rows as CSV for PostgreSQL's COPY: no header, null is empty and unquoted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
from pyarrow import csv

#: The columns before those of the table: number in the file, row as the sheet shows it, flags.
OWN_COLUMNS = ("_n", "_row", "_flags")


class Spool:
    """The file (or FIFO) of clean rows; nothing is written where `path` is empty.

    Every value is text in canonical form; text never is empty (that is null). Order of columns:
    `_n`, `_row`, `_flags`, then `names`.
    """

    def __init__(self, path: str, names: Sequence[str]) -> None:
        fields = [("_n", pa.int64()), ("_row", pa.int64()), ("_flags", pa.string())]
        self._schema = pa.schema([*fields, *((name, pa.string()) for name in names)])
        self._sink = Path(path).open("wb") if path else None  # noqa: SIM115  closed by __exit__
        options = csv.WriteOptions(include_header=False, batch_size=8192)
        self._writer = csv.CSVWriter(self._sink, self._schema, write_options=options) if self._sink else None
        self._written = 0

    def write(
        self, columns: list[pa.StringArray], rows: pa.Int64Array, flags: dict[int, dict[str, str]]
    ) -> None:
        """Append one block; `flags` maps a position in it to {column: status}."""
        first = self._written + 1
        self._written += len(rows)
        if self._writer is None:
            return
        numbers = pa.array(range(first, first + len(rows)), pa.int64())
        arrays = [numbers, rows, _flags_of(flags, len(rows)), *columns]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None and self._sink is not None:
            self._writer.close()
            self._sink.close()


def _flags_of(flags: dict[int, dict[str, str]], length: int) -> pa.StringArray:
    if not flags:
        return pa.nulls(length, pa.string())
    texts = [
        json.dumps(flags[place], ensure_ascii=False) if place in flags else None for place in range(length)
    ]
    return pa.array(texts, pa.string())
