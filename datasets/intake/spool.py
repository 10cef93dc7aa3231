"""Writes checked rows as CSV for PostgreSQL's COPY: no header, null is empty and unquoted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from datasets.intake.turns import TURN
from datasets.intake.values.cells import Cells
from datasets.intake.values.shapes import text_of

#: The columns before those of the table: number in the file, row as the sheet shows it, flags.
OWN_COLUMNS = ("_n", "_row", "_flags")

_SIGNS = (b",", b'"', b"\n", b"\r")
_QUOTED = csv.WriteOptions(include_header=False, batch_size=8192)
#: Half the work for both sides, where no value of a block needs quotes.
_BARE = csv.WriteOptions(include_header=False, batch_size=8192, quoting_style="none")


class Spool:
    """The file of clean rows, a new one each time; nothing is written where `path` is empty.

    Every value is text in canonical form; text never is empty (that is null). Order of columns:
    `_n`, `_row`, `_flags`, then `names`.
    """

    def __init__(self, path: str, names: Sequence[str]) -> None:
        fields = [("_n", pa.int64()), ("_row", pa.int64()), ("_flags", pa.string())]
        self._schema = pa.schema([*fields, *((name, pa.string()) for name in names)])
        self._sink = _new(Path(path)) if path else None
        self._written = 0

    def write(self, columns: Sequence[Cells], rows: pa.Int64Array, flags: dict[int, dict[str, str]]) -> None:
        """Append one block; `flags` maps a position in it to {column: status}."""
        first = self._written + 1
        self._written += len(rows)
        if self._sink is None:
            return
        numbers = pa.arange(first, first + len(rows))
        own = [numbers, pc.bit_wise_and(rows, TURN - 1), _flags_of(flags, len(rows))]
        arrays = [*own, *(cells.column for cells in columns)]
        is_quoted = bool(flags) or any(_needs_quotes(cells.values) for cells in columns)
        options = _QUOTED if is_quoted else _BARE
        csv.write_csv(pa.record_batch(arrays, schema=self._schema), self._sink, write_options=options)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sink is not None:
            self._sink.close()


def _new(path: Path) -> BinaryIO:
    """A new file, so that who still reads the one that lay there finds it unchanged."""
    path.unlink(missing_ok=True)
    return path.open("xb")


def _needs_quotes(values: pa.StringArray) -> bool:
    """Whether a value holds a comma, a quote or a line end: then COPY must be told where it ends."""
    text = text_of(values)
    return any(sign in text for sign in _SIGNS)


def _flags_of(flags: dict[int, dict[str, str]], length: int) -> pa.StringArray:
    if not flags:
        return pa.nulls(length, pa.string())
    texts = [
        json.dumps(flags[place], ensure_ascii=False) if place in flags else None for place in range(length)
    ]
    return pa.array(texts, pa.string())
