"""Finds rows that repeat a key, or that are the same throughout, naming both rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.findings import Findings
from datasets.intake.table import Block
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

    def report(self, findings: Findings, blocks: Callable[[], Iterable[Block]]) -> None:
        """Tell every row whose key came before, with the row that had it first.

        Where rows repeat a key, `blocks` are read once more to tell those that are the same throughout.
        """
        if not self._keys or not self.is_complete:
            return
        encoded = pa.chunked_array(self._keys).combine_chunks().dictionary_encode()
        indices = encoded.indices.to_numpy()
        counts = np.bincount(indices, minlength=len(encoded.dictionary))
        if counts.max(initial=0) < 2:
            return
        rows = pa.chunked_array(self._rows).combine_chunks()
        groups: dict[int, list[int]] = {}
        for place in np.flatnonzero(counts[indices] > 1):
            groups.setdefault(int(indices[place]), []).append(rows[int(place)].as_py())
        shown = {encoded.dictionary[key].as_py(): same for key, same in groups.items()}
        self._tell(findings, {key: same for key, same in shown.items() if key.strip(_SEPARATOR)}, blocks)

    def _tell(
        self, findings: Findings, groups: dict[str, list[int]], blocks: Callable[[], Iterable[Block]]
    ) -> None:
        """The rows of each group behind its first, in the order of the file."""
        repeats = sorted((row, key) for key, (_, *later) in groups.items() for row in later)
        told, more = repeats[: findings.places], repeats[findings.places :]
        twins = _twins(groups, told, blocks) if self.code is F.KEY_DUPLICATE else {}
        for row, key in told:
            params = {"first_row": groups[key][0]} | ({"same_row": twins[row]} if row in twins else {})
            value = key.replace(_SEPARATOR, _SHOWN)
            findings.add(self.code, row=row, column=self.column, value=value, params=params)
        if more:
            findings.count_more(self.code, self.column, len(more))


def _twins(
    groups: dict[str, list[int]], told: list[tuple[int, str]], blocks: Callable[[], Iterable[Block]]
) -> dict[int, int]:
    """Row → an earlier one of its group that holds the same in every cell, as it is written."""
    firsts = {groups[key][0]: key for _, key in told}
    texts = dict(_texts_of({*firsts, *(row for row, _ in told)}, blocks())) if told else {}
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    twins: dict[int, int] = {}
    for row, key in [*firsts.items(), *told]:
        if seen.setdefault((key, texts[row]), row) != row:
            twins[row] = seen[key, texts[row]]
    return twins


def _texts_of(wanted: set[int], blocks: Iterable[Block]) -> Iterable[tuple[int, tuple[str, ...]]]:
    """The cells of the rows with these numbers. Read to the end: bodies count what they change."""
    numbers = pa.array(sorted(wanted), pa.int64())
    for block in blocks:
        hit = block.filter(pc.is_in(block.rows, value_set=numbers))
        for at, row in enumerate(hit.rows.to_pylist()):
            yield row, tuple(text.strip() for text in hit.texts(at))
