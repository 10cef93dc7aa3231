"""Cells of one column of a block with each value held once: what is asked of values is asked once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

#: Cells that each value must stand for on the average before holding it once is less work.
_OFTEN = 3


@dataclass(frozen=True)
class Cells:
    """`values` are the distinct values in the order they first occur, `places` the one of each cell.

    An empty cell has a null place. Where the cells hardly repeat, `places` is None and `values` are
    the cells themselves. Values may become null or alike later on: `holding` keeps the places.
    """

    values: pa.StringArray
    places: pa.Int32Array | None = None

    @classmethod
    def folded(cls, column: pa.StringArray) -> Cells:
        """The cells of `column`, each value once."""
        encoded = pc.dictionary_encode(column)
        cells = cls(encoded.dictionary, encoded.indices)
        cells.__dict__["column"] = column
        return cells

    @property
    def repeats(self) -> bool:
        """Whether holding each value once was worth it."""
        return self.places is not None and _OFTEN * len(self.values) <= len(self.places)

    def holding(self, values: pa.StringArray) -> Cells:
        """The same cells with each value replaced by the one at its place in `values`."""
        return self if values is self.values else Cells(values, self.places)

    def spread(self, answers: pa.Array) -> pa.Array:
        """For each cell what `answers` has for its value; null for an empty cell."""
        return answers if self.places is None else answers.take(self.places)

    @cached_property
    def column(self) -> pa.StringArray:
        """Every cell by itself, in the order of the rows."""
        return self.spread(self.values)

    @property
    def empty(self) -> int:
        """How many cells hold nothing."""
        return int(self.column.null_count)

    @cached_property
    def counts(self) -> npt.NDArray[np.int64] | None:
        """How many cells have each value; None where every value stands for one cell."""
        if self.places is None:
            return None
        known = self.places.drop_null() if self.places.null_count else self.places
        return np.bincount(known.to_numpy(), minlength=len(self.values)).astype(np.int64)

    def count(self, marked: pa.BooleanArray) -> int:
        """How many cells have a value that is `marked`."""
        if self.counts is None:
            return int(marked.true_count)
        flags = pc.fill_null(marked, False).to_numpy(zero_copy_only=False)
        return int(self.counts[flags].sum())

    def first(self, value: int) -> int:
        """The first cell that has the value at place `value`."""
        if self.places is None:
            return value
        return int(pc.index(self.places, pa.scalar(value, self.places.type)).as_py())


class Distinct:
    """The distinct values of a column, as long as there are at most `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: pa.StringArray = pa.array([], pa.string())
        self._waiting: list[pa.StringArray] = []
        self._length = 0
        self._is_over = False
        self._listed: frozenset[str] | None = None

    def add(self, values: pa.StringArray) -> None:
        """Take in more values; they wait until looking for the new ones among them is worth it."""
        if self._is_over:
            return
        self._waiting.append(values)
        self._length += len(values)
        if self._length > 2 * self._most:
            self._settle()

    def give_up(self) -> None:
        """Hold nothing any more, as if there were too many."""
        self._is_over, self._waiting = True, []

    def found(self) -> pa.StringArray | None:
        """The values in the order they came, without null; None where there are more than `most`."""
        self._settle()
        return None if self._is_over else self._held

    def listed(self) -> frozenset[str] | None:
        """The same as a set."""
        found = self.found()
        if found is None:
            return None
        if self._listed is None or len(self._listed) != len(found):
            self._listed = frozenset(found.to_pylist())
        return self._listed

    def _settle(self) -> None:
        if self._is_over or not self._waiting:
            return
        self._held = pc.unique(pa.chunked_array([self._held, *self._waiting])).drop_null()
        self._waiting, self._length = [], 0
        if len(self._held) > self._most:
            self.give_up()
