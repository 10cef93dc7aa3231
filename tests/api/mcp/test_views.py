"""The transport and the protocol: versions, batches, notifications, resources, and each refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, Event
from datasets.vocab import Access
from tests import factories
from tests.api.mcp.conftest import Ask

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def post(body: Any, **headers: str) -> Any:
    given = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().generic("POST", "/mcp", given, "application/json", headers=headers)


def test_it_says_which_protocol_it_speaks(ask: Ask) -> None:
    known = ask("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={})
    assert (known["protocolVersion"], set(known["capabilities"])) == ("2025-06-18", {"tools", "resources"})
    assert "source.citation" in known["instructions"]
    assert ask("initialize", protocolVersion="1999-01-01")["protocolVersion"] == "2025-11-25"
    assert [tool["name"] for tool in ask("tools/list")["tools"]] == [
        "search_datasets", "describe_dataset", "query_rows", "aggregate", "cite",
    ]  # fmt: skip
    assert all(tool["annotations"]["readOnlyHint"] for tool in ask("tools/list")["tools"])


def test_a_batch_is_answered_in_order_without_its_notifications(db: None) -> None:
    note = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    answer = post([PING, note, PING | {"id": "dua", "method": "tak/ada"}])
    assert [one["id"] for one in answer.json()] == [1, "dua"]
    assert answer.json()[1]["error"]["code"] == -32601
    for silent in (note, [note], {"jsonrpc": "2.0", "id": 5, "result": {}}):
        assert (post(silent).status_code, post(silent).content) == (202, b"")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, -32700),
        ("[" * 100_000, 400, -32700),
        (b"\xff\xfe", 400, -32700),
        ('{"jsonrpc": "2.0", "id": NaN, "method": "ping"}', 400, -32700),
        ([], 400, -32600),
        ([PING] * 11, 400, -32600),
        (" " * 200_001, 400, -32600),
        ("1", 200, -32600),
        ({"id": 1, "method": "ping"}, 200, -32600),
        ({"jsonrpc": "2.0", "id": 1}, 200, -32600),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, 200, -32600),
        ({"jsonrpc": "2.0", "id": 1.5, "method": "ping"}, 200, -32600),
        (PING | {"params": [1]}, 200, -32602),
        (PING | {"method": "tools/call", "params": {"name": "hapus"}}, 200, -32602),
        (PING | {"method": "tools/call", "params": {"name": ["cite"]}}, 200, -32602),
        (PING | {"method": "tools/call", "params": {"name": "cite", "arguments": [1]}}, 200, -32602),
        (PING | {"method": "resources/list", "params": {"cursor": 1}}, 200, -32602),
        (PING | {"method": "resources/list", "params": {"cursor": "palsu"}}, 200, -32602),
        (PING | {"method": "resources/read", "params": {"uri": "file:///etc/passwd"}}, 200, -32002),
        (PING | {"method": "resources/read", "params": {"uri": "\ud800\x00"}}, 200, -32002),
        (PING | {"method": "resources/read"}, 200, -32602),
        (PING | {"method": "server/discover"}, 200, -32601),
        (PING | {"method": "\ud800"}, 200, -32601),
    ],
)
def test_what_is_no_call_is_refused_in_the_protocols_words(
    db: None, body: Any, status: int, code: int
) -> None:
    answer = post(body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer["Cache-Control"] == "no-store"


def test_datasets_are_resources_as_far_as_one_may_know_them(ask: Ask, dataset: Dataset) -> None:
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    (resource,) = ask("resources/list")["resources"]
    assert (resource["name"], resource["mimeType"]) == ("sampah-terangkut", "application/json")
    (content,) = ask("resources/read", uri=resource["uri"])["contents"]
    assert json.loads(content["text"])["columns"][0]["id"] == "bulan"
    hidden = resource["uri"].replace("sampah-terangkut", "tertutup")
    assert ask("resources/read", uri=hidden)["code"] == -32002
    (template,) = ask("resources/templates/list")["resourceTemplates"]
    assert template["uriTemplate"].endswith("/dataset/{slug}")


def test_only_post_and_no_page_of_another_site(db: None) -> None:
    assert [Client().get("/mcp").status_code, Client().delete("/mcp").status_code] == [405, 405]
    assert post(PING, Origin="https://lain.example").status_code == 403
    assert post(PING, Origin="http://testserver").status_code == 200
    assert post(PING, **{"MCP-Protocol-Version": "1999-01-01"}).status_code == 400
    assert post(PING, **{"MCP-Protocol-Version": "2025-06-18"}).status_code == 200


def test_a_dead_token_is_refused_and_quota_holds(db: None, settings: Any) -> None:
    assert post(PING, Authorization="Bearer abc." + "x" * 40).status_code == 401
    settings.API_PER_MINUTE = 1
    statuses = [post(PING).status_code for _ in range(3)]
    assert statuses[-1] == 429


def test_nothing_is_written(ask: Ask, dataset: Dataset) -> None:
    before = Event.objects.count()
    for name in ("search_datasets", "describe_dataset", "query_rows", "aggregate", "cite"):
        ask("tools/call", name=name, arguments={"dataset": "sampah-terangkut"})
    assert Event.objects.count() == before
