"""The columns of a part and of a version: what `Part.columns` and `Version.columns` hold.

Each is `{id, label, type, role, unit}`; the types are those of the table, so that every reader
builds the same `Field` from them. `key` and `codes` (a code list) stand there where the dictionary
said so at loading: they tell later what changed for who reads the column. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from datasets.export.sql import Field, PartTable, promoted
from datasets.intake.schema import ColumnFound, ColumnRule, Dictionary, Report
from datasets.vocab import NUMERIC_TYPES, ColumnRole, ColumnType

#: A column of a part or version as JSON.
Shape = dict[str, Any]

#: What a bigint holds; whole numbers beyond it are kept as decimals.
_BIGINT = 2**63 - 1


def shape_of(report: Report, dictionary: Dictionary | None) -> list[Shape]:
    """The columns of the table to load, in the order of the spool; the dictionary's words win."""
    found = {column.id: column for column in report.table.columns}
    known = dictionary or report.proposal
    rules = {rule.id: rule for rule in known.columns} if known else {}
    return [_shape(name, found.get(name), rules.get(name)) for name in report.spool_columns]


def _shape(name: str, found: ColumnFound | None, rule: ColumnRule | None) -> Shape:
    told: ColumnFound | ColumnRule = rule or found or ColumnRule(name, name, ColumnType.TEXT)
    kind = found.type if found else told.type
    shape = {
        "id": name,
        "label": told.label,
        "type": str(ColumnType.DECIMAL if kind is ColumnType.INTEGER and _is_huge(found) else kind),
        "role": str(told.role),
        "unit": told.unit or (found.unit if found else ""),
    }
    promised = {"key": rule.key, "codes": rule.codelist} if rule else {}
    return shape | {name: value for name, value in promised.items() if value}


def _is_huge(found: ColumnFound | None) -> bool:
    bounds = (found.minimum, found.maximum) if found else ()
    try:
        return any(abs(Decimal(bound)) > _BIGINT for bound in bounds if bound)
    except InvalidOperation:
        return False


def merged_shape(order: Sequence[str], shapes: Iterable[Sequence[Shape]]) -> list[Shape]:
    """One list of columns that holds all parts: ids in `order` first, each type promoted over all.

    The later shape's words win, so give the parts oldest first.
    """
    gathered: dict[str, Shape] = {}
    kinds: dict[str, list[ColumnType]] = {}
    for column in (column for shape in shapes for column in shape):
        gathered[column["id"]] = column
        kinds.setdefault(column["id"], []).append(ColumnType(column["type"]))
    ids = [name for name in order if name in gathered]
    ids += [name for name in gathered if name not in ids]
    return [gathered[name] | {"type": str(promoted(kinds[name]))} for name in ids]


def fields_of(shape: Sequence[Shape], scales: dict[str, int] | None = None) -> list[Field]:
    """The columns as `datasets.export` reads them; `scales` are the most decimals seen by id."""
    known = scales or {}
    return [Field(c["id"], c["label"], ColumnType(c["type"]), c["unit"], known.get(c["id"])) for c in shape]


def table_of_part(table_name: str, shape: Sequence[Shape], offset: int = 0) -> PartTable:
    """A part as a table to read."""
    return PartTable(table_name, offset, {c["id"]: ColumnType(c["type"]) for c in shape})


def ids_with(shape: Sequence[Shape], role: ColumnRole) -> list[str]:
    """Ids of the columns that have this role."""
    return [column["id"] for column in shape if column["role"] == role]


def measures_in(shape: Sequence[Shape]) -> list[str]:
    """Ids of the measures that can be summed."""
    return [c["id"] for c in shape if c["role"] == ColumnRole.MEASURE and c["type"] in NUMERIC_TYPES]
