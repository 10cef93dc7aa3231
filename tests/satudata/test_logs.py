"""Logs carry what the list names, and nothing else."""

from __future__ import annotations

from satudata.logs import ALLOWED, keep_allowed


def test_what_is_named_passes() -> None:
    event = {"event": "request", "status": 200, "route": "cari", "_record": object()}
    assert keep_allowed(None, "info", dict(event)) == event


def test_personal_data_does_not_pass() -> None:
    event = {"event": "signed_in", "email": "sari@kota.id", "nik": "8271", "username": "sari", "ip": "::1"}
    assert keep_allowed(None, "info", event) == {"event": "signed_in"}


def test_the_list_itself_names_nothing_personal() -> None:
    assert ALLOWED.isdisjoint({"email", "name", "username", "password", "token", "ip", "address", "query"})
