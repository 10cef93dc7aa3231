"""The Celery application: at-least-once jobs over Redis, found again by the sweeper when lost."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satudata.settings")

app = Celery("satudata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["datasets"])
