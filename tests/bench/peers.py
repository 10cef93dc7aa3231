"""What others do with the same rows: the steps of CKAN's loader, and pandas; scaled from a slice."""

from __future__ import annotations

import csv
import itertools
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from datasets.export.sql import PG_TYPES
from tests.bench import workload

#: Rows that the slow ones are given.
SLICE = 100_000

_TRIGGER = """
CREATE FUNCTION bench_full_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW._full_text := to_tsvector(concat_ws(' ', {columns}));
  RETURN NEW;
END $$
"""


def slice_of(clean: Path, rows: int) -> Path:
    """The first `rows` of the clean rows with their header."""
    path = clean.with_name(f"iris-{rows}.csv")
    with clean.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as target:
        target.writelines(itertools.islice(source, rows + 1))
    return path


def ckan_steps(clean: Path) -> float:
    """Seconds: COPY as text, types altered, full text of every row, GIN index and trigger.

    The documented order of ckanext-xloader's steps with types given; its own code was not run.
    """
    with clean.open(encoding="utf-8") as source:
        names = next(csv.reader(source))
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, clean.open("rb") as stream:
        columns = ", ".join(f"{name} text" for name in names)
        cursor.execute(f"CREATE TABLE bench_ckan (_id serial PRIMARY KEY, _full_text tsvector, {columns})")
        cursor.copy_expert(
            f"COPY bench_ckan ({', '.join(names)}) FROM STDIN WITH (FORMAT csv, HEADER)", stream
        )
        for name, kind, *_ in workload.COLUMNS:
            typed = PG_TYPES[kind]
            if typed != "text":
                cursor.execute(f"ALTER TABLE bench_ckan ALTER {name} TYPE {typed} USING {name}::{typed}")
        texts = ", ".join(f"{name}::text" for name in names)
        cursor.execute(f"UPDATE bench_ckan SET _full_text = to_tsvector(concat_ws(' ', {texts}))")
        cursor.execute("CREATE INDEX ON bench_ckan USING gin (_full_text)")
        cursor.execute(_TRIGGER.format(columns=", ".join(f"NEW.{name}::text" for name in names)))
        cursor.execute(
            "CREATE TRIGGER full_text BEFORE INSERT OR UPDATE ON bench_ckan"
            " FOR EACH ROW EXECUTE FUNCTION bench_full_text()"
        )
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_ckan; DROP FUNCTION bench_full_text")
    return seconds


def pandas_to_sql(clean: Path) -> float | None:
    """Seconds of read_csv and to_sql as written in every tutorial; None without SQLAlchemy."""
    if find_spec("sqlalchemy") is None:
        return None
    import pandas

    sqlalchemy = import_module("sqlalchemy")
    of = settings.DATABASES["default"]
    address = sqlalchemy.URL.create(
        "postgresql+psycopg2", of["USER"], database=of["NAME"], query={"host": str(of["HOST"])}
    )
    engine = sqlalchemy.create_engine(address)
    started = time.perf_counter()
    pandas.read_csv(clean).to_sql("bench_pandas", engine, index=False)
    seconds = time.perf_counter() - started
    engine.dispose()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_pandas")
    return seconds
