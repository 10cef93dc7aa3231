"""Whose sessions are whose, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from datasets.actions.open_session import open_session
from datasets.models import User
from datasets.rules.errors import Hidden, SessionExpired
from datasets.rules.sessions import durable, find_session, open_sessions
from tests import factories


def test_only_the_owner_finds_a_session(sari: User, budi: User, wati: User) -> None:
    session = open_session(sari, factories.dataset(), "a.csv", 10)
    assert find_session(sari, session.pk) == session
    for other in (budi, wati, AnonymousUser(), None):
        with pytest.raises(Hidden):
            find_session(other, session.pk)


def test_an_expired_one_is_told_and_not_listed(sari: User) -> None:
    session = open_session(sari, factories.dataset(), "a.csv", 10)
    assert list(open_sessions(sari)) == [session]
    session.expires_at = timezone.now() - timedelta(seconds=1)
    session.save()
    assert list(open_sessions(sari)) == []
    with pytest.raises(SessionExpired):
        find_session(sari, session.pk)


def test_without_its_file_a_session_stands_at_the_beginning(sari: User) -> None:
    session = open_session(sari, factories.dataset(), "a.csv", 10)
    session.offset = 5
    assert durable(session) == 0
