"""Values as systems send them: each type in its one writing, everything else refused."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from datasets.actions.sent_values import sent_value
from datasets.vocab import ColumnType as T


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (T.INTEGER, 12, "12"),
        (T.INTEGER, D("12.0"), "12"),
        (T.INTEGER, "-7", "-7"),
        (T.YEAR, 2026, "2026"),
        (T.DECIMAL, D("1e3"), "1000"),
        (T.DECIMAL, D("812.50"), "812.50"),
        (T.DECIMAL, "1.250", "1.250"),
        (T.DATE, "2026-10-31", "2026-10-31"),
        (T.DATETIME, "2026-10-31T08:00:00+00:00", "2026-10-31 17:00:00"),
        (T.DATETIME, "2026-10-31 08:00", "2026-10-31 08:00:00"),
        (T.TIME, "08:30", "08:30:00"),
        (T.MONTH, "2026-10", "2026-10"),
        (T.QUARTER, "2026-Q3", "2026-Q3"),
        (T.FISCAL_YEAR, "2026", "2026"),
        (T.BOOLEAN, True, "true"),
        (T.BOOLEAN, "False", "false"),
        (T.CODE, "0164", "0164"),
        (T.TEXT, "  Ternate Utara ", "Ternate Utara"),
        (T.TEXT, "", None),
        (T.TEXT, "   ", None),
        (T.DECIMAL, None, None),
        (T.POINT, None, None),
    ],
)
def test_a_value_is_brought_to_its_types_writing(
    kind: T, value: Any, text: str | None, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Jayapura"
    assert sent_value(kind, value) == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (T.INTEGER, D("1.5")),
        (T.INTEGER, True),
        (T.INTEGER, 2**63),
        (T.YEAR, 2**31),
        (T.DECIMAL, "1.250,00"),
        (T.DECIMAL, "lima"),
        (T.DECIMAL, D("1e999999999")),
        (T.DECIMAL, D("1e-60")),
        (T.DECIMAL, D("0." + "1" * 200)),
        (T.DECIMAL, [1]),
        (T.DATE, "31-10-2026"),
        (T.DATE, "2026-02-30"),
        (T.DATE, 20261031),
        (T.DATETIME, "2026-10-31"),
        (T.DATETIME, "0001-01-01T00:00:00+14:00"),
        (T.TIME, "25:00"),
        (T.MONTH, "2026-13"),
        (T.MONTH, "Oktober 2026"),
        (T.QUARTER, "2026-Q5"),
        (T.BOOLEAN, 1),
        (T.BOOLEAN, "ya"),
        (T.CODE, 164),
        (T.TEXT, {"id": "a"}),
        (T.TEXT, "a\x00b"),
        (T.TEXT, "\ud800"),
        (T.TEXT, "x" * 10_001),
        (T.POINT, {"type": "Point", "coordinates": [127.3, 0.7]}),
    ],
)
def test_anything_else_is_refused(kind: T, value: Any) -> None:
    with pytest.raises(ValueError):
        sent_value(kind, value)
