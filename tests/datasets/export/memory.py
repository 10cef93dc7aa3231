"""Rows in memory: what a SqlSource is over a database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datasets.export.sql import Field


@dataclass
class Rows:
    """A RowSource over a list; blocks are cut anywhere, as a pipe's are."""

    fields: list[Field]
    values: list[tuple[Any, ...]]
    cut: int = 7

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Typed values."""
        return iter(self.values)

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        """CSV lines."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self.values)
        return self._cut(text.getvalue())

    def json_blocks(self) -> Iterator[bytes]:
        """One object a line."""
        ids = [field.id for field in self.fields]
        return self._cut("".join(json.dumps(dict(zip(ids, row, strict=True))) + "\n" for row in self.values))

    def _cut(self, text: str) -> Iterator[bytes]:
        data = text.encode()
        return (data[start : start + self.cut] for start in range(0, len(data), self.cut))
