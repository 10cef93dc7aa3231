"""SqlSource: the selects one after another, through the two functions it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg2 import sql

from datasets.export.pipe import Sink
from datasets.export.source import SqlSource
from datasets.export.sql import Field
from datasets.vocab import ColumnType

SELECTS = [sql.SQL("SELECT 1 AS a"), sql.SQL("SELECT 2 AS a")]


def source(copy: Any) -> SqlSource:
    def fetch(query: sql.Composable) -> Iterator[tuple[Any, ...]]:
        yield (repr(query),)

    return SqlSource([Field("a", "A", ColumnType.INTEGER)], SELECTS, copy, fetch)


def test_it_copies_and_reads_each_select_in_order() -> None:
    asked: list[str] = []

    def copy(query: sql.Composable, sink: Sink) -> None:
        asked.append(repr(query))
        sink.write(b"%d\n" % len(asked))

    made = source(copy)
    assert b"".join(made.csv_blocks(safe=True)) == b"1\n2\n"
    assert b"".join(made.json_blocks()) == b"3\n4\n"
    assert ["SELECT 1" in asked[0], "SELECT 2" in asked[1], "row_to_json" in asked[2]] == [True] * 3
    assert [row[0] for row in made.rows()] == [repr(select) for select in SELECTS]


def test_an_error_while_copying_reaches_the_reader() -> None:
    def copy(query: sql.Composable, sink: Sink) -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(source(copy).json_blocks())
