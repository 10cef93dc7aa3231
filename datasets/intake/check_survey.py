"""First reading of a table: what shapes the values of each column have, over every row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_personal import PersonalScan
from datasets.intake.table import Block
from datasets.intake.values.cells import Cells, Distinct
from datasets.intake.values.shapes import LONG, counts_of, shapes_of
from datasets.intake.values.spaces import Tidied, indents_of, is_tidy, tidy

#: A column with more shapes than this is free text; one with more distinct values is not listed.
MOST_SHAPES = 4_000
MOST_VALUES = 20_000


@dataclass
class Seen:
    """How often a shape occurs, with the first cell that has it."""

    count: int
    example: str
    row: int


@dataclass(frozen=True)
class Look:
    """One block of a column as the survey saw it: tidied, with the shape of each value (None: free text)."""

    cells: Cells
    shapes: pa.DictionaryArray | None = None


@dataclass
class Survey:
    """What the first reading learned about one column.

    `shapes` are of cells written as text, `native` of cells that the spreadsheet typed as
    numbers. `whole_floats` counts cells that end in `.0`.
    """

    shapes: dict[str, Seen] = field(default_factory=dict)
    native: dict[str, Seen] = field(default_factory=dict)
    is_free: bool = False
    is_folded: bool = True
    filled: int = 0
    whole_floats: int = 0
    blocks: int = 0
    tidy_blocks: int = 0
    trimmed: int = 0
    first_trimmed: int = 0
    indents: set[int] = field(default_factory=set)
    personal: PersonalScan = field(default_factory=PersonalScan)
    distinct: Distinct = field(default_factory=partial(Distinct, MOST_VALUES))

    @property
    def values(self) -> frozenset[str] | None:
        """The distinct values, None where there are too many to list."""
        return self.distinct.listed()

    def all_shapes(self) -> Iterator[tuple[str, Seen]]:
        """Every shape of the column, written as text or typed by the spreadsheet."""
        yield from self.shapes.items()
        yield from self.native.items()

    @property
    def is_tidy(self) -> bool:
        """Whether every cell was seen, and none had a stray space: then nobody need look again."""
        return self.blocks > 0 and self.blocks == self.tidy_blocks

    @property
    def is_indented(self) -> bool:
        """Whether blanks before the values mean a hierarchy: three depths or more."""
        return len(self.indents) >= 3

    def so_far(self) -> Survey:
        """As it is now: what later blocks add does not change how its column is read."""
        return replace(self, indents=set(self.indents))

    def add(self, column: pa.StringArray, native: pa.BooleanArray | None, rows: pa.Int64Array) -> Look:
        """Take in one block of the column; returns what was seen of it."""
        cells, shapes = self._tidied(self.cells_of(column, native), rows)
        self.filled += len(column) - cells.empty
        if shapes is None:
            self.personal.scan_text(cells, rows)
            return Look(cells)
        names = shapes.dictionary.to_pylist()
        self._count(shapes, names, cells, native, rows)
        self._collect_values(cells.values)
        self.whole_floats += _whole_floats(names, cells)
        self.personal.scan(cells, shapes, rows)
        if len(self.shapes) > MOST_SHAPES:
            self.is_free = True
            self.distinct.give_up()
        return Look(cells, shapes)

    def cells_of(self, column: pa.StringArray, native: pa.BooleanArray | None) -> Cells:
        """Each value once, as long as the blocks show that the column repeats its values."""
        if native is not None or not self.is_folded:
            return Cells(column)
        cells = Cells.folded(column)
        self.is_folded = cells.repeats
        return cells

    def _tidied(self, cells: Cells, rows: pa.Int64Array) -> tuple[Cells, pa.DictionaryArray | None]:
        """Without stray spaces, with shapes unless it is free text; a shape shows spaces as its values do."""
        shapes = None if self.is_free else shapes_of(cells.values)
        self.blocks += 1
        if shapes is not None and is_tidy(shapes.dictionary) and LONG not in shapes.dictionary.to_pylist():
            tidied = Tidied(cells.values)
        else:
            tidied = tidy(cells.values)
        self.tidy_blocks += tidied.column is cells.values
        if tidied.changed is None:
            self.indents |= {0} if cells.empty < len(rows) else set()
            return cells.holding(tidied.column), shapes
        if len(self.indents) < 3:
            self.indents |= indents_of(cells.values)
        if not self.trimmed:
            self.first_trimmed = rows[cells.first(pc.index(tidied.changed, True).as_py())].as_py()
        self.trimmed += cells.count(tidied.changed)
        return cells.holding(tidied.column), None if shapes is None else shapes_of(tidied.column)

    def _count(
        self,
        shapes: pa.DictionaryArray,
        names: list[str],
        cells: Cells,
        native: pa.BooleanArray | None,
        rows: pa.Int64Array,
    ) -> None:
        if native is None:
            _add_counts(self.shapes, names, counts_of(shapes, cells.counts), shapes, cells, rows)
            return
        typed = pc.fill_null(native, False)
        for store, mask in ((self.native, typed), (self.shapes, pc.invert(typed))):
            chosen, some = shapes.filter(mask), Cells(cells.values.filter(mask))
            _add_counts(store, names, counts_of(chosen), chosen, some, rows.filter(mask))

    def _collect_values(self, values: pa.StringArray) -> None:
        if LONG in self.shapes:
            self.distinct.give_up()
        self.distinct.add(values)


def survey_block(surveys: list[Survey], block: Block, threads: Executor) -> list[Look]:
    """Take one block of the table in: a survey for each of its columns, side by side."""
    rows = itertools.repeat(block.rows)
    return list(threads.map(Survey.add, surveys, block.columns, block.native, rows))


def _whole_floats(names: list[str], cells: Cells) -> int:
    """How many cells end in `.0`; most columns have no shape that could."""
    if not any(name.endswith(".9") or name == LONG for name in names):
        return 0
    return cells.count(pc.ends_with(cells.values, ".0"))


def _add_counts(
    store: dict[str, Seen],
    names: list[str],
    counts: npt.NDArray[np.int64],
    shapes: pa.DictionaryArray,
    cells: Cells,
    rows: pa.Int64Array,
) -> None:
    indices: npt.NDArray[np.int64] | None = None
    for place in np.flatnonzero(counts):
        seen = store.get(names[place])
        if seen is not None:
            seen.count += int(counts[place])
            continue
        if indices is None:
            indices = pc.fill_null(shapes.indices, -1).to_numpy(zero_copy_only=False)
            firsts = _first_places(indices, len(names))
        first = int(firsts[place])
        row = rows[cells.first(first)].as_py()
        store[names[place]] = Seen(int(counts[place]), cells.values[first].as_py(), row)


def _first_places(indices: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """The first position of each index from 0 to `size - 1`."""
    firsts = np.zeros(size, np.int64)
    known = np.flatnonzero(indices >= 0)[::-1]
    firsts[indices[known]] = known
    return firsts
