"""What an uploader answers about a file's layout: checked for shape before it is kept.

The shape is that of `intake.schema.Recipe`, which actions may not import; a test holds the two
together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from datasets.actions.repairs import checked_repairs
from datasets.actions.texts import one_line
from datasets.models import Upload
from datasets.rules.answers import BY_COLUMN, held
from datasets.rules.errors import Fault, Invalid

#: Highest row a spreadsheet has; most columns an answer may name.
_LAST_ROW = 1_048_576
_MOST_NAMES = 1_000
_STYLES = frozenset({"plain", "id", "en"})
_DASHES = frozenset({"missing", "zero"})

_RANGE = re.compile(r"[A-Z]{1,3}-[A-Z]{1,3}|all")

Recipe = dict[str, Any]


def checked_recipe(given: object) -> Recipe:
    """The recipe as JSON values, only what was answered. Raises Invalid for anything else."""
    if not isinstance(given, Mapping):
        raise _wrong("recipe")
    unknown = sorted(str(key) for key in given if key not in _READERS)
    if unknown:
        raise Invalid(*(_fault(name) for name in unknown))
    return {key: _READERS[key](key, value) for key, value in given.items() if value is not None}


def merged(upload: Upload, answers: Recipe) -> Recipe:
    """The upload's answers with new ones over them; those for single columns join the ones that hold."""
    by_column = {key: {**(held(upload, key) or {}), **answers[key]} for key in BY_COLUMN if key in answers}
    return {**upload.recipe, **answers, **by_column}


def _text(field: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > 300 or "\0" in value:
        raise _wrong(field)
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise _wrong(field)
    return one_line(value)


def _columns(field: str, value: object) -> str:
    """`E-G`: some columns of the sheet; or all of them."""
    if not isinstance(value, str) or not _RANGE.fullmatch(value):
        raise _wrong(field)
    return value


def _rows(field: str, value: object) -> list[int]:
    rows: list[Any] = list(value) if isinstance(value, list | tuple) else []
    if len(rows) != 2 or not all(type(row) is int and 0 <= row <= _LAST_ROW for row in rows):
        raise _wrong(field)
    if 0 in rows and rows != [0, 0]:  # (0, 0) says that no row heads the table
        raise _wrong(field)
    if rows[0] > rows[1]:
        raise _wrong(field)
    return rows


def _names(field: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_NAMES:
        raise _wrong(field)
    return [_text(field, name) for name in value]


def _flag(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field)
    return value


def _choices(allowed: frozenset[str]) -> Callable[[str, object], dict[str, str]]:
    def read(field: str, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping) or len(value) > _MOST_NAMES:
            raise _wrong(field)
        if not all(isinstance(choice, str) and choice in allowed for choice in value.values()):
            raise _wrong(field)
        return {_text(field, name): choice for name, choice in value.items()}

    return read


def _unpivot(field: str, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping) or set(value) != {"headers", "name_column", "value_column"}:
        raise _wrong(field)
    headers = value["headers"]
    if not isinstance(headers, list | tuple) or len(headers) > _MOST_NAMES:
        raise _wrong(field)
    return {
        "headers": [_text(field, header) for header in headers],
        "name_column": _text(field, value["name_column"]),
        "value_column": _text(field, value["value_column"]),
    }


_READERS: dict[str, Callable[[str, object], Any]] = {
    "sheet": _text,
    "columns": _columns,
    "header_rows": _rows,
    "number_styles": _choices(_STYLES),
    "dash_means": _choices(_DASHES),
    "unpivot": _unpivot,
    "keep_totals": _flag,
    "fill_down": _names,
    "repairs": checked_repairs,
}


def _fault(field: str) -> Fault:
    sentence = gettext("Jawaban “%(field)s” tidak dikenali atau bentuknya salah.") % {"field": field}
    return Fault(field, "bad_answer", sentence)


def _wrong(field: str) -> Invalid:
    return Invalid(_fault(field))
