"""The repairs and answers that hold for an upload, in words, for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from datasets.models import Upload
from datasets.queries.repairs import repairs_of
from datasets.rules.answers import held_answers
from datasets.vocab_repairs import MASKS, RepairKind
from datasets.wording.questions import answered_words


@dataclass(frozen=True)
class Applied:
    """One repair that holds: in words, and the key by which it is taken back.

    `is_needed` is False where the last check found that what it was for stands there no more.
    """

    key: str
    words: str
    is_needed: bool


@dataclass(frozen=True)
class Answered:
    """One answer that holds: in words, and what it is by which it is asked again."""

    name: str
    column: str
    words: str
    is_remembered: bool


def answered_in(upload: Upload) -> list[Answered]:
    """The answers that hold about the layout and the columns of a file. No query."""
    headers = {column["id"]: column["label"] for column in upload.table.get("columns") or []}
    return [
        Answered(
            one.name,
            one.column,
            answered_words(one.name, headers.get(one.column) or one.column, one.value),
            one.is_remembered,
        )
        for one in held_answers(upload)
    ]


def applied_to(upload: Upload) -> list[Applied]:
    """The repairs that hold, in the order they were asked for. One query where there are any."""
    return [Applied(one["key"], _words(one), one["is_needed"]) for one in repairs_of(upload)]


def _words(repair: Mapping[str, Any]) -> str:
    kind, rows = repair["kind"], repair.get("rows", [])
    if kind == RepairKind.DROP_ROWS:
        return ngettext("%(n)s baris tidak ikut dibaca", "%(n)s baris tidak ikut dibaca", len(rows)) % {
            "n": len(rows)
        }
    if kind == RepairKind.CELL:
        return _cell_words(repair)
    if kind == RepairKind.REPLACE:
        new = repair.get("new") or gettext("(tidak ada data)")
        sentence = gettext("“%(old)s” di kolom “%(column)s” dibaca sebagai “%(new)s”")
        return sentence % {"old": repair["old"], "column": repair["column"], "new": new}
    if kind == RepairKind.EMPTY_ERRORS:
        return gettext("Sel galat di kolom “%(column)s” dibaca sebagai tidak ada data") % repair
    if kind in MASKS:
        return _mask_words(repair)
    if kind == RepairKind.RENAME:
        return gettext("Kolom “%(column)s” dibaca sebagai “%(new)s”") % repair
    return gettext("Kolom “%(column)s” tidak ikut dibaca") % repair


def _mask_words(repair: Mapping[str, Any]) -> str:
    if repair["kind"] == RepairKind.MASK_IN_TEXT:
        return gettext("Data pribadi di dalam teks kolom “%(column)s” disamarkan") % repair
    return gettext("Isi kolom “%(column)s” disamarkan seluruhnya") % repair


def _cell_words(repair: Mapping[str, Any]) -> str:
    sentence = gettext("Baris %(row)s, kolom “%(column)s”: “%(old)s” dibaca sebagai “%(new)s”")
    if "letter" in repair:
        sentence = gettext("Sel %(letter)s%(row)s, kolom “%(column)s”: “%(old)s” dibaca sebagai “%(new)s”")
    empty = gettext("(tidak ada data)")
    return sentence % {**repair, "old": repair["old"] or empty, "new": repair["new"] or empty}
