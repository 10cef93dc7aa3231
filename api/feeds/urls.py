"""Addresses of the feeds. Those of datasets stand beside their pages, told apart by their end."""

from __future__ import annotations

from django.urls import URLPattern, path

from api.feeds.atom import ChangesView, DatasetChangesView
from api.feeds.catalog import CatalogView, DatasetView
from api.feeds.oai import OaiView
from api.feeds.packages import CroissantView, DataPackageView
from api.feeds.resolve import AreaIriView, OfficeIriView
from api.feeds.sitemap import DatasetsSitemapView, PagesSitemapView, SitemapIndexView

urlpatterns: list[URLPattern] = [
    path("catalog", CatalogView.as_view(), {"end": "ttl"}),
    path("catalog.<slug:end>", CatalogView.as_view(), name="feed_catalog"),
    path("atom.xml", ChangesView.as_view(), name="atom"),
    path("opd/<slug:office>/atom.xml", ChangesView.as_view(), name="atom_office"),
    path("topik/<slug:topic>/atom.xml", ChangesView.as_view(), name="atom_topic"),
    path("dataset/<slug:ref>/atom.xml", DatasetChangesView.as_view(), name="atom_dataset"),
    path("sitemap.xml", SitemapIndexView.as_view(), name="sitemap"),
    path("sitemap-halaman.xml", PagesSitemapView.as_view(), name="sitemap_pages"),
    path("sitemap-dataset-<int:number>.xml", DatasetsSitemapView.as_view(), name="sitemap_datasets"),
    path("oai", OaiView.as_view(), name="oai"),
    path("organization/<uuid:office_id>", OfficeIriView.as_view(), name="office_iri"),
    path("wilayah/<str:code>", AreaIriView.as_view(), name="area_iri"),
    path("dataset/<slug:ref>/croissant.json", CroissantView.as_view(), name="feed_croissant"),
    path("dataset/<slug:ref>/datapackage.json", DataPackageView.as_view(), name="feed_datapackage"),
    path("dataset/<slug:ref>.<slug:end>", DatasetView.as_view(), name="feed_dataset"),
]
