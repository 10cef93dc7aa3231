"""Where rows to be written come from: a protocol, and its one form over SQL.

Formats ask for CSV lines, JSON lines or typed rows and do not know what stands behind. Whoever
may open a cursor gives `SqlSource` two functions, one that runs a COPY and one that iterates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from psycopg2 import sql

from datasets.export.pipe import Sink, blocks_from
from datasets.export.sql import Field, copy_csv, copy_json

Copy = Callable[[sql.Composable, Sink], None]
Fetch = Callable[[sql.Composable], Iterator[tuple[Any, ...]]]


class RowSource(Protocol):
    """Rows in order, with their columns; each call reads them anew."""

    @property
    def fields(self) -> Sequence[Field]:
        """The columns, in order."""
        ...

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        """CSV lines without a header; `safe` text never starts a formula."""
        ...

    def json_blocks(self) -> Iterator[bytes]:
        """One JSON object a line; blocks need not end at a line."""
        ...

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Typed values, one tuple a row."""
        ...


@dataclass(frozen=True)
class SqlSource:
    """The rows of `selects`, one after another; each gives exactly `fields`, named by their ids.

    `copy(query, sink)` runs a COPY TO STDOUT, `fetch(query)` iterates over a query's rows without
    holding them all. Copying happens in a thread, so `copy` needs a connection to itself.
    """

    fields: Sequence[Field]
    selects: Sequence[sql.Composable]
    copy: Copy
    fetch: Fetch

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        """CSV lines without a header, as PostgreSQL writes them."""
        return self._copied([copy_csv(select, self.fields, safe=safe) for select in self.selects])

    def json_blocks(self) -> Iterator[bytes]:
        """One JSON object a line, as PostgreSQL writes it."""
        return self._copied([copy_json(select, self.fields) for select in self.selects])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Typed values, one tuple a row."""
        for select in self.selects:
            yield from self.fetch(select)

    def _copied(self, queries: Sequence[sql.Composable]) -> Iterator[bytes]:
        def write(sink: Sink) -> None:
            for query in queries:
                self.copy(query, sink)

        return blocks_from(write)
