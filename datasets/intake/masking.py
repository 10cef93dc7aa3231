"""Between repairing and checking: personal data are masked before anything is typed, loaded or told.

Nothing of a masked value is kept, not its length either: a region code, a birth date or the last digits
would still single people out (UU 27/2022 Ps 16: no more than the purpose needs; decision 0015). What
is checked, loaded, profiled, shown and exported is the table given here; the file itself stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_headers import ids_of
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnRule, Dictionary, Repair
from datasets.intake.table import Block, Body, Table
from datasets.intake.values import personal
from datasets.intake.values.marks import is_missing
from datasets.intake.values.shapes import shapes_of, where_shape
from datasets.intake.values.words import normalised
from datasets.vocab import ColumnType, PersonalData
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED, MASKS, RepairKind

#: Two numbers may share the sign between them, and then only every other one is met at a time.
_ROUNDS = 4


class Masked:
    """A table with its personal columns masked: check `table`, then `tell` what was masked."""

    def __init__(self, table: Table, repairs: Sequence[Repair], dictionary: Dictionary | None) -> None:
        self.table = table
        self._columns: dict[int, RepairKind] = {}
        self._body: MaskedBody | None = None
        for repair in sorted(repairs, key=lambda one: one.kind is RepairKind.MASK):
            if repair.kind in MASKS:
                places = _places(table.labels, repair, repairs, dictionary)
                self._columns |= dict.fromkeys(places, repair.kind)
        if self._columns:
            emptied = {place for place in self._columns if _holds_no_text(table.labels[place], dictionary)}
            self._body = MaskedBody(table.body, self._columns, emptied)
            self.table = replace(table, body=self._body)

    def tell(self, findings: Findings) -> None:
        """One finding for each column of which cells were masked, with their number."""
        if self._body is None:
            return
        for place, times in sorted(self._body.masked.items()):
            code = F.COLUMN_MASKED if self._columns[place] is RepairKind.MASK else F.TEXT_MASKED
            findings.add(code, times=times, column=self.table.labels[place])


@dataclass
class MaskedBody:
    """The rows of a body with columns masked; `masked` counts cells by place, on each reading anew.

    Cells of columns in `emptied`, whose type has no room for a mask, are left empty instead.
    """

    body: Body
    columns: dict[int, RepairKind]
    emptied: set[int]
    masked: Counter[int] = field(default_factory=Counter)

    def blocks(self) -> Iterator[Block]:
        """The rows from the top; each call starts again."""
        self.masked = Counter()
        for block in self.body.blocks():
            yield self._masked(block)

    def progress(self) -> tuple[int, int]:
        """As the body below."""
        return self.body.progress()

    def _masked(self, block: Block) -> Block:
        columns, native = list(block.columns), list(block.native)
        for place, kind in self.columns.items():
            before = columns[place]
            if kind is RepairKind.MASK_IN_TEXT:
                columns[place] = mask_inside(before)
            else:
                columns[place] = mask_whole(before, "" if place in self.emptied else MASKED)
            changed = pc.fill_null(pc.not_equal(columns[place], before), True)
            changed = pc.and_(changed, pc.is_valid(before))
            self.masked[place] += changed.true_count
            mask = native[place]
            native[place] = None if mask is None else pc.and_(mask, pc.invert(changed))
        return Block(columns, block.rows, native)


def mask_whole(column: pa.StringArray, mask: str = MASKED) -> pa.StringArray:
    """Every cell that holds a value as `mask` (null for ''); marks for no data stay what they are."""
    shapes = shapes_of(column)
    is_value = np.array([not is_missing(shape.strip()) for shape in shapes.dictionary.to_pylist()], bool)
    filled = where_shape(shapes, is_value)
    return pc.if_else(filled, pa.scalar(mask or None, pa.string()), column)


def mask_inside(column: pa.StringArray) -> pa.StringArray:
    """Only the personal numbers and addresses inside the texts of `column` masked, as they are found."""
    for kind, pattern in personal.KINDS.items():
        column = _without(column, kind, pattern)
    return column


def _without(column: pa.StringArray, kind: PersonalData, pattern: str) -> pa.StringArray:
    around = rf"({personal.BEFORE})(?:{pattern})({personal.AFTER})"
    search, new = (pattern, MASKED) if kind is PersonalData.EMAIL else (around, rf"\1{MASKED}\2")
    for _ in range(_ROUNDS):
        hit = pc.fill_null(pc.match_substring_regex(column, search), False)
        if kind is PersonalData.NIK and hit.true_count:
            hit = pc.and_(hit, pc.fill_null(pc.match_substring_regex(column, personal.ID_BESIDE), False))
        if kind is PersonalData.EMAIL and hit.true_count:
            hit = _but_offices(column, hit)
        if not hit.true_count:
            break
        column = pc.if_else(hit, pc.replace_substring_regex(column, search, new), column)
    return column


def _but_offices(column: pa.StringArray, hit: pa.BooleanArray) -> pa.BooleanArray:
    """Cells whose addresses are not all an office's own."""
    found = hit.to_numpy(zero_copy_only=False).copy()
    for at in np.flatnonzero(found):
        found[at] = not personal.is_office_mail(column[int(at)].as_py())
    return pa.array(found)


def others(repairs: Sequence[Repair]) -> list[Repair]:
    """The repairs that mask nothing: they come first."""
    return [repair for repair in repairs if repair.kind not in MASKS]


def _places(
    labels: list[str], repair: Repair, repairs: Sequence[Repair], dictionary: Dictionary | None
) -> list[int]:
    """The columns of the repaired table that a mask is about: by any name the column goes by."""
    names = {repair.column}
    names |= {one.new for one in repairs if one.kind is RepairKind.RENAME and one.column == repair.column}
    rule = _rule_of(names, dictionary)
    words = {normalised(name) for name in (names | _names_of(rule) if rule else names)}
    pairs = zip(labels, ids_of(labels), strict=True)
    return [at for at, pair in enumerate(pairs) if words & {normalised(name) for name in pair}]


def _holds_no_text(label: str, dictionary: Dictionary | None) -> bool:
    """Whether the dictionary's column has no room for a mask: a number, a date, a closed list."""
    rule = _rule_of({label}, dictionary)
    if rule is None:
        return False
    is_text = rule.type in (ColumnType.TEXT, ColumnType.CODE)
    return not is_text or bool(rule.pattern or rule.allowed or rule.codelist)


def _rule_of(names: set[str], dictionary: Dictionary | None) -> ColumnRule | None:
    words = {normalised(name) for name in names}
    rules = dictionary.columns if dictionary is not None else ()
    return next((rule for rule in rules if words & {normalised(one) for one in _names_of(rule)}), None)


def _names_of(rule: ColumnRule) -> set[str]:
    return {rule.id, rule.label, *rule.aliases}
