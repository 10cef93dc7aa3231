"""A column that adds up the period columns beside it: once those are folded, it would stand in every row.

`2021 | 2022 | 2023 | Jumlah`: the sum belongs to the sheet's row, not to each of its periods. It is
left out where the figures prove that it is that sum, and held to it (DOMAIN §7 nos. 5, 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from datasets.intake.findings import Findings
from datasets.intake.layout_rows import is_total_label, value_of
from datasets.intake.layout_totals import is_sum, plain, readings
from datasets.intake.schema import Unpivot
from datasets.intake.sideways import places_folded
from datasets.intake.table import Block, Body, Table
from datasets.intake.values.words import normalised
from datasets.vocab import FindingCode as F

#: Rows that are added up to see whether the column is a sum; at most one in so many may differ.
_MOST_ROWS = 20_000
_PARTS = 5
_FEWEST_ROWS = 2


@dataclass(frozen=True)
class _Row:
    """A row whose total is not what its periods add up to."""

    row: int
    value: str
    found: float


def without_row_totals(table: Table, unpivot: Unpivot, known: Sequence[str], findings: Findings) -> Table:
    """The table without columns that only add up those to be folded; `known` headers are kept."""
    folded = places_folded(table.labels, unpivot)
    named = {normalised(name) for name in known}
    gone = []
    for at, label in enumerate(table.labels):
        last = label.rpartition(" / ")[2]
        if at in folded or not is_total_label(last) or normalised(label) in named:
            continue
        wrong = _wrong_sums(table, at, sorted(folded))
        if wrong is not None:
            gone.append(at)
            _tell(table, at, wrong, findings)
    return _narrowed(table, gone) if gone else table


def _wrong_sums(table: Table, at: int, folded: list[int]) -> list[_Row] | None:
    """The rows where the column is not the sum of `folded`; None where it is no sum at all."""
    rows, wrong = 0, []
    for block in table.blocks():
        for index, row in enumerate(block.rows.to_pylist()):
            texts = block.texts(index)
            if value_of(texts[at]) is None:
                continue
            rows += 1
            sums = readings(texts[at], [texts[place] for place in folded])
            if not any(is_sum(total, added) for total, added in sums):
                wrong.append(_Row(row, texts[at], sums[-1][1]))
        if rows > _MOST_ROWS:
            break
    return wrong if rows >= _FEWEST_ROWS and len(wrong) * _PARTS <= rows else None


def _tell(table: Table, at: int, wrong: Sequence[_Row], findings: Findings) -> None:
    label, letter = table.labels[at], table.letters[at]
    findings.add(F.TOTAL_COLUMN, column=label)
    for one in wrong:
        findings.add(
            F.ROW_TOTAL_DIFFERS,
            row=one.row,
            column=label,
            cell=f"{letter}{one.row}",
            value=one.value,
            params={"found": plain(one.found)},
        )


def _narrowed(table: Table, gone: Sequence[int]) -> Table:
    kept = [at for at in range(len(table.labels)) if at not in gone]
    return replace(
        table,
        labels=[table.labels[at] for at in kept],
        letters=[table.letters[at] for at in kept],
        body=_NarrowBody(table.body, kept),
    )


@dataclass
class _NarrowBody:
    """The columns at `kept` of a body."""

    body: Body
    kept: list[int]

    def blocks(self) -> Iterator[Block]:
        """The rows from the top; each call starts again."""
        for block in self.body.blocks():
            yield Block(
                [block.columns[at] for at in self.kept], block.rows, [block.native[at] for at in self.kept]
            )

    def progress(self) -> tuple[int, int]:
        """As the body below."""
        return self.body.progress()
