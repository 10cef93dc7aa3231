"""The front door: home, release calendar, robots.txt."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.pages import stories
from datasets.pages.charts import bars_of
from datasets.pages.map import map_of
from datasets.queries.compliance import overdue, releases
from datasets.queries.described import catalog_shown
from datasets.queries.home import AreaStory, home_of
from datasets.queries.schema_org import catalog_schema

#: Drawn behind the search field, where the city has such a picture.
HERO = "city/kontur.svg"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`: search, headline figures, one dataset by area, topics, news, coming releases."""
    shown = home_of(request.user)
    context = {
        "home": shown,
        "headlines": [(standing, stories.change_of(standing)) for standing in shown.headlines],
        "story": _told(shown.area_story) if shown.area_story else None,
        "hero": HERO if (settings.CITY.static / HERO).is_file() else "",
        "linked": catalog_schema(catalog_shown(shown.updated_at)),
        "searches": [topic.words.split(", ")[0] for topic in shown.topics[:4] if topic.words],
    }
    return render(request, "pages/home.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """`/jadwal`: what comes out when, and what is overdue."""
    context = {"coming": releases(request.user), "late": overdue(request.user)}
    return render(request, "pages/calendar.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: all may be read but the staff's rooms; where the data are samples, the API only.

    The API is never closed: who reads it is a program, not an index of pages.
    """
    closed = ["/"] if settings.SAMPLES else ["/kerja", "/akun", "/masuk", "/keluar"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "Allow: /api/"]
    lines += ["", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _told(story: AreaStory) -> dict[str, object]:
    """A dataset by area as the home page shows it."""
    glance = story.glance
    return {
        "dataset": story.dataset,
        "sentence": stories.by_area(glance) or story.dataset.title,
        "measure": glance.main.measure,
        "period": glance.area_period,
        "bars": bars_of(glance.areas, glance.main.measure.unit),
        "level": glance.level,
        "map": map_of(glance.areas, glance.main.measure.unit),
    }
