"""The site map: `/sitemap.xml` lists its files, `/sitemap-….xml` the public pages with their last change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api.feeds.base import FeedView, answered
from api.feeds.markup import Markup
from datasets.queries.sitemap import PublicPage, dataset_files, dataset_pages, other_pages

MEDIA_TYPE = "application/xml"
_MAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_LINKS = {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"}


class SitemapIndexView(FeedView):
    """`GET /sitemap.xml`."""

    def get(self, request: Request) -> HttpResponse:
        """The files of the map."""
        pages = other_pages()
        latest = max((page.changed_at for page in pages if page.changed_at), default=None)
        files = [("sitemap-halaman.xml", latest)]
        files += [(f"sitemap-dataset-{file.number}.xml", file.changed_at) for file in dataset_files()]

        def write() -> bytes:
            markup = Markup()
            with markup.inside("sitemapindex", _MAP):
                for name, changed_at in files:
                    with markup.inside("sitemap"):
                        _write_place(markup, name, changed_at)
            return markup.done()

        return answered(request, MEDIA_TYPE, files, write)


class PagesSitemapView(FeedView):
    """`GET /sitemap-halaman.xml`."""

    def get(self, request: Request) -> HttpResponse:
        """Lists, offices, topics, performance."""
        pages = other_pages()
        return answered(request, MEDIA_TYPE, pages, lambda: _written(pages))


class DatasetsSitemapView(FeedView):
    """`GET /sitemap-dataset-{n}.xml`."""

    def get(self, request: Request, number: int) -> HttpResponse:
        """The pages of datasets."""
        pages = dataset_pages(min(number, 10_000))
        return answered(request, MEDIA_TYPE, pages, lambda: _written(pages))


def _written(pages: Sequence[PublicPage]) -> bytes:
    """Each page in its own language, with the address of its other languages."""
    languages = settings.CITY.languages
    markup = Markup()
    with markup.inside("urlset", _MAP | _LINKS):
        for page in pages:
            for language in languages:
                with markup.inside("url"):
                    _write_place(markup, _in(language, page.path), page.changed_at)
                    for other in languages if len(languages) > 1 else ():
                        href = f"{settings.PUBLIC_URL}/{_in(other, page.path)}"
                        markup.say("xhtml:link", "", {"rel": "alternate", "hreflang": other, "href": href})
    return markup.done()


def _write_place(markup: Markup, path: str, changed_at: datetime | None) -> None:
    markup.say("loc", f"{settings.PUBLIC_URL}/{path}")
    if changed_at is not None:
        markup.say("lastmod", timezone.localtime(changed_at).isoformat(timespec="seconds"))


def _in(language: str, path: str) -> str:
    """A page's path in a language: the first has no prefix, and none ends in a slash."""
    return path if language == settings.CITY.languages[0] else f"{language}/{path}".rstrip("/")
