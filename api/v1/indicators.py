"""Indicators of performance, as the performance page shows them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, one, viewer_of
from datasets.queries.cards import api_url, moment, office_of, page_url
from datasets.queries.errors import BadParameter
from datasets.queries.indicators import Performance, Standing, city_performance
from datasets.rules.errors import Hidden


class IndicatorsView(ApiView):
    """`GET indicators`."""

    known = frozenset({"year"})

    def get(self, request: Request) -> HttpResponse:
        """Every indicator in one year, by default the latest with figures."""
        performance = city_performance(viewer_of(request), _year(request))
        shown = [_standing(standing) for standing in performance.standings]
        return as_json(_years(performance) | {"count": len(shown), "results": shown})


class IndicatorView(ApiView):
    """`GET indicators/{code}`."""

    known = frozenset({"year"})

    def get(self, request: Request, code: str) -> HttpResponse:
        """One indicator in one year, with its last periods."""
        performance = city_performance(viewer_of(request), _year(request))
        found = [s for s in performance.standings if s.indicator.code == code]
        if not found:
            raise Hidden(gettext("Indikator ini tidak ditemukan."))
        trend = [{"period": p.period, "value": p.value} for p in found[0].trend if found[0].is_readable]
        return as_json(_years(performance) | _standing(found[0]) | {"trend": trend})


def _year(request: Request) -> int | None:
    text = one(request, "year")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise BadParameter("year", "unreadable", gettext("“year” adalah tahun empat angka, misalnya 2026."))
    return int(text)


def _years(performance: Performance) -> dict[str, Any]:
    return {
        "year": performance.year,
        "years": list(performance.years),
        "computed_at": moment(performance.computed_at),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    """The figure is left out where its rows are not open to the viewer."""
    indicator, goal, is_open = standing.indicator, standing.goal, standing.is_readable
    dataset = indicator.dataset
    return {
        "code": indicator.code,
        "name": indicator.name,
        "organization": office_of(indicator.organization),
        "level": indicator.level,
        "unit": indicator.unit,
        "polarity": indicator.polarity,
        "aggregation": indicator.aggregation,
        "formula": indicator.formula or None,
        "target": {"value": goal.value, "lower": goal.lower, "upper": goal.upper},
        "value": standing.value if is_open else None,
        "last_period": standing.last_period if is_open else None,
        "percent": standing.capaian.percent if is_open else None,
        "band": standing.capaian.band if is_open else None,
        "is_readable": is_open,
        "dataset": dataset.slug if dataset and is_open else None,
        "version": standing.version.number if standing.version and is_open else None,
        "is_sample": indicator.is_sample,
        "links": {
            "self": api_url("indicators", indicator.code),
            "page": page_url("kinerja", indicator.organization.slug, indicator.code),
        },
    }
