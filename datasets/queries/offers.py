"""What one click would do about each kind of finding; where nothing can, the reason is written here."""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets.models import Upload
from datasets.rules.access import is_draft
from datasets.vocab import NUMERIC_TYPES, ColumnType, Severity
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED, MASKS, RepairKind
from datasets.wording.labels import label
from datasets.wording.offers import way_words

#: Places looked at, distinct values offered of one kind, and the longest value that is kept whole.
_PLACES = 5_000
_VALUES = 20
_WHOLE_CHARS = 200
#: Columns of the file among which a missing one may be meant.
_NEAREST = 3
#: A number with its separators, where the cell says more beside it: `150.000 (sementara)`.
_NUMBER = re.compile(r"-?\d[\d.,]*")

Told = Mapping[str, Any]


@dataclass
class Value:
    """One value to repair: how often it was told, and what may stand there, as (written, shown)."""

    old: str
    count: int = 0
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """One button: `name` is that of its words, with `count` and `said` in them.

    It asks for `repairs`, for an `answer` about the layout, that the dictionary follows the file in
    what was found (`follow`), or for the step named `step`.
    """

    name: str
    repairs: tuple[dict[str, Any], ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    follow: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    count: int = 0
    said: str = ""

    @property
    def words(self) -> str:
        """What stands on the button."""
        return way_words(self.name, self.count, self.said)

    @property
    def token(self) -> str:
        """What the button sends."""
        return json.dumps(list(self.repairs) or dict(self.answer or self.follow), ensure_ascii=False)


@dataclass
class Offer:
    """What one click would do about one kind of finding (a code in a column).

    Values are replaced in a form, personal data hidden in another; all else are `ways`, a button each.
    """

    column: str
    kind: RepairKind | None = None
    values: list[Value] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    #: Cells whose proposal is at hand.
    ready: int = 0
    #: Whether hiding what stands inside the texts is enough, and leaves their other words.
    is_inside: bool = False
    #: Whether the cells are to be left empty, all of them: counts of so few that they say who it is.
    is_suppression: bool = False
    #: Whether the column is part of the dataset's key: masked, it could not stay so.
    is_key: bool = False

    @property
    def is_mask(self) -> bool:
        """Whether it hides personal data; leaving the column out is the other way to do so."""
        return self.kind in MASKS

    @property
    def masks_inside(self) -> bool:
        """Whether hiding only what stands inside the texts is one of the ways."""
        return self.is_inside or self.kind is RepairKind.MASK_IN_TEXT


@dataclass(frozen=True)
class _Kind:
    """All that was told of one code in one column; and the columns that the dictionary does not know, typed.

    Types may still change while the dataset `is_draft`.
    """

    code: F
    column: str
    told: Sequence[Told]
    new_columns: Mapping[str, str] = field(default_factory=dict)
    is_draft: bool = False

    @property
    def params(self) -> Mapping[str, Any]:
        """Parameters of the first place."""
        found: Mapping[str, Any] = self.told[0]["params"]
        return found

    @property
    def rows(self) -> list[int]:
        return sorted({one["row"] for one in self.told if one["row"]})


def offers_of(upload: Upload) -> dict[tuple[str, str], Offer]:
    """Offers by (code, column of the finding). One query, bounded."""
    found = upload.findings.filter(code__in=OFFERED).exclude(severity=Severity.FIXED).order_by("position")
    names = ("code", "column", "value", "suggestion", "params", "row", "severity")
    kinds: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in found.values(*names)[:_PLACES]:
        kinds[one["code"], one["column"]].append(one)
    new = {
        column: told[0]["params"].get("type", "")
        for (code, column), told in kinds.items()
        if code == F.COLUMN_NEW
    }
    draft = is_draft(upload.dataset)
    offers = {
        key: OFFERED[F(key[0])](_Kind(F(key[0]), key[1], told, new, draft)) for key, told in kinds.items()
    }
    return {key: offer for key, offer in offers.items() if offer is not None}


def mask_all(offers: Iterable[Offer]) -> Way | None:
    """One button for all columns with personal data, where there are several: each a repair of its own."""
    repairs = tuple(
        {
            "kind": (RepairKind.MASK_IN_TEXT if offer.masks_inside else RepairKind.MASK).value,
            "column": column,
        }
        for column, offer in {one.column: one for one in offers if one.is_mask and not one.is_key}.items()
    )
    return Way("mask_all", repairs, count=len(repairs)) if len(repairs) > 1 else None


def _of_values(kind: _Kind) -> Offer | None:
    """Each distinct value may be read as another, or as no data."""
    values: dict[str, Value] = {}
    for one in kind.told:
        if not 0 < len(one["value"]) < _WHOLE_CHARS or MASKED in one["value"]:
            continue  # cut off, or hidden: it could not be found again
        value = values.setdefault(one["value"], Value(one["value"]))
        value.choices = value.choices or choices_for(one["value"], one["params"])
        value.count += 1
    listed = sorted(values.values(), key=lambda value: -value.count)[:_VALUES]
    if not listed or not kind.column:
        return None
    ready = sum(value.count for value in listed if value.choices)
    return Offer(kind.column, RepairKind.REPLACE, listed, ready=ready)


def _of_small(kind: _Kind) -> Offer | None:
    offer = _of_values(kind)
    if offer is not None:
        offer.is_suppression = True
    return offer


def _of_person(kind: _Kind) -> Offer | None:
    mask = RepairKind.MASK if kind.code is F.PERSONAL_COLUMN else RepairKind.MASK_IN_TEXT
    is_inside = any(one["params"].get("inside") for one in kind.told)
    is_key = bool(kind.params.get("is_key"))
    return Offer(kind.column, mask, is_inside=is_inside, is_key=is_key) if kind.column else None


def _of_twins(kind: _Kind) -> Offer | None:
    return _ways(kind, _without("twins", kind.rows))


def _of_keys(kind: _Kind) -> Offer | None:
    """Keep the first of each key, or the last; or leave out only what is the same throughout."""
    groups: dict[int, list[int]] = defaultdict(list)
    for one in kind.told:
        first = one["params"].get("first_row")
        if one["row"] and first and first != one["row"]:  # a folded row may repeat its own
            groups[first].append(one["row"])
    if not groups:
        return None
    later = sorted({row for rows in groups.values() for row in rows})
    earlier = sorted({row for first, rows in groups.items() for row in (first, *rows) if row != max(rows)})
    same = [one["row"] for one in kind.told if one["params"].get("same_row") not in (None, one["row"])]
    is_all = len(same) == len(later)
    choices = [_without("same", same)] if same else []
    choices += [] if same and is_all else [_without("first", later), _without("last", earlier)]
    return _ways(kind, *choices)


def _of_unknown(kind: _Kind) -> Offer | None:
    """Cells whose value the spreadsheet itself does not know: read as no data, or their rows left out."""
    if not kind.rows or not kind.column:
        return None
    emptied = {"kind": RepairKind.EMPTY_ERRORS.value, "column": kind.column}
    return _ways(kind, Way("emptied", (emptied,), count=len(kind.told)), _without("unknown", kind.rows))


def _of_empty(kind: _Kind) -> Offer | None:
    return _ways(kind, _without("empty", kind.rows)) if kind.rows else None


def _of_renamed(kind: _Kind) -> Offer | None:
    new = kind.told[0]["suggestion"]
    return _ways(kind, _read_as(kind.column, new), _left_out(kind.column)) if new else None


def _of_missing(kind: _Kind) -> Offer | None:
    """One of the columns that the dictionary does not know may be it, the likest of its type first."""
    wanted = kind.params.get("type", "")
    fitting = [name for name, found in kind.new_columns.items() if _may_hold(wanted, found)]
    likest = sorted(fitting, key=lambda name: -_likeness(name, kind.column))[:_NEAREST]
    ways = [_read_as(name, kind.column, "is_this") for name in likest]
    ways += [_followed(kind, "loosened")] if kind.params.get("may_loosen") else []
    return _ways(kind, *ways) if ways else None


def _of_new(kind: _Kind) -> Offer | None:
    added = [_followed(kind, "added", kind.params["type"])] if kind.params.get("type") else []
    return _ways(kind, *added, _left_out(kind.column))


def _of_retyped(kind: _Kind) -> Offer | None:
    """Rows that are loaded keep their type: once there are some, the column can only be left out."""
    if kind.is_draft:
        return _ways(kind, _followed(kind, "retyped", kind.params.get("becomes", "")))
    return None if kind.params.get("is_needed") else _ways(kind, _left_out(kind.column))


def _of_header(kind: _Kind) -> Offer | None:
    """A column without a header, or with one used before: named, or left out, by its id."""
    ids = [one["suggestion"] for one in kind.told if one["suggestion"]]
    named = [_read_as(name, _title(kind.column, name)) for name in ids[:_NEAREST]]
    return _ways(kind, *named, *(_left_out(name) for name in ids[:_NEAREST])) if ids else None


def _of_totals(kind: _Kind) -> Offer | None:
    name = "totals" if kind.code is F.TOTAL_ROW else "total_column"
    return _ways(kind, Way(name, answer={"keep_totals": True}))


def _of_filed(kind: _Kind) -> Offer | None:
    """Whether the file mends the period that is live, only its sender knows: both answers are steps."""
    number = str(kind.told[0]["params"].get("number", ""))
    return _ways(kind, Way("replaces", step="submit", said=number), Way("not_it", step="cancel"))


def _of_pending(kind: _Kind) -> Offer | None:
    return _ways(kind, Way("cancel", step="cancel"))


def _ways(kind: _Kind, *ways: Way) -> Offer:
    return Offer(kind.column, ways=list(ways))


def _without(name: str, rows: Sequence[int]) -> Way:
    return Way(name, ({"kind": RepairKind.DROP_ROWS.value, "rows": list(rows)},), count=len(rows))


def _read_as(column: str, new: str, name: str = "read_as") -> Way:
    said = new if name == "read_as" else column
    return Way(name, ({"kind": RepairKind.RENAME.value, "column": column, "new": new},), said=said)


def _left_out(column: str) -> Way:
    return Way("left_out", ({"kind": RepairKind.DROP_COLUMN.value, "column": column},), said=column)


def _followed(kind: _Kind, name: str, type_name: str = "") -> Way:
    said = label(ColumnType, type_name) if type_name else ""
    return Way(name, follow={"code": kind.code.value, "column": kind.column}, said=said)


def _title(header: str, name: str) -> str:
    """What a column is called whose header does not tell it apart: `Jumlah (2)`, `Kolom 4`."""
    number = name.rpartition("_")[2]
    return f"{header.strip()} ({number})" if header.strip() else name.replace("_", " ").capitalize()


def _may_hold(wanted: str, found: str) -> bool:
    """Whether a column of the type `found` may be one that should be `wanted`; unknown types may."""
    if not wanted or not found or wanted == found:
        return True
    return wanted in NUMERIC_TYPES and found in NUMERIC_TYPES


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, name.casefold(), other.casefold()).ratio()


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


#: Code → how its offer is made.
OFFERED: dict[F, Callable[[_Kind], Offer | None]] = {
    F.CODE_UNKNOWN: _of_values,
    F.NOT_ALLOWED: _of_values,
    F.WRONG_TYPE: _of_values,
    F.NUMBER_BROKEN: _of_values,
    F.NUMBER_STYLES_MIXED: _of_values,
    F.DATE_IMPOSSIBLE: _of_values,
    F.PATTERN_MISMATCH: _of_values,
    F.BELOW_MINIMUM: _of_values,
    F.ABOVE_MAXIMUM: _of_values,
    F.PERIOD_OUTSIDE: _of_values,
    F.COLUMN_MIXED: _of_values,
    F.SMALL_COUNT: _of_small,
    F.PERSONAL_COLUMN: _of_person,
    F.PERSONAL_IN_TEXT: _of_person,
    F.ROW_DUPLICATE: _of_twins,
    F.KEY_DUPLICATE: _of_keys,
    F.ERROR_CELL: _of_unknown,
    F.FORMULA_EMPTY: _of_unknown,
    F.REQUIRED_EMPTY: _of_empty,
    F.COLUMN_RENAMED: _of_renamed,
    F.COLUMN_MISSING: _of_missing,
    F.COLUMN_NEW: _of_new,
    F.COLUMN_RETYPED: _of_retyped,
    F.HEADER_EMPTY: _of_header,
    F.HEADER_DUPLICATE: _of_header,
    F.TOTAL_ROW: _of_totals,
    F.TOTAL_COLUMN: _of_totals,
    F.PERIOD_FILED: _of_filed,
    F.PERIOD_PENDING: _of_pending,
}
