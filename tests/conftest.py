"""What every test finds ready: real PostgreSQL and Redis, the people, a store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from datasets.intake import database
from datasets.models import User
from tests import factories


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    """A data folder of the test's own, so that nothing is shared and nothing stays."""
    settings.DATA_DIR = tmp_path / "var"
    settings.MIN_FREE_BYTES = 0


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request in another language leaves it in force in its thread: the next test begins in the first."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """People are made in almost every test: their passwords are kept by a hash that costs nothing.

    That the portal itself keeps them by Argon2 is checked in `tests/satudata/test_settings.py`.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def no_tables_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test without a surrounding transaction loaded goes with it: others count the tables."""
    marker = request.node.get_closest_marker("django_db")
    is_committed = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if is_committed:
        request.getfixturevalue("transactional_db")
    yield
    for name in database.part_tables() if is_committed else ():
        database.drop_table(name)


@pytest.fixture
def sari(db: None) -> User:
    """Produsen of Dinas Lingkungan Hidup."""
    return factories.sari()


@pytest.fixture
def budi(db: None) -> User:
    """Produsen of Dinas Kesehatan."""
    return factories.budi()


@pytest.fixture
def wati(db: None) -> User:
    """Walidata."""
    return factories.wati()
