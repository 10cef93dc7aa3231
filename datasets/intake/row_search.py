"""Builds the index of a dataset's words where it wants its rows searched: after publication, part by part.

Parts never change, so building takes a lock that only a writer would meet: readers go on, and search by
reading all rows (within their time limit) until the index stands. The sweeper asks for what was forgotten.
"""

from __future__ import annotations

import uuid

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from psycopg2 import sql

from datasets.export.sql import SCHEMA, table_of, words_of_row
from datasets.intake import claims, database
from datasets.intake.claims import Alive
from datasets.intake.load import INDEX_ROWS
from datasets.intake.shape import table_of_part
from datasets.jobs import Job, enqueue
from datasets.models import Part

log = structlog.get_logger(__name__)

_EXTENSION = "pg_trgm"


def build(dataset_id: uuid.UUID, alive: Alive | None = None) -> None:
    """Index the words of the live parts that have no such index yet; does nothing where none is wanted."""
    with claims.breathing(alive):
        for part in _wanted(Part.objects.filter(dataset=dataset_id)):
            _index(part)


def ask_for_missing() -> int:
    """Ask for each dataset whose words still want an index; how many these are."""
    datasets = {part.dataset_id for part in _wanted(Part.objects.all())}
    with transaction.atomic():
        for dataset_id in datasets:
            enqueue(Job.BUILD_ROW_SEARCH, str(dataset_id))
    return len(datasets)


def _wanted(parts: QuerySet[Part]) -> list[Part]:
    """Large parts of live versions whose dataset wants its rows searched, without an index of words."""
    live = parts.filter(
        dataset__has_row_search=True, versions=F("dataset__live_version"), row_count__gte=INDEX_ROWS
    )
    found = list(live.order_by("created_at"))
    if not found or not _is_available():
        return []
    indexed = _indexed()
    return [part for part in found if part.table_name not in indexed and _words(part) is not None]


@transaction.atomic
def _index(part: Part) -> None:
    """One index, unless the part has gone or somebody else has made it meanwhile."""
    database.lock_for_loading(part.pk.int % 2**63)
    words = _words(part)
    if words is None or part.table_name not in database.part_tables() - _indexed():
        return
    database.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(_EXTENSION)))
    database.execute(
        sql.SQL("CREATE INDEX {} ON {} USING gin (({}) gin_trgm_ops)").format(
            sql.Identifier(_name(part)), table_of(part.table_name), words
        )
    )
    log.info("row_search_built", table=part.table_name, rows=part.row_count)


def _words(part: Part) -> sql.Composable | None:
    return words_of_row(table_of_part(part.table_name, part.columns))


def _name(part: Part) -> str:
    return f"{part.table_name}_kata"


def _indexed() -> set[str]:
    """Tables that have their index of words."""
    query = sql.SQL(
        "SELECT tablename FROM pg_indexes WHERE schemaname = {} AND indexname = tablename || '_kata'"
    )
    return {name for (name,) in database.rows(query.format(sql.Literal(SCHEMA)))}


def _is_available() -> bool:
    """Whether this PostgreSQL has trigrams: without them rows are searched by reading them."""
    query = sql.SQL("SELECT 1 FROM pg_available_extensions WHERE name = {}").format(sql.Literal(_EXTENSION))
    return bool(database.rows(query))
