"""The domain as a Django app: one app, so that its tables, words and migrations stay together."""

from __future__ import annotations

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    """Satu Data: catalogue, intake, publishing, performance."""

    name = "datasets"
    verbose_name = "Satu Data"
    default_auto_field = "django.db.models.BigAutoField"
