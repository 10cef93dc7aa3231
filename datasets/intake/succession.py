"""Compares a new part with the period before: values ten times as large or small, a unit that changed.

What is live decides what "before" is, so a first file is compared with nothing (DOMAIN §7 no. 34).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from psycopg2 import sql

from datasets.export.sql import table_of
from datasets.intake import database
from datasets.intake.findings import Findings
from datasets.intake.lineup import Lineup
from datasets.intake.schema import Dictionary, TableFound
from datasets.intake.shape import measures_in
from datasets.measures.periods import in_order, is_period, parse_period
from datasets.models import Part, Summary
from datasets.vocab import NUMERIC_TYPES, Accumulation, ColumnType, Frequency
from datasets.vocab import FindingCode as F

#: A value is told when it is more than so many times the one before, or less than that part of it.
TIMES = 10
#: Periods whose rows are compared: more than a year of days would be weather, not mistakes.
_MOST_PERIODS = 400
_MOST_MEASURES = 40
_PLACES = 1_000


@dataclass(frozen=True)
class _Before:
    """Where the value before lies: rows of `part`, for each new period the earlier one.

    Without `pairs` the parts themselves are the periods.
    """

    part: Part
    column: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


def tell(lineup: Lineup, dictionary: Dictionary, table: TableFound, findings: Findings) -> None:
    """Note units and values of the new part that do not follow from the period before."""
    if not (lineup.replaced or lineup.kept):
        return
    _tell_units(lineup, findings)
    _tell_totals(lineup, findings)
    if dictionary.key:
        letters = {column.id: column.letter for column in table.columns}
        for before in _before(lineup, dictionary):
            _tell_values(lineup.part, before, dictionary, letters, findings)


def _tell_units(lineup: Lineup, findings: Findings) -> None:
    """Against the latest part that was live: its columns say in which unit they were counted."""
    last = _latest([*lineup.kept, *lineup.replaced])
    before = {column["id"]: column.get("unit", "") for column in last.columns}
    for column in lineup.part.columns:
        unit, earlier = column.get("unit", ""), before.get(column["id"], "")
        if unit and earlier and unit.casefold() != earlier.casefold():
            findings.add(
                F.UNIT_CHANGED_SINCE, column=column["label"], params={"unit": unit, "before": earlier}
            )


def _tell_totals(lineup: Lineup, findings: Findings) -> None:
    """The sum of each measure in each new period, against the period before; by the summaries."""
    labels = {column["id"]: column["label"] for column in lineup.part.columns}
    known = _totals(lineup.kept if _grows(lineup) else lineup.replaced)
    for measure, totals in _totals([lineup.part]).items():
        earlier = known.get(measure, {})
        stood = {**earlier, **totals, "": earlier.get("")}
        for period in in_order([one for one in totals if one == "" or one not in earlier]):
            before = _period_before(period, stood)
            found, old = totals[period], stood[before]
            if measure in labels and old is not None and _is_jump(found, old):
                params = {"period": period, "before": _plain(old), "before_period": before or "–"}
                params["times"] = str(TIMES)
                findings.add(F.TOTAL_JUMP, column=labels[measure], value=_plain(found), params=params)


def _totals(parts: Sequence[Part]) -> dict[str, dict[str, Decimal]]:
    """{measure: {period: total}} of parts together."""
    found = (
        Summary.objects.filter(part__in=parts, total__isnull=False)
        .values_list("measure", "period")
        .annotate(sum=Sum("total"))
        .order_by()
    )
    totals: dict[str, dict[str, Decimal]] = {}
    for measure, period, total in found:
        totals.setdefault(measure, {})[period] = total
    return totals


def _period_before(period: str, known: Mapping[str, Any]) -> str:
    """The last known period that ends before `period`; '' where there is none."""
    if not is_period(period):
        return ""
    start = parse_period(period).start
    earlier = [one for one in known if is_period(one) and parse_period(one).end < start]
    return in_order(earlier)[-1] if earlier else ""


def _before(lineup: Lineup, dictionary: Dictionary) -> list[_Before]:
    """The rows to compare with; none where neither rows nor parts tell periods apart."""
    column = next((rule for rule in dictionary.columns if rule.id == dictionary.period_column), None)
    if column is not None and column.key:
        is_weather = column.type is ColumnType.DATETIME or lineup.part.dataset.frequency == Frequency.DAILY
        return [] if is_weather else _before_by_rows(lineup, column.id)
    if not _grows(lineup):
        return []
    earlier = _period_before(lineup.part.period, {part.period: part for part in lineup.kept})
    return [_Before(part) for part in lineup.kept if part.period == earlier][:1]


def _before_by_rows(lineup: Lineup, column: str) -> list[_Before]:
    """Periods of the new rows that are not live yet, each with the one before, by where that one lies."""
    part = lineup.part
    own = _periods(part, column)
    live = {period for old in lineup.replaced for period in _periods(old, column)}
    earlier = _period_before(part.period, {old.period: old for old in lineup.kept})
    neighbour = next((old for old in lineup.kept if old.period == earlier), None)
    there = _periods(neighbour, column) if neighbour is not None else set()
    if not own or len(own | there) > _MOST_PERIODS:
        return []
    fresh = own - live or (own if _grows(lineup) else {max(own)})
    pairs: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for period in fresh:
        before = max((one for one in own | there if one < period), default="")
        if before:
            pairs[before in own].append((period, before))
    found = [_Before(part, column, tuple(pairs[True]))] if pairs[True] else []
    if pairs[False] and neighbour is not None:
        found.append(_Before(neighbour, column, tuple(pairs[False])))
    return found


def _periods(part: Part, column: str) -> set[str]:
    """The periods in a column of a part, as text; some more than are compared at most."""
    if column not in {one["id"] for one in part.columns}:
        return set()
    query = sql.SQL("SELECT DISTINCT {c}::text FROM {t} WHERE {c} IS NOT NULL LIMIT {most}").format(
        c=sql.Identifier(column), t=table_of(part.table_name), most=sql.Literal(_MOST_PERIODS + 1)
    )
    return {period for (period,) in database.rows(query)}


def _tell_values(
    part: Part, before: _Before, dictionary: Dictionary, letters: Mapping[str, str], findings: Findings
) -> None:
    labels = {column["id"]: column["label"] for column in part.columns}
    series = [name for name in dictionary.key if name != before.column]
    numbers = {c["id"] for c in before.part.columns if c["type"] in NUMERIC_TYPES}
    measures = [name for name in measures_in(part.columns) if name in numbers][:_MOST_MEASURES]
    known = {column["id"] for column in before.part.columns} & labels.keys()
    if not measures or not set(series) <= known:
        return
    for measure, row, shown, new, old, earlier, total in database.rows(
        _jumps(part, before, series, measures)
    ):
        label = labels[measure]
        if not findings.has_room(F.VALUE_JUMP, label):
            continue
        params = {
            "before": _plain(old),
            "before_period": earlier or before.part.period,
            "series": f"({shown})" if shown else "",
            "times": str(TIMES),
        }
        cell = f"{letters[measure]}{row}" if letters.get(measure) else ""
        place = {"row": row, "column": label, "cell": cell, "value": _plain(new), "params": params}
        findings.add(F.VALUE_JUMP, times=total, **place)


def _jumps(part: Part, before: _Before, series: Sequence[str], measures: Sequence[str]) -> sql.Composable:
    """(measure, row, series, new, old, earlier period, how many are told by the row) of each jump.

    Both sides are joined by the series' columns, so the cost is two readings and a hash.
    """
    same = [
        sql.SQL("coalesce(n.{c}::text, E'\\x01') = coalesce(o.{c}::text, E'\\x01')").format(
            c=sql.Identifier(name)
        )
        for name in series
    ]
    paired, earlier = sql.SQL(""), sql.SQL("NULL::text")
    if before.pairs:
        rows = sql.SQL(", ").join(sql.Literal(pair) for pair in before.pairs)
        column = sql.Identifier(before.column)
        paired = sql.SQL("JOIN (VALUES {}) AS p (now, before) ON n.{}::text = p.now").format(rows, column)
        same.append(sql.SQL("o.{}::text = p.before").format(column))
        earlier = sql.SQL("p.before")
    each = sql.SQL(", ").join(
        sql.SQL("({name}, n.{c}::numeric, o.{c}::numeric)").format(
            name=sql.Literal(name), c=sql.Identifier(name)
        )
        for name in measures
    )
    shown = sql.SQL(", ").join(sql.SQL("n.{}").format(sql.Identifier(name)) for name in series)
    return sql.SQL(
        "SELECT measure, _row, series, new, old, earlier,"
        " CASE WHEN place = {most} THEN kind - place + 1 ELSE 1 END FROM ("
        " SELECT v.measure, n._row, concat_ws(', ', {shown}) AS series, v.new, v.old, {earlier} AS earlier,"
        " row_number() OVER (PARTITION BY v.measure ORDER BY n._n) AS place,"
        " count(*) OVER (PARTITION BY v.measure) AS kind"
        " FROM {new} AS n {paired} JOIN {old} AS o ON {same},"
        " LATERAL (VALUES {each}) AS v (measure, new, old)"
        " WHERE v.new <> 0 AND v.old <> 0 AND (abs(v.new) > {times} * abs(v.old)"
        " OR abs(v.old) > {times} * abs(v.new))) AS t WHERE place <= {most} ORDER BY measure, place"
    ).format(
        new=table_of(part.table_name),
        old=table_of(before.part.table_name),
        paired=paired,
        same=sql.SQL(" AND ").join(same) if same else sql.SQL("TRUE"),
        each=each,
        shown=shown if series else sql.SQL("NULL::text"),
        earlier=earlier,
        times=sql.Literal(TIMES),
        most=sql.Literal(_PLACES),
    )


def _latest(parts: Sequence[Part]) -> Part:
    order = in_order([part.period for part in parts])
    return max(parts, key=lambda part: (order.index(part.period), part.created_at))


def _grows(lineup: Lineup) -> bool:
    """Whether the dataset grows by periods, so that what was before is kept and not replaced."""
    return lineup.part.dataset.accumulation == Accumulation.PERIOD


def _is_jump(new: Decimal, old: Decimal) -> bool:
    if not new or not old:
        return False
    return abs(new) > TIMES * abs(old) or abs(old) > TIMES * abs(new)


def _plain(number: Decimal | int | None) -> str:
    return "" if number is None else format(Decimal(number).normalize(), "f")
