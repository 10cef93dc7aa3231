"""The catalogue and each dataset as DCAT: `/catalog.ttl`, `/dataset/{name or id}.ttl`, and their like."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.feeds.base import (
    FeedView,
    address_with,
    answered,
    condition_asked,
    filter_asked,
    key_after,
    page_number,
)
from api.feeds.rdf import SYNTAXES, written
from datasets.export.dcat import catalog_graph, dataset_graph
from datasets.export.described import Paging
from datasets.queries.described import (
    PER_PAGE,
    FeedPage,
    catalog_changed_at,
    catalog_shown,
    described,
    feed_page,
    find_public,
)
from datasets.queries.errors import BadParameter
from datasets.queries.terms import BadTerm
from datasets.rules.errors import Hidden


class CatalogView(FeedView):
    """`GET /catalog.{ttl,jsonld,rdf,xml}`: a hundred datasets a page, oldest first."""

    known = frozenset({"page", "after", "modified_since", "q", "fq"})

    def get(self, request: Request, end: str) -> HttpResponse:
        """One page of the catalogue."""
        page = _page(request)
        datasets, paging = described(page.datasets), _paging(request, page)
        catalog = catalog_shown(catalog_changed_at())
        media_type = _media_type(end)
        stamp = (datasets, catalog, paging)
        return answered(
            request, media_type, stamp, lambda: written(catalog_graph(catalog, datasets, paging), end)
        )


class DatasetView(FeedView):
    """`GET /dataset/{name or id}.{ttl,jsonld,rdf,xml}`."""

    def get(self, request: Request, ref: str, end: str) -> HttpResponse:
        """One dataset."""
        media_type = _media_type(end)
        [dataset] = described([find_public(ref)])
        return answered(request, media_type, dataset, lambda: written(dataset_graph(dataset), end))


def _page(request: Request) -> FeedPage:
    try:
        return feed_page(
            filter_asked(request), page_number(request), key_after(request), condition_asked(request)
        )
    except BadTerm as error:
        raise BadParameter("fq", "unknown_value", str(error)) from None


def _media_type(end: str) -> str:
    if end not in SYNTAXES:
        raise Hidden(gettext("Bentuk ini tidak ada; yang ada: %(known)s.") % {"known": ", ".join(SYNTAXES)})
    return SYNTAXES[end][0]


def _paging(request: Request, page: FeedPage) -> Paging:
    """Where the page stands, with the question's other parameters kept."""
    is_more = page.after is not None
    return Paging(
        url=address_with(request, page=page.number),
        first=address_with(request, page=1, after=None),
        last=address_with(request, page=page.last, after=None),
        next=address_with(request, page=page.number + 1, after=page.after) if is_more else "",
        previous=address_with(request, page=page.number - 1, after=None) if page.number > 1 else "",
        total=page.total,
        per_page=PER_PAGE,
    )
