"""The catalogue as people search it: words, facets, pages; and each topic's own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from datasets.queries.catalog import Filter, Found, find_datasets
from datasets.queries.facets import Facet
from datasets.rules.errors import Hidden
from datasets.vocab import Topic
from datasets.wording.labels import label

PAGE = 20
#: The last page that is offered: beyond it, words or facets find faster.
MOST_PAGES = 500

#: (parameter of the address, facet of the query, what it is called), in the order of the page.
FACETS: tuple[tuple[str, str, Promise], ...] = (
    ("topik", "topic", _("Topik")),
    ("opd", "organization", _("Perangkat daerah")),
    ("frekuensi", "frequency", _("Frekuensi")),
    ("format", "format", _("Format")),
    ("wilayah", "area", _("Wilayah")),
)
SORTS: tuple[tuple[str, str, Promise], ...] = (
    ("cocok", "relevance", _("Paling cocok")),
    ("baru", "updated", _("Terbaru")),
    ("judul", "title", _("Judul A–Z")),
)
#: Facets that start open; the others open by a click, and whenever something in them is chosen.
_OPEN = ("topik", "opd")


@dataclass(frozen=True)
class FacetGroup:
    """One facet with its choices."""

    name: str
    title: Promise
    choices: list[Facet]
    is_open: bool

    @property
    def chosen(self) -> list[Facet]:
        """What is chosen in it."""
        return [choice for choice in self.choices if choice.is_chosen]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/dataset?q=…&topik=…`: everything chosen lives in the address."""
    page = page_in(request.GET)
    chosen = filter_in(request.GET)
    found = find_datasets(request.user, chosen, limit=PAGE, offset=(page - 1) * PAGE, with_facets=True)
    groups = _groups(found)
    context = {
        "found": found,
        "chosen": chosen,
        "groups": groups,
        "is_narrowed": any(group.chosen for group in groups),
        "sorts": [(value, word) for value, _sort, word in SORTS],
        "sort": request.GET.get("urut", ""),
        "page": page,
        "pages": min(max((found.total + PAGE - 1) // PAGE, 1), MOST_PAGES),
    }
    return render(request, "pages/search.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """`/topik/<slug>`: the datasets of one topic."""
    if slug not in set(Topic):
        raise Hidden
    page = page_in(request.GET)
    found = find_datasets(
        request.user, Filter(topic=slug, sort="title"), limit=PAGE, offset=(page - 1) * PAGE, with_facets=True
    )
    context = {
        "topic": slug,
        "title": label(Topic, slug),
        "found": found,
        "offices": [choice for choice in found.facets.get("organization", []) if choice.count],
        "page": page,
        "pages": max((found.total + PAGE - 1) // PAGE, 1),
    }
    return render(request, "pages/topic.html", context)


def page_in(params: QueryDict) -> int:
    """The page asked for, 1 where the address says nothing sensible."""
    text = params.get("page", "1")
    return min(max(int(text), 1), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def filter_in(params: QueryDict) -> Filter:
    """What the address asks for; values that mean nothing find nothing, and say so."""
    sorts = {value: sort for value, sort, _word in SORTS}
    return Filter(
        q=params.get("q", "")[:200].strip(),
        topic=_choices(params, "topik"),
        organization=_choices(params, "opd"),
        frequency=_choices(params, "frekuensi"),
        format=_choices(params, "format"),
        area=_choices(params, "wilayah"),
        sort=sorts.get(params.get("urut", ""), ""),
    )


def _choices(params: QueryDict, name: str) -> tuple[str, ...]:
    """The values chosen for a facet; a NUL, which no value holds, is none."""
    return tuple(value for value in params.getlist(name) if value and "\x00" not in value)[:50]


def _groups(found: Found) -> list[FacetGroup]:
    groups = []
    for name, facet, title in FACETS:
        choices = found.facets.get(facet, [])
        is_open = name in _OPEN or any(choice.is_chosen for choice in choices)
        if choices:
            groups.append(FacetGroup(name, title, choices, is_open))
    return groups
