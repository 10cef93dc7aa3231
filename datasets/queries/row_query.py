"""A question about rows, read from the address: every name and value is checked before any SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from datasets.export.sql import Field
from datasets.models import Version
from datasets.queries.code_lookups import known_columns
from datasets.queries.errors import BadParameter
from datasets.queries.selection import (
    MOST_CONDITIONS,
    Condition,
    Operator,
    Selection,
    conditions_in,
    fields_of,
    no_column,
    only,
    words_in,
)
from datasets.vocab import ColumnType

__all__ = ["MOST_CONDITIONS", "Condition", "Operator", "Selection", "fields_of"]

DEFAULT_LIMIT, MOST_ROWS = 100, 10_000
MOST_SORTS = 8

#: Parameters that are not about a column; a column id that would clash gets `_` at its end.
RESERVED = frozenset({"q", "select", "sort", "limit", "cursor", "version"})
_SHAPES = frozenset({ColumnType.POINT, ColumnType.GEOMETRY})


@dataclass(frozen=True)
class Sort:
    """One level of the order; nulls stand last, whichever way it goes."""

    field: Field
    is_descending: bool = False


@dataclass(frozen=True, kw_only=True)
class RowsQuery(Selection):
    """Rows of one version: which, in what order, which columns of them, how many, from where."""

    selected: tuple[Field, ...]
    sorts: tuple[Sort, ...] = ()
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    question: dict[str, Any] = field(default_factory=dict)

    @property
    def has_lookups(self) -> bool:
        """Whether the answer also depends on a code list, which may change while the version stays."""
        asked = (*self.selected, *(s.field for s in self.sorts), *(c.field for c in self.conditions))
        return any(field.lookup for field in asked)

    @property
    def is_plain(self) -> bool:
        """Whether the version is asked for just as it is: every row, every column, in its own order."""
        return self.is_whole and not self.sorts and self.selected == self.fields


def parse_rows_query(
    version: Version, params: Mapping[str, Sequence[str]], *, is_stream: bool = False
) -> RowsQuery:
    """The question in `params` ({name: [values]}). Raises BadParameter for anything not understood.

    A stream is the whole selection: it knows no `limit` and no `cursor`.
    """
    single = {name: only(name, values) for name, values in params.items()}
    if is_stream:
        _refuse_pages(single)
    fields = fields_of(version)
    by_id = known_columns(version, fields, [*single, single.get("select", ""), single.get("sort", "")])
    conditions = conditions_in({name: text for name, text in single.items() if name not in RESERVED}, by_id)
    sorts = _sorts(single.get("sort"), by_id)
    words = words_in(single.get("q"))
    return RowsQuery(
        version=version,
        fields=fields,
        selected=_selected(single.get("select"), by_id) or fields,
        conditions=conditions,
        words=words,
        sorts=sorts,
        limit=_limit(single.get("limit")),
        cursor=single.get("cursor", ""),
        question=_question(version, conditions, words, sorts),
    )


def _selected(text: str | None, by_id: Mapping[str, Field]) -> tuple[Field, ...]:
    if text is None:
        return ()
    names = text.split(",")
    for place, name in enumerate(names):
        if name not in by_id:
            raise no_column("select", name, by_id)
        if name in names[:place]:
            raise BadParameter("select", "given_twice", gettext("Satu kolom disebut dua kali."))
    return tuple(by_id[name] for name in names)


def _sorts(text: str | None, by_id: Mapping[str, Field]) -> tuple[Sort, ...]:
    if text is None:
        return ()
    sorts = tuple(_sort(piece, by_id) for piece in text.split(","))
    if len({sort.field.id for sort in sorts}) < len(sorts):
        raise BadParameter("sort", "given_twice", gettext("Satu kolom disebut dua kali."))
    if len(sorts) > MOST_SORTS:
        detail = gettext("Urutkan menurut paling banyak %(most)s kolom.") % {"most": MOST_SORTS}
        raise BadParameter("sort", "too_many", detail)
    return sorts


def _sort(piece: str, by_id: Mapping[str, Field]) -> Sort:
    name = piece.removeprefix("-")
    if name not in by_id or by_id[name].type in _SHAPES:
        raise no_column("sort", name, by_id)
    return Sort(by_id[name], is_descending=piece != name)


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= MOST_ROWS):
        detail = gettext("“limit” harus bilangan bulat dari 1 sampai 10.000.")
        raise BadParameter("limit", "out_of_range", detail)
    return int(text)


def _question(
    version: Version, conditions: Sequence[Condition], words: Sequence[str], sorts: Sequence[Sort]
) -> dict[str, Any]:
    return {
        "version": str(version.pk),
        "where": sorted([c.field.id, c.operator, *c.values] for c in conditions),
        "q": list(words),
        "sort": [[s.field.id, s.is_descending] for s in sorts],
    }


def _refuse_pages(given: Mapping[str, str]) -> None:
    for name in ("limit", "cursor"):
        if name in given:
            detail = gettext("Unduhan selalu memuat seluruh pilihan; “%(name)s” hanya untuk /rows.")
            raise BadParameter(name, "not_for_streams", detail % {"name": name})
