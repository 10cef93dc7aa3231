"""Addresses of the CKAN Action API; none ends in a slash (the middleware forgives one)."""

from __future__ import annotations

from django.urls import URLPattern, path

from api.ckan.views import ActionView, VersionView

urlpatterns: list[URLPattern] = [
    path("api/3", VersionView.as_view(), name="ckan_version"),
    path("api/3/action/<path:name>", ActionView.as_view(), name="ckan_action"),
    path("api/action/<path:name>", ActionView.as_view(), name="ckan_action_short"),
]
