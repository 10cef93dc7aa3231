"""The repairs a sender asks for: checked for shape and bounds, kept in the upload's recipe.

The shape is that of `intake.schema.Repair`, which actions may not import; a test holds the two
together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from datasets.models import Upload
from datasets.rules.errors import Fault, Invalid
from datasets.vocab import RepairKind

#: Repairs of one upload, rows left out by one of them, characters of a text.
MOST_REPAIRS = 1_000
MOST_ROWS = 5_000
MOST_CHARS = 300
_LAST_ROW = 1_048_576

Repair = dict[str, Any]

#: What each kind must say, and may say beside it.
_NEEDED: dict[RepairKind, tuple[frozenset[str], frozenset[str]]] = {
    RepairKind.REPLACE: (frozenset({"column", "old"}), frozenset({"new"})),
    RepairKind.RENAME: (frozenset({"column", "new"}), frozenset()),
    RepairKind.DROP_COLUMN: (frozenset({"column"}), frozenset()),
    RepairKind.DROP_ROWS: (frozenset({"rows"}), frozenset()),
}


def checked_repairs(field: str, given: object) -> list[Repair]:
    """The repairs as JSON values. Raises Invalid for too many, or for what is none."""
    if not isinstance(given, list | tuple) or len(given) > MOST_REPAIRS:
        sentence = gettext("Perbaikan diberikan sebagai daftar, paling banyak %(most)s sekaligus.")
        raise Invalid(Fault(field, "too_many_repairs", sentence % {"most": MOST_REPAIRS}))
    return [_checked(field, repair) for repair in given]


def check_columns(upload: Upload, repairs: Sequence[Repair]) -> None:
    """Every repair must be about a column that the file has. Raises Invalid."""
    known = {column.get(name, "") for column in upload.table.get("columns") or [] for name in ("id", "label")}
    known |= {repair.get("column", "") for repair in upload.recipe.get("repairs", [])}
    asked = {repair["column"] for repair in repairs if "column" in repair} - known
    if asked:
        asked -= set(upload.findings.filter(column__in=asked).values_list("column", flat=True))
    if asked:
        sentence = gettext("Berkas ini tidak punya kolom “%(column)s”.") % {"column": min(asked)}
        raise Invalid(Fault("repairs", "unknown_column", sentence))


def together(before: Sequence[Repair], added: Sequence[Repair]) -> list[Repair]:
    """Earlier repairs with new ones behind them; of two about the same thing the later one holds."""
    return list({_subject(repair): repair for repair in (*before, *added)}.values())


def key_of(repair: Mapping[str, Any]) -> str:
    """A short name by which a page can speak of one repair."""
    text = json.dumps(repair, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _subject(repair: Repair) -> tuple[Any, ...]:
    rows = tuple(repair.get("rows", ()))
    kind = repair["kind"]
    return (kind, repair.get("column", ""), repair.get("old", ""), rows)


def _checked(field: str, given: object) -> Repair:
    if not isinstance(given, Mapping) or given.get("kind") not in set(RepairKind):
        raise _wrong(field)
    kind = RepairKind(given["kind"])
    told = {name: value for name, value in given.items() if name != "kind" and value not in ("", [], ())}
    needed, optional = _NEEDED[kind]
    if not needed <= set(told) or not set(told) <= needed | optional:
        raise _wrong(field)
    repair = {"kind": kind.value} | {
        name: _rows(field, value) if name == "rows" else _text(field, value) for name, value in told.items()
    }
    if kind is RepairKind.REPLACE:
        repair.setdefault("new", "")
    return repair


def _text(field: str, value: object) -> str:
    """Exactly as given: the cell to find may begin or end with blanks."""
    if not isinstance(value, str) or len(value) > MOST_CHARS or "\0" in value:
        raise _wrong(field)
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise _wrong(field)
    return value


def _rows(field: str, value: object) -> list[int]:
    rows: list[Any] = list(value) if isinstance(value, list | tuple) else []
    if not 0 < len(rows) <= MOST_ROWS:
        raise _wrong(field)
    if not all(type(row) is int and 1 <= row <= _LAST_ROW for row in rows):
        raise _wrong(field)
    return sorted(set(rows))


def _wrong(field: str) -> Invalid:
    sentence = gettext("Perbaikan itu tidak dikenali atau bentuknya salah.")
    return Invalid(Fault(field, "bad_repair", sentence))
