"""The front door: search, release calendar, guide for developers, robots.txt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def search(request: HttpRequest) -> HttpResponse:
    """`/`."""
    return render(request, "layouts/base.html")
