"""Tables laid out sideways: a column for each year, month or quarter, and how they are folded.

Proposed, never done unasked: the sender confirms, and the dataset remembers (DOMAIN §7 nos. 9, 10).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.intake.headings import Heading, heading_of, sideways_of
from datasets.intake.schema import Dictionary, Unpivot
from datasets.intake.table import Block, Body, Table
from datasets.intake.turns import TURN
from datasets.intake.values.words import normalised
from datasets.vocab import NUMERIC_TYPES, ColumnRole

T = TypeVar("T")

_VALUE = "nilai"


def proposal_for(labels: Sequence[str], dictionary: Dictionary | None = None) -> Unpivot | None:
    """How the table could be folded; None where it is not sideways, or its dictionary wants it so.

    The new columns are called as the dictionary calls the period and the measure that are missing.
    """
    headings = sideways_of(labels)
    if not headings:
        return None
    headers, name = tuple(headings), next(iter(headings.values())).kind
    rests = {heading.rest for heading in headings.values()}
    value = rests.pop() if len(rests) == 1 else ""
    if dictionary is None:
        return Unpivot(headers, name, value or _VALUE)
    known = {normalised(text) for rule in dictionary.columns for text in (rule.label, rule.id, *rule.aliases)}
    if any(normalised(header) in known for header in headers):
        return None
    period, measure = _missing_names(labels, dictionary, name)
    return Unpivot(headers, period, value if normalised(value) in known else measure or value or _VALUE)


def _missing_names(labels: Sequence[str], dictionary: Dictionary, name: str) -> tuple[str, str]:
    present = {normalised(label) for label in labels}
    missing = [rule for rule in dictionary.columns if normalised(rule.label) not in present]
    periods = [rule.label for rule in missing if rule.role is ColumnRole.PERIOD or rule.id == name]
    values = [rule.label for rule in missing if rule.type in NUMERIC_TYPES and rule.label not in periods]
    return (periods[0] if periods else name), (values[0] if len(values) == 1 else "")


def names_of(unpivot: Unpivot) -> list[str]:
    """What the columns will be called that the folded ones become: the period, then each measure."""
    rests = list(dict.fromkeys(heading.rest for heading in _headings_of(unpivot)))
    return [unpivot.name_column, *_measures(rests, unpivot)]


def _headings_of(unpivot: Unpivot) -> list[Heading]:
    return [heading for header in unpivot.headers if (heading := heading_of(header)) is not None]


def _measures(rests: Sequence[str], unpivot: Unpivot) -> list[str]:
    """One measure is called as agreed; several are told apart by the words beside their periods."""
    if len(rests) < 2:
        return [unpivot.value_column]
    return [rest or unpivot.value_column for rest in rests]


def folded(table: Table, unpivot: Unpivot) -> Table:
    """The table with its period columns folded; as it is where it has none of them.

    Headers of the same kind beside the same words count too: next year's file has one column more.
    A period that stands twice stays a column: nothing is lost.
    """
    fold = _fold_of(table.labels, unpivot)
    if fold is None:
        return table
    letters = [fold.letters(group, table.letters) for group in range(len(fold.rests))]
    return replace(
        table,
        labels=fold.around(table.labels, [unpivot.name_column, *_measures(fold.rests, unpivot)]),
        letters=fold.around(table.letters, [letters[0][0], *(turns[0] for turns in letters)]),
        body=_FoldedBody(table.body, fold),
        folds={turns[0]: turns for turns in letters},
    )


def places_folded(labels: Sequence[str], unpivot: Unpivot) -> frozenset[int]:
    """Which columns would be folded."""
    fold = _fold_of(labels, unpivot)
    return frozenset(fold.places.values()) if fold is not None else frozenset()


def _fold_of(labels: Sequence[str], unpivot: Unpivot) -> _Fold | None:
    wanted = {(heading.kind, heading.rest) for heading in _headings_of(unpivot)}
    places: dict[tuple[str, str], int] = {}
    for at, label in enumerate(labels):
        heading = heading_of(label) or (Heading("", label) if label in unpivot.headers else None)
        if heading and ((heading.kind, heading.rest) in wanted or label in unpivot.headers):
            places.setdefault((heading.period, heading.rest), at)
    if not places:
        return None
    periods = tuple(dict.fromkeys(period for period, _ in places))
    rests = tuple(dict.fromkeys(rest for _, rest in places))
    return _Fold(periods, rests, places, len(labels))


@dataclass(frozen=True)
class _Fold:
    """Which of `width` columns are folded: `places` by (period, rest of the header)."""

    periods: tuple[str, ...]
    rests: tuple[str, ...]
    places: dict[tuple[str, str], int]
    width: int

    def around(self, items: Sequence[T], new: Sequence[T]) -> list[T]:
        """`items` without the folded ones, `new` where the first of them stood."""
        kept: list[T] = []
        gone = set(self.places.values())
        first = min(gone)
        for at, item in enumerate(items):
            if at == first:
                kept += new
            if at not in gone:
                kept.append(item)
        return kept

    def letters(self, group: int, letters: Sequence[str]) -> tuple[str, ...]:
        """The columns of the sheet that one measure comes from, by turn of its period."""
        found = [self.places.get((period, self.rests[group])) for period in self.periods]
        first = next(at for at in found if at is not None)
        return tuple(letters[first if at is None else at] for at in found)

    def block(self, block: Block) -> Block:
        """Each row once for each period, in their order; its number says which turn it is."""
        times, length = len(self.periods), len(block)
        again = np.repeat(np.arange(length), times)
        turns = np.tile(np.arange(times), length)
        names = pa.array(self.periods, pa.string()).take(pa.array(turns))
        groups = [self._group(block, rest, turns * length + again) for rest in self.rests]
        columns = [_taken(column, again) for column in block.columns]
        masks = [None if mask is None else _taken(mask, again) for mask in block.native]
        rows = block.rows.to_numpy()[again] + turns * TURN
        return Block(
            self.around(columns, [names, *(values for values, _ in groups)]),
            pa.array(rows, pa.int64()),
            self.around(masks, [None, *(mask for _, mask in groups)]),
        )

    def _group(
        self, block: Block, rest: str, across: npt.NDArray[np.int64]
    ) -> tuple[pa.StringArray, pa.BooleanArray | None]:
        """One measure over all periods, and which of its cells the sheet typed as numbers."""
        places = [self.places.get((period, rest)) for period in self.periods]
        length = len(block)
        values = [pa.nulls(length, pa.string()) if at is None else block.columns[at] for at in places]
        masks = [None if at is None else block.native[at] for at in places]
        column = pa.concat_arrays(values).take(pa.array(across))
        if all(mask is None for mask in masks):
            return column, None
        none = pa.repeat(pa.scalar(False), length)
        mask = pa.concat_arrays([none if mask is None else mask for mask in masks])
        return column, mask.take(pa.array(across))


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
