"""The ASGI application: a slow body holds a coroutine here, never a thread (RELIABILITY §2)."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from satudata.bodies import bounded
from satudata.pieces import in_pieces

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satudata.settings")
#: What the other fields of a form and the boundaries may weigh beside its file, in bytes.
_BESIDE = 1_000_000
application = bounded(in_pieces(get_asgi_application()), settings.MAX_UPLOAD_BYTES + _BESIDE)
