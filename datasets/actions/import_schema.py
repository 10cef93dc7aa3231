"""A data dictionary comes in as a Frictionless Table Schema, anew or over the one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.add_columns import add_columns
from datasets.actions.describe_columns import describe_columns
from datasets.actions.edit_columns import edit_columns
from datasets.actions.edit_row_rules import edit_row_rules
from datasets.actions.moving import locked_dataset
from datasets.actions.schema_fields import SchemaRead, Told, read_schema
from datasets.models import Dataset, User
from datasets.rules.access import Act, check_not_withdrawn
from datasets.vocab import ColumnType

#: A type of the standard → our finer ones that it may stand for.
_FINER: dict[str, frozenset[ColumnType]] = {
    ColumnType.TEXT: frozenset({ColumnType.CODE, ColumnType.QUARTER, ColumnType.FISCAL_YEAR}),
    ColumnType.GEOMETRY: frozenset({ColumnType.POINT}),
}


@dataclass(frozen=True)
class Imported:
    """How many columns and rules hold now, and what of the schema found no place."""

    columns: int
    rules: int
    told: tuple[Told, ...]


@transaction.atomic
def import_schema(
    actor: User, dataset: Dataset, schema: Mapping[str, Any], *, is_adding: bool = False
) -> Imported:
    """Let the dictionary say what `schema` says; all of it or, with faults, nothing.

    A dataset without a dictionary takes it whole. One that has columns keeps them all: those that the
    schema names are changed; others in the schema are added behind them if `is_adding`, else told.
    Versions of before stay as they are.
    Raises Hidden, Denied, Gone, IllegalMove, Invalid.
    """
    held = locked_dataset(actor, Act.EDIT_DATASET, dataset)
    check_not_withdrawn(held)
    read = read_schema(schema)
    known = dict(held.columns.values_list("name", "type"))
    if known:
        new = [column for column in read.columns if column["name"] not in known]
        edit_columns(actor, held, _known_only(read, known, is_adding=is_adding))
        if new and is_adding:
            add_columns(actor, held, new)
    else:
        describe_columns(actor, held, read.columns)
    if read.rules is not None:
        edit_row_rules(actor, held, read.rules)
    return Imported(held.columns.count(), held.row_rules.count(), tuple(read.told))


def _known_only(read: SchemaRead, known: Mapping[str, str], *, is_adding: bool) -> list[dict[str, Any]]:
    """Changes of columns that are there; what the schema leaves open stays as it is."""
    changes = []
    for place, column in enumerate(read.columns):
        if column["name"] in known:
            changes.append(
                {key: value for key, value in column.items() if key not in _open(read, column, known)}
            )
        elif not is_adding:
            sentence = gettext("Kolom “%(name)s” belum ada di kamus dan belum ditambahkan.")
            read.told.append(Told(f"fields.{place}", sentence % {"name": column["name"]}))
    for name in sorted(known.keys() - {column["name"] for column in read.columns}):
        sentence = gettext("Kolom “%(name)s” tidak disebut skema ini dan tetap seperti semula.")
        read.told.append(Told(name, sentence % {"name": name}))
    return changes


def _open(read: SchemaRead, column: Mapping[str, Any], known: Mapping[str, str]) -> set[str]:
    """The fields of a column about which the schema says nothing, or only what is known more exactly."""
    name = column["name"]
    found = {"role"} if name in read.without_role else set()
    if name in read.without_type and known[name] in _FINER.get(column["type"], ()):
        found.add("type")
    return found
