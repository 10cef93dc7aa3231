"""Reading: as the reader's role and within limits, of which nothing stays behind."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import DatabaseError, connection
from psycopg2 import sql

from datasets.export.pipe import Leaving
from datasets.queries import reading
from datasets.queries.errors import NoPlace, TooSlow
from datasets.queries.reader import ROLE
from datasets.queries.reading import (
    copy_in_turn,
    copy_rows,
    group_row,
    one_row,
    page_row,
    weigh,
    weighed_row,
)
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_question_that_takes_too_long_is_cut(transactional_db: None, settings: Any) -> None:
    settings.STATEMENT_TIMEOUT_MS = 100
    with pytest.raises(TooSlow):
        one_row(sql.SQL("SELECT pg_sleep(3)"))
    assert one_row(sql.SQL("SELECT 1")) == (1,)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_query_runs_as_the_reader_and_only_reads(transactional_db: None) -> None:
    who = sql.SQL(
        "SELECT current_user, current_setting('transaction_read_only'), current_setting('work_mem')"
    )
    assert one_row(who) == (ROLE, "on", "32MB")
    with connection.cursor() as cursor:
        cursor.execute(who)
        assert cursor.fetchone()[:2] != (ROLE, "on")


@pytest.mark.parametrize(
    "statement", ["SELECT count(*) FROM datasets_user", "SELECT nextval('django_migrations_id_seq')"]
)
def test_what_an_injection_would_want_is_refused(db: None, statement: str) -> None:
    with pytest.raises(DatabaseError):
        one_row(sql.SQL(statement))


def test_within_a_transaction_nothing_of_the_reader_stays(db: None) -> None:
    assert one_row(sql.SQL("SELECT current_user"))[0] == ROLE
    with pytest.raises(DatabaseError):
        one_row(sql.SQL("SELECT 1 / 0"))
    factories.dataset("sesudah")
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)


def test_without_the_role_a_query_still_only_reads(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "reader_role", lambda: "")
    assert one_row(sql.SQL("SELECT current_user"))[0] != ROLE
    with pytest.raises(DatabaseError):
        one_row(sql.SQL("DELETE FROM datasets_code RETURNING 1"))


def test_a_hopeless_query_is_refused_before_it_runs(db: None, settings: Any) -> None:
    settings.QUERY_MOST_COST = 1_000
    endless = sql.SQL(
        "SELECT count(*) FROM generate_series(1, 1000000) AS a, generate_series(1, 1000000) AS b"
    )
    with pytest.raises(TooSlow):
        weighed_row(endless)
    with pytest.raises(TooSlow):
        weigh(endless)
    assert weighed_row(sql.SQL("SELECT 1")) == (1,)


HEAVY = sql.SQL("SELECT count(*) FROM pg_class")


def test_only_a_few_heavy_queries_run_at_a_time(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEAVY_QUERIES = 2
    monkeypatch.setattr(reading, "HEAVY_COST", 0)
    monkeypatch.setattr(reading, "PATIENCE_MS", 10)
    others = [connection.copy(), connection.copy()]
    try:
        for place, other in enumerate(others):
            assert weighed_row(HEAVY)[0] > 0  # a place is free still, and given back each time
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [reading._PLACES, place])
        with pytest.raises(NoPlace):
            weighed_row(HEAVY)
        assert one_row(HEAVY)[0] > 0  # light ones are never in the way
    finally:
        for other in others:
            other.close()


def test_a_large_page_that_is_not_found_at_once_waits_its_turn(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = sql.SQL("SELECT current_setting('statement_timeout'), {}::text")
    slow, quick = limit.format(sql.SQL("pg_sleep(0.2)")), limit.format(sql.SQL("''"))
    monkeypatch.setattr(reading, "QUICK_MS", 50)
    assert page_row(slow, reading.LARGE)[0] == "5s"
    monkeypatch.setattr(reading, "QUICK_MS", 4_000)
    assert page_row(quick, reading.LARGE)[0] == "4s"
    assert page_row(quick, 10)[0] == "5s"
    assert group_row(sql.SQL("SELECT 1"), reading.LARGE) == (1,)


def test_streams_run_as_the_reader_too(transactional_db: None) -> None:
    who = sql.SQL("SELECT current_user::text, current_setting('transaction_read_only')")
    for copy in (copy_rows, copy_in_turn):
        sink = io.BytesIO()
        copy(sql.SQL("COPY ({}) TO STDOUT").format(who), sink, Leaving())
        assert sink.getvalue() == f"{ROLE}\ton\n".encode()
