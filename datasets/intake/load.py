"""Loads clean rows into a table of their own: a part, typed, immutable, indexed.

One transaction from CREATE TABLE to the `Part` row: a load that fails, is cancelled or loses its
lease leaves nothing, and readers of the live version never notice that it ran.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from psycopg2 import sql

from datasets.export.sql import PG_TYPES, table_of
from datasets.intake import database
from datasets.intake.claims import Claim
from datasets.intake.database import Rows
from datasets.intake.findings import Findings
from datasets.intake.schema import Finding
from datasets.intake.shape import Shape
from datasets.intake.spooled import SpoolColumn
from datasets.models import Part, Upload
from datasets.vocab import ColumnRole, ColumnType
from datasets.vocab import FindingCode as F

#: Below this many rows a scan is as fast as an index, and hundreds of small parts stay small.
INDEX_ROWS = 5_000

#: Rows of repeated keys that are told one by one.
_PLACES = 1_000

_INDEXED_ROLES = frozenset({ColumnRole.PERIOD, ColumnRole.AREA})


class KeysRepeat(Exception):
    """The columns that identify a row do not; `findings` name the rows."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("key is not unique")
        self.findings = findings


@dataclass(frozen=True)
class Accepted:
    """What was accepted: so many `rows` of columns `shape`. Of `key` nobody has checked that it is unique."""

    shape: Sequence[Shape]
    rows: int
    key: Sequence[str] = ()


def table_name_of(upload_id: uuid.UUID) -> str:
    """The name of the table that an upload's rows go into."""
    return f"p_{upload_id.hex}"


def load(claim: Claim, upload: Upload, shape: Sequence[Shape], spool: Path, key: Sequence[str] = ()) -> Part:
    """The part made of the rows in `spool`, in place of an earlier one of the same upload.

    `key` are the columns whose uniqueness nobody has checked yet. Raises KeysRepeat, Lost.
    """
    columns = [SpoolColumn(column["id"], ColumnType(column["type"])) for column in shape]
    with spool.open("rb") as rows:
        return load_rows(claim, upload, columns, rows, lambda count: Accepted(shape, count, key))


def load_rows(
    claim: Claim,
    upload: Upload,
    columns: Sequence[SpoolColumn],
    rows: Rows,
    settle: Callable[[int], Accepted],
) -> Part:
    """The part made of `rows`, once `settle`, given their count, says as what they are accepted.

    Whatever `settle` raises leaves nothing. Raises KeysRepeat, Lost.
    """
    name = table_name_of(upload.id)
    with transaction.atomic():
        database.lock_for_loading(upload.id.int % 2**63)
        drop_part(upload.id)
        database.execute(_create(name, columns))
        count = database.copy_in(_copy(name, columns), rows)
        accepted = settle(count)
        _finish(name, accepted.shape, count, accepted.key)
        if accepted.key:
            _demand_unique(name, accepted.shape, accepted.key)
        part = Part.objects.create(
            dataset_id=upload.dataset_id,
            upload=upload,
            table_name=name,
            period=upload.period,
            row_count=count,
            columns=list(accepted.shape),
        )
        claim.confirm()
    return part


def drop_part(upload_id: uuid.UUID) -> None:
    """Drop the part of an upload that no version uses, and its table."""
    for part in Part.objects.filter(upload_id=upload_id):
        part.delete()
        database.drop_table(part.table_name)
    database.drop_table(table_name_of(upload_id))


def _create(name: str, columns: Sequence[SpoolColumn]) -> sql.Composable:
    typed = [
        sql.SQL("{} {}").format(sql.Identifier(column.id), sql.SQL(PG_TYPES[column.type]))
        for column in columns
    ]
    own = [sql.SQL("_n bigint NOT NULL"), sql.SQL("_row bigint NOT NULL"), sql.SQL("_flags text")]
    return sql.SQL("CREATE TABLE {} ({})").format(table_of(name), sql.SQL(", ").join(own + typed))


def _copy(name: str, columns: Sequence[SpoolColumn]) -> sql.Composable:
    """Rows go in frozen: nobody sees the table before its commit, and no reader marks its pages later."""
    ids = ["_n", "_row", "_flags", *(column.id for column in columns)]
    names = sql.SQL(", ").join(map(sql.Identifier, ids))
    return sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, NULL '', FREEZE)").format(table_of(name), names)


def _finish(name: str, shape: Sequence[Shape], count: int, key: Sequence[str]) -> None:
    """Row number, indexes and statistics, once all rows are there: much cheaper than row by row.

    A column that is the key alone gets its index from the demand that it be unique.
    """
    table = table_of(name)
    database.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY (_n)").format(table))
    if count >= INDEX_ROWS:
        for column in shape:
            if _is_indexed(column) and [column["id"]] != list(key):
                chosen = sql.Identifier(column["id"])
                database.execute(sql.SQL("CREATE INDEX ON {} ({}, _n)").format(table, chosen))
    database.execute(sql.SQL("ANALYZE {}").format(table))


def _is_indexed(column: Shape) -> bool:
    return column["role"] in _INDEXED_ROLES or (
        column["type"] == ColumnType.CODE and column["role"] == ColumnRole.DIMENSION
    )


def _demand_unique(name: str, shape: Sequence[Shape], key: Sequence[str]) -> None:
    """Let a unique index find what repeats: no memory is needed, however many rows there are."""
    chosen = [column for column in shape if column["id"] in key]
    names = sql.SQL(", ").join(sql.Identifier(column["id"]) for column in chosen)
    index = sql.SQL("CREATE UNIQUE INDEX ON {} ({}) NULLS NOT DISTINCT").format(table_of(name), names)
    try:
        with transaction.atomic():
            database.execute(index)
    except IntegrityError:
        raise KeysRepeat(_repeated(name, chosen)) from None


def _repeated(name: str, key: Sequence[Shape]) -> tuple[Finding, ...]:
    """A finding for each row that repeats an earlier row's key; the first has the true total."""
    ids = sql.SQL(", ").join(sql.Identifier(column["id"]) for column in key)
    query = sql.SQL(
        "SELECT row, first, shown, count(*) OVER () FROM ("
        " SELECT _n, _row AS row, first_value(_row) OVER same AS first,"
        " row_number() OVER same AS place, concat_ws(', ', {ids}) AS shown"
        " FROM {table} WINDOW same AS (PARTITION BY {ids} ORDER BY _n)) AS t"
        " WHERE place > 1 ORDER BY _n LIMIT {most}"
    ).format(ids=ids, table=table_of(name), most=sql.Literal(_PLACES))
    label = ", ".join(column["label"] for column in key)
    findings = Findings(places=_PLACES)
    repeats = database.rows(query)
    for row, first, shown, _ in repeats:
        findings.add(F.KEY_DUPLICATE, row=row, column=label, value=shown, params={"first_row": first})
    findings.count_more(F.KEY_DUPLICATE, label, repeats[0][3] - len(repeats))
    return findings.listed()
