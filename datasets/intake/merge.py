"""Makes the file of an upload whose rows were sent by key: the live rows, with those sent laid over them.

PostgreSQL does the joining and writes CSV straight into the store, so memory stays the same for any
number of rows. The file is then examined like one that somebody sent (decision 0023).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from psycopg2 import sql

from datasets import store
from datasets.export.csv import csv_line
from datasets.export.sql import PG_TYPES, Field, column_of, copy_csv, table_of
from datasets.intake import database
from datasets.intake.claims import Claim
from datasets.intake.shape import table_of_part
from datasets.models import Part, RowChange, Upload
from datasets.rules.row_changes import change_of, parts_touched
from datasets.vocab import ColumnType
from datasets.vocab_rows import RowChangeKind

_SENT = sql.Identifier("sent_rows")


def renew(claim: Claim, upload: Upload) -> None:
    """Give an upload of sent rows the file they make of what is live now; others stay. Raises Lost."""
    change = change_of(upload)
    if change is None:
        return
    parts = parts_touched(upload.dataset, upload.period)
    stored, matched = _written(change, _fields(upload), parts)
    upload.sha256, upload.bytes = stored.sha256, stored.bytes
    change.base = [part.pk for part in parts]
    change.outcome = {"matched": matched}
    with transaction.atomic():
        claim.note(sha256=stored.sha256, bytes=stored.bytes)
        change.save(update_fields=["base", "outcome"])


def _fields(upload: Upload) -> list[Field]:
    columns = upload.dataset.columns.order_by("position")
    return [Field(column.name, column.label, ColumnType(column.type)) for column in columns]


@transaction.atomic
def _written(change: RowChange, fields: list[Field], parts: Sequence[Part]) -> tuple[store.Stored, int]:
    """The whole file, and how many of the rows sent were live."""
    types = {field.id: field for field in fields}
    database.execute(_create([types[name] for name in change.columns]))
    with store.open_stored(change.rows_sha256) as source:
        database.copy_in(_take(change.columns), source)
    database.execute(sql.SQL("ANALYZE {}").format(_SENT))
    live = _live(fields, parts)
    matched = int(database.rows(_count(live, change))[0][0])
    with store.new_file() as draft:
        draft.write(csv_line([field.label for field in fields]))
        database.copy_out(copy_csv(_merged(live, fields, change), fields, safe=False), draft)
        stored = draft.keep()
    database.execute(sql.SQL("DROP TABLE {}").format(_SENT))
    return stored, matched


def _create(columns: Sequence[Field]) -> sql.Composable:
    typed = [sql.SQL("{} {}").format(sql.Identifier(c.id), sql.SQL(PG_TYPES[c.type])) for c in columns]
    return sql.SQL("CREATE TEMP TABLE {} ({}, _i bigint GENERATED ALWAYS AS IDENTITY)").format(
        _SENT, sql.SQL(", ").join(typed)
    )


def _take(columns: Sequence[str]) -> sql.Composable:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    return sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, HEADER)").format(_SENT, names)


def _live(fields: Sequence[Field], parts: Sequence[Part]) -> sql.Composable:
    """The live rows in the dictionary's columns, with `_p` and `_n`, their place; none without parts."""
    tables = [table_of_part(part.table_name, part.columns) for part in parts]
    selects = [
        sql.SQL("SELECT {} AS _p, _n, {} FROM {}").format(
            sql.Literal(place),
            sql.SQL(", ").join(
                sql.SQL("{} AS {}").format(column_of(table, field), sql.Identifier(field.id))
                for field in fields
            ),
            table_of(table.table),
        )
        for place, table in enumerate(tables)
    ]
    none = [sql.SQL("NULL::{} AS {}").format(sql.SQL(PG_TYPES[f.type]), sql.Identifier(f.id)) for f in fields]
    nothing = sql.SQL("SELECT 0 AS _p, 0::bigint AS _n, {} WHERE false").format(sql.SQL(", ").join(none))
    return sql.SQL(" UNION ALL ").join(selects or [nothing])


def _same(key: Sequence[str]) -> sql.Composable:
    return sql.SQL(" AND ").join(sql.SQL("l.{n} = s.{n}").format(n=sql.Identifier(name)) for name in key)


def _count(live: sql.Composable, change: RowChange) -> sql.Composable:
    return sql.SQL("SELECT count(*) FROM {} AS s WHERE EXISTS (SELECT 1 FROM ({}) AS l WHERE {})").format(
        _SENT, live, _same(change.key)
    )


def _merged(live: sql.Composable, fields: Sequence[Field], change: RowChange) -> sql.Composable:
    """Live rows in their order: without those sent, or with the values sent, and new rows behind them."""
    if change.kind == RowChangeKind.DELETE:
        return sql.SQL(
            "SELECT l.* FROM ({}) AS l WHERE NOT EXISTS (SELECT 1 FROM {} AS s WHERE {}) ORDER BY _p, _n"
        ).format(live, _SENT, _same(change.key))
    sent = set(change.columns)
    over = [
        sql.SQL("CASE WHEN s._i IS NULL THEN l.{n} ELSE s.{n} END AS {n}").format(n=sql.Identifier(field.id))
        if field.id in sent
        else sql.SQL("l.{}").format(sql.Identifier(field.id))
        for field in fields
    ]
    new = [
        sql.SQL("s.{}").format(sql.Identifier(field.id))
        if field.id in sent
        else sql.SQL("NULL::{}").format(sql.SQL(PG_TYPES[field.type]))
        for field in fields
    ]
    return sql.SQL(
        "SELECT {over}, _p, _n, s._i FROM ({live}) AS l LEFT JOIN {sent} AS s ON {same} UNION ALL "
        "SELECT {new}, NULL, NULL, s._i FROM {sent} AS s "
        "WHERE NOT EXISTS (SELECT 1 FROM ({live}) AS l WHERE {same}) ORDER BY _p NULLS LAST, _n, _i"
    ).format(
        over=sql.SQL(", ").join(over),
        new=sql.SQL(", ").join(new),
        live=live,
        sent=_SENT,
        same=_same(change.key),
    )
