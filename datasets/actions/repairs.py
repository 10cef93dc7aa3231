"""The repairs a sender asks for: checked for shape and bounds, kept in the upload's recipe.

The shape is that of `intake.schema.Repair`, which actions may not import; a test holds the two
together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from datasets.models import Upload
from datasets.rules.errors import Fault, Invalid, Overtaken
from datasets.rules.repairs import held_repairs
from datasets.vocab_repairs import MASKS, RepairKind

#: Repairs of one upload, rows left out by one of them, characters of a text.
MOST_REPAIRS = 1_000
MOST_ROWS = 5_000
MOST_CHARS = 300
#: A spreadsheet's column.
_COLUMN = re.compile(r"[A-Z]{1,3}")
#: Rows of a text file go further than those of a spreadsheet.
_LAST_ROW = 99_999_999

#: Repairs after which a column tells no rows apart.
_HIDING = MASKS | {RepairKind.DROP_COLUMN}

Repair = dict[str, Any]

#: What each kind must say, and may say beside it.
_NEEDED: dict[RepairKind, tuple[frozenset[str], frozenset[str]]] = {
    RepairKind.REPLACE: (frozenset({"column", "old"}), frozenset({"new"})),
    RepairKind.CELL: (frozenset({"column", "row"}), frozenset({"old", "new", "letter"})),
    RepairKind.RENAME: (frozenset({"column", "new"}), frozenset()),
    RepairKind.DROP_COLUMN: (frozenset({"column"}), frozenset()),
    RepairKind.DROP_ROWS: (frozenset({"rows"}), frozenset()),
    RepairKind.EMPTY_ERRORS: (frozenset({"column"}), frozenset()),
    RepairKind.MASK: (frozenset({"column"}), frozenset()),
    RepairKind.MASK_IN_TEXT: (frozenset({"column"}), frozenset()),
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
    known |= {repair.get("column", "") for repair in held_repairs(upload)}
    asked = {repair["column"] for repair in repairs if "column" in repair} - known
    if asked:
        asked -= set(upload.findings.filter(column__in=asked).values_list("column", flat=True))
    if asked:
        sentence = gettext("Berkas ini tidak punya kolom “%(column)s”.") % {"column": min(asked)}
        raise Invalid(Fault("repairs", "unknown_column", sentence))


def check_keys(upload: Upload, repairs: Sequence[Repair]) -> None:
    """A column that tells rows apart cannot be hidden and go on doing so. Raises Invalid."""
    hidden = {repair["column"] for repair in repairs if repair["kind"] in _HIDING}
    keys = upload.dataset.columns.filter(is_key=True) if hidden else ()
    for key in keys:
        if hidden & {key.label, key.name, *key.aliases}:
            sentence = gettext(
                "Kolom “%(column)s” adalah kunci: kolom ini yang membedakan baris. Disamarkan atau dibuang, "
                "semua baris menjadi kembar. Lepaskan dahulu dari kunci, lalu beri kunci lain yang bukan "
                "data pribadi, misalnya nomor urut."
            )
            raise Invalid(Fault("repairs", "key_column", sentence % {"column": key.label}))


def together(before: Sequence[Repair], added: Sequence[Repair]) -> list[Repair]:
    """Earlier repairs with new ones behind them. Raises Overtaken, Invalid (too many of them).

    A new one about what an earlier one wrote goes on from there; one about the same thing as an
    earlier one, with another outcome, was asked for without knowing of it: nobody's is lost unsaid.
    """
    held = {_subject(repair): repair for repair in before}
    for repair in added:
        _join(held, repair)
    if len(held) > MOST_REPAIRS:
        sentence = gettext(
            "Satu unggahan memuat paling banyak %(most)s perbaikan. Untuk yang lebih banyak, unduh berkas "
            "dengan tanda, perbaiki di sana, lalu kirim kembali."
        )
        raise Invalid(Fault("repairs", "too_many_repairs", sentence % {"most": MOST_REPAIRS}))
    return list(held.values())


def _join(held: dict[tuple[Any, ...], Repair], added: Repair) -> None:
    """Put one repair among those `held`."""
    if added["kind"] == RepairKind.REPLACE:
        for earlier in [one for one in held.values() if _goes_on(one, added)]:
            held[_subject(earlier)] = earlier | {"new": added["new"]}
    subject = _subject(added)
    earlier_one = held.get(subject)
    if earlier_one is None or earlier_one == added:
        held[subject] = added
    elif added["kind"] == RepairKind.CELL and earlier_one["new"] == added["old"]:
        held[subject] = added | {"old": earlier_one["old"]}
    else:
        raise Overtaken(_overtaken(earlier_one))
    if added["kind"] == RepairKind.CELL and held[subject]["old"] == held[subject]["new"]:
        del held[subject]


def _goes_on(earlier: Repair, added: Repair) -> bool:
    same = earlier["kind"] == added["kind"] and earlier["column"] == added["column"]
    return bool(same and earlier["new"] == added["old"] != "")


def _overtaken(earlier: Repair) -> str:
    words = {
        "row": earlier.get("row", ""),
        "column": earlier.get("column", ""),
        "new": earlier.get("new") or gettext("(tidak ada data)"),
    }
    if "row" in earlier:
        sentence = gettext(
            "Sel di baris %(row)s, kolom “%(column)s”, sementara itu sudah diperbaiki menjadi “%(new)s”. "
            "Perbaikan Anda belum disimpan: muat ulang halaman, lalu ubah dari isi itu."
        )
    else:
        sentence = gettext(
            "Isi itu di kolom “%(column)s” sementara itu sudah diperbaiki menjadi “%(new)s”. "
            "Perbaikan Anda belum disimpan: batalkan perbaikan itu dahulu bila keliru."
        )
    return sentence % words


def _subject(repair: Repair) -> tuple[Any, ...]:
    kind, column = repair["kind"], repair.get("column", "")
    if kind == RepairKind.CELL:
        return (kind, column, repair["row"], repair.get("letter", ""))
    return (kind, column, repair.get("old", ""), tuple(repair.get("rows", ())))


def _checked(field: str, given: object) -> Repair:
    if not isinstance(given, Mapping) or given.get("kind") not in set(RepairKind):
        raise _wrong(field)
    kind = RepairKind(given["kind"])
    told = {name: value for name, value in given.items() if name != "kind" and value not in ("", [], ())}
    needed, optional = _NEEDED[kind]
    if not needed <= set(told) or not set(told) <= needed | optional:
        raise _wrong(field)
    repair = {"kind": kind.value} | {
        name: _VALUES.get(name, _text)(field, value) for name, value in told.items()
    }
    for name in sorted(optional - {"letter"}):
        repair.setdefault(name, "")
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
    return sorted({_row(field, row) for row in rows})


def _row(field: str, value: object) -> int:
    if type(value) is not int or not 1 <= value <= _LAST_ROW:
        raise _wrong(field)
    return value


def _letter(field: str, value: object) -> str:
    if not isinstance(value, str) or not _COLUMN.fullmatch(value):
        raise _wrong(field)
    return value


_VALUES: dict[str, Callable[[str, object], Any]] = {"row": _row, "rows": _rows, "letter": _letter}


def _wrong(field: str) -> Invalid:
    sentence = gettext("Perbaikan itu tidak dikenali atau bentuknya salah.")
    return Invalid(Fault(field, "bad_repair", sentence))
