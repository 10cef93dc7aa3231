"""A token is revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.make_token import make_token
from datasets.actions.revoke_token import revoke_token
from datasets.models import Event, User
from datasets.rules.errors import Hidden
from datasets.vocab import Role, Scope
from tests import factories


def test_its_person_revokes_it_once(sari: User, lines: Callable[[Any], list[Event]]) -> None:
    token, _ = make_token(sari, Scope.READ, 1)
    first = revoke_token(sari, token).revoked_at
    assert first is not None
    assert revoke_token(sari, token).revoked_at == first
    assert [line.verb for line in lines(token)] == ["make_token", "revoke_token"]


def test_the_administrator_may_too(sari: User) -> None:
    token, _ = make_token(sari, Scope.READ, 1)
    assert revoke_token(factories.person("admin", Role.ADMIN), token).revoked_at is not None


def test_for_others_it_does_not_exist(sari: User, budi: User, wati: User) -> None:
    token, _ = make_token(sari, Scope.READ, 1)
    for stranger in (budi, wati):
        with pytest.raises(Hidden):
            revoke_token(stranger, token)
    token.refresh_from_db()
    assert token.revoked_at is None
    token.delete()
    with pytest.raises(Hidden):
        revoke_token(sari, token)
