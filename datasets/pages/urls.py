"""Addresses of the pages, by screen family (CONTRACT, Pages). None ends in a slash."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from datasets.pages import public_urls, staff_urls

urlpatterns: list[URLPattern | URLResolver] = [*public_urls.urlpatterns, *staff_urls.urlpatterns]
