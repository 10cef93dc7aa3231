"""Moments as the Action API writes them: UTC without a zone, always six digits, comparable as text."""

from __future__ import annotations

from datetime import UTC, datetime


def naive(moment: datetime | None) -> str | None:
    """`2026-11-24T03:30:02.000000`; harvesters compare these as text (INTEROP §3)."""
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
