"""`manage.py harvest`: the due ones, or those named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from datasets.actions.make_source import make_source
from datasets.models import Upload, User
from tests.receiver import plain, serving


def test_what_is_due_is_pulled_and_told(
    wati: User, budi: User, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    told: Callable[[], str] = lambda: capsys.readouterr().out  # noqa: E731
    with serving(plain(b"Bulan,Ton\n2026-10,5\n")) as server:
        make_source(wati, "Timbangan", "file", f"{server.url}/ton.csv", budi, "kesehatan", "monthly")
        call_command("harvest")
        assert told() == "Timbangan: done new 1\n"
        call_command("harvest")
        assert told() == ""
        call_command("harvest", "Timbangan")
        assert told() == "Timbangan: done same 1\n"
    assert Upload.objects.count() == 1
    with pytest.raises(CommandError, match="Lain"):
        call_command("harvest", "Lain")
