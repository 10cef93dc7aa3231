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
from datasets.intake.values.cells import Cells
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
        _check_bigint(report, converted.cells)
    if rule is None:
        return
    if rule.required and values.null_count:
        empty = pc.is_null(values)
        failures = converted.failures
        report.tell(F.REQUIRED_EMPTY, empty if failures is None else pc.and_not(empty, failures))
    if report.plan.is_numeric and (rule.minimum is not None or rule.maximum is not None):
        _check_limits(report, converted)
    if rule.pattern:
        _check_pattern(report, converted.cells, rule.pattern)
    if rule.allowed:
        known = pc.is_in(converted.cells.values, value_set=pa.array([*rule.allowed, None], pa.string()))
        _tell(report, F.NOT_ALLOWED, converted.cells, pc.invert(known), allowed=list(rule.allowed))


def check_small(report: CellReport, cells: Cells) -> None:
    """Counts of one to four people or households: with other columns they may say who it is."""
    if report.plan.type is T.INTEGER and report.plan.role is ColumnRole.MEASURE:
        _tell(report, F.SMALL_COUNT, cells, pc.is_in(cells.values, value_set=_SMALL))


def check_period(report: CellReport, cells: Cells, wanted: str) -> None:
    """Each row of the file belongs to the period of the sending."""
    try:
        whole = parse_period(wanted)
    except ValueError:
        return
    distinct = pc.unique(cells.values).to_pylist()
    outside = [value for value in distinct if value is not None and not _is_within(value, whole)]
    if outside:
        marked = pc.is_in(cells.values, value_set=pa.array(outside))
        _tell(report, F.PERIOD_OUTSIDE, cells, marked, period=wanted)


def _tell(report: CellReport, code: F, cells: Cells, marked: pa.BooleanArray, **more: Any) -> None:
    """One finding for each cell whose value is marked; mostly there is none."""
    if marked.true_count:
        report.tell(code, cells.spread(marked), **more)


def _check_limits(report: CellReport, converted: Converted) -> None:
    rule, cells = report.plan.rule, converted.cells
    numbers = converted.numbers
    if rule is None:
        return
    if rule.minimum is not None:
        low = pc.less(numbers, _bound(rule.minimum, numbers))
        _tell(report, F.BELOW_MINIMUM, cells, low, limit=rule.minimum)
    if rule.maximum is not None:
        high = pc.greater(numbers, _bound(rule.maximum, numbers))
        _tell(report, F.ABOVE_MAXIMUM, cells, high, limit=rule.maximum)


def _bound(text: str, numbers: pa.Array) -> pa.Scalar:
    if pa.types.is_floating(numbers.type):
        return pa.scalar(float(text))
    return pa.scalar(Decimal(text))


def _check_pattern(report: CellReport, cells: Cells, pattern: str) -> None:
    try:
        fits = pc.match_substring_regex(cells.values, f"^(?:{pattern})$")
    except pa.ArrowInvalid:
        return
    _tell(report, F.PATTERN_MISMATCH, cells, pc.invert(fits), pattern=pattern)


def _check_bigint(report: CellReport, cells: Cells) -> None:
    long = pc.greater(pc.binary_length(cells.values), 18)
    if not long.true_count:
        return
    places = np.flatnonzero(flags_of(long))
    mask = np.zeros(len(cells.values), bool)
    beyond = [place for place in places if not -_BIGINT <= int(cells.values[int(place)].as_py()) <= _BIGINT]
    mask[beyond] = True
    _tell(report, F.WRONG_TYPE, cells, pa.array(mask), kind=report.plan.type.value)


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
