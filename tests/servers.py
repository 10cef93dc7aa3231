"""Pytest plugin: real PostgreSQL and Redis for the tests where no URLs name some.

Loaded by `-p tests.servers`, before Django's settings are read: they take the addresses from the
environment. Workers of xdist inherit that environment and start nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from satudata.embedded import running

_servers = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Start what is missing; this hook is the last moment before settings are imported."""
    del parser
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = _database_of(int(worker.removeprefix("gw")) + 1)
        return
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    folder = Path(tempfile.mkdtemp(prefix="satudata-uji-"))
    _servers.callback(shutil.rmtree, folder, ignore_errors=True)
    addresses = _servers.enter_context(running(folder, durable=False))
    os.environ.setdefault("DATABASE_URL", addresses.database_url)
    os.environ.setdefault("REDIS_URL", addresses.redis_url)
    os.environ.setdefault("DATA_DIR", str(folder / "data"))


def _database_of(number: int) -> str:
    """The Redis address with another database number (Redis has 16 unless told otherwise)."""
    parts = urlsplit(os.environ["REDIS_URL"])
    number %= 16
    if parts.scheme == "redis+socket":
        return f"redis+socket://{parts.path}?virtual_host={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _servers.close()
