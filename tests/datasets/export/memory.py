"""Rows in memory: what a SqlSource is over a database; values as their formats write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from datasets.export.pipe import Leaving
from datasets.export.sql import Field


@dataclass
class Rows:
    """A RowSource over a list; blocks are cut anywhere, as a pipe's are."""

    fields: list[Field]
    values: list[tuple[Any, ...]]
    cut: int = 7
    leaving: Leaving = field(default_factory=Leaving)

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        """CSV lines."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self.values)
        return self._cut(text.getvalue())

    def json_blocks(self) -> Iterator[bytes]:
        """One object a line."""
        ids = [field.id for field in self.fields]
        return self._cut("".join(json.dumps(dict(zip(ids, row, strict=True))) + "\n" for row in self.values))

    def feature_blocks(self, geometry: Field) -> Iterator[bytes]:
        """One feature a line."""
        ids = [field.id for field in self.fields]
        lines = []
        for row in self.values:
            properties = dict(zip(ids, row, strict=True))
            place = properties.pop(geometry.id)
            lines.append(json.dumps({"type": "Feature", "geometry": place, "properties": properties}) + "\n")
        return self._cut("".join(lines))

    def _cut(self, text: str) -> Iterator[bytes]:
        data = text.encode()
        return (data[start : start + self.cut] for start in range(0, len(data), self.cut))
