"""The ASGI application: a slow body holds a coroutine here, never a thread (RELIABILITY §2)."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satudata.settings")
application = get_asgi_application()
