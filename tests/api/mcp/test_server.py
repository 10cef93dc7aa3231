"""The protocol's own client library walks through the door over HTTP."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from mcp import Client as McpClient
from pytest_django.live_server_helper import LiveServer

from datasets.models import Dataset
from tests import factories


@pytest.fixture
def dataset(transactional_db: None, settings: Any) -> Dataset:
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0
    of = factories.dataset()
    factories.published(of)
    return of


def test_the_official_client_finds_describes_reads_and_cites(
    live_server: LiveServer, dataset: Dataset
) -> None:
    async def walk() -> dict[str, Any]:
        async with McpClient(f"{live_server.url}/mcp") as client:
            tools = await client.list_tools()
            resources = await client.list_resources()
            read = await client.read_resource(resources.resources[0].uri)
            found = await client.call_tool("search_datasets", {"query": "sampah"})
            slug = found.structured_content["datasets"][0]["slug"]
            rows = await client.call_tool("query_rows", {"dataset": slug, "filters": {"bulan": "2026-09"}})
            wrong = await client.call_tool("query_rows", {"dataset": slug, "filters": {"tak_ada": 1}})
            cited = await client.call_tool("cite", {"dataset": slug})
        return {
            "tools": {tool.name for tool in tools.tools},
            "contents": len(read.contents),
            "total": rows.structured_content["total"],
            "wrong": wrong.is_error,
            "citation": cited.structured_content["citation"],
        }

    told = anyio.run(walk)
    assert told["tools"] == {"search_datasets", "describe_dataset", "query_rows", "aggregate", "cite"}
    assert (told["contents"], told["total"], told["wrong"]) == (1, 2, True)
    assert told["citation"].startswith("Dinas Lingkungan Hidup (")
