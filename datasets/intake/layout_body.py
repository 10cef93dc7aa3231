"""The data rows of a table: what its layout says is no data is left out, and told once.

Works block by block with whole columns; rows near the end wait until the end is known, because
notes and signatures can only be told from data by what follows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.findings import Findings
from datasets.intake.layout import Layout
from datasets.intake.layout_foot import Foot, foot_of
from datasets.intake.layout_rows import TOTAL_LABEL, filled, is_note, is_total_label, joined
from datasets.intake.layout_totals import TotalRow
from datasets.intake.table import TAIL_ROWS, Block, Ragged, Source, letter_of
from datasets.vocab import FindingCode as F

#: How many columns from the left may carry the word of a total row.
_LABEL_COLUMNS = 6
_BLANK = r"^\s*$"


@dataclass
class LaidBody:
    """Body rows of `source` under `layout`; findings are added by the first whole reading."""

    source: Source
    layout: Layout
    findings: Findings
    notes: list[str]
    #: The spreadsheet's number of the first column held, from 0.
    first_column: int = 0
    keep_totals: bool = False
    is_told: bool = False
    totals: list[TotalRow] = field(default_factory=list)

    def progress(self) -> tuple[int, int]:
        """As the source has it."""
        return self.source.progress()

    def blocks(self) -> Iterator[Block]:
        """Data rows from the top; each call starts again."""
        reading = _Reading(self)
        waiting: Block | None = None
        for block in self.source.blocks(self.layout.body + 1, len(self.layout.labels)):
            joint = block if waiting is None else _concatenated(waiting, block)
            joint = _without_blank_end(joint)
            ready = len(joint) - TAIL_ROWS
            waiting = joint.slice(max(ready, 0), TAIL_ROWS)
            if ready > 0:
                yield from reading.cleaned(joint.slice(0, ready))
        if waiting is not None:
            kept, foot = foot_of(waiting, self.layout.typical)
            yield from reading.cleaned(kept)
            reading.foot = foot
        if not self.is_told:
            self.is_told = True
            reading.tell()


class _Reading:
    """One reading of the body from top to end, and what was left out during it."""

    def __init__(self, body: LaidBody) -> None:
        self._body = body
        self._header = _header_texts(body)
        self.foot = Foot()
        self._blank: list[int] = []
        self._pending_blank = 0
        self._blank_between = 0
        self._repeated: list[int] = []
        self._totals: list[TotalRow] = []
        self._last_row = 0

    def cleaned(self, block: Block) -> Iterator[Block]:
        """The rows of `block` that are data."""
        block = self._without_blank(block)
        block = self._without_repeated_headers(block)
        if not self._body.keep_totals:
            block = self._without_totals(block)
        if len(block):
            self._last_row = block.rows[-1].as_py()
            yield block

    def _without_blank(self, block: Block) -> Block:
        """Rows in which every cell is empty; those at the end of the sheet are not counted."""
        if not len(block):
            return block
        is_blank = pc.is_null(block.columns[0])
        for column in block.columns[1:]:
            if not pc.any(is_blank).as_py():
                break
            is_blank = pc.and_(is_blank, pc.is_null(column))
        is_blank = _with_spaces(block, is_blank)
        count = pc.sum(is_blank).as_py() or 0
        if not count:
            self._count_between()
            return block
        kept = block.filter(pc.invert(is_blank))
        trailing = _trailing(is_blank)
        if len(kept):
            self._count_between()
            self._blank_between += count - trailing
        self._pending_blank += trailing
        return kept

    def _count_between(self) -> None:
        self._blank_between += self._pending_blank
        self._pending_blank = 0

    def _without_repeated_headers(self, block: Block) -> Block:
        """The header again, as printed on every page."""
        if self._header is None or not len(block):
            return block
        is_same = None
        for column, text in zip(block.columns, self._header, strict=True):
            if text:
                equal = pc.fill_null(pc.equal(column, text), False)
                is_same = equal if is_same is None else pc.and_(is_same, equal)
                if not pc.any(is_same).as_py():
                    return block
        if is_same is None:
            return block
        self._repeated.extend(block.rows.filter(is_same).to_pylist())
        return block.filter(pc.invert(is_same))

    def _without_totals(self, block: Block) -> Block:
        """Rows whose first cell (but for a running number) can only be the label of a total."""
        if not len(block) or len(block.columns) < 2:
            return block
        is_total, is_empty_so_far = None, pc.is_null(block.rows)
        is_empty_so_far = pc.invert(is_empty_so_far)
        for column in block.columns[:_LABEL_COLUMNS]:
            hit = pc.fill_null(pc.match_substring_regex(column, TOTAL_LABEL), False)
            hit = pc.and_(hit, is_empty_so_far)
            is_total = hit if is_total is None else pc.or_(is_total, hit)
            is_empty_so_far = pc.and_(is_empty_so_far, pc.is_null(column))
            if not pc.any(is_empty_so_far).as_py():
                break
        if is_total is None or not pc.any(is_total).as_py():
            return block
        dropped = block.filter(is_total)
        for index in range(len(dropped)):
            self._totals.append(TotalRow(dropped.rows[index].as_py(), tuple(dropped.texts(index))))
        return block.filter(pc.invert(is_total))

    def tell(self) -> None:
        """Add the findings of this reading, and the notes it met."""
        body, findings = self._body, self._body.findings
        body.notes.extend(self.foot.notes)
        if self._blank_between:
            findings.add(F.BLANK_ROWS, params={"count": self._blank_between})
        for row in self._repeated:
            findings.add(F.REPEATED_HEADER, row=row)
        body.totals.extend(self._totals)
        for total in self._totals:
            at = filled(total.texts)[0]
            cell = f"{letter_of(body.first_column + at)}{total.row}"
            findings.add(F.TOTAL_ROW, row=total.row, cell=cell, value=total.texts[at].strip())
        if self.foot.notes:
            findings.add(F.NOTE_ROWS, row=self.foot.first_note_row, params={"count": len(self.foot.notes)})
        if self.foot.signature_rows:
            findings.add(
                F.SIGNATURE_ROWS,
                row=self.foot.first_signature_row,
                params={"count": self.foot.signature_rows},
            )
        for ragged in body.source.ragged:
            self._tell_ragged(ragged)

    def _tell_ragged(self, ragged: Ragged) -> None:
        """A record of another length: an error, unless it is a note, a total or above the table."""
        body = self._body
        if ragged.row <= body.layout.body:
            return
        cells = [cell.strip('" ') for cell in ragged.text.split(getattr(body.source, "delimiter", ","))]
        at = filled(cells)
        if not at:
            return
        if ragged.row > self._last_row and (is_note(cells) or len(at) == 1 < len(body.layout.labels) - 1):
            body.notes.append(joined(cells))
            body.findings.add(F.NOTE_ROWS, row=ragged.row, params={"count": 1})
        elif is_total_label(cells[at[0]]):
            body.findings.add(F.TOTAL_ROW, row=ragged.row, value=cells[at[0]])
        else:
            body.findings.add(
                F.RAGGED_ROW,
                row=ragged.row,
                value=ragged.text,
                params={"found": ragged.found, "expected": len(body.layout.labels)},
            )


def _header_texts(body: LaidBody) -> list[str] | None:
    """The cells of the last header row, as a repeated header would show them."""
    if body.layout.header is None:
        return None
    head = body.source.head()
    last = body.layout.header[1]
    if last >= len(head):
        return None
    width = len(body.layout.labels)
    return (head[last] + [""] * width)[:width]


def _with_spaces(block: Block, is_blank: pa.BooleanArray) -> pa.BooleanArray:
    """Also rows that hold only spaces: looked at one by one, where their first cell is such."""
    suspicious = pc.fill_null(pc.match_substring_regex(block.columns[0], _BLANK), False)
    if not pc.any(suspicious).as_py():
        return is_blank
    flags = is_blank.to_pylist()
    for index in pc.indices_nonzero(suspicious).to_pylist():
        flags[index] = not filled(block.texts(index))
    return pa.array(flags, pa.bool_())


def _without_blank_end(block: Block) -> Block:
    """Without a long run of empty rows at the end: a foot may stand above hundreds of them."""
    if len(block) <= TAIL_ROWS or any(column[-1].is_valid for column in block.columns):
        return block
    end = 0
    for column in block.columns:
        held = pc.indices_nonzero(pc.is_valid(column))
        end = max(end, held[-1].as_py() + 1 if len(held) else 0)
    return block.slice(0, max(end + 1, 1))


def _trailing(flags: pa.BooleanArray) -> int:
    """How many true values stand at the end."""
    kept = pc.indices_nonzero(pc.invert(flags))
    return len(flags) - (kept[-1].as_py() + 1 if len(kept) else 0)


def _concatenated(first: Block, second: Block) -> Block:
    columns = [pa.concat_arrays([a, b]) for a, b in zip(first.columns, second.columns, strict=True)]
    native = [
        None if a is None and b is None else pa.concat_arrays([_mask(a, first), _mask(b, second)])
        for a, b in zip(first.native, second.native, strict=True)
    ]
    return Block(columns, pa.concat_arrays([first.rows, second.rows]), native)


def _mask(mask: pa.BooleanArray | None, block: Block) -> pa.BooleanArray:
    return pa.repeat(pa.scalar(False), len(block)) if mask is None else mask
