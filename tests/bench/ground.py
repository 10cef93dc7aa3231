"""What the measurements stand on: servers of their own, the city's people, a dataset with every rule."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from satudata.embedded import running


@contextmanager
def own_servers() -> Iterator[Path]:
    """Durable embedded servers in a folder that is gone afterwards; Django is set up on them."""
    with tempfile.TemporaryDirectory(prefix="satudata-bench-") as name:
        folder = Path(name)
        with running(folder / "var") as addresses:
            os.environ |= {
                "DATABASE_URL": addresses.database_url,
                "REDIS_URL": addresses.redis_url,
                "DATA_DIR": str(folder / "var"),
                "MAX_UPLOAD_BYTES": str(1 << 40),
                "SAMPLES": "0",
                "DJANGO_SETTINGS_MODULE": "satudata.settings",
            }
            _set_up()
            yield folder


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
