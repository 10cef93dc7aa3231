"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from datasets.pages import home, performance, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="beranda"),
    path("robots.txt", home.robots, name="robots"),
    path("pengembang", home.developers, name="pengembang"),
    path("jadwal", home.calendar, name="jadwal"),
    path("dataset", search.search, name="cari"),
    path("opd", search.search, name="opd_daftar"),
    path("kinerja", performance.city, name="kinerja"),
]
