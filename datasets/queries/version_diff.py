"""What differs between two versions of a dataset: counts, a page of rows, or all of it as a stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from datasets.export.source import SqlSource
from datasets.export.sql import Field, PartTable, promoted
from datasets.models import Dataset, Version
from datasets.queries import cursors
from datasets.queries.diff_sql import KINDS, Sides, page_select, shown_fields, stream_select
from datasets.queries.reading import LARGE, copy_in_turn, copy_rows, group_row, weigh
from datasets.queries.row_query import fields_of
from datasets.queries.versions import parts_of
from datasets.rules.access import Viewer, check_rows


@dataclass(frozen=True)
class DiffPage:
    """Some differences: `json` is the text of an array; `next` a cursor, None at the end.

    `counts` is {removed, changed, added, same}, of all rows of both versions; `key` names the columns
    that rows are told apart by, none where they are compared as wholes.
    """

    counts: dict[str, int]
    key: list[str]
    json: str
    next: str | None


@dataclass(frozen=True)
class _Compared:
    sides: Sides
    rows: int


def diff_page(
    viewer: Viewer, dataset: Dataset, version: Version, against: Version, limit: int, cursor: str
) -> DiffPage:
    """From `against` to `version`. Raises Denied, Hidden, Gone, BadParameter (cursor), TooSlow, NoPlace."""
    check_rows(viewer, dataset)
    question = ["diff", str(version.pk), str(against.pk)]
    start = cursors.unseal(cursor, question) if cursor else None
    compared = _compare(dataset, version, against)
    after = tuple(start["after"]) if start else None
    text, found, last, told = group_row(page_select(compared.sides, after, limit), compared.rows)
    counts = start["counts"] if start else _counts(told, version)
    following = cursors.seal({"after": last, "counts": counts}, question) if found > limit else None
    return DiffPage(counts, [field.id for field in compared.sides.key], f"[{text or ''}]", following)


def source_of_diff(viewer: Viewer, dataset: Dataset, version: Version, against: Version) -> SqlSource:
    """Every difference as a stream. Raises Denied, Hidden, Gone, TooSlow before anything is read."""
    check_rows(viewer, dataset)
    compared = _compare(dataset, version, against)
    select = stream_select(compared.sides)
    if compared.rows < LARGE:
        return SqlSource(shown_fields(compared.sides), [select], copy_rows)
    weigh(select)
    return SqlSource(shown_fields(compared.sides), [select], copy_in_turn)


def _counts(told: Sequence[int], version: Version) -> dict[str, int]:
    counts = dict(zip(KINDS, told, strict=True))
    return counts | {"same": version.row_count - counts["changed"] - counts["added"]}


def _compare(dataset: Dataset, version: Version, against: Version) -> _Compared:
    """The parts that only one has; what both have costs nothing."""
    new, old = parts_of(version), parts_of(against)
    shared = {table.table for table, _ in new} & {table.table for table, _ in old}
    fields, common = _columns(fields_of(version), fields_of(against))
    key = _key(dataset, version, against, common)
    only = _only(new, shared), _only(old, shared)
    sides = Sides(*only, fields, common, key, _is_unique(only, key, (version, against)))
    return _Compared(sides, sum(rows for table, rows in (*new, *old) if table.table not in shared))


def _is_unique(only: Sequence[Sequence[PartTable]], key: Sequence[Field], both: Sequence[Version]) -> bool:
    """Whether checking has held the key unique: within one part, and where the version tells of it."""
    names = {field.id for field in key}
    is_told = all(names == _told_key(version) for version in both)
    parts = [part for side in only for part in side]
    return (
        bool(names)
        and is_told
        and all(len(side) <= 1 for side in only)
        and all(names <= p.filled for p in parts)
    )


def _told_key(version: Version) -> set[str]:
    return {column["id"] for column in version.columns if column.get("key")}


def _only(parts: Sequence[tuple[PartTable, int]], shared: set[str]) -> list[PartTable]:
    return [table for table, _ in parts if table.table not in shared]


def _columns(new: Sequence[Field], old: Sequence[Field]) -> tuple[list[Field], list[Field]]:
    """All columns, those that are gone last, and those that both sides have: of a type that holds both."""
    before = {field.id: field for field in old}
    joined = {
        field.id: Field(
            field.id, field.label, promoted([field.type, before.get(field.id, field).type]), field.unit
        )
        for field in new
    }
    fields = [*joined.values(), *(field for field in old if field.id not in joined)]
    return fields, [field for field in fields if field.id in before and field.id in joined]


def _key(dataset: Dataset, version: Version, against: Version, common: Sequence[Field]) -> list[Field]:
    """The columns that tell rows apart in both; versions of old times do not say, the dictionary does."""
    told = [_told_key(version), _told_key(against)]
    names: set[Any] = told[0] if told[0] == told[1] else set()
    if not any(told):
        names = set(dataset.columns.filter(is_key=True).values_list(F("name"), flat=True))
    key = [field for field in common if field.id in names]
    return key if len(key) == len(names) else []
