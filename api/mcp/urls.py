"""The one address of the assistant door."""

from __future__ import annotations

from django.urls import URLPattern, path

from api.mcp.views import McpView

urlpatterns: list[URLPattern] = [path("mcp", McpView.as_view(), name="mcp")]
