"""The methods of MCP that this portal answers, for one asker and one request: nothing is remembered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from api.errors import body_of_problem, problem_of
from api.mcp import tools
from api.mcp.rpc import INVALID_PARAMS, NOT_FOUND, Method, RpcError
from datasets.queries.cards import page_url
from datasets.queries.catalog import Filter, find_datasets
from datasets.queries.errors import BadParameter
from datasets.rules.access import Viewer
from datasets.rules.errors import Refused

#: Revisions of the protocol that are spoken, oldest first; all of them begin with `initialize`.
VERSIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
#: Datasets on one page of `resources/list`.
PAGE = 100

Params = Mapping[str, Any]


class Server:
    """One asker's view of the portal; what they may not know is not there."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self.methods: dict[str, Method] = {
            "initialize": self._initialize,
            "ping": lambda params: {},
            "tools/list": lambda params: {"tools": tools.listed()},
            "tools/call": self._call,
            "resources/list": self._resources,
            "resources/templates/list": self._templates,
            "resources/read": self._read,
        }

    def _initialize(self, params: Params) -> dict[str, Any]:
        asked = params.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in VERSIONS else VERSIONS[-1],
            "capabilities": {"tools": {"listChanged": False}, "resources": {"listChanged": False}},
            "serverInfo": {"name": "satudata", "title": settings.CITY.catalogue_title, "version": "1"},
            "instructions": _instructions(),
        }

    def _call(self, params: Params) -> dict[str, Any]:
        """A tool's answer. What is wrong with the question comes back as its answer, so that a model
        reads it and asks better; only a tool that is not there is an error of the protocol.
        """
        name, given = params.get("name"), params.get("arguments") or {}
        tool = tools.TOOLS.get(name) if isinstance(name, str) else None
        if tool is None:
            raise RpcError(INVALID_PARAMS, gettext("Alat ini tidak ada; lihat “tools/list”."))
        if not isinstance(given, dict):
            raise RpcError(INVALID_PARAMS, gettext("“arguments” adalah objek."))
        try:
            return _content(tools.run(tool, self._viewer, given))
        except Exception as error:
            problem = problem_of(error)
            told = body_of_problem(problem)
            kept = {key: told[key] for key in ("status", "code", "detail", "errors")}
            return _content(kept) | {"isError": True}

    def _resources(self, params: Params) -> dict[str, Any]:
        """The datasets that the asker may know, page by page."""
        cursor = params.get("cursor", "")
        try:
            if not isinstance(cursor, str):
                raise BadParameter("cursor", "unreadable", gettext("“cursor” adalah teks."))
            found = find_datasets(self._viewer, Filter(sort="title"), limit=PAGE, cursor=cursor)
        except BadParameter as error:
            raise RpcError(INVALID_PARAMS, error.detail) from None
        shown = [
            {
                "uri": _uri(dataset.slug),
                "name": dataset.slug,
                "title": dataset.title,
                "description": dataset.description[:300],
                "mimeType": "application/json",
            }
            for dataset in found.datasets
        ]
        return {"resources": shown} | ({"nextCursor": found.next} if found.next else {})

    def _templates(self, params: Params) -> dict[str, Any]:
        template = {
            "uriTemplate": _uri("{slug}"),
            "name": "dataset",
            "title": gettext("Satu dataset: kolom, metadata, sumber"),
            "mimeType": "application/json",
        }
        return {"resourceTemplates": [template]}

    def _read(self, params: Params) -> dict[str, Any]:
        """A dataset described, as `describe_dataset` tells it."""
        uri = params.get("uri")
        if not isinstance(uri, str):
            raise RpcError(INVALID_PARAMS, gettext("“uri” wajib."))
        slug = uri.removeprefix(_uri(""))
        try:
            told = tools.run(tools.TOOLS["describe_dataset"], self._viewer, {"dataset": slug})
        except (Refused, BadParameter):
            raise RpcError(NOT_FOUND, gettext("Dataset ini tidak ditemukan."), {"uri": uri[:300]}) from None
        text = json.dumps(told, ensure_ascii=False)
        return {"contents": [{"uri": uri, "mimeType": "application/json", "text": text}]}


def _content(told: dict[str, Any]) -> dict[str, Any]:
    """An answer twice: as text, for every client, and structured."""
    text = json.dumps(told, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "structuredContent": told}


def _uri(slug: str) -> str:
    return page_url("dataset", slug)


def _instructions() -> str:
    return gettext(
        "Data resmi %(city)s, hanya untuk dibaca. Cari dataset, uraikan kolomnya, lalu baca baris atau "
        "hitung per kelompok. Sebutkan sumbernya (“source.citation”) setiap kali angka dikutip, dan jangan "
        "menghitung sendiri dari sebagian baris bila “aggregate” dapat menghitung semuanya."
    ) % {"city": settings.CITY.catalogue_title}
