"""What stands below a table: notes and sources, and the block where officials sign."""

from __future__ import annotations

from dataclasses import dataclass, field

from datasets.intake.layout_rows import filled, is_note, is_signature, joined
from datasets.intake.table import Block


@dataclass
class Foot:
    """The rows below the data: texts of notes, and how many rows belong to signatures."""

    notes: list[str] = field(default_factory=list)
    first_note_row: int | None = None
    signature_rows: int = 0
    first_signature_row: int | None = None


def foot_of(tail: Block, typical: int) -> tuple[Block, Foot]:
    """The rows of `tail` (the end of the sheet) that are data, and the foot below them.

    The foot begins at the first sparse row, after the last full one, that reads like a note or a
    signature or follows an empty row. Names of officials after a signature's beginning are
    dropped, never kept as notes (UU 27/2022).
    """
    texts = [tail.texts(index) for index in range(len(tail))]
    start = _start_of_foot(texts, typical)
    foot = Foot()
    for index in range(start, len(texts)):
        row = tail.rows[index].as_py()
        if not filled(texts[index]):
            continue
        if foot.signature_rows or is_signature(texts[index]):
            foot.signature_rows += 1
            foot.first_signature_row = foot.first_signature_row or row
        else:
            foot.notes.append(joined(texts[index]))
            foot.first_note_row = foot.first_note_row or row
    return tail.slice(0, start), foot


def _start_of_foot(texts: list[list[str]], typical: int) -> int:
    full = max(typical * 0.5, 1) if typical > 1 else 0.5
    last_full = -1
    for index, row in enumerate(texts):
        is_sparse = len(filled(row)) <= full or (is_note(row) and typical > 2)
        if not is_sparse:
            last_full = index
    for index in range(last_full + 1, len(texts)):
        row = texts[index]
        follows_blank = index > 0 and not filled(texts[index - 1])
        if filled(row) and (is_note(row) or is_signature(row) or (follows_blank and typical > 1)):
            return index
    return len(texts)
