"""The public's pages of rows in one statement, with the access rule inside it.

What a dataset's live version is made of is remembered between requests, and whether it still is what
the public may read is asked by the very statement that reads the rows: nothing here can be stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from psycopg2 import sql

from datasets.export.sql import PartTable
from datasets.models import Dataset, Version
from datasets.queries.lines import lines
from datasets.queries.reading import quick_limits
from datasets.queries.recent import Recent
from datasets.queries.row_query import parse_rows_query
from datasets.queries.rows import AskedPage, RowsPage, asked_of
from datasets.queries.versions import parts_of
from datasets.rules.access import readable_datasets


@dataclass(frozen=True)
class _Known:
    """A dataset as it was last seen: live version, parts, the access rule's SQL, the reader's limits."""

    version: Version
    parts: tuple[tuple[PartTable, int], ...]
    rule: str
    limits: str


_known: Recent[str, _Known] = Recent(500)
#: First pages and the text of their SQL, by version and question.
_written: Recent[tuple[object, ...], tuple[AskedPage, str]] = Recent(500)


def remember(dataset: Dataset) -> None:
    """Remember what a dataset that the public reads is made of, if it is not remembered yet."""
    version = dataset.live_version
    if version is not None and _known.get(dataset.slug) is None:
        _known.put(
            dataset.slug, _Known(version, tuple(parts_of(version)), _rule(dataset.slug), quick_limits())
        )


async def live_version(slug: str) -> UUID | None:
    """The version that the public reads at this moment; None where it is not the one remembered.

    Raises TooSlow, psycopg2.Error.
    """
    known = _known.get(slug)
    if known is None:
        return None
    [live] = await lines().one_row(f"{known.limits}SELECT ({known.rule})")
    return _confirmed(slug, known, live)


async def quick_page(slug: str, params: Mapping[str, Sequence[str]]) -> RowsPage | None:
    """The page that the public asks for in its live version; None where the ordinary way has to answer.

    So it is where the dataset has to be learned (anew), an older version is asked for, or rows have to
    be counted. Raises BadParameter, TooSlow, psycopg2.Error.
    """
    known = _known.get(slug)
    if known is None or "version" in params or _names_a_code_list(params):
        return None
    asked, text = await _asked(known, params)
    if not text:
        return None
    live, *row = await lines().one_row(known.limits + text)
    return asked.page(row) if _confirmed(slug, known, live) and asked.is_cheap(row) else None


def _names_a_code_list(params: Mapping[str, Sequence[str]]) -> bool:
    """Whether attributes of codes are asked for (`kecamatan.nama`), which are looked up each time."""
    names = (*params, *params.get("select", ()), *params.get("sort", ()))
    return any("." in name for name in names)


def _confirmed(slug: str, known: _Known, live: UUID | None) -> UUID | None:
    """`live` where it is what was remembered; else that is forgotten."""
    if live != known.version.pk:
        _known.forget(slug)
        return None
    return live


async def _asked(known: _Known, params: Mapping[str, Sequence[str]]) -> tuple[AskedPage, str]:
    """The page with the text of its SQL ("" for none); the text of a first page is written once."""
    key = (known.version.pk, *((name, *values) for name, values in params.items()))
    if (found := _written.get(key)) is not None:
        return found
    asked = asked_of(known.parts, parse_rows_query(known.version, params))
    if asked.select is None:
        return asked, ""
    guarded = sql.SQL("SELECT ({}), page.* FROM ({}) AS page").format(sql.SQL(known.rule), asked.select)
    made = replace(asked, select=None), await lines().text_of(guarded)
    if asked.start is None:
        _written.put(key, made)
    return made


def _rule(slug: str) -> str:
    """The access rule's own SQL: the live version of the dataset, if the public may read its rows."""
    chosen = readable_datasets(None).select_related(None).order_by().filter(slug=slug)
    text, values = chosen.values_list("live_version_id").query.sql_with_params()
    with connection.cursor() as cursor:
        return str(cursor.mogrify(text, values).decode())
