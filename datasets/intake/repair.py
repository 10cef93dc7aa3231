"""Between reading and checking: reads a table as its sender asked, before any type is decided.

The file itself stays as it is; each repair that took effect is told as a finding, so that nothing
changes without a trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_headers import ids_of
from datasets.intake.findings import Findings, Refusal
from datasets.intake.repair_errors import ErrorsByRow, emptied_in, rows_of, settled
from datasets.intake.schema import Repair
from datasets.intake.table import Block, Body, Table
from datasets.intake.turns import TURN, row_number
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import RepairKind

#: (place of the column, text found).
Found = tuple[int, str]
#: Place of the column → spreadsheet row → {text found: text it is read as}.
Cells = dict[int, dict[int, dict[str, str]]]


@dataclass
class Values:
    """The replacements of one column, ready for whole arrays."""

    old: pa.StringArray
    new: pa.StringArray


class Repaired:
    """A table as repaired: check `table`, then `tell` what took effect."""

    def __init__(self, table: Table, repairs: Sequence[Repair]) -> None:
        """Raises Refusal where no column is left."""
        self.table = table
        self._labels = table.labels
        self._letters = table.letters
        self._repairs = repairs
        self._headers: list[tuple[int, Repair]] = []
        self._body: RepairedBody | None = None
        if repairs:
            self._apply()

    def tell(self, findings: Findings) -> None:
        """One finding for each repair: with how many cells or rows it touched, or that it was not needed."""
        for place, repair in self._headers:
            code = F.HEADER_REPAIRED if repair.kind is RepairKind.RENAME else F.COLUMN_DROPPED
            findings.add(code, column=self._labels[place], suggestion=repair.new)
        if self._body is None:
            return
        for (place, old), times in self._body.touched.items():
            told = self._cell(place, self._body.first[place, old], old, self._body.written(place, old))
            findings.add(F.CELLS_REPAIRED, times=times, **told)
        for (place, row, old), times in self._body.mended.items():
            told = self._cell(place, row, old, self._body.cells[place][row][old])
            findings.add(F.CELLS_REPAIRED, times=times, **told)
        for place, (times, row, value) in self._body.emptied.items():
            findings.add(F.CELLS_REPAIRED, times=times, **self._cell(place, row, value, ""))
        if self._body.gone:
            findings.add(F.ROWS_DROPPED, times=self._body.gone, row=self._body.first_gone)
        for repair in self._repairs:
            if not self._took_effect(repair, self._body):
                self._tell_unneeded(repair, findings)

    def _cell(self, place: int, row: int, old: str, new: str) -> dict[str, Any]:
        cell = f"{self._letters[place]}{row}"
        return {"row": row, "column": self._labels[place], "cell": cell, "value": old, "suggestion": new}

    def _took_effect(self, repair: Repair, body: RepairedBody) -> bool:
        places = self._places(repair, self._renamed())
        if repair.kind is RepairKind.CELL:
            return any((place, self._number(repair), repair.old) in body.mended for place in places)
        if repair.kind is RepairKind.REPLACE:
            return any((place, repair.old) in body.touched for place in places)
        if repair.kind is RepairKind.EMPTY_ERRORS:
            return any(place in body.emptied for place in places)
        return bool(places) or repair.kind is RepairKind.DROP_ROWS

    def _tell_unneeded(self, repair: Repair, findings: Findings) -> None:
        """What the repair was for does not stand there any more: a corrected file came, or another repair."""
        places = self._places(repair, self._renamed()) if repair.row else []
        findings.add(
            F.REPAIR_UNNEEDED,
            row=repair.row or None,
            column=repair.column,
            cell=f"{repair.letter or self._letters[places[0]]}{repair.row}" if places else "",
            value=repair.old,
            suggestion=repair.new,
            params={"repair": repair.kind.value},
        )

    def _apply(self) -> None:
        labels, dropped, emptied = self._renamed(), set[int](), set[int]()
        values: dict[int, dict[str, str]] = {}
        cells: Cells = {}
        for repair in self._repairs:
            for place in self._places(repair, labels):
                if repair.kind is RepairKind.REPLACE:
                    values.setdefault(place, {})[repair.old] = repair.new
                elif repair.kind is RepairKind.CELL:
                    row = self._number(repair)
                    cells.setdefault(place, {}).setdefault(row, {})[repair.old] = repair.new
                elif repair.kind is RepairKind.EMPTY_ERRORS:
                    emptied.add(place)
                else:
                    self._headers.append((place, repair))
                    if repair.kind is RepairKind.DROP_COLUMN:
                        dropped.add(place)
        kept = [place for place in range(len(labels)) if place not in dropped]
        if not kept:
            raise Refusal(F.NO_TABLE)
        self._body = RepairedBody(self.table.body, kept, _arrays(values), cells, self._rows_dropped())
        self._body.errors = emptied_in(self.table, emptied)
        self.table = replace(
            self.table,
            labels=[labels[place] for place in kept],
            letters=[self._letters[place] for place in kept],
            body=self._body,
            info=settled(self.table, emptied, cells),
        )

    def _number(self, repair: Repair) -> int:
        """The number of the row: of a folded table, of the one that the cell went to."""
        cell = f"{repair.letter}{repair.row}"
        return row_number(repair.row, cell, self.table.folds) if repair.letter else repair.row

    def _rows_dropped(self) -> frozenset[int]:
        dropping = (repair for repair in self._repairs if repair.kind is RepairKind.DROP_ROWS)
        return frozenset(row for repair in dropping for row in repair.rows)

    def _renamed(self) -> list[str]:
        new = {repair.column: repair.new for repair in self._repairs if repair.kind is RepairKind.RENAME}
        pairs = zip(self._labels, ids_of(self._labels), strict=True)
        return [new.get(label, new.get(name, label)) for label, name in pairs]

    def _places(self, repair: Repair, labels: list[str]) -> list[int]:
        """The columns a repair is about: by header as written or as renamed, else by the id made from it."""
        if repair.kind is RepairKind.DROP_ROWS:
            return []
        for names in (self._labels, labels, ids_of(self._labels)):
            if places := [place for place, name in enumerate(names) if name == repair.column]:
                return places
        return []


@dataclass
class RepairedBody:
    """The rows of a body with replacements made and rows left out; counted on each reading anew.

    `touched` and `first` are by (place of the column, text found), `mended` single cells by (place,
    row, text found), `emptied` error cells by place (how many, the first row, what stood there); `gone`
    counts rows left out.
    """

    body: Body
    kept: list[int]
    values: dict[int, Values]
    cells: Cells
    dropped: frozenset[int]
    errors: ErrorsByRow = field(default_factory=dict)
    emptied: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    touched: Counter[Found] = field(default_factory=Counter)
    mended: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    first: dict[Found, int] = field(default_factory=dict)
    gone: int = 0
    first_gone: int | None = None

    def blocks(self) -> Iterator[Block]:
        """The rows from the top; each call starts again."""
        self.touched, self.first, self.gone, self.first_gone = Counter(), {}, 0, None
        self.mended, self.emptied = Counter(), {}
        for block in self.body.blocks():
            left = self._without_rows(block)
            if len(left):
                yield self._replaced(left)

    def progress(self) -> tuple[int, int]:
        """As the body below."""
        return self.body.progress()

    def written(self, place: int, old: str) -> str:
        """What `old` is read as in the column."""
        values = self.values[place]
        return values.new[values.old.index(old).as_py()].as_py() or ""

    def _without_rows(self, block: Block) -> Block:
        if not self.dropped:
            return block
        rows = pc.bit_wise_and(block.rows, TURN - 1)
        out = pc.is_in(rows, value_set=pa.array(sorted(self.dropped), pa.int64()))
        if out.true_count:
            self.gone += out.true_count
            self.first_gone = self.first_gone or block.rows.filter(out)[0].as_py()
        return block.filter(pc.invert(out))

    def _count_errors(self, block: Block) -> None:
        for row in rows_of(self.errors, block):
            for place, value in self.errors[row]:
                times, first, shown = self.emptied.get(place, (0, row, value))
                self.emptied[place] = (times + 1, first, shown)

    def _replaced(self, block: Block) -> Block:
        self._count_errors(block)
        columns, native = list(block.columns), list(block.native)
        for place, values in self.values.items():
            where = pc.index_in(columns[place], value_set=values.old)
            hit = pc.is_valid(where)
            if not hit.true_count:
                continue
            self._count(place, where, hit, block)
            columns[place] = pc.if_else(hit, values.new.take(where), columns[place])
            native[place] = _without(native[place], hit)
        for place, rows in self.cells.items():
            hit = pc.is_in(block.rows, value_set=pa.array(list(rows), pa.int64()))
            if hit.true_count:
                columns[place], changed = self._mended(place, rows, block, columns[place], hit)
                native[place] = _without(native[place], changed)
        return Block(
            [columns[place] for place in self.kept], block.rows, [native[place] for place in self.kept]
        )

    def _mended(
        self,
        place: int,
        rows: dict[int, dict[str, str]],
        block: Block,
        column: pa.StringArray,
        hit: pa.BooleanArray,
    ) -> tuple[pa.StringArray, pa.BooleanArray]:
        """The column with single cells mended, where what was found still stands there; and which."""
        texts, changed = column.to_pylist(), [False] * len(block)
        for at in np.flatnonzero(hit.to_numpy(zero_copy_only=False)):
            row = block.rows[int(at)].as_py()
            for text in (block.columns[place][int(at)].as_py() or "", texts[at] or ""):
                if text in rows[row]:
                    texts[at], changed[at] = rows[row][text] or None, True
                    self.mended[place, row, text] += 1
                    break
        return pa.array(texts, pa.string()), pa.array(changed, pa.bool_())

    def _count(self, place: int, where: pa.Int32Array, hit: pa.BooleanArray, block: Block) -> None:
        old = self.values[place].old
        found, rows = where.filter(hit).to_pylist(), block.rows.filter(hit).to_pylist()
        for at, row in zip(found, rows, strict=True):
            key = (place, old[at].as_py())
            self.touched[key] += 1
            self.first.setdefault(key, row)


def _without(native: pa.BooleanArray | None, changed: pa.BooleanArray) -> pa.BooleanArray | None:
    """What a repair wrote is text, whatever the spreadsheet typed there."""
    return None if native is None else pc.and_(native, pc.invert(changed))


def _arrays(values: dict[int, dict[str, str]]) -> dict[int, Values]:
    return {
        place: Values(
            pa.array(list(pairs), pa.string()), pa.array([new or None for new in pairs.values()], pa.string())
        )
        for place, pairs in values.items()
    }
