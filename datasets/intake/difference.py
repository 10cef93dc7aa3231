"""Compares a new part with what is live, before anyone approves it (DOMAIN req. 29, 30)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg2 import sql

from datasets.export.sql import Field, PartTable, column_of, table_of
from datasets.intake import database, indicators
from datasets.intake.lineup import Lineup
from datasets.intake.shape import Shape, fields_of, merged_shape, table_of_part
from datasets.measures.schema_change import schema_changes
from datasets.models import Version


def difference(lineup: Lineup, live: Version | None, key: Sequence[str]) -> dict[str, Any]:
    """What publishing the new part would change in the whole dataset.

    `{against, has_key, new, changed, same, removed, columns_new, columns_gone, schema, is_same,
    indicators}`: row counts, `against` the live version's number (None for a first one), `schema` and
    `indicators` as their `Change.to_json`. Rows are told apart by the columns of `key` where the
    part and all parts it replaces have them; without a key a changed row is one new and one removed.
    """
    counts = _counts(lineup, key)
    counts["same"] += sum(part.row_count for part in lineup.kept)
    new_ids = {column["id"] for column in lineup.part.columns}
    old_ids = {column["id"] for part in lineup.replaced for column in part.columns}
    moved = indicators.changes_by(lineup.part, lineup.replaced, lineup.kept)
    is_first = live is None or not lineup.replaced
    return {
        "against": live.number if live else None,
        "has_key": bool(_usable_key(lineup, key)),
        **counts,
        "columns_new": [] if is_first else sorted(new_ids - old_ids),
        "columns_gone": [] if is_first else sorted(old_ids - new_ids),
        "schema": _schema(lineup, live),
        "is_same": is_same(lineup, counts),
        "indicators": [change.to_json() for change in moved],
    }


def _schema(lineup: Lineup, live: Version | None) -> list[dict[str, Any]]:
    if live is None:
        return []
    order = [column["id"] for column in live.columns]
    merged = merged_shape(order, [part.columns for part in lineup.parts])
    return [change.to_json() for change in schema_changes(live.columns, merged)]


def is_same_content(lineup: Lineup, key: Sequence[str]) -> bool:
    """Whether publishing the part would change no row and no column of what is live."""
    return is_same(lineup, _counts(lineup, key))


def is_same(lineup: Lineup, counts: dict[str, int]) -> bool:
    """Whether these counts, and the columns of both sides, say that nothing changes."""
    if not lineup.replaced or counts["new"] or counts["changed"] or counts["removed"]:
        return False
    return all(_bare(part.columns) == _bare(lineup.part.columns) for part in lineup.replaced)


def _bare(shape: Sequence[Shape]) -> list[tuple[str, str]]:
    """What makes a table the same; labels and units are metadata."""
    return [(column["id"], column["type"]) for column in shape]


def _counts(lineup: Lineup, key: Sequence[str]) -> dict[str, int]:
    if not lineup.replaced:
        return {"new": lineup.part.row_count, "changed": 0, "same": 0, "removed": 0}
    usable = _usable_key(lineup, key)
    query = _by_key(lineup, usable) if usable else _by_content(lineup)
    [(new, changed, same, removed)] = database.rows(query)
    return {"new": new, "changed": changed, "same": same, "removed": removed}


def _usable_key(lineup: Lineup, key: Sequence[str]) -> list[str]:
    sides = [{column["id"] for column in part.columns} for part in (lineup.part, *lineup.replaced)]
    return list(key) if key and all(set(key) <= side for side in sides) else []


def _by_key(lineup: Lineup, key: Sequence[str]) -> sql.Composable:
    """Both sides joined by key. Keys are compared as text, an empty one as a text of its own."""
    fields = _fields(lineup)
    join = sql.SQL(" AND ").join(
        sql.SQL("coalesce(n.{c}::text, E'\\x01') = coalesce(o.{c}::text, E'\\x01')").format(
            c=sql.Identifier(name)
        )
        for name in key
    )
    rest = [field for field in fields if field.id not in key]
    differs = sql.SQL("{} IS DISTINCT FROM {}").format(_row("n", rest), _row("o", rest))
    return sql.SQL(
        "SELECT count(*) FILTER (WHERE o._m IS NULL), count(*) FILTER (WHERE d AND n._m AND o._m),"
        " count(*) FILTER (WHERE NOT d AND n._m AND o._m), count(*) FILTER (WHERE n._m IS NULL)"
        " FROM ({new}) AS n FULL JOIN ({old}) AS o ON {join}, LATERAL (SELECT {differs} AS d) AS x"
    ).format(new=_side(lineup, fields, "new"), old=_side(lineup, fields, "old"), join=join, differs=differs)


def _by_content(lineup: Lineup) -> sql.Composable:
    """Both sides as bags of rows: what is on one side more often than on the other."""
    fields = _fields(lineup)
    new, old = _side(lineup, fields, "new"), _side(lineup, fields, "old")
    return sql.SQL(
        "SELECT fresh, 0, (SELECT count(*) FROM {table}) - fresh, gone FROM"
        " (SELECT count(*) AS fresh FROM (({new}) EXCEPT ALL ({old})) AS a) AS b,"
        " (SELECT count(*) AS gone FROM (({old}) EXCEPT ALL ({new})) AS c) AS d"
    ).format(table=table_of(lineup.part.table_name), new=new, old=old)


def _fields(lineup: Lineup) -> list[Field]:
    shapes = [part.columns for part in (*lineup.replaced, lineup.part)]
    return fields_of(merged_shape([], shapes))


def _side(lineup: Lineup, fields: Sequence[Field], side: str) -> sql.Composable:
    parts = [lineup.part] if side == "new" else lineup.replaced
    tables = [table_of_part(part.table_name, part.columns) for part in parts]
    return sql.SQL(" UNION ALL ").join(_select(table, fields) for table in tables)


def _select(table: PartTable, fields: Sequence[Field]) -> sql.Composable:
    columns = [
        sql.SQL("{} AS {}").format(column_of(table, field), sql.Identifier(field.id)) for field in fields
    ]
    marked = sql.SQL(", ").join([sql.SQL("true AS _m"), *columns])
    return sql.SQL("SELECT {} FROM {}").format(marked, table_of(table.table))


def _row(alias: str, fields: Sequence[Field]) -> sql.Composable:
    names = [sql.SQL("{}.{}").format(sql.SQL(alias), sql.Identifier(field.id)) for field in fields]
    return sql.SQL("ROW({})").format(sql.SQL(", ").join([sql.SQL("true"), *names]))
