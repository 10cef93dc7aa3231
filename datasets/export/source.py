"""Where rows to be written come from: a protocol, and its one form over SQL.

Formats ask for lines of CSV, JSON or GeoJSON and do not know what stands behind. Whoever may open a
cursor gives `SqlSource` a function that runs a COPY.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from psycopg2 import sql

from datasets.export.pipe import Leaving, Sink, blocks_from
from datasets.export.sql import Field, copy_csv, copy_features, copy_json

Copy = Callable[[sql.Composable, Sink, Leaving], None]


class RowSource(Protocol):
    """Rows in order, with their columns; each call reads them anew."""

    @property
    def fields(self) -> Sequence[Field]:
        """The columns, in order."""
        ...

    @property
    def leaving(self) -> Leaving:
        """To be called when nobody reads any more: ends every reading of this source at once."""
        ...

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        """CSV lines without a header; `safe` text never starts a formula."""
        ...

    def json_blocks(self) -> Iterator[bytes]:
        """One JSON object a line; blocks need not end at a line."""
        ...

    def feature_blocks(self, geometry: Field) -> Iterator[bytes]:
        """One GeoJSON feature a line: `geometry` as its geometry, the other columns as its properties."""
        ...


@dataclass(frozen=True)
class SqlSource:
    """The rows of `selects`, one after another; each gives exactly `fields`, named by their ids.

    `copy(query, sink, leaving)` runs a COPY TO STDOUT and ends it when its reader leaves. It is called
    in a thread of its own, so it needs a connection to itself.
    """

    fields: Sequence[Field]
    selects: Sequence[sql.Composable]
    copy: Copy
    leaving: Leaving = field(default_factory=Leaving)

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        """CSV lines without a header, as PostgreSQL writes them."""
        return self._copied([copy_csv(select, self.fields, safe=safe) for select in self.selects])

    def json_blocks(self) -> Iterator[bytes]:
        """One JSON object a line, as PostgreSQL writes it."""
        return self._copied([copy_json(select, self.fields) for select in self.selects])

    def feature_blocks(self, geometry: Field) -> Iterator[bytes]:
        """One GeoJSON feature a line, as PostgreSQL writes it."""
        return self._copied([copy_features(select, self.fields, geometry) for select in self.selects])

    def _copied(self, queries: Sequence[sql.Composable]) -> Iterator[bytes]:
        def write(sink: Sink) -> None:
            for query in queries:
                self.copy(query, sink, self.leaving)

        return blocks_from(write, self.leaving)
