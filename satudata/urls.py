"""Every address of the portal: health, API, pages (Indonesian, and English under /en)."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from satudata.health import healthz, livez

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("livez", livez, name="livez"),
    path("api/v1/", include("api.v1.urls")),
    path("", include("api.mcp.urls")),
    path("", include("api.ckan.urls")),
    path("", include("api.feeds.urls")),
    *i18n_patterns(path("", include("datasets.pages.urls")), prefix_default_language=False),
]
handler400 = "datasets.pages.errors.bad_request"
handler403 = "datasets.pages.errors.forbidden"
handler404 = "datasets.pages.errors.not_found"
handler500 = "datasets.pages.errors.server_error"
