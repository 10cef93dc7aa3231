"""Sources of Walidata's that pull into Budi's office, from a server of somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from datasets.actions.make_source import make_source
from datasets.models import Source, User
from datasets.vocab_harvest import SourceKind
from tests.receiver import Asked, Reply, Server, plain, serving

CSV = b"Bulan,Ton\n2026-09,812.5\n2026-10,640\n"
NewSource = Callable[..., Source]


class Elsewhere:
    """A portal elsewhere: what stands at each address, and a 404 for the rest."""

    def __init__(self) -> None:
        self.at: dict[str, Any] = {}
        self.server: Server = Server(0, self.answer)

    @property
    def url(self) -> str:
        """Where it is."""
        return self.server.url

    @property
    def asked(self) -> list[str]:
        """What it was asked for, in order."""
        return [asked.path for asked in self.server.asked]

    def answer(self, asked: Asked) -> Reply:
        """What stands there."""
        found: Reply | Callable[[Asked], Reply] = self.at.get(asked.path, plain(b"", "404 Not Found"))
        return found(asked) if callable(found) else found


@pytest.fixture
def elsewhere(settings: Settings) -> Iterator[Elsewhere]:
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    made = Elsewhere()
    with serving(made.answer) as server:
        made.server = server
        yield made


@pytest.fixture
def new_source(wati: User, budi: User) -> NewSource:
    """Makes a source of a kind at an address."""

    def make(kind: SourceKind, url: str) -> Source:
        return make_source(wati, f"Sumber {kind}", kind, url, budi, "kesehatan", "monthly")

    return make


@pytest.fixture
def entries() -> list[dict[str, Any]]:
    """Two things of a JSON list."""
    return [
        {
            "id": 1,
            "judul": "Gizi balita",
            "deskripsi": "Per puskesmas.",
            "file": "/gizi.csv",
            "updated_at": "a",
        },
        {"id": 2, "judul": "Imunisasi", "file": "/imunisasi.csv", "tags": ["anak"]},
    ]
