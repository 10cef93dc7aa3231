"""First reading of a table: what shapes the values of each column have, over every row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_personal import PersonalScan
from datasets.intake.table import Block
from datasets.intake.values.shapes import LONG, counts_of, shapes_of
from datasets.intake.values.spaces import Tidied, indents_of, tidy

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
    """One block of a column as the survey saw it: tidied, with its shapes (None: free text)."""

    column: pa.StringArray
    shapes: pa.DictionaryArray | None = None


@dataclass
class Survey:
    """What the first reading learned about one column.

    `shapes` are of cells written as text, `native` of cells that the spreadsheet typed as
    numbers. `values` are the distinct values, None where there are too many.
    `whole_floats` counts cells that end in `.0`.
    """

    shapes: dict[str, Seen] = field(default_factory=dict)
    native: dict[str, Seen] = field(default_factory=dict)
    values: set[str] | None = field(default_factory=set)
    is_free: bool = False
    filled: int = 0
    whole_floats: int = 0
    blocks: int = 0
    tidy_blocks: int = 0
    trimmed: int = 0
    first_trimmed: int = 0
    indents: set[int] = field(default_factory=set)
    personal: PersonalScan = field(default_factory=PersonalScan)

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
        tidied = self._tidy(column, rows)
        self.filled += len(tidied) - tidied.null_count
        if self.is_free:
            self.personal.scan_text(tidied, rows)
            return Look(tidied)
        shapes = shapes_of(tidied)
        self._count(shapes, tidied, native, rows)
        self._collect_values(tidied)
        self.whole_floats += pc.sum(pc.ends_with(tidied, ".0")).as_py() or 0
        self.personal.scan(tidied, shapes, rows)
        if len(self.shapes) > MOST_SHAPES:
            self.is_free, self.values = True, None
        return Look(tidied, shapes)

    def _tidy(self, column: pa.StringArray, rows: pa.Int64Array) -> pa.StringArray:
        tidied: Tidied = tidy(column)
        self.blocks += 1
        self.tidy_blocks += tidied.column is column
        if tidied.changed is None:
            self.indents |= {0} if column.null_count < len(column) else set()
        else:
            if len(self.indents) < 3:
                self.indents |= indents_of(column)
            if not self.trimmed:
                self.first_trimmed = rows[pc.index(tidied.changed, True).as_py()].as_py()
            self.trimmed += tidied.changed.true_count
        return tidied.column

    def _count(
        self,
        shapes: pa.DictionaryArray,
        column: pa.StringArray,
        native: pa.BooleanArray | None,
        rows: pa.Int64Array,
    ) -> None:
        names = shapes.dictionary.to_pylist()
        if native is None:
            _add_counts(self.shapes, names, counts_of(shapes), shapes, column, rows)
            return
        typed = pc.fill_null(native, False)
        for store, mask in ((self.native, typed), (self.shapes, pc.invert(typed))):
            chosen = shapes.filter(mask)
            _add_counts(store, names, counts_of(chosen), chosen, column.filter(mask), rows.filter(mask))

    def _collect_values(self, column: pa.StringArray) -> None:
        if self.values is None:
            return
        if LONG in self.shapes:
            self.values = None
            return
        self.values.update(value for value in pc.unique(column).to_pylist() if value is not None)
        if len(self.values) > MOST_VALUES:
            self.values = None


def survey_block(surveys: list[Survey], block: Block, threads: Executor) -> list[Look]:
    """Take one block of the table in: a survey for each of its columns, side by side."""
    rows = itertools.repeat(block.rows)
    return list(threads.map(Survey.add, surveys, block.columns, block.native, rows))


def _add_counts(
    store: dict[str, Seen],
    names: list[str],
    counts: npt.NDArray[np.int64],
    shapes: pa.DictionaryArray,
    column: pa.StringArray,
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
        store[names[place]] = Seen(int(counts[place]), column[first].as_py(), rows[first].as_py())


def _first_places(indices: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """The first position of each index from 0 to `size - 1`."""
    firsts = np.zeros(size, np.int64)
    known = np.flatnonzero(indices >= 0)[::-1]
    firsts[indices[known]] = known
    return firsts
