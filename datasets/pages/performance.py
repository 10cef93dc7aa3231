"""Performance: the city on one page, an office, and the proof of a single figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.measures.periods import Period, is_period, parse_period
from datasets.models import Dataset, User
from datasets.pages import stories
from datasets.pages.charts import LineChart, line_chart
from datasets.pages.search import page_in
from datasets.queries.compliance import Strip, overdue, owed_by, punctuality
from datasets.queries.indicators import (
    Performance,
    Standing,
    city_performance,
    indicator_performance,
    office_performance,
)
from datasets.queries.proof import proof_of
from datasets.rules.errors import Hidden
from datasets.vocab import Band, Role
from datasets.wording import formats

#: Lines of "Perlu perhatian Anda": more would not be read.
ATTENTION = 3


@dataclass(frozen=True)
class Line:
    """One indicator as a row of the table, in words."""

    standing: Standing
    value: str
    goal: str
    direction: str
    told: str
    percent: str
    strip: Strip | None


@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """`/kinerja`: four numbers, one verdict, what needs attention, every office."""
    shown = city_performance(request.user, year_in(request.GET))
    worst = shown.lagging[0] if shown.lagging else next((s for s in shown.standings if _is_drawable(s)), None)
    context = {
        "performance": shown,
        "punctuality": punctuality(request.user),
        "offices": _offices(shown),
        "attention": _attention(shown, overdue(request.user)),
        "attention_heading": _attention_heading(request.user),
        **_verdict(worst),
    }
    return render(request, "pages/performance.html", context)


@require_safe
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """`/kinerja/<opd>`: the indicators of one office."""
    shown = office_performance(request.user, slug, year_in(request.GET))
    worst = shown.lagging[0] if shown.lagging else next((s for s in shown.standings if _is_drawable(s)), None)
    context = {
        "performance": shown,
        "office": shown.offices[0].organization,
        "average": shown.offices[0].average,
        "offices": _offices(shown),
        **_verdict(worst),
    }
    return render(request, "pages/performance_office.html", context)


@require_safe
def indicator(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """`/kinerja/<opd>/<kode>`: formula, rows, version, file and people behind one figure."""
    shown = indicator_performance(request.user, slug, code, year_in(request.GET))
    standing = shown.standings[0]
    proof = proof_of(standing, page_in(request.GET)) if standing.is_readable else None
    upload = standing.version.upload if standing.version and standing.is_readable else None
    context = {
        "performance": shown,
        "standing": standing,
        "line": _line(standing, None),
        "change": stories.change_of(standing) if standing.is_readable else "",
        "proof": proof,
        "chart": _chart(standing),
        "version": standing.version if standing.is_readable else None,
        "upload": upload,
        "parts": _parts(standing) if upload else [],
    }
    return render(request, "pages/indicator.html", context)


def year_in(params: QueryDict) -> int | None:
    """The year asked for (`tahun`); Hidden where it is no year."""
    text = params.get("tahun", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Hidden
    return int(text)


def _offices(shown: Performance) -> list[dict[str, Any]]:
    """Offices with their lines and the strip of the datasets behind them."""
    strips = _strips([s.indicator.dataset for s in shown.standings if s.indicator.dataset])
    return [
        {
            "organization": office.organization,
            "average": office.average,
            "lines": [
                _line(standing, strips.get(standing.indicator.dataset_id)) for standing in office.standings
            ],
        }
        for office in shown.offices
    ]


def _strips(datasets: list[Dataset]) -> dict[Any, Strip]:
    distinct = list({dataset.pk: dataset for dataset in datasets}.values())
    return {owed.dataset.pk: owed.strip for owed in owed_by(distinct)}


def _line(standing: Standing, strip: Strip | None) -> Line:
    indicator, value, percent = standing.indicator, standing.value, standing.capaian.percent
    amount = reached = ""
    if standing.is_readable and value is not None:
        amount = str(formats.amount(value, indicator.unit, indicator.decimals))
        reached = formats.percent(percent) if percent is not None else ""
    goal = stories.goal_of(standing)
    told = _("%(value)s dari target %(goal)s, capaian %(percent)s") % {
        "value": amount or _("belum ada angka"),
        "goal": goal,
        "percent": reached or _("tidak dihitung"),
    }
    beside = stories.direction_of(standing) or (stories.pace_of(standing) if amount else "")
    return Line(standing, amount, goal, beside, told, reached, strip)


def _verdict(standing: Standing | None) -> dict[str, Any]:
    """The one chart of the page: the indicator that lags most, with a title that says so."""
    if standing is None:
        return {"verdict": "", "chart": None, "verdict_of": None}
    return {"verdict": stories.verdict(standing), "chart": _chart(standing), "verdict_of": standing}


def _is_drawable(standing: Standing) -> bool:
    return standing.is_readable and len(standing.trend) > 1


def _chart(standing: Standing) -> LineChart | None:
    """The trend beside its target; a running total is drawn as it grew, beside its even pace."""
    if not _is_drawable(standing):
        return None
    if standing.is_running_total:
        return _cumulative(standing)
    points = standing.trend
    lines = [(_("Realisasi"), [point.value for point in points])]
    if standing.goal_for_chart is not None:
        lines.append((_("Target"), [standing.goal_for_chart] * len(points)))
    return line_chart([point.period for point in points], lines, standing.indicator.unit)


def _cumulative(standing: Standing) -> LineChart | None:
    points = [point for point in standing.trend if point.period.startswith(str(standing.year))]
    if len(points) < 2:
        return None
    total, grown = Decimal(0), []
    for point in points:
        total += point.value or Decimal(0)
        grown.append(total)
    lines = [(_("Realisasi"), grown)]
    goal = standing.goal_for_chart
    if goal is not None:
        steps = _periods_in_year(points[0].period)
        lines.append((_("Rencana"), [goal * n / steps for n in range(1, len(points) + 1)]))
    return line_chart([point.period for point in points], lines, standing.indicator.unit)


def _periods_in_year(period: str) -> int:
    tail = period[5:6]
    return {"Q": 4, "S": 2, "W": 52}.get(tail, 12)


def _attention_heading(viewer: User | AnonymousUser) -> str:
    """Whom the list speaks to: the city's leaders are told that it waits for them."""
    is_leader = isinstance(viewer, User) and viewer.role == Role.PIMPINAN
    return _("Perlu perhatian Anda") if is_leader else _("Perlu perhatian")


def _attention(shown: Performance, late: list[Dataset]) -> list[dict[str, str]]:
    """At most three things, each with who answers for it: lagging figures first, then late data."""
    found = [
        {
            "icon": "turun" if standing.capaian.band is not Band.MEDIUM else "awas",
            "title": stories.verdict(standing),
            "text": stories.change_of(standing),
            "owner": standing.indicator.organization.short_name,
            "kind": "indicator",
            "slug": standing.indicator.organization.slug,
            "code": standing.indicator.code,
        }
        for standing in shown.lagging[: ATTENTION - bool(late)]
    ]
    for dataset in late[: ATTENTION - len(found)]:
        due = formats.day(dataset.next_release) if dataset.next_release else ""
        found.append(
            {
                "icon": "jam",
                "title": _("%(title)s terlambat") % {"title": dataset.title},
                "text": _("Jadwal rilis %(due)s.") % {"due": due},
                "owner": dataset.organization.short_name,
                "kind": "dataset",
                "slug": dataset.slug,
                "code": "",
            }
        )
    return found


def _parts(standing: Standing) -> list[Any]:
    """The files that the figure's periods came from, newest first, with who sent and approved them."""
    assert standing.version is not None
    links = standing.version.version_parts.select_related(
        "part__upload__uploaded_by__organization", "part__upload__approved_by"
    )
    figure = standing.figure
    wanted = [parse_period(text) for text in (figure.periods if figure else ())]
    parts = [link.part for link in links.order_by("-position")]
    return [part for part in parts if not is_period(part.period) or _touches(part.period, wanted)]


def _touches(text: str, wanted: list[Period]) -> bool:
    """Whether the period in `text` shares a day with one of `wanted`."""
    period = parse_period(text)
    return any(period.start <= other.end and other.start <= period.end for other in wanted)
