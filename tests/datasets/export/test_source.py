"""SqlSource: the selects one after another, through the two functions it is given."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from psycopg2 import sql

from datasets.export.pipe import Leaving, Sink
from datasets.export.source import SqlSource
from datasets.export.sql import Field
from datasets.vocab import ColumnType

PLACE = Field("titik", "Titik", ColumnType.POINT)
SELECTS = [sql.SQL("SELECT 1 AS a"), sql.SQL("SELECT 2 AS a")]


def source(copy: Any) -> SqlSource:
    return SqlSource([Field("a", "A", ColumnType.INTEGER), PLACE], SELECTS, copy)


def test_it_copies_each_select_in_order() -> None:
    asked: list[str] = []

    def copy(query: sql.Composable, sink: Sink, leaving: Leaving) -> None:
        asked.append(repr(query))
        sink.write(b"%d\n" % len(asked))

    made = source(copy)
    assert b"".join(made.csv_blocks(safe=True)) == b"1\n2\n"
    assert b"".join(made.json_blocks()) == b"3\n4\n"
    assert b"".join(made.feature_blocks(PLACE)) == b"5\n6\n"
    assert ["SELECT 1" in asked[0], "SELECT 2" in asked[1], "row_to_json" in asked[2]] == [True] * 3
    assert "Feature" in asked[4]


def test_an_error_while_copying_reaches_the_reader() -> None:
    def copy(query: sql.Composable, sink: Sink, leaving: Leaving) -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(source(copy).json_blocks())


def test_a_reader_who_leaves_ends_what_still_waits() -> None:
    begun, ended = threading.Event(), threading.Event()

    def copy(query: sql.Composable, sink: Sink, leaving: Leaving) -> None:
        with leaving.ends(ended.set):
            begun.set()
            ended.wait()

    made = source(copy)
    reader = threading.Thread(target=lambda: list(made.csv_blocks(safe=False)))
    reader.start()
    begun.wait()
    made.leaving()
    reader.join()
    assert ended.is_set()
