"""The installation's secret: taken from the environment, or made once and kept in DATA_DIR."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

#: Keys that stand in examples: known to everyone, so worth nothing (CVE-2023-27524).
KNOWN = frozenset({"changeme", "secret", "django-insecure", "rahasia"})
_LEAST = 32


def secret_key(given: str, data_dir: Path) -> str:
    """`given`, else the key in `data_dir`/secret_key, made on first use with mode 0600.

    Raises ImproperlyConfigured for a known or short key.
    """
    if given:
        if len(given) < _LEAST or any(word in given.lower() for word in KNOWN):
            raise ImproperlyConfigured(f"SECRET_KEY harus acak dan paling sedikit {_LEAST} huruf.")
        return given
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
