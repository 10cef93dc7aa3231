"""Finds rows that repeat a key, or that are the same throughout, naming both rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.findings import Findings
from datasets.vocab import FindingCode as F

_SEPARATOR = "\x1f"
_SHOWN = " | "
#: Bytes of joined values kept to compare; beyond them only the unique index can tell.
_MOST_BYTES = 96 << 20


@dataclass
class RowKeys:
    """The key of every row, as far as `most_rows` and memory allow (else `is_complete` is False).

    `code` is KEY_DUPLICATE for the dictionary's key, ROW_DUPLICATE for whole rows.
    """

    code: F
    column: str
    most_rows: int
    is_complete: bool = True
    _keys: list[pa.StringArray] = field(default_factory=list)
    _rows: list[pa.Int64Array] = field(default_factory=list)
    _count: int = 0
    _bytes: int = 0

    def add(self, columns: list[pa.StringArray], rows: pa.Int64Array) -> None:
        """Take in the key columns of one block."""
        self._count += len(rows)
        if self._count > self.most_rows or self._bytes > _MOST_BYTES:
            self.is_complete = False
            self._keys, self._rows = [], []
        if not self.is_complete:
            return
        joined = pc.binary_join_element_wise(
            *columns, _SEPARATOR, null_handling="replace", null_replacement=""
        )
        self._bytes += joined.nbytes
        self._keys.append(joined)
        self._rows.append(rows)

    def report(self, findings: Findings) -> None:
        """Tell every row whose key came before, with the row that had it first."""
        if not self._keys or not self.is_complete:
            return
        encoded = pa.chunked_array(self._keys).combine_chunks().dictionary_encode()
        indices = encoded.indices.to_numpy()
        counts = np.bincount(indices, minlength=len(encoded.dictionary))
        if counts.max(initial=0) < 2:
            return
        rows = pa.chunked_array(self._rows).combine_chunks()
        firsts: dict[int, int] = {}
        for place in np.flatnonzero(counts[indices] > 1):
            key = int(indices[place])
            row = rows[int(place)].as_py()
            if key not in firsts:
                firsts[key] = row
                continue
            self._tell(findings, encoded.dictionary[key].as_py(), row, firsts[key])

    def _tell(self, findings: Findings, key: str, row: int, first: int) -> None:
        if not key.strip(_SEPARATOR):
            return
        if not findings.has_room(self.code, self.column):
            findings.count_more(self.code, self.column, 1)
            return
        value = key.replace(_SEPARATOR, _SHOWN)
        findings.add(self.code, row=row, column=self.column, value=value, params={"first_row": first})
