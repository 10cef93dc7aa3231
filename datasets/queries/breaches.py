"""How live rows would fare under a dictionary: how many break each rule, counted in one reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import DataError, OperationalError, connection, transaction
from psycopg2 import sql

from datasets.export.sql import table_of
from datasets.models import Column, Dataset, Part, RowRule
from datasets.vocab import NUMERIC_TYPES, ColumnType, RowRuleKind

#: Larger versions are not read for a preview, nor any longer than this.
MOST_ROWS = 500_000
_TIMEOUT_MS = 3_000


@dataclass(frozen=True)
class Breaches:
    """Rows of the live version that break a rule: by column name, and by the place of a row rule."""

    rows: int
    columns: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[int, int] = field(default_factory=dict)


def breaches_of(dataset: Dataset, columns: Iterable[Column], rules: Sequence[RowRule]) -> Breaches | None:
    """Counts under these columns and rules, saved or not; None where counting would take too long.

    Only for those who may edit the dataset: the caller has asked `rules`.
    """
    version = dataset.live_version
    if version is None or version.row_count > MOST_ROWS:
        return None
    named = list(columns)
    by_name: dict[str, int] = {}
    by_place: dict[int, int] = {}
    try:
        for part in version.parts.all():
            _add(part, named, rules, by_name, by_place)
    except (DataError, OperationalError):
        return None
    return Breaches(version.row_count, by_name, by_place)


def _add(
    part: Part,
    columns: Sequence[Column],
    rules: Sequence[RowRule],
    by_name: dict[str, int],
    by_place: dict[int, int],
) -> None:
    """Add what one part breaks."""
    kinds = {column["id"]: ColumnType(column["type"]) for column in part.columns}
    wanted: list[tuple[str | int, sql.Composable]] = []
    for column in columns:
        faults = list(_of_column(column, kinds[column.name])) if column.name in kinds else []
        if faults:
            wanted.append((column.name, sql.SQL(" OR ").join(faults)))
    for place, rule in enumerate(rules):
        if {*rule.columns, rule.target} <= kinds.keys():
            wanted.append((place, _of_rule(rule, kinds)))
    for (name, _), count in zip(wanted, _counted(part, [fault for _, fault in wanted]), strict=True):
        if isinstance(name, int):
            by_place[name] = by_place.get(name, 0) + count
        else:
            by_name[name] = by_name.get(name, 0) + count


def _counted(part: Part, faults: Sequence[sql.Composable]) -> Sequence[int]:
    if not faults:
        return ()
    counts = sql.SQL(", ").join(sql.SQL("count(*) FILTER (WHERE {})").format(fault) for fault in faults)
    query = sql.SQL("SET LOCAL statement_timeout = {}; SELECT {} FROM {}").format(
        sql.Literal(_TIMEOUT_MS), counts, table_of(part.table_name)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchone()
    return found or ()


def _of_column(column: Column, kind: ColumnType) -> Iterator[sql.Composable]:
    """What breaks each rule of one column, as SQL."""
    name = sql.Identifier(column.name)
    if column.is_required:
        yield sql.SQL("{} IS NULL").format(name)
    if kind in NUMERIC_TYPES or kind is ColumnType.YEAR:
        if column.minimum is not None:
            yield sql.SQL("{} < {}").format(name, sql.Literal(column.minimum))
        if column.maximum is not None:
            yield sql.SQL("{} > {}").format(name, sql.Literal(column.maximum))
    if column.pattern:
        yield sql.SQL("{}::text !~ {}").format(name, sql.Literal(f"^(?:{column.pattern})$"))
    if column.allowed:
        yield sql.SQL("{}::text <> ALL({})").format(name, sql.Literal(list(column.allowed)))
    if column.code_list is not None:
        names = "code" if kind is ColumnType.CODE else "name"
        known = list(column.code_list.codes.values_list(names, flat=True))
        yield sql.SQL("{}::text <> ALL({}::text[])").format(name, sql.Literal(known))


def _of_rule(rule: RowRule, kinds: Mapping[str, ColumnType]) -> sql.Composable:
    target = sql.Identifier(rule.target)
    columns = [sql.Identifier(name) for name in rule.columns]
    if rule.kind == RowRuleKind.SUM:
        total = sql.SQL(" + ").join(sql.SQL("{}::numeric").format(column) for column in columns)
        return sql.SQL("abs({} - {}) > {}").format(total, target, sql.Literal(rule.tolerance))
    if rule.kind == RowRuleKind.ORDER:
        if kinds[rule.columns[0]] in NUMERIC_TYPES:
            return sql.SQL("{} > {}").format(columns[0], target)
        length = sql.SQL("least(length({a}::text), length({b}::text))").format(a=columns[0], b=target)
        return sql.SQL("left({a}::text, {n}) > left({b}::text, {n})").format(a=columns[0], b=target, n=length)
    filled = sql.SQL("{} IS NOT NULL").format(target)
    if rule.values:
        filled = sql.SQL("{}::text = ANY({})").format(target, sql.Literal(list(rule.values)))
    empty = sql.SQL(" OR ").join(sql.SQL("{} IS NULL").format(column) for column in columns)
    return sql.SQL("{} AND ({})").format(filled, empty)
