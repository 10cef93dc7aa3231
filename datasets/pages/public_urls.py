"""Addresses of the public pages."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from datasets.pages import dataset, guide, home, organizations, parts, performance, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="beranda"),
    path("robots.txt", home.robots, name="robots"),
    path("pengembang", guide.guide, name="pengembang"),
    path("jadwal", home.calendar, name="jadwal"),
    path("dataset", search.search, name="cari"),
    path("dataset/<slug:slug>", dataset.show, name="dataset"),
    path("dataset/<slug:slug>/resource/<uuid:key>", dataset.show_file, name="dataset_berkas"),
    path("dataset/<slug:slug>/unduh/<slug:file_format>", dataset.download, name="dataset_unduh"),
    path("dataset/<slug:slug>/versi/<int:number>", dataset.show, name="versi"),
    path(
        "dataset/<slug:slug>/versi/<int:number>/unduh/<slug:file_format>",
        dataset.download,
        name="versi_unduh",
    ),
    path("topik/<slug:slug>", search.topic, name="topik"),
    path("opd", organizations.listing, name="opd_daftar"),
    path("opd/<slug:slug>", organizations.show, name="opd"),
    path("kinerja", performance.city, name="kinerja"),
    path("kinerja/<slug:slug>", performance.office, name="kinerja_opd"),
    path("kinerja/<slug:slug>/<str:code>", performance.indicator, name="kinerja_indikator"),
]
if settings.SHOW_PARTS:
    urlpatterns.append(path("parts", parts.parts, name="parts"))
