"""The limits: PostgreSQL's own COPY of the clean rows, bare, and with the key and indexes of a part."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import connection, transaction

from datasets.export.sql import PG_TYPES
from datasets.models import Part
from tests.bench import workload

_TYPED = ", ".join(f"{name} {PG_TYPES[kind]}" for name, kind, *_ in workload.COLUMNS)


def bare(clean: Path) -> float:
    """Seconds to COPY the clean rows into a fresh typed table without indexes, commit included."""
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        _copied(clean, "bench_bare", _TYPED)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")
    return seconds


def indexed(numbered: Path, like: Part) -> float:
    """The same with the key and every index that the part `like` has, built after the rows."""
    definitions = _indexes_of(like)
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        _copied(numbered, "bench_indexed", f"_n bigint NOT NULL, {_TYPED}")
        for place, definition in enumerate(definitions):
            cursor.execute(definition.format(place))
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_indexed")
    return seconds


def _copied(rows: Path, table: str, columns: str) -> None:
    with connection.cursor() as cursor, rows.open("rb") as source:
        cursor.execute(f"CREATE TABLE {table} ({columns})")
        cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv, HEADER, NULL '')", source)


def _indexes_of(part: Part) -> list[str]:
    query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'rows' AND tablename = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [part.table_name])
        found = cursor.fetchall()
    named = ((name, text.replace(f"rows.{part.table_name}", "bench_indexed")) for name, text in found)
    return [text.replace(f" {name} ", " bench_indexed_{} ", 1) for name, text in named]
