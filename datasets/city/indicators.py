"""The city's indicators and their yearly targets, from `indicators.csv` (DOMAIN §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from datasets.city.profile import City
from datasets.city.reference import read_affairs, read_organizations
from datasets.city.tables import Row, once_each, read_rows
from datasets.vocab import Aggregation, IndicatorLevel, Polarity

COLUMNS = (
    "code",
    "name",
    "name_en",
    "organization",
    "affair",
    "level",
    "unit",
    "decimals",
    "polarity",
    "aggregation",
    "dataset",
    "measure",
    "denominator",
    "scale",
    "filters",
    "formula",
    "formula_en",
    "baseline",
    "sample",
)
TARGET = "target_"
INDICATOR_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


@dataclass(frozen=True)
class TargetRow:
    """What is promised for `year`: one value, or for a range its two bounds."""

    year: int
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator. `organization` and `dataset` are slugs, `dataset` may be ''.

    The value is the sum of `measure` over the rows that match `filters`; with aggregation `ratio`
    it is `scale × sum(measure) / sum(denominator)`.
    """

    code: str
    name: str
    name_en: str
    organization: str
    affair: str
    level: IndicatorLevel
    unit: str
    decimals: int
    polarity: Polarity
    aggregation: Aggregation
    dataset: str
    measure: str
    denominator: str
    scale: Decimal
    filters: dict[str, str]
    formula: str
    formula_en: str
    baseline: Decimal | None
    targets: tuple[TargetRow, ...]
    is_sample: bool


def read_indicators(city: City) -> Iterator[IndicatorRow]:
    """The indicators of `indicators.csv`, in the order in which they are shown."""
    path = city.folder / "indicators.csv"
    offices = {office.slug for office in read_organizations(city)}
    affairs = {affair.code for affair in read_affairs(city)}
    rows = read_rows(path, COLUMNS, more=TARGET + r"\d{4}")
    pairs = ((row, _indicator(row, offices, affairs)) for row in rows)
    return once_each(pairs, lambda indicator: indicator.code)


def _indicator(row: Row, offices: set[str], affairs: set[str]) -> IndicatorRow:
    polarity = row.word("polarity", Polarity)
    indicator = IndicatorRow(
        code=row.matching("code", INDICATOR_CODE, "IKU-DLH-01"),
        name=row.text("name"),
        name_en=row.optional("name_en"),
        organization=_known(row, "organization", offices, "opd.csv"),
        affair=_known(row, "affair", affairs, "affairs.csv"),
        level=row.word("level", IndicatorLevel),
        unit=row.text("unit"),
        decimals=int(row.number("decimals") or 0),
        polarity=polarity,
        aggregation=row.word("aggregation", Aggregation),
        dataset=row.optional("dataset"),
        measure=row.optional("measure"),
        denominator=row.optional("denominator"),
        scale=row.number("scale") or Decimal(1),
        filters=_filters(row),
        formula=row.text("formula"),
        formula_en=row.optional("formula_en"),
        baseline=row.number("baseline"),
        targets=tuple(_targets(row, polarity)),
        is_sample=row.yes("sample"),
    )
    _check_binding(row, indicator)
    return indicator


def _known(row: Row, column: str, known: set[str], file: str) -> str:
    text = row.text(column)
    if text not in known:
        raise row.error(f'{column} "{text}" tidak ada di {file}.')
    return text


def _filters(row: Row) -> dict[str, str]:
    filters: dict[str, str] = {}
    for part in row.several("filters"):
        column, equals, value = part.partition("=")
        if not equals or not column or not value:
            raise row.error(f'filters "{part}" harus berbentuk kolom=nilai.')
        filters[column.strip()] = value.strip()
    return filters


def _check_binding(row: Row, indicator: IndicatorRow) -> None:
    if bool(indicator.dataset) != bool(indicator.measure):
        raise row.error("dataset dan measure harus diisi keduanya, atau dikosongkan keduanya.")
    is_ratio = indicator.aggregation is Aggregation.RATIO
    if indicator.dataset and is_ratio != bool(indicator.denominator):
        raise row.error("denominator diisi bila, dan hanya bila, aggregation adalah ratio.")


def _targets(row: Row, polarity: Polarity) -> Iterator[TargetRow]:
    for column in sorted(name for name in row.cells if name.startswith(TARGET)):
        year = int(column.removeprefix(TARGET))
        if not row.optional(column):
            continue
        if polarity is Polarity.RANGE:
            yield _range(row, column, year)
        else:
            yield TargetRow(year, value=row.number(column))


def _range(row: Row, column: str, year: int) -> TargetRow:
    low, dots, high = row.text(column).partition("..")
    try:
        target = TargetRow(year, lower=Decimal(low), upper=Decimal(high))
    except InvalidOperation:
        raise row.error(f"{column} harus berupa rentang, misalnya 13000..15500.") from None
    if not dots or target.lower >= target.upper:  # type: ignore[operator]
        raise row.error(f"{column}: batas bawah harus lebih kecil dari batas atas.")
    return target
