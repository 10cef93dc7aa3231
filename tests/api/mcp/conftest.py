"""The assistant door as a plain caller asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset
from tests import factories

Ask = Callable[..., Any]


@pytest.fixture
def dataset(db: None) -> Dataset:
    of = factories.dataset()
    factories.published(of)
    return of


@pytest.fixture
def ask(db: None) -> Ask:
    """One call; its result, or its error."""

    def asked(method: str, client: Client | None = None, **params: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = (client or Client()).post("/mcp", body, "application/json").json()
        assert (answer["jsonrpc"], answer["id"]) == ("2.0", 1)
        return answer.get("result", answer.get("error"))

    return asked


@pytest.fixture
def use(ask: Ask) -> Ask:
    """One tool; its structured answer."""

    def used(name: str, client: Client | None = None, **given: Any) -> Any:
        return ask("tools/call", client, name=name, arguments=given)["structuredContent"]

    return used
