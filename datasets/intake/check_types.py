"""Decides the type of a column over every row, where no data dictionary says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from datasets.intake import check_tally as kinds
from datasets.intake.check_survey import Seen, Survey
from datasets.intake.check_tally import Tally
from datasets.intake.schema import NumberStyle
from datasets.intake.values import calendar
from datasets.intake.values.geometry import kind_of
from datasets.intake.values.marks import is_missing, split_status
from datasets.intake.values.numbers import PLAIN
from datasets.intake.values.shapes import LONG
from datasets.intake.values.units import kinds_of
from datasets.intake.values.words import normalised
from datasets.vocab import ColumnType as T
from datasets.vocab import FindingCode as F

_CODE_WORDS = frozenset(
    {
        *("kode", "kd", "id", "code", "gid", "uuid", "kodepos"),
        *("nik", "kk", "nip", "npwp", "npsn", "nisn", "nop", "nib"),
    }
)
_AREA_WORDS = frozenset(
    {
        *("prov", "provinsi", "kab", "kota", "kabkot", "kabupaten"),
        *("kec", "kecamatan", "kel", "kelurahan", "desa"),
    }
)
_YEAR_WORDS = frozenset(["tahun", "thn", "th", "year", "ta"])
#: Hemispheres may stand together in one column; any two other units may not.
_TOGETHER = (frozenset({"LS", "LU"}), frozenset({"BT", "BB"}))
_YEARS = range(1900, 2101)

#: Share of a column that must agree before the rest is called a mistake (no dictionary).
_MOSTLY = 0.9
_MANY_DATES = 0.6
#: Decimals that are nought, before a unit or a bracket perhaps.
_NOUGHT = re.compile(r"[.,]0+(?:\D*|[.,]-?)$")
#: Longest whole number of PostgreSQL's bigint, in digits that always fit.
BIGINT_DIGITS = 18


@dataclass(frozen=True)
class Decision:
    """How a column is read. `doubt` is what kept it text although it is mostly something else."""

    type: T
    style: NumberStyle = PLAIN
    unit: str = ""
    doubt: F | None = None
    doubt_kind: str = ""
    example: Seen | None = None
    is_whole_float: bool = False


def decide(
    label: str, survey: Survey, tally: Tally, file_style: NumberStyle | None, *, is_json: bool = False
) -> Decision:
    """The type of a column without a dictionary. One cell that does not fit makes it text."""
    if tally.valued == 0 or survey.is_free:
        return Decision(T.TEXT)
    if is_json and (kind := _geometry(survey)) is not None:
        return Decision(kind)
    words = frozenset(normalised(label).split())
    if _is_code(words, survey, tally):
        return Decision(T.CODE, is_whole_float=_all_whole_floats(survey, tally))
    for choose in (_as_calendar, _as_year):
        if (found := choose(words, survey, tally)) is not None:
            return found
    if tally.numbers and not (tally.words or tally.padded) and tally.numbers >= tally.broken:
        return _as_number(label, survey, tally, file_style, is_json=is_json)
    if tally.kinds[kinds.BOOLEAN] == tally.valued:
        return Decision(T.BOOLEAN)
    return _as_text(words, tally)


def _geometry(survey: Survey) -> T | None:
    found = {kind_of(seen.example) for seen in survey.shapes.values()}
    if not found or "" in found or survey.native:
        return None
    return T.POINT if found == {"Point"} and LONG not in survey.shapes else T.GEOMETRY


def _is_code(words: frozenset[str], survey: Survey, tally: Tally) -> bool:
    all_digits = tally.digits == tally.valued or _all_whole_floats(survey, tally)
    if words & _CODE_WORDS:
        return tally.compact >= 0.8 * tally.valued
    if words & _AREA_WORDS and all_digits and not words & {"jumlah", "total"}:
        return True
    if tally.digits == tally.valued and (tally.padded or tally.longest > 15):
        return True
    return _is_dotted_code(survey, tally)


def _is_dotted_code(survey: Survey, tally: Tally) -> bool:
    """Every cell is digits and dots to several depths: `5`, `5.1`, `5.1.02`."""
    shapes = [shape for shape, _ in survey.all_shapes()]
    is_dotted = all(set(shape) <= set("09.") and shape[-1] != "." for shape in shapes)
    return tally.words > 0 and is_dotted and len({shape.count(".") for shape in shapes}) > 1


def _all_whole_floats(survey: Survey, tally: Tally) -> bool:
    """Whole numbers that some tool wrote as `32.0`, a damage that codes must be freed of."""
    return survey.whole_floats > 0 and survey.whole_floats + tally.digits == tally.valued


def _as_calendar(words: frozenset[str], survey: Survey, tally: Tally) -> Decision | None:
    dates = tally.kinds[kinds.DATE]
    if dates and dates == tally.valued and len(tally.families) == 1:
        return _as_date(survey, tally)
    if dates >= _MANY_DATES * tally.valued and dates:
        rare = min(tally.families, key=lambda family: tally.families[family])
        return Decision(T.TEXT, doubt=F.DATES_MIXED, example=_odd_date(tally, rare))
    for kind, chosen, parse in _CALENDAR:
        if tally.kinds[kind] == tally.valued and _all_parse(survey, parse):
            return Decision(chosen, unit=_common_zone(survey) if chosen is T.TIME else "")
    return None


_CALENDAR: tuple[tuple[str, T, Callable[[str], str | None]], ...] = (
    (kinds.MOMENT, T.DATETIME, calendar.parse_datetime),
    (kinds.CLOCK, T.TIME, calendar.parse_time),
    (kinds.QUARTER, T.QUARTER, calendar.parse_quarter),
    (kinds.FISCAL, T.FISCAL_YEAR, calendar.parse_fiscal_year),
    (kinds.MONTH, T.MONTH, calendar.parse_month),
)


def _odd_date(tally: Tally, rare: str) -> Seen:
    """A cell that shows the mixture: a word among dates, or a date of the rarest spelling."""
    return tally.first[rare] if len(tally.families) > 1 else tally.first.get("word", tally.first[rare])


def _as_date(survey: Survey, tally: Tally) -> Decision:
    if survey.values is None:
        return Decision(T.DATE)
    wrong = [
        value for value in survey.values if calendar.date_family(value) and not calendar.parse_date(value)
    ]
    if len(wrong) > (1 - _MOSTLY) * len(survey.values):
        return Decision(T.TEXT, doubt=F.DATES_MIXED, example=Seen(1, min(wrong), 0))
    return Decision(T.DATE)


def _all_parse(survey: Survey, parse: Callable[[str], str | None]) -> bool:
    return survey.values is None or all(
        parse(value) is not None for value in survey.values if not is_missing(value)
    )


def _common_zone(survey: Survey) -> str:
    zones = {calendar.zone_of(shape) for shape in survey.shapes if not is_missing(shape)}
    return zones.pop() if len(zones) == 1 else ""


def _as_year(words: frozenset[str], survey: Survey, tally: Tally) -> Decision | None:
    if not words & _YEAR_WORDS or tally.kinds[kinds.YEAR] != tally.valued or survey.values is None:
        return None
    valued = [split_status(value)[0] for value in survey.values if not is_missing(value)]
    years = [calendar.parse_year(value) for value in valued]
    if all(year is not None and int(year) in _YEARS for year in years):
        return Decision(T.YEAR, is_whole_float=survey.whole_floats > 0)
    return None


def _as_number(
    label: str, survey: Survey, tally: Tally, file_style: NumberStyle | None, *, is_json: bool
) -> Decision:
    style = tally.styles.style(file_style)
    units = _units_of(tally)
    if len(units) > 1:
        return Decision(T.TEXT, doubt=F.UNITS_MIXED, example=tally.first["unit"])
    if is_json and (tally.styles.is_mixed or tally.broken):
        return Decision(T.TEXT, doubt=F.NUMBER_STYLES_MIXED, example=_number_example(tally))
    is_integer = is_whole(tally, style) or _is_whole_written_long(label, survey, tally, style)
    kind = T.INTEGER if is_integer else T.DECIMAL
    return Decision(kind, style, unit=units[0] if units else "")


def _units_of(tally: Tally) -> list[str]:
    """The different units that stand beside numbers; a hemisphere is none."""
    units = {unit for unit in tally.units if unit}
    return [] if any(units <= together for together in _TOGETHER) else kinds_of(units)


def is_whole(tally: Tally, style: NumberStyle) -> bool:
    """Whether every number of the column is whole and fits a bigint."""
    decimals = max(tally.native_decimals, tally.styles.decimals.get(style, 0))
    return decimals == 0 and not tally.has_exponent and tally.longest <= BIGINT_DIGITS


def _is_whole_written_long(label: str, survey: Survey, tally: Tally, style: NumberStyle) -> bool:
    """`410988.00`, `1.250.000,00`: money whose decimals are nought in every row; shares stay decimal.

    Where there are too many different values to look at each, the type that holds them all wins.
    """
    if survey.values is None or tally.has_exponent or tally.longest > BIGINT_DIGITS or tally.native_decimals:
        return False
    if "%" in label or "%" in tally.units or normalised(label).split()[:1] == ["persen"]:
        return False
    sign = "," if style is NumberStyle.INDONESIAN else "."
    return all(_NOUGHT.search(value) for value in survey.values if sign in value and not is_missing(value))


def _number_example(tally: Tally) -> Seen:
    return tally.first.get("told") or tally.first.get("broken") or tally.first["ambiguous"]


def _as_text(words: frozenset[str], tally: Tally) -> Decision:
    years = tally.kinds[kinds.YEAR] + tally.kinds[kinds.FISCAL]
    if words & _YEAR_WORDS and tally.words and _MANY_DATES * tally.valued <= years:
        odd = tally.first.get("word") or tally.first["calendar"]
        return Decision(T.TEXT, doubt=F.COLUMN_MIXED, doubt_kind="year", example=odd)
    numeric = tally.numbers + tally.broken
    if tally.words and numeric >= max(_MOSTLY * tally.valued, 5):
        odd = tally.first.get("word") or tally.first["calendar"]
        return Decision(T.TEXT, doubt=F.COLUMN_MIXED, doubt_kind="number", example=odd)
    return Decision(T.TEXT)
