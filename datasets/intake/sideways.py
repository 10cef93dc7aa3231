"""Tables laid out sideways: a column for each year, month or quarter, and how they are folded.

Proposed, never done unasked: the sender confirms, and the dataset remembers (DOMAIN §7 nos. 9, 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.intake.layout_rows import is_year
from datasets.intake.schema import Dictionary, Unpivot
from datasets.intake.table import Block, Body, SheetInfo, Table
from datasets.intake.values.words import normalised
from datasets.vocab import NUMERIC_TYPES, ColumnRole

T = TypeVar("T")

#: From so many headers that are periods on, the table is thought to be laid out sideways.
FEWEST_PERIODS = 2

_MONTHS = (
    "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|"
    "desember|jan|feb|peb|mar|apr|jun|jul|agu|ags|agt|sep|sept|okt|nov|nop|des"
)
_NUMBERED = r"\.?\s*(?:[1-4]|i{1,3}|iv)(?:\s+\d{4})?"
#: The name of the folded column → what a header must look like.
_KINDS: dict[str, re.Pattern[str]] = {
    "tahun": re.compile(r"^\s*(?:tahun|ta|th)\.?\s*\d{4}\s*$", re.IGNORECASE),
    "bulan": re.compile(rf"^\s*(?:{_MONTHS})\.?(?:\s+\d{{4}})?\s*$", re.IGNORECASE),
    "triwulan": re.compile(rf"^\s*(?:tw|triwulan|q){_NUMBERED}\s*$", re.IGNORECASE),
    "semester": re.compile(rf"^\s*(?:semester|smt){_NUMBERED}\s*$", re.IGNORECASE),
}
_VALUE = "nilai"


def kind_of(label: str) -> str:
    """`tahun`, `bulan`, `triwulan` or `semester` where the header is such a period, else ''."""
    if is_year(label):
        return "tahun"
    return next((name for name, pattern in _KINDS.items() if pattern.match(label)), "")


def periods_in(labels: Sequence[str]) -> list[str]:
    """The headers that are periods, as written."""
    return [label for label in labels if kind_of(label)]


def proposal_for(labels: Sequence[str], dictionary: Dictionary | None = None) -> Unpivot | None:
    """How the table could be folded; None where it is not sideways, or its dictionary wants it so.

    The two columns are called as the dictionary calls the period and the measure that are missing.
    """
    kinds = [kind_of(label) for label in labels]
    name = max(_KINDS, key=kinds.count)
    headers = tuple(label for label, kind in zip(labels, kinds, strict=True) if kind == name)
    if len(set(headers)) < FEWEST_PERIODS or len(set(headers)) < len(headers):
        return None
    if dictionary is None:
        return Unpivot(headers, name, _VALUE)
    known = {normalised(text) for rule in dictionary.columns for text in (rule.label, rule.id, *rule.aliases)}
    if any(normalised(header) in known for header in headers):
        return None
    return Unpivot(headers, *_missing_names(labels, dictionary, name))


def _missing_names(labels: Sequence[str], dictionary: Dictionary, name: str) -> tuple[str, str]:
    present = {normalised(label) for label in labels}
    missing = [rule for rule in dictionary.columns if normalised(rule.label) not in present]
    periods = [rule.label for rule in missing if rule.role is ColumnRole.PERIOD or rule.id == name]
    values = [rule.label for rule in missing if rule.type in NUMERIC_TYPES and rule.label not in periods]
    return (periods[0] if periods else name), (values[0] if len(values) == 1 else _VALUE)


def folded(table: Table, unpivot: Unpivot) -> Table:
    """The table with its period columns folded into two; as it is where it has none of them.

    Headers of the same kind count too: next year's file has one column more.
    """
    kinds = {kind_of(header) for header in unpivot.headers} - {""}
    places = [
        at for at, label in enumerate(table.labels) if label in unpivot.headers or kind_of(label) in kinds
    ]
    if not places:
        return table
    fold = _Fold(tuple(places), tuple(table.labels[at] for at in places), len(table.labels))
    first = table.letters[places[0]]
    letters = {table.letters[at] for at in places}
    return replace(
        table,
        labels=fold.around(table.labels, [unpivot.name_column, unpivot.value_column]),
        letters=fold.around(table.letters, [first, first]),
        body=_FoldedBody(table.body, fold),
        info=_moved(table.info, letters, first),
    )


def _moved(info: SheetInfo, letters: set[str], first: str) -> SheetInfo:
    """Error cells of folded columns lie in the one column that holds their values now."""

    def move(cell: str) -> str:
        letter = cell.rstrip("0123456789")
        return first + cell[len(letter) :] if letter in letters else cell

    return replace(
        info,
        error_cells={move(cell): value for cell, value in info.error_cells.items()},
        empty_formulas=tuple(dict.fromkeys(map(move, info.empty_formulas))),
    )


@dataclass(frozen=True)
class _Fold:
    """Which of `width` columns are folded, and their headers."""

    places: tuple[int, ...]
    headers: tuple[str, ...]
    width: int

    def around(self, items: Sequence[T], pair: list[T]) -> list[T]:
        """`items` without the folded ones, `pair` where the first of them stood."""
        kept: list[T] = []
        for at, item in enumerate(items):
            if at == self.places[0]:
                kept += pair
            if at not in self.places:
                kept.append(item)
        return kept

    def block(self, block: Block) -> Block:
        """Each row once for each folded column, in the order of the columns."""
        times, length = len(self.places), len(block)
        again = np.repeat(np.arange(length), times)
        across = np.tile(np.arange(times), length) * length + again
        names = pa.array(self.headers, pa.string()).take(pa.array(np.tile(np.arange(times), length)))
        values = pa.concat_arrays([block.columns[at] for at in self.places]).take(pa.array(across))
        columns = self.around([_taken(column, again) for column in block.columns], [names, values])
        masks = [None if mask is None else _taken(mask, again) for mask in block.native]
        return Block(
            columns, _taken(block.rows, again), self.around(masks, [None, self._mask(block, across)])
        )

    def _mask(self, block: Block, across: npt.NDArray[np.int64]) -> pa.BooleanArray | None:
        masks = [block.native[at] for at in self.places]
        if all(mask is None for mask in masks):
            return None
        none = pa.repeat(pa.scalar(False), len(block))
        return pa.concat_arrays([none if mask is None else mask for mask in masks]).take(pa.array(across))


def _taken(array: pa.Array, places: npt.NDArray[np.int64]) -> pa.Array:
    return array.take(pa.array(places))


@dataclass
class _FoldedBody:
    """The body of a sideways table, block by block; bounded by the block times its periods."""

    body: Body
    fold: _Fold

    def blocks(self) -> Iterator[Block]:
        """The rows folded; each call starts again."""
        for block in self.body.blocks():
            yield self.fold.block(block)

    def progress(self) -> tuple[int, int]:
        """As the body underneath has it."""
        return self.body.progress()
