"""The reader's role reads rows, codes and sums; nothing else, and it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg2 import errors, sql

from datasets.queries import reader
from datasets.queries.reader import ROLE, let_readers_read, reader_role
from tests import factories

AsReader = tuple[CursorWrapper, str]


@pytest.fixture
def as_reader(db: None) -> Iterator[AsReader]:
    """A cursor of the reader, over rows that this test published."""
    table = factories.published(factories.dataset()).parts.get().table_name
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(ROLE)))
        yield cursor, table
        cursor.execute("ROLLBACK TO SAVEPOINT before")


@pytest.mark.django_db
def test_the_role_is_there_once_the_database_is_prepared() -> None:
    assert reader_role() == ROLE
    assert let_readers_read() is True  # again, and nothing breaks


def test_rows_codes_and_sums_may_be_read(as_reader: AsReader) -> None:
    cursor, rows = as_reader
    for table in (sql.Identifier("rows", rows), *map(sql.Identifier, reader.TABLES)):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM datasets_user",
        "SELECT * FROM datasets_apitoken",
        "SELECT * FROM django_session",
        "SELECT * FROM datasets_upload",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY datasets_code TO PROGRAM 'true'",
        "CREATE TABLE rows.mine (a int)",
        "DELETE FROM datasets_code",
        "UPDATE datasets_summary SET total = 0",
    ],
)
def test_nothing_else_may_be_read_or_changed(as_reader: AsReader, statement: str) -> None:
    with pytest.raises(Exception) as refused:
        as_reader[0].execute(statement)
    assert isinstance(refused.value.__cause__, errors.InsufficientPrivilege)


@pytest.mark.django_db
def test_a_user_who_may_not_make_roles_goes_on_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ROLE", "satudata_tidak_ada")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE satudata_uji_biasa NOLOGIN")
        cursor.execute("SET LOCAL ROLE satudata_uji_biasa")
        try:
            assert let_readers_read() is False
        finally:
            cursor.execute("RESET ROLE")
            reader_role.cache_clear()
