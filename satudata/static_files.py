"""Collects the static files for WhiteNoise, only when one of them changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """Run collectstatic unless nothing changed since the last time; True if it ran."""
    stamp = Path(settings.DATA_DIR) / "static.stamp"
    found = _fingerprint()
    if stamp.is_file() and stamp.read_text() == found and Path(settings.STATIC_ROOT).is_dir():
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(found)
    return True


def _fingerprint() -> str:
    """A digest over name and content of each source, and over how they are treated."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(path.encode())
            with storage.open(path) as source:
                digest.update(source.read())
    return digest.hexdigest()
