"""Between reading and checking: reads a table as its sender asked, before any type is decided.

The file itself stays as it is; each repair that took effect is told as a finding, so that nothing
changes without a trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_headers import ids_of
from datasets.intake.findings import Findings, Refusal
from datasets.intake.schema import Repair
from datasets.intake.table import Block, Body, Table
from datasets.intake.turns import TURN
from datasets.vocab import FindingCode as F
from datasets.vocab import RepairKind

#: (place of the column, text found).
Found = tuple[int, str]


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
        self._headers: list[tuple[int, Repair]] = []
        self._body: RepairedBody | None = None
        if repairs:
            self._apply(repairs)

    def tell(self, findings: Findings) -> None:
        """One finding for each repair that took effect, with how many cells or rows it touched."""
        for place, repair in self._headers:
            code = F.HEADER_REPAIRED if repair.kind is RepairKind.RENAME else F.COLUMN_DROPPED
            findings.add(code, column=self._labels[place], suggestion=repair.new)
        if self._body is None:
            return
        for (place, old), times in self._body.touched.items():
            row = self._body.first[place, old]
            findings.add(
                F.CELLS_REPAIRED,
                times=times,
                row=row,
                column=self._labels[place],
                cell=f"{self._letters[place]}{row}",
                value=old,
                suggestion=self._body.written(place, old),
            )
        if self._body.gone:
            findings.add(F.ROWS_DROPPED, times=self._body.gone, row=self._body.first_gone)

    def _apply(self, repairs: Sequence[Repair]) -> None:
        labels, dropped = self._renamed(repairs), set[int]()
        values: dict[int, dict[str, str]] = {}
        rows = {row for repair in repairs for row in repair.rows if repair.kind is RepairKind.DROP_ROWS}
        for repair in repairs:
            for place in self._places(repair, labels):
                if repair.kind is RepairKind.REPLACE:
                    values.setdefault(place, {})[repair.old] = repair.new
                    continue
                self._headers.append((place, repair))
                if repair.kind is RepairKind.DROP_COLUMN:
                    dropped.add(place)
        kept = [place for place in range(len(labels)) if place not in dropped]
        if not kept:
            raise Refusal(F.NO_TABLE)
        self._body = RepairedBody(self.table.body, kept, _arrays(values), frozenset(rows))
        self.table = replace(
            self.table,
            labels=[labels[place] for place in kept],
            letters=[self._letters[place] for place in kept],
            body=self._body,
        )

    def _renamed(self, repairs: Sequence[Repair]) -> list[str]:
        new = {repair.column: repair.new for repair in repairs if repair.kind is RepairKind.RENAME}
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

    `touched` and `first` are by (place of the column, text found); `gone` counts rows left out.
    """

    body: Body
    kept: list[int]
    values: dict[int, Values]
    dropped: frozenset[int]
    touched: Counter[Found] = field(default_factory=Counter)
    first: dict[Found, int] = field(default_factory=dict)
    gone: int = 0
    first_gone: int | None = None

    def blocks(self) -> Iterator[Block]:
        """The rows from the top; each call starts again."""
        self.touched, self.first, self.gone, self.first_gone = Counter(), {}, 0, None
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

    def _replaced(self, block: Block) -> Block:
        columns, native = list(block.columns), list(block.native)
        for place, values in self.values.items():
            where = pc.index_in(columns[place], value_set=values.old)
            hit = pc.is_valid(where)
            if not hit.true_count:
                continue
            self._count(place, where, hit, block)
            columns[place] = pc.if_else(hit, values.new.take(where), columns[place])
            mask = native[place]
            native[place] = None if mask is None else pc.and_(mask, pc.invert(hit))
        return Block(
            [columns[place] for place in self.kept], block.rows, [native[place] for place in self.kept]
        )

    def _count(self, place: int, where: pa.Int32Array, hit: pa.BooleanArray, block: Block) -> None:
        old = self.values[place].old
        found, rows = where.filter(hit).to_pylist(), block.rows.filter(hit).to_pylist()
        for at, row in zip(found, rows, strict=True):
            key = (place, old[at].as_py())
            self.touched[key] += 1
            self.first.setdefault(key, row)


def _arrays(values: dict[int, dict[str, str]]) -> dict[int, Values]:
    return {
        place: Values(
            pa.array(list(pairs), pa.string()), pa.array([new or None for new in pairs.values()], pa.string())
        )
        for place, pairs in values.items()
    }
