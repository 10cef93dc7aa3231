"""Sets the realisations of the indicators bound to a dataset from the rows of its parts.

Only the periods that a new part touches are computed again. Values are set, never incremented, so
publishing twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg2 import sql

from datasets.export.sql import matches, table_of
from datasets.intake import database
from datasets.intake.profile import period_of_rows
from datasets.measures.figures import Amount, value_of
from datasets.measures.periods import in_order, is_period
from datasets.models import Dataset, Indicator, Part, Realisation, Version
from datasets.vocab import NUMERIC_TYPES, Aggregation, Frequency

#: What numeric(38, 8) holds; a value beyond it cannot be computed.
_MOST = Decimal(10) ** 29
_PLACES = Decimal("1E-8")
_WIDE = Context(prec=60)


@dataclass(frozen=True)
class Change:
    """What a new part does to an indicator in one period; None means that there is no value."""

    indicator: Indicator
    period: str
    before: Decimal | None
    after: Decimal | None

    def to_json(self) -> dict[str, Any]:
        """`{code, name, unit, decimals, period, before, after}`, numbers as decimal text."""
        indicator = self.indicator
        return {
            "code": indicator.code,
            "name": indicator.name,
            "unit": indicator.unit,
            "decimals": indicator.decimals,
            "period": self.period,
            "before": _text(self.before),
            "after": _text(self.after),
        }


def changes_by(part: Part, replaced: Sequence[Part], kept: Sequence[Part]) -> list[Change]:
    """What publishing `part` in place of `replaced`, beside `kept`, would move, by how much."""
    changes = []
    for indicator in part.dataset.indicators.all():
        known = {r.period: r.value for r in indicator.realisations.all()}
        amounts = _amounts_by_period(indicator, part, replaced, kept)
        for period in in_order(list(amounts)):
            after = _value(indicator, amounts[period])
            before = known.get(period)
            if before != after:
                changes.append(Change(indicator, period, before, after))
    return changes


def refresh(version: Version, part: Part, replaced: Sequence[Part], kept: Sequence[Part]) -> None:
    """Set the realisations of every period that `part` or a part it replaces has rows in.

    Realisations of untouched periods then name `version` too: it holds the very same rows.
    """
    for indicator in part.dataset.indicators.all():
        for period, amount in _amounts_by_period(indicator, part, replaced, kept).items():
            _set(indicator, period, amount, version)
        indicator.realisations.exclude(version=version).update(version=version)


@transaction.atomic
def compute(indicator_id: UUID) -> None:
    """Set every realisation of an indicator from the live version of its dataset, if there is one.

    For an indicator that is bound, or bound otherwise, after publication; done twice, it changes nothing.
    """
    indicator = Indicator.objects.filter(pk=indicator_id).first()
    if indicator is None or indicator.dataset_id is None:
        return
    # Held as publication holds it: neither sees the other's half.
    dataset = Dataset.objects.select_for_update(no_key=True, of=("self",)).get(pk=indicator.dataset_id)
    version = dataset.live_version
    if version is None:
        return
    found = defaultdict(list)
    for part in Part.objects.filter(version_parts__version=version).select_related("dataset"):
        for amount in _amounts(indicator, part):
            found[amount.period].append(amount)
    amounts = {period: _together(period, found[period]) for period in found if is_period(period)}
    indicator.realisations.exclude(period__in=amounts).delete()
    for period, together in amounts.items():
        _set(indicator, period, together, version)


def refresh_after_withdrawal(dataset: Dataset) -> int:
    """Remove the realisations that rest on a withdrawn dataset; how many there were."""
    gone, _ = Realisation.objects.filter(indicator__dataset=dataset).delete()
    return gone


def _set(indicator: Indicator, period: str, amount: Amount | None, version: Version) -> None:
    if amount is None:
        Realisation.objects.filter(indicator=indicator, period=period).delete()
        return
    values = {
        "value": _value(indicator, amount),
        "numerator": _held(amount.numerator),
        "denominator": _held(amount.denominator),
        "row_count": amount.rows,
        "version": version,
    }
    Realisation.objects.update_or_create(indicator=indicator, period=period, defaults=values)


def _amounts_by_period(
    indicator: Indicator, part: Part, replaced: Sequence[Part], kept: Sequence[Part]
) -> dict[str, Amount | None]:
    """What each touched period adds up to; None where no row of it is left."""
    found = defaultdict(list)
    for amount in _amounts(indicator, part):
        found[amount.period].append(amount)
    touched = {amount.period for old in replaced for amount in _amounts(indicator, old)} | set(found)
    for neighbour in _sharing(kept, touched):
        for amount in _amounts(indicator, neighbour):
            if amount.period in touched:
                found[amount.period].append(amount)
    return {period: _together(period, found[period]) for period in touched if is_period(period)}


def _sharing(kept: Sequence[Part], periods: Iterable[str]) -> Iterator[Part]:
    """Kept parts that hold rows of `periods` too, by their summaries: as a rule none."""
    ids = Part.objects.filter(
        pk__in=[part.pk for part in kept], summaries__period__in=list(periods)
    ).values_list("pk", flat=True)
    sharing = set(ids)
    return (part for part in kept if part.pk in sharing)


def _amounts(indicator: Indicator, part: Part) -> list[Amount]:
    """The part's amounts by period; nothing where it lacks a column that the indicator needs."""
    kinds = {column["id"]: column["type"] for column in part.columns}
    summed = [indicator.measure, *([indicator.denominator] if indicator.denominator else [])]
    is_known = all(kinds.get(name) in NUMERIC_TYPES for name in summed)
    if not is_known or not indicator.filters.keys() <= kinds.keys():
        return []
    return [Amount(*row) for row in database.rows(_query(indicator, part))]


def _query(indicator: Indicator, part: Part) -> sql.Composable:
    return sql.SQL(
        "SELECT {period}, sum({measure}), {below}, count(*) FROM {table} WHERE {where} GROUP BY 1"
    ).format(
        period=period_of_rows(part, Frequency(part.dataset.frequency)),
        measure=sql.Identifier(indicator.measure),
        below=_denominator(indicator),
        table=table_of(part.table_name),
        where=matches(indicator.filters),
    )


def _denominator(indicator: Indicator) -> sql.Composable:
    if indicator.aggregation == Aggregation.RATIO:
        return sql.SQL("sum({})").format(sql.Identifier(indicator.denominator))
    if indicator.aggregation == Aggregation.MEAN:
        return sql.SQL("count({})::numeric").format(sql.Identifier(indicator.measure))
    return sql.SQL("NULL::numeric")


def _together(period: str, amounts: Sequence[Amount]) -> Amount | None:
    if not amounts:
        return None
    numerators = [amount.numerator for amount in amounts if amount.numerator is not None]
    denominators = [amount.denominator for amount in amounts if amount.denominator is not None]
    return Amount(
        period,
        sum(numerators, Decimal(0)) if numerators else None,
        sum(denominators, Decimal(0)) if denominators else None,
        sum(amount.rows for amount in amounts),
    )


def _value(indicator: Indicator, amount: Amount | None) -> Decimal | None:
    if amount is None:
        return None
    aggregation = Aggregation(indicator.aggregation)
    return _held(value_of(amount.numerator, amount.denominator, aggregation, indicator.scale))


def _held(number: Decimal | None) -> Decimal | None:
    """The number as the database keeps it: eight decimals; None where it does not fit."""
    if number is None or abs(number) >= _MOST:
        return None
    return Decimal(number).quantize(_PLACES, context=_WIDE)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")
