"""The Celery application: at-least-once jobs over Redis, found again by the sweeper when lost."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satudata.settings")

app = Celery("satudata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["datasets"])


@beat_init.connect
def _first_heartbeat(**_: Any) -> None:
    """Ask for a sign of life at once; the schedule would ask for the first one only later."""
    app.send_task("datasets.tasks.heartbeat")
