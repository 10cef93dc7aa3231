"""Values of filters: written as PostgreSQL reads them, or refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.queries.row_values import read_value
from datasets.vocab import ColumnType

T = ColumnType


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (T.INTEGER, "+007", "7"),
        (T.INTEGER, "-9223372036854775808", "-9223372036854775808"),
        (T.DECIMAL, "-1.50", "-1.50"),
        (T.DATE, "2026-02-28", "2026-02-28"),
        (T.DATETIME, "2026-10-31T09:12", "2026-10-31 09:12:00"),
        (T.DATETIME, "2026-10-31T00:12:00Z", "2026-10-31 09:12:00"),
        (T.DATETIME, "2026-10-31", "2026-10-31 00:00:00"),
        (T.TIME, "09:12", "09:12:00"),
        (T.MONTH, "2026-10", "2026-10"),
        (T.QUARTER, "2026-Q3", "2026-Q3"),
        (T.YEAR, "2026", "2026"),
        (T.FISCAL_YEAR, "2025/2026", "2025/2026"),
        (T.BOOLEAN, "TRUE", "true"),
        (T.BOOLEAN, "0", "false"),
        (T.CODE, "007", "007"),
        (T.TEXT, " % ' ", " % ' "),
    ],
)
def test_each_type_reads_its_own(kind: ColumnType, text: str, value: str) -> None:
    assert read_value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (T.INTEGER, "1.5"),
        (T.INTEGER, "9223372036854775808"),
        (T.INTEGER, "١"),
        (T.YEAR, "99999999999"),
        (T.DECIMAL, "1,5"),
        (T.DECIMAL, "1e5"),
        (T.DECIMAL, "NaN"),
        (T.DATE, "2026-02-30"),
        (T.DATE, "31/10/2026"),
        (T.DATE, "2026-W10-1"),
        (T.DATETIME, "kemarin"),
        (T.DATETIME, "0001-01-01T00:00:00+14:00"),
        (T.TIME, "25:00"),
        (T.MONTH, "2026-1"),
        (T.QUARTER, "2026-Q5"),
        (T.FISCAL_YEAR, "25/26"),
        (T.BOOLEAN, "ya"),
        (T.TEXT, ""),
        (T.TEXT, "a\x00"),
        (T.TEXT, "\ud800"),
        (T.TEXT, "x" * 1001),
        (T.POINT, "{}"),
        (T.GEOMETRY, "{}"),
    ],
)
def test_anything_else_is_refused(kind: ColumnType, text: str) -> None:
    with pytest.raises(ValueError):
        read_value(kind, text)


@given(st.sampled_from(list(ColumnType)), st.text())
def test_whatever_comes_is_read_or_refused(kind: ColumnType, text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_value(kind, text), str)
