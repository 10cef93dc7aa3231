"""A person makes a key for another system."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from datasets.actions.make_token import MOST_DAYS, make_token
from datasets.models import ApiToken, Event, User
from datasets.rules.errors import Denied, Invalid
from datasets.vocab import Role, Scope
from tests import factories


def test_it_is_shown_once_and_only_its_digest_is_kept(
    sari: User, lines: Callable[[Any], list[Event]]
) -> None:
    token, plain = make_token(sari, Scope.PUBLISH, 30, " Timbangan\nTPA ")
    token.refresh_from_db()
    assert re.fullmatch(r"[0-9a-f]{12}\.[A-Za-z0-9_-]{43}", plain)
    assert token.prefix == plain.split(".")[0]
    assert token.digest == hashlib.sha256(plain.encode()).hexdigest()
    assert (token.user, token.scope, token.name) == (sari, Scope.PUBLISH, "Timbangan TPA")
    assert abs(token.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    (line,) = lines(token)
    assert line.detail == {"scope": "publish", "days": 30, "prefix": token.prefix}
    assert plain.split(".")[1] not in str(line.detail)


@pytest.mark.parametrize(
    ("role", "office", "scopes"),
    [
        (Role.PRODUSEN, "dinas-kesehatan", {Scope.READ, Scope.PUBLISH}),
        (Role.WALIDATA_PENDUKUNG, "dinas-kesehatan", {Scope.READ, Scope.REVIEW}),
        (Role.WALIDATA, "", {Scope.READ, Scope.PUBLISH, Scope.REVIEW}),
        (Role.PEMBINA, "", {Scope.READ, Scope.REVIEW}),
        (Role.PIMPINAN, "", {Scope.READ}),
        (Role.ADMIN, "", {Scope.READ}),
    ],
)
def test_a_token_may_no_more_than_its_person(db: None, role: Role, office: str, scopes: set[Scope]) -> None:
    person = factories.person("seseorang", role, office)
    for scope in Scope:
        if scope in scopes:
            make_token(person, scope, 1)
        else:
            with pytest.raises(Denied):
                make_token(person, scope, 1)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_it_lives_for_some_time_but_not_for_ever(sari: User, days: int) -> None:
    with pytest.raises(Invalid):
        make_token(sari, Scope.READ, days)
    assert not ApiToken.objects.exists()
