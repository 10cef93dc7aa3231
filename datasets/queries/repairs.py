"""Which findings of an upload can be repaired with one click, and what was repaired already."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.models import Upload
from datasets.rules.repairs import Subject, held_repairs, key_of, subject_of
from datasets.vocab import NUMERIC_TYPES, Severity
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED, MASKS, RepairKind

#: Cells that hold a wrong value: each distinct value may be read as another, or as no data.
_CELLS = frozenset(
    {
        F.CODE_UNKNOWN,
        F.NOT_ALLOWED,
        F.WRONG_TYPE,
        F.NUMBER_BROKEN,
        F.NUMBER_STYLES_MIXED,
        F.DATE_IMPOSSIBLE,
        F.PATTERN_MISMATCH,
        F.BELOW_MINIMUM,
        F.ABOVE_MAXIMUM,
        F.PERIOD_OUTSIDE,
    }
)
_KINDS: dict[F, RepairKind] = dict.fromkeys(_CELLS, RepairKind.REPLACE) | {
    F.COLUMN_RENAMED: RepairKind.RENAME,
    F.PERSONAL_COLUMN: RepairKind.MASK,
    F.PERSONAL_IN_TEXT: RepairKind.MASK_IN_TEXT,
    F.ROW_DUPLICATE: RepairKind.DROP_ROWS,
    F.KEY_DUPLICATE: RepairKind.DROP_ROWS,
    F.ERROR_CELL: RepairKind.DROP_ROWS,
    F.FORMULA_EMPTY: RepairKind.DROP_ROWS,
    F.SMALL_COUNT: RepairKind.REPLACE,
}
#: Places looked at, distinct values offered of one kind, and the longest value that is kept whole.
_PLACES = 5_000
_VALUES = 20
_WHOLE_CHARS = 200
#: A number with its separators, where the cell says more beside it: `150.000 (sementara)`.
_NUMBER = re.compile(r"-?\d[\d.,]*")


@dataclass
class Value:
    """One value to repair: how often it was told, and what may stand there, as (written, shown)."""

    old: str
    count: int = 0
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Offer:
    """What one click would do about one kind of finding (a code in a column)."""

    kind: RepairKind
    column: str
    new: str = ""
    values: list[Value] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    #: Cells whose proposal is at hand.
    ready: int = 0
    #: Whether the rows repeat only a key: which of them is right is for the sender to say.
    is_key: bool = False
    #: Whether the rows hold a cell whose value the spreadsheet itself does not know.
    is_error: bool = False
    #: Whether hiding what stands inside the texts is enough, and leaves their other words.
    is_inside: bool = False
    #: Whether the cells are to be left empty, all of them: counts of so few that they say who it is.
    is_suppression: bool = False

    @property
    def is_mask(self) -> bool:
        """Whether it hides personal data; leaving the column out is the other way to do so."""
        return self.kind in MASKS

    @property
    def masks_inside(self) -> bool:
        """Whether hiding only what stands inside the texts is one of the ways."""
        return self.is_inside or self.kind is RepairKind.MASK_IN_TEXT


def repairs_of(upload: Upload) -> list[dict[str, Any]]:
    """The repairs that hold, in order: each as asked, with its `key`, and whether it found its place."""
    unneeded, held = unneeded_in(upload), held_repairs(upload)
    masked = {repair["column"] for repair in held if repair["kind"] in MASKS}
    return [
        {"key": key_of(repair), "is_needed": subject_of(repair) not in unneeded, **_shown(repair, masked)}
        for repair in held
    ]


def _shown(repair: dict[str, Any], masked: set[str]) -> dict[str, Any]:
    """The repair as it may be told: what stood in a column that is masked is told nobody."""
    if repair.get("column") not in masked:
        return repair
    return repair | {name: MASKED for name in ("old", "new") if repair.get(name)}


def unneeded_in(upload: Upload) -> set[Subject]:
    """What repairs of the last check found nothing to do, as `subject_of`. One query where any hold."""
    if not held_repairs(upload):
        return set()
    found = upload.findings.filter(code=F.REPAIR_UNNEEDED)
    told = found.values_list("params__repair", "column", "row", "value")
    return {(kind, column, row or 0, value) for kind, column, row, value in told}


def offers_of(upload: Upload) -> dict[tuple[str, str], Offer]:
    """Offers by (code, column of the finding). One query, bounded."""
    found = upload.findings.filter(code__in=_KINDS).exclude(severity=Severity.FIXED).order_by("position")
    names = ("code", "column", "value", "suggestion", "params", "row")
    offers: dict[tuple[str, str], Offer] = {}
    for one in found.values(*names)[:_PLACES]:
        key = (one["code"], one["column"])
        is_small = one["code"] == F.SMALL_COUNT
        made = Offer(_KINDS[F(one["code"])], one["column"], is_suppression=is_small)
        made.is_key = one["code"] == F.KEY_DUPLICATE
        made.is_error = one["code"] in (F.ERROR_CELL, F.FORMULA_EMPTY)
        offer = offers.setdefault(key, made)
        _add(offer, one)
    for offer in offers.values():
        offer.values.sort(key=lambda value: -value.count)
        offer.values = offer.values[:_VALUES]
        offer.ready = sum(value.count for value in offer.values if value.choices)
    return {key: offer for key, offer in offers.items() if _is_whole(offer)}


def _may_be_found(value: str) -> bool:
    """Whether the value is all that stands in the cell: neither cut off nor hidden."""
    return 0 < len(value) < _WHOLE_CHARS and MASKED not in value


def _add(offer: Offer, one: dict[str, Any]) -> None:
    offer.is_inside = offer.is_inside or bool(one["params"].get("inside"))
    if offer.kind is RepairKind.DROP_ROWS and one["row"]:
        offer.rows.append(one["row"])
    elif offer.kind is RepairKind.RENAME:
        offer.new = one["suggestion"]
    elif offer.kind is RepairKind.REPLACE and _may_be_found(one["value"]):
        value = next((value for value in offer.values if value.old == one["value"]), None)
        if value is None:
            value = Value(one["value"], choices=choices_for(one["value"], one["params"]))
            offer.values.append(value)
        value.count += 1


def choices_for(value: str, params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What may stand in a cell instead of `value`, as (written, shown); best first, none where unknown."""
    if near := params.get("near"):
        return [(written, shown) for written, shown in near]
    if params.get("kind") in NUMERIC_TYPES:
        numbers = [found.rstrip(".,") for found in _NUMBER.findall(value)]
        return [(numbers[0], numbers[0])] if len(numbers) == 1 and numbers[0] != value else []
    return [(word, word) for word in _alike(value, params.get("allowed", ()))]


def _alike(value: str, allowed: Iterable[str]) -> list[str]:
    by_fold = {word.casefold().strip(): word for word in allowed}
    return [by_fold[fold] for fold in difflib.get_close_matches(value.casefold().strip(), by_fold, 3, 0.6)]


def _is_whole(offer: Offer) -> bool:
    if offer.kind is RepairKind.DROP_ROWS:
        return bool(offer.rows)
    return bool(offer.column) and (offer.is_mask or bool(offer.values or offer.rows or offer.new))
