"""The installation's secret: taken from the environment, or made once and kept in DATA_DIR."""

from __future__ import annotations

import contextlib
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
        return _strong(given)
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    return _strong(path.read_text(encoding="ascii").strip())


def _strong(key: str) -> str:
    if len(key) < _LEAST or any(word in key.lower() for word in KNOWN):
        raise ImproperlyConfigured(f"SECRET_KEY harus acak dan paling sedikit {_LEAST} huruf.")
    return key


def _make(path: Path) -> None:
    """Write a key beside and link it to its name: of many processes one wins, none reads half."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
