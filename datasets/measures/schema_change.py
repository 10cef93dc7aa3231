"""How the columns of one version differ from those of another, and which differences break a reader.

Breaking is what a program that read the old rows cannot be expected to survive: a column that is gone,
of another type, counted in another unit or coded by another list, and a key that no longer tells rows
apart. A new column or another header is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.vocab_hooks import SchemaChange

#: Columns as `Version.columns` keeps them.
Columns = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """One difference; `column` is '' for the key, which belongs to the whole table."""

    column: str
    kind: SchemaChange
    before: Any
    after: Any
    is_breaking: bool

    def to_json(self) -> dict[str, Any]:
        """As it is kept in `Upload.difference` and told by the API."""
        return {
            "column": self.column,
            "kind": self.kind.value,
            "before": self.before,
            "after": self.after,
            "is_breaking": self.is_breaking,
        }


def schema_changes(before: Columns, after: Columns) -> list[Change]:
    """What differs, in the order of the old columns, new ones last."""
    old, new = ({column["id"]: column for column in columns} for columns in (before, after))
    found: list[Change] = []
    for name, column in old.items():
        if name in new:
            found += _changed(name, column, new[name])
        else:
            found.append(Change(name, SchemaChange.REMOVED, column["type"], None, is_breaking=True))
    found += _key_changed(_key(before), _key(after))
    added = (name for name in new if name not in old)
    return found + [Change(n, SchemaChange.ADDED, None, new[n]["type"], is_breaking=False) for n in added]


def is_broken(before: Columns, after: Columns) -> bool:
    """Whether a reader of `before` may fail on `after`."""
    return any(change.is_breaking for change in schema_changes(before, after))


def touches(change: Mapping[str, Any], columns: Sequence[str]) -> bool:
    """Whether a change (as JSON) concerns who reads these columns; none named means all."""
    return not columns or not change["column"] or change["column"] in columns


def _changed(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["type"] != new["type"]:
        yield Change(name, SchemaChange.RETYPED, old["type"], new["type"], is_breaking=True)
    for field, kind in (("unit", SchemaChange.UNIT_CHANGED), ("codes", SchemaChange.CODES_CHANGED)):
        was, now = old.get(field, ""), new.get(field, "")
        if was != now:
            yield Change(name, kind, was, now, is_breaking=bool(was))
    if old["label"] != new["label"]:
        yield Change(name, SchemaChange.RELABELLED, old["label"], new["label"], is_breaking=False)


def _key_changed(old: list[str], new: list[str]) -> list[Change]:
    """Rows without a key get one: nobody breaks. One that is changed or lost breaks who joins by it."""
    if old == new:
        return []
    return [Change("", SchemaChange.KEY_CHANGED, old, new, is_breaking=bool(old))]


def _key(columns: Columns) -> list[str]:
    return sorted(column["id"] for column in columns if column.get("key"))
