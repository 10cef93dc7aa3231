"""The ASGI application: a slow body holds a coroutine here, never a thread (RELIABILITY §2)."""

from __future__ import annotations

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satudata.settings")
django.setup(set_prefix=False)

from api.door import RowsDoor  # noqa: E402  models are known only from here on
from satudata.bodies import bounded  # noqa: E402
from satudata.doors import with_door  # noqa: E402
from satudata.handler import Portal  # noqa: E402
from satudata.pieces import in_pieces  # noqa: E402

#: What the other fields of a form and the boundaries may weigh beside its file, in bytes.
_BESIDE = 1_000_000
application = with_door(bounded(in_pieces(Portal()), settings.MAX_UPLOAD_BYTES + _BESIDE), RowsDoor())
