"""`/parts`: each template part with sample data, where screenshots and axe meet it (SHOW_PARTS=1)."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.pages.charts import bars_of, line_chart
from datasets.queries.compliance import Cell, Filing, Strip
from datasets.queries.summaries import AreaValue, Measure
from datasets.templatetags.icons import ICONS
from datasets.vocab import Band

_PERIODS = [f"2026-{month:02d}" for month in range(1, 11)]
_RISING = [Decimal(value) for value in (310, 322, 318, 340, 352, 349, 361, 377, 380, 401)]
_PLAN = [Decimal(330 + 8 * n) for n in range(10)]
_AREAS = [
    AreaValue("82.71.02", "Ternate Selatan", Decimal("38.2")),
    AreaValue("82.71.06", "Ternate Tengah", Decimal("33.7")),
    AreaValue("82.71.04", "Moti", Decimal("2.4")),
]
_FILINGS = (Filing.NOT_DUE, Filing.FILED, Filing.FILED, Filing.MISSING, Filing.FILED)


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Every part, with data made up for it."""
    lines = [("Realisasi", _RISING), ("Rencana", _PLAN)]
    cells = zip(_PERIODS, _FILINGS, strict=False)
    context = {
        "bands": list(Band),
        "chart": line_chart(_PERIODS, lines, "ton"),
        "trend": _RISING,
        "measure": Measure("ton_hari", "Ton per hari", "ton"),
        "bars": bars_of(_AREAS, "ton"),
        "strip": Strip(tuple(Cell(period, filing) for period, filing in cells)),
        "icons": sorted(ICONS),
        "value": Decimal(82),
        "goal": Decimal(90),
    }
    return render(request, "pages/parts.html", context)
