"""The spool is what COPY expects: null empty and unquoted, everything else as it is."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from django.db import connection

from datasets.intake.spool import Spool
from datasets.intake.values.cells import Cells

NASTY = ['kata "dua"', "baris\nbaru", "\\.", "a,b", "'", "tab\t", "\\N", "NULL", None]


def write(path: Path) -> None:
    with Spool(str(path), ["teks", "angka"]) as spool:
        rows = pa.array(range(5, 5 + len(NASTY)), pa.int64())
        numbers = pa.array(["1.5"] * len(NASTY))
        spool.write([Cells.folded(pa.array(NASTY)), Cells(numbers)], rows, {0: {"angka": "revisi"}})


@pytest.mark.django_db
def test_postgresql_reads_back_what_was_written(tmp_path: Path) -> None:
    write(tmp_path / "spool")
    with connection.cursor() as cursor, (tmp_path / "spool").open("rb") as stream:
        cursor.execute("CREATE TEMP TABLE t (_n bigint, _row bigint, _flags text, teks text, angka numeric)")
        cursor.cursor.copy_expert("COPY t FROM STDIN WITH (FORMAT csv, NULL '')", stream)
        cursor.execute("SELECT teks FROM t ORDER BY _n")
        assert [row[0] for row in cursor.fetchall()] == NASTY
        cursor.execute("SELECT _n, _row, _flags, angka::float FROM t ORDER BY _n LIMIT 2")
        assert cursor.fetchall() == [(1, 5, '{"angka": "revisi"}', 1.5), (2, 6, None, 1.5)]


def test_without_a_path_nothing_is_written() -> None:
    with Spool("", ["a"]) as spool:
        spool.write([Cells(pa.array(["x"]))], pa.array([1], pa.int64()), {})


def test_quotes_stand_only_where_a_block_needs_them(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    with Spool(str(path), ["teks"]) as spool:
        spool.write([Cells(pa.array(["satu", None]))], pa.array([2, 3], pa.int64()), {})
        spool.write([Cells(pa.array(["dua, tiga"]))], pa.array([4], pa.int64()), {})
    assert path.read_text() == '1,2,,satu\n2,3,,\n3,4,,"dua, tiga"\n'
