"""Dates of the Action API: naive UTC, always six digits."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from api.ckan.dates import naive


def test_dates_are_naive_utc_with_six_digits() -> None:
    assert naive(datetime(2026, 11, 24, 3, 30, 2, tzinfo=UTC)) == "2026-11-24T03:30:02.000000"
    local = datetime(2026, 11, 24, 0, 0, 0, 5, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert naive(local) == "2026-11-23T15:00:00.000005"
    assert naive(None) is None
