"""What every test finds ready: real PostgreSQL and Redis, the people, a store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from datasets.models import User
from tests import factories


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    """A data folder of the test's own, so that nothing is shared and nothing stays."""
    settings.DATA_DIR = tmp_path / "var"
    settings.MIN_FREE_BYTES = 0


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
