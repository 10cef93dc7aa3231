"""Moments: as Solr's clients write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from datasets.queries.moments import read_moment

NOW = datetime(2026, 3, 31, 13, 45, 6, 789, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T03:30:02.123456Z", datetime(2026, 11, 24, 3, 30, 2, 123456, tzinfo=UTC)),
        ("2026-11-24T03:30:02Z", datetime(2026, 11, 24, 3, 30, 2, tzinfo=UTC)),
        ("2026-11-24T03:30:02", datetime(2026, 11, 24, 3, 30, 2, tzinfo=UTC)),
        ("2026-11-24T12:30:02+09:00", datetime(2026, 11, 24, 3, 30, 2, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24T00:00:00Z+1DAY", datetime(2026, 11, 25, tzinfo=UTC)),
        ("NOW", NOW),
        ("NOW/DAY", datetime(2026, 3, 31, tzinfo=UTC)),
        ("NOW/YEAR", datetime(2026, 1, 1, tzinfo=UTC)),
        ("NOW-1MONTH/DAY", datetime(2026, 2, 28, tzinfo=UTC)),
        ("NOW+2YEARS/MONTH", datetime(2028, 3, 1, tzinfo=UTC)),
        ("NOW/DAY-7DAYS", datetime(2026, 3, 24, tzinfo=UTC)),
        ("NOW/HOUR+30MINUTES", datetime(2026, 3, 31, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read(text: str, expected: datetime) -> None:
    assert read_moment(text, NOW) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "kemarin", "2026-13-01", "2026-11-24T25:00:00Z", "NOW-", "NOW-1", "NOW-1LUSTRUM", "NOW/LUSTRUM",
        "NOWADAYS", "NOW-999999YEARS", "NOW+999999WEEKS", "0001-01-01T00:00:00+14:00", "0000-01-01",
        "2026-11-24T03:30:02Z nanti", "٢٠٢٦-11-24",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_moment(text, NOW)
