"""A connection that the other end closed is known without a word to it."""

from __future__ import annotations

import pytest
from django.db import connection

from satudata.sockets import is_silent


@pytest.mark.django_db
def test_only_a_connection_that_lives_is_silent() -> None:
    own = connection.copy()
    own.ensure_connection()
    raw = own.connection
    try:
        assert is_silent(raw)
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [number] = cursor.fetchone()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [number])
            assert cursor.fetchone() == (True,)
        assert not is_silent(raw)
    finally:
        own.close()
    assert not is_silent(raw)
