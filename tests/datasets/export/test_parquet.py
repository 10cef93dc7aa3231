"""Parquet: exact types, null and empty told apart, labels with the columns."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from datasets.export.parquet import GROUP, write_parquet
from datasets.export.sql import Field
from datasets.vocab import ColumnType

T = ColumnType


def table_of(fields: list[Field], rows: str, **said: Any) -> Any:
    """The table that these lines of CSV become."""
    job = {
        "fields": [asdict(field) for field in fields],
        "title": "Judul",
        "metadata": [("Satuan", "ton")],
    } | said
    made = io.BytesIO()
    write_parquet(job, io.BytesIO(rows.encode()), made)
    return parquet.read_table(made)


@pytest.mark.parametrize(
    ("field", "text", "kind", "value"),
    [
        (Field("a", "A", T.INTEGER), "9007199254740993", pa.int64(), 9007199254740993),
        (Field("a", "A", T.YEAR), "2026", pa.int32(), 2026),
        (Field("a", "A", T.DECIMAL, scale=2, digits=3), "812.5", pa.decimal128(5, 2), Decimal("812.50")),
        (Field("a", "A", T.DECIMAL, scale=0, digits=0), "", pa.decimal128(1, 0), None),
        (Field("a", "A", T.DECIMAL, scale=20, digits=20), "1.5", pa.string(), "1.5"),
        (Field("a", "A", T.DECIMAL), "1.5", pa.float64(), 1.5),
        (Field("a", "A", T.CODE), "007", pa.string(), "007"),
        (Field("a", "A", T.MONTH), "2026-10", pa.string(), "2026-10"),
        (Field("a", "A", T.DATE), "2026-10-31", pa.date32(), date(2026, 10, 31)),
        (
            Field("a", "A", T.DATETIME),
            "2026-10-31T09:12:00+09:00",
            pa.timestamp("us", "UTC"),
            datetime(2026, 10, 31, 0, 12, tzinfo=UTC),
        ),
        (Field("a", "A", T.TIME), "09:12:00", pa.time64("us"), time(9, 12)),
        (Field("a", "A", T.BOOLEAN), "true", pa.bool_(), True),
        (Field("a", "A", T.TEXT), '"=1+1\nx"', pa.string(), "=1+1\nx"),
        (Field("a", "A", T.POINT), '"{""type"": ""Point""}"', pa.string(), '{"type": "Point"}'),
    ],
)
def test_each_type_is_kept_exactly(field: Field, text: str, kind: Any, value: Any) -> None:
    table = table_of([field, Field("b", "B", T.TEXT)], f"{text},x\n")
    assert (table.schema.field("a").type, table["a"].to_pylist()) == (kind, [value])


def test_nothing_and_an_empty_text_are_told_apart() -> None:
    assert table_of([Field("a", "A", T.TEXT)], '\n""\nx\n')["a"].to_pylist() == [None, "", "x"]


def test_no_rows_are_a_table_with_its_columns() -> None:
    table = table_of([Field("a", "A", T.INTEGER)], "")
    assert (table.num_rows, table.schema.names) == (0, ["a"])


def test_columns_carry_their_labels_and_the_file_its_title() -> None:
    table = table_of([Field("a", "Berat (ton)", T.INTEGER, "ton")], "1\n")
    assert table.schema.field("a").metadata == {b"label": b"Berat (ton)", b"unit": b"ton"}
    assert table.schema.metadata == {b"title": b"Judul", b"Satuan": b"ton"}


def test_many_rows_are_written_group_by_group() -> None:
    count = GROUP * 2 + 1
    job = {"fields": [asdict(Field("a", "A", T.INTEGER))], "title": "", "metadata": []}
    made = io.BytesIO()
    write_parquet(job, io.BytesIO(b"".join(b"%d\n" % n for n in range(count))), made)
    file = parquet.ParquetFile(made)
    assert file.metadata.num_rows == count
    assert file.metadata.num_row_groups > 1
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.read()["a"].to_pylist() == list(range(count))
