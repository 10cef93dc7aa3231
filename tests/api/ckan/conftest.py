"""What the tests of the Action API share: datasets with files, and calls in each form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset
from datasets.vocab import Format
from tests import factories
from tests.api.conftest import keep_file

Call = Callable[..., Any]
CSV = b"Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n2026-09,00817,Ternate Selatan,812.5\n"


def publish(slug: str = "sampah-terangkut", **changes: Any) -> Dataset:
    """A dataset with rows, a CSV and a JSON file."""
    made = factories.dataset(slug, **changes)
    version = factories.published(made)
    keep_file(version, CSV)
    keep_file(version, b"[\n]\n", Format.JSON)
    return made


@pytest.fixture
def waste(db: None) -> Dataset:
    """The one dataset that most tests speak of."""
    return publish()


@pytest.fixture
def call(db: None) -> Call:
    """Calls an action by GET and gives its result."""

    def called(action: str, **parameters: Any) -> Any:
        answer = Client().get(f"/api/3/action/{action}", parameters)
        assert answer.status_code == 200, answer.content
        return answer.json()["result"]

    return called


@pytest.fixture
def refuse(db: None) -> Call:
    """Calls an action that must be refused: (status, error object)."""

    def called(action: str, **parameters: Any) -> tuple[int, Any]:
        answer = Client().get(f"/api/3/action/{action}", parameters)
        assert answer.json()["success"] is False
        return answer.status_code, answer.json()["error"]

    return called
