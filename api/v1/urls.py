"""Addresses of API v1, without a slash at their end (the middleware forgives one)."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
