"""What proves a figure: the very rows it was computed from, and the sum they give when read again.

The question: which rows of the version make up this indicator's year, and do they still add up to
the figure shown? The grain: one row of the source file. It reads one part's table after another
through the same condition and the same idea of a period as publication did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from psycopg2 import sql

from datasets.export.row_periods import period_of_rows
from datasets.export.sql import matches, table_of
from datasets.measures.figures import value_of
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain
from datasets.models import Indicator, Part, Version, VersionPart
from datasets.queries.indicators import Standing
from datasets.vocab import Aggregation, Frequency

PAGE = 50


@dataclass(frozen=True)
class Proof:
    """Rows that make up a figure.

    `columns` are `{id, label, type, unit, role}`; `rows` one page of them, each with its row number in
    the sender's file first. `measure_sum`, `denominator_sum` and `count` are over all rows, read
    anew; `value` is computed from them and `agrees` says whether it equals the figure shown.
    """

    columns: tuple[dict[str, Any], ...]
    rows: list[tuple[Any, ...]]
    count: int
    measure_sum: Decimal | None
    denominator_sum: Decimal | None
    value: Decimal | None
    agrees: bool
    page: int
    pages: int


def proof_of(standing: Standing, page: int = 1) -> Proof | None:
    """The proof of a standing's figure; None where there is no figure or a needed column is gone."""
    figure = standing.figure
    if figure is None or standing.version is None:
        return None
    selects = _selects(standing)
    if not selects:
        return None
    together = sql.SQL(" UNION ALL ").join(selects)
    count, measured, below = _totals(standing.indicator, together)
    value = value_of(measured, below, Aggregation(standing.indicator.aggregation), standing.indicator.scale)
    pages = max((count + PAGE - 1) // PAGE, 1)
    shown = min(max(page, 1), pages)
    return Proof(
        columns=tuple(standing.version.columns),
        rows=_page(together, shown),
        count=count,
        measure_sum=measured,
        denominator_sum=below,
        value=value,
        agrees=count == figure.rows
        and _same(measured, figure.numerator)
        and _same(below, figure.denominator),
        page=shown,
        pages=pages,
    )


def _selects(standing: Standing) -> list[sql.Composable]:
    """One SELECT a part that has the columns the indicator needs, all of one shape."""
    indicator, version = standing.indicator, standing.version
    assert version is not None
    assert standing.figure is not None
    needed = {indicator.measure, *indicator.filters} | ({indicator.denominator} - {""})
    parts = VersionPart.objects.filter(version=version).select_related("part", "part__dataset")
    selects: list[sql.Composable] = []
    for place, link in enumerate(parts.order_by("position")):
        if needed <= {column["id"] for column in link.part.columns}:
            selects.append(_select(link.part, place, version, indicator, standing.figure.periods))
    return selects


def _select(
    part: Part, place: int, version: Version, indicator: Indicator, periods: Sequence[str]
) -> sql.Composable:
    grain = GRAIN_OF_FREQUENCY.get(Frequency(part.dataset.frequency), Grain.MONTH)
    kept = {column["id"] for column in part.columns}
    shown = [
        sql.SQL("{}::text").format(sql.Identifier(column["id"])) if column["id"] in kept else sql.SQL("NULL")
        for column in version.columns
    ]
    return sql.SQL(
        "SELECT {place} AS _place, _n, _row, {measure}::numeric AS _m, {below} AS _d, {shown}"
        " FROM {table} WHERE ({filters}) AND {period} = ANY({periods})"
    ).format(
        place=sql.Literal(place),
        measure=sql.Identifier(indicator.measure),
        below=_denominator(indicator),
        shown=sql.SQL(", ").join(shown),
        table=table_of(part.table_name),
        filters=matches(indicator.filters),
        period=period_of_rows(part.columns, part.period, grain),
        periods=sql.Literal(list(periods)),
    )


def _denominator(indicator: Indicator) -> sql.Composable:
    """What a row adds to the denominator, as `intake.indicators` counts it."""
    if indicator.aggregation == Aggregation.RATIO:
        return sql.SQL("{}::numeric").format(sql.Identifier(indicator.denominator))
    if indicator.aggregation == Aggregation.MEAN:
        return sql.SQL("CASE WHEN {} IS NOT NULL THEN 1 END::numeric").format(
            sql.Identifier(indicator.measure)
        )
    return sql.SQL("NULL::numeric")


def _same(read: Decimal | None, kept: Decimal | None) -> bool:
    """Whether a sum read anew is the one that was kept, in the eight decimals that are kept."""
    if read is None or kept is None:
        return read is kept
    return round(read, 8) == round(kept, 8)


def _totals(indicator: Indicator, together: sql.Composable) -> tuple[int, Decimal | None, Decimal | None]:
    query = sql.SQL("SELECT count(*), sum(_m), sum(_d) FROM ({}) AS r").format(together)
    with connection.cursor() as cursor:
        cursor.execute(query)
        count, measured, below = cursor.fetchone()
    return int(count), measured, below


def _page(together: sql.Composable, page: int) -> list[tuple[Any, ...]]:
    """The page's rows: row number in the file, then the columns as text."""
    query = sql.SQL("SELECT * FROM ({}) AS r ORDER BY _place, _n LIMIT {} OFFSET {}").format(
        together, sql.Literal(PAGE), sql.Literal((page - 1) * PAGE)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(row[2], *row[5:]) for row in cursor.fetchall()]
