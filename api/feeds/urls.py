"""Addresses of the feeds. Those of datasets stand beside their pages, told apart by their end."""

from __future__ import annotations

from django.urls import URLPattern, path

from api.feeds.catalog import CatalogView, DatasetView
from api.feeds.oai import OaiView
from api.feeds.packages import CroissantView, DataPackageView
from api.feeds.resolve import AreaIriView, OfficeIriView

urlpatterns: list[URLPattern] = [
    path("catalog", CatalogView.as_view(), {"end": "ttl"}),
    path("catalog.<slug:end>", CatalogView.as_view(), name="feed_catalog"),
    path("oai", OaiView.as_view(), name="oai"),
    path("organization/<uuid:office_id>", OfficeIriView.as_view(), name="office_iri"),
    path("wilayah/<str:code>", AreaIriView.as_view(), name="area_iri"),
    path("dataset/<slug:ref>/croissant.json", CroissantView.as_view(), name="feed_croissant"),
    path("dataset/<slug:ref>/datapackage.json", DataPackageView.as_view(), name="feed_datapackage"),
    path("dataset/<slug:ref>.<slug:end>", DatasetView.as_view(), name="feed_dataset"),
]
