"""The frame: settings, addresses, servers, launcher. No business lives here."""

from __future__ import annotations

from satudata.celery import app as celery_app

__all__ = ["celery_app"]
