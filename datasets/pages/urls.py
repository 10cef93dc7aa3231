"""Addresses of the pages, by screen family (CONTRACT, Pages). None ends in a slash."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from datasets.pages import public_urls, staff_urls
from datasets.pages.errors import as_page

urlpatterns: list[URLPattern | URLResolver] = [*public_urls.urlpatterns, *staff_urls.urlpatterns]

# No view can forget it: every refusal of the rules becomes a page.
for _pattern in urlpatterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = as_page(_pattern.callback)
