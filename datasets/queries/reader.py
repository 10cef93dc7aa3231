"""The role that readers' queries take: it may read rows and codes, and nothing else of the database.

Made at every start by `manage.py prepare`. Where the portal's own user may not make roles, queries
run as that user in transactions that only read; the log says so at each start.
"""

from __future__ import annotations

from functools import cache

import structlog
from django.db import connection
from psycopg2 import sql

from datasets.export.sql import SCHEMA

log = structlog.get_logger(__name__)

ROLE = "satudata_pembaca"
#: Tables beside those of rows that readers' queries look into: code lists, and sums made before.
TABLES = ("datasets_code", "datasets_summary")
#: What the access rule asks of a dataset for the public (`quick_rows`): whether it is open and live.
_RULE = ("slug", "access", "live_version_id", "withdrawn_at")

#: How PostgreSQL calls the right to take a role; before its release 16 members had it.
_WORD = sql.SQL(
    "CASE WHEN current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'SET' END"
)
#: Two databases of one server may be prepared at once: the role is theirs together.
_MAKE = sql.SQL("""
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
        BEGIN
            CREATE ROLE {role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END IF;
    IF NOT pg_has_role({name}, {word}) THEN
        EXECUTE format('GRANT {role} TO %I', current_user);
    END IF;
    GRANT USAGE ON SCHEMA {schema} TO {role};
    GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role};
    GRANT SELECT ON {tables} TO {role};
    GRANT SELECT ({rule}) ON datasets_dataset TO {role};
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END
$$""")

_IS_USABLE = sql.SQL("""
SELECT EXISTS (
    SELECT FROM pg_roles WHERE rolname = {name} AND pg_has_role(oid, {word})
    AND has_schema_privilege(oid, 'rows', 'USAGE') AND has_table_privilege(oid, 'datasets_summary', 'SELECT')
)
""")


def let_readers_read() -> bool:
    """Make the role and let it read, as far as the portal's user may; whether it can be taken.

    Doing it again changes nothing; a database that was restored from a backup gets it back.
    """
    made = _MAKE.format(
        name=sql.Literal(ROLE),
        word=_WORD,
        role=sql.Identifier(ROLE),
        schema=sql.Identifier(SCHEMA),
        tables=sql.SQL(", ").join(map(sql.Identifier, TABLES)),
        rule=sql.SQL(", ").join(map(sql.Identifier, _RULE)),
    )
    with connection.cursor() as cursor:
        cursor.execute(made)
    reader_role.cache_clear()
    if reader_role():
        return True
    log.warning("no_reader_role", role=ROLE, instead="read-only transactions of the portal's own user")
    return False


@cache
def reader_role() -> str:
    """The role that readers' queries take; '' where there is none. Asked once in each process."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:  # below Django's own: it is nobody's query
        cursor.execute(_IS_USABLE.format(name=sql.Literal(ROLE), word=_WORD))
        return ROLE if cursor.fetchone()[0] else ""
