"""The front door: home, release calendar, guide for developers, robots.txt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """`/`."""
    return render(request, "layouts/base.html")


robots = developers = calendar = home
