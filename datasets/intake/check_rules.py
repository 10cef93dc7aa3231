"""Holds one block of a converted column to its rules, and names each cell that breaks one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_convert import Converted
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.findings import Findings
from datasets.intake.values import calendar
from datasets.intake.values.numbers import read_number
from datasets.measures.periods import Period, parse_period
from datasets.vocab import ColumnRole
from datasets.vocab import ColumnType as T
from datasets.vocab import FindingCode as F

_BIGINT = (1 << 63) - 1
#: Counts below five are suppressed where people could be recognised (DOMAIN §7 no. 32).
_SMALL = pa.array(["1", "2", "3", "4"])


class CellReport:
    """Tells findings about cells of one column of one block, with the sheet's addresses."""

    def __init__(
        self, plan: ColumnPlan, raw: pa.StringArray, rows: pa.Int64Array, findings: Findings
    ) -> None:
        self.plan, self._raw, self._rows, self._findings = plan, raw, rows, findings

    def tell(self, code: F, mask: pa.BooleanArray | npt.NDArray[np.bool_], **more: Any) -> None:
        """One finding for each cell where `mask` is true; beyond the bound they are only counted."""
        for place in self.places(code, mask):
            self.tell_cell(code, place, **more)

    def tell_cell(self, code: F, place: int, *, suggestion: str = "", **params: Any) -> None:
        """One finding for the cell at `place` of the block."""
        row = self._rows[place].as_py()
        self._findings.add(
            code,
            row=row,
            column=self.plan.label,
            cell=f"{self.plan.letter}{row}",
            value=self._raw[place].as_py() or "",
            params=params,
            suggestion=suggestion,
        )

    def value(self, place: int) -> str:
        """The cell as it was written."""
        return str(self._raw[place].as_py() or "")

    def places(self, code: F, mask: pa.BooleanArray | npt.NDArray[np.bool_]) -> list[int]:
        """Positions to tell; those beyond the bound of places are counted here and left out."""
        places = np.flatnonzero(mask if isinstance(mask, np.ndarray) else flags_of(mask))
        kept: list[int] = []
        for place in places:
            if not self._findings.has_room(code, self.plan.label) or len(kept) >= self._findings.places:
                break
            kept.append(int(place))
        if len(kept) < len(places):
            self._findings.count_more(code, self.plan.label, len(places) - len(kept))
        return kept


def flags_of(mask: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    """`mask` for numpy; null counts as false."""
    flags: npt.NDArray[np.bool_] = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    return flags


def check_failed(report: CellReport, failed: pa.BooleanArray) -> None:
    """Say of each cell that could not be converted what is wrong with it."""
    places = np.flatnonzero(flags_of(failed))
    by_code: dict[F, npt.NDArray[np.bool_]] = {}
    codes: dict[str, F] = {}
    for place in places:
        value = report.value(int(place))
        code = codes.setdefault(value, _fault_of(report.plan, value))
        by_code.setdefault(code, np.zeros(len(failed), bool))[place] = True
    for code, mask in by_code.items():
        if code is F.CODE_UNKNOWN:
            _tell_unknown(report, mask)
        else:
            report.tell(code, mask, kind=report.plan.type.value)


def check_rules(report: CellReport, converted: Converted) -> None:
    """Required, limits, pattern, allowed values, and whole numbers beyond bigint's range."""
    rule, values = report.plan.rule, converted.values
    if report.plan.type is T.INTEGER:
        _check_bigint(report, values)
    if rule is None:
        return
    if rule.required:
        empty = pc.is_null(values)
        report.tell(
            F.REQUIRED_EMPTY, empty if converted.failed is None else pc.and_not(empty, converted.failed)
        )
    if report.plan.is_numeric and (rule.minimum is not None or rule.maximum is not None):
        _check_limits(report, values)
    if rule.pattern:
        _check_pattern(report, values, rule.pattern)
    if rule.allowed:
        unknown = pc.invert(pc.is_in(values, value_set=pa.array([*rule.allowed, None], pa.string())))
        report.tell(F.NOT_ALLOWED, unknown, allowed=list(rule.allowed))


def check_small(report: CellReport, values: pa.StringArray) -> None:
    """Counts of one to four people or households: with other columns they may say who it is."""
    if report.plan.type is T.INTEGER and report.plan.role is ColumnRole.MEASURE:
        report.tell(F.SMALL_COUNT, pc.is_in(values, value_set=_SMALL))


def check_period(report: CellReport, values: pa.StringArray, wanted: str) -> None:
    """Each row of the file belongs to the period of the sending."""
    try:
        whole = parse_period(wanted)
    except ValueError:
        return
    outside = [
        value for value in pc.unique(values).to_pylist() if value is not None and not _is_within(value, whole)
    ]
    if outside:
        report.tell(F.PERIOD_OUTSIDE, pc.is_in(values, value_set=pa.array(outside)), period=wanted)


def numbers_of(plan: ColumnPlan, values: pa.StringArray) -> pa.Array:
    """Canonical numbers as an array to reckon with: exact where the scale is known."""
    if plan.type is T.INTEGER:
        try:
            return pc.cast(values, pa.int64())
        except pa.ArrowInvalid:
            return pc.cast(values, pa.float64())
    if plan.scale is not None:
        try:
            return pc.cast(values, pa.decimal128(38, plan.scale))
        except pa.ArrowInvalid:
            pass
    return pc.cast(values, pa.float64())


def _check_limits(report: CellReport, values: pa.StringArray) -> None:
    rule, numbers = report.plan.rule, numbers_of(report.plan, values)
    if rule is None:
        return
    if rule.minimum is not None:
        report.tell(F.BELOW_MINIMUM, pc.less(numbers, _bound(rule.minimum, numbers)), limit=rule.minimum)
    if rule.maximum is not None:
        report.tell(F.ABOVE_MAXIMUM, pc.greater(numbers, _bound(rule.maximum, numbers)), limit=rule.maximum)


def _bound(text: str, numbers: pa.Array) -> pa.Scalar:
    if pa.types.is_floating(numbers.type):
        return pa.scalar(float(text))
    return pa.scalar(Decimal(text))


def _check_pattern(report: CellReport, values: pa.StringArray, pattern: str) -> None:
    try:
        fits = pc.match_substring_regex(values, f"^(?:{pattern})$")
    except pa.ArrowInvalid:
        return
    report.tell(F.PATTERN_MISMATCH, pc.invert(fits), pattern=pattern)


def _check_bigint(report: CellReport, values: pa.StringArray) -> None:
    long = pc.greater(pc.binary_length(values), 18)
    if not pc.any(long).as_py():
        return
    places = np.flatnonzero(flags_of(long))
    mask = np.zeros(len(values), bool)
    mask[[place for place in places if not -_BIGINT <= int(values[int(place)].as_py()) <= _BIGINT]] = True
    report.tell(F.WRONG_TYPE, mask, kind=report.plan.type.value)


def _fault_of(plan: ColumnPlan, value: str) -> F:
    if value.startswith("#") and value.rstrip("!?/").isupper():
        return F.ERROR_CELL
    if plan.codes is not None:
        return F.CODE_UNKNOWN
    if plan.type in (T.POINT, T.GEOMETRY):
        return F.COORDINATES_OUTSIDE
    if plan.type in (T.DATE, T.DATETIME) and calendar.date_family(value.strip()):
        return F.DATE_IMPOSSIBLE
    read = read_number(value.strip()) if plan.is_numeric else None
    if read is None:
        return F.WRONG_TYPE
    if read.is_broken:
        return F.NUMBER_BROKEN
    return F.WRONG_TYPE if plan.style in read.styles else F.NUMBER_STYLES_MIXED


def _tell_unknown(report: CellReport, mask: npt.NDArray[np.bool_]) -> None:
    codes = report.plan.codes
    near: dict[str, list[tuple[str, str]]] = {}
    for place in report.places(F.CODE_UNKNOWN, mask):
        value = report.value(place)
        if codes is not None and value not in near and len(near) < 200:
            near[value] = codes.suggestions(value)
        slug = codes.codeset.slug if codes else ""
        choices = near.get(value, [])
        shown = ", ".join(name for _, name in choices)
        report.tell_cell(F.CODE_UNKNOWN, place, suggestion=shown, codelist=slug, near=choices)


def _is_within(value: str, whole: Period) -> bool:
    try:
        return whole.contains(parse_period(value[:10]))
    except ValueError:
        return False
