"""The P4 workload: ten times the usual rows in one published part with its sums, and the same asked in bare SQL."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection
from psycopg2 import sql

from datasets.export.sql import table_of
from datasets.intake.profile import profile
from datasets.models import Part, Version
from datasets.queries.aggregates import groups_of, parse_aggregate_query
from datasets.vocab import ColumnRole, ColumnType, Frequency
from tests import factories

R, T = ColumnRole, ColumnType
_SHAPE = (
    ("tanggal", T.DATE, R.DIMENSION),
    ("bulan", T.MONTH, R.PERIOD),
    ("kode_kecamatan", T.CODE, R.AREA),
    ("kanal", T.TEXT, R.DIMENSION),
    ("jumlah", T.INTEGER, R.MEASURE),
    ("biaya", T.DECIMAL, R.MEASURE),
)
#: What is asked of us, and the SQL that says the same: one that the sums answer, one that they do not.
BY_SUMS = (
    {"group_by": ["kode_kecamatan,bulan"], "measure": ["sum:jumlah,count"]},
    "SELECT kode_kecamatan, bulan, sum(jumlah), count(*) FROM {} GROUP BY 1, 2 ORDER BY 1, 2",
)
BY_ROWS = (
    {"group_by": ["kanal,tanggal:month"], "measure": ["sum:jumlah,avg:biaya"]},
    "SELECT kanal, date_trunc('month', tanggal::timestamp), sum(jumlah), avg(biaya) FROM {} GROUP BY 1, 2",
)

_FILL = """
INSERT INTO {table} SELECT n, n, NULL, day, to_char(day, 'YYYY-MM'),
    '82.71.' || lpad((1 + n * 31 % 8)::text, 2, '0'),
    (ARRAY['daring', 'loket', 'keliling'])[1 + n * 17 % 3], n * 13 % 5000, (n * 7919 % 99999900) / 100.0
FROM (SELECT n, date '2025-01-01' + (n * 104729 % 730)::integer AS day FROM generate_series(1, {rows}::bigint) AS n) AS d
"""


def version_of(rows: int) -> Version:
    """A published version of `rows` rows, with statistics and sums as loading makes them."""
    version = factories.published(factories.dataset("kerja-p4", frequency=Frequency.MONTHLY), [], _SHAPE)
    part = Part.objects.select_related("dataset").get(versions=version)
    table = table_of(part.table_name)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_FILL).format(table=table, rows=sql.Literal(rows)))
        cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(table))
    part.row_count = rows
    part.save()
    profile(part)
    Version.objects.filter(pk=version.pk).update(row_count=rows)
    return Version.objects.select_related("dataset").get(pk=version.pk)


def ours(version: Version, params: dict[str, list[str]]) -> float:
    """Seconds of a question as the API asks it, from its words to the text of its answer."""
    return _seconds(lambda: groups_of(None, version.dataset, parse_aggregate_query(version, params)))


def bare(version: Version, query: str) -> float:
    """Seconds of the same in SQL, as parallel as PostgreSQL likes, without any of our limits."""
    asked = sql.SQL(query).format(table_of(version.parts.get().table_name))

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            cursor.fetchall()

    return _seconds(ask)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
