"""Addresses of the CKAN Action API; none ends in a slash (the middleware forgives one)."""

from __future__ import annotations

from django.urls import URLPattern, path

from api.ckan.dump import DumpView
from api.ckan.files import DownloadView
from api.ckan.views import ActionView, VersionView

_RESOURCE = "dataset/<slug:ref>/resource/<uuid:key>"

urlpatterns: list[URLPattern] = [
    path("api/3", VersionView.as_view(), name="ckan_version"),
    path("api/3/action/<path:name>", ActionView.as_view(), name="ckan_action"),
    path("api/action/<path:name>", ActionView.as_view(), name="ckan_action_short"),
    path("datastore/dump/<str:key>", DumpView.as_view(), name="ckan_dump"),
    path(f"{_RESOURCE}/download", DownloadView.as_view(), name="ckan_download"),
    path(f"{_RESOURCE}/download/<str:filename>", DownloadView.as_view(), name="ckan_download_named"),
]
