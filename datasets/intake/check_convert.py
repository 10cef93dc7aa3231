"""Turns the cells of one column into canonical text, a block at a time.

What the shape alone decides is done on whole arrays; only unusual cells are read one distinct
value at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_survey import Look
from datasets.intake.values import calendar
from datasets.intake.values.cells import Cells
from datasets.intake.values.geometry import is_on_earth
from datasets.intake.values.marks import DASHES, is_missing, is_missing_code, split_status
from datasets.intake.values.numbers import ENGLISH, INDONESIAN, plain, read_number
from datasets.intake.values.shapes import LONG, shapes_of, where_shape
from datasets.intake.values.spaces import tidy
from datasets.intake.values.words import parse_boolean
from datasets.vocab import ColumnType as T

_NULL = pa.scalar(None, pa.string())
#: Distinct values remembered by a column before its memory is emptied.
_REMEMBERED = 100_000
#: Shapes whose values are canonical already, once pyarrow has found them on the calendar.
_ISO = {T.DATE: ("9999-99-99", pa.date32()), T.DATETIME: ("9999-99-99 99:99:99", pa.timestamp("s"))}
_MISSING_CODES = pa.array(["null", "#n/a", "n/a", "…", "...", "nan", "(null)", "(kosong)", *DASHES])


class Fate(IntEnum):
    """What to do with the cells of a shape."""

    KEEP = 0
    STRIP = 1
    LOOK = 2
    MISSING = 3
    FAIL = 4


@dataclass(frozen=True)
class Converted:
    """One block of a column in canonical text. Where `failed` (a flag for each value), the value is null.

    `statuses` are of cells, by their place in the block.
    """

    plan: ColumnPlan
    cells: Cells
    failed: pa.BooleanArray | None = None
    statuses: dict[int, str] | None = None

    @property
    def values(self) -> pa.StringArray:
        """The canonical text of every cell."""
        return self.cells.column

    @cached_property
    def numbers(self) -> pa.Array:
        """The values of a numeric column to reckon with; parsed once, whoever asks."""
        return numbers_of(self.plan, self.cells.values)

    @property
    def cell_numbers(self) -> pa.Array:
        """The number of every cell."""
        return self.cells.spread(self.numbers)

    @cached_property
    def failures(self) -> pa.BooleanArray | None:
        """Where a cell could not be read; an empty cell is none."""
        return None if self.failed is None else pc.fill_null(self.cells.spread(self.failed), False)


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


def convert(
    plan: ColumnPlan, column: pa.StringArray, native: pa.BooleanArray | None, look: Look | None = None
) -> Converted:
    """The block `column` of the planned column as canonical values; `look` is how the survey saw it."""
    if look is None or plan.keeps_indent:
        look = Look(_tidied(plan, column, native))
    cells = look.cells
    if plan.codes is not None:
        return _by_value(plan, cells, plan.codes.official, is_missing_code)
    if plan.type is T.TEXT:
        return Converted(plan, cells)
    if plan.type in (T.POINT, T.GEOMETRY):
        return Converted(plan, cells, _outside(cells.values))
    if plan.type is T.CODE:
        return Converted(plan, cells.holding(_codes(plan, cells.values)))
    if plan.is_numeric and native is not None:
        return _numbers_of_workbook(plan, look, pc.fill_null(native, False))
    return _by_shape(plan, look, _text_fate(plan), _reader(plan))


def _tidied(plan: ColumnPlan, column: pa.StringArray, native: pa.BooleanArray | None) -> Cells:
    cells = plan.survey.cells_of(column, native)
    if plan.survey.is_tidy:
        return cells
    return cells.holding(tidy(cells.values, keep_indent=plan.keeps_indent).column)


def _outside(column: pa.StringArray) -> pa.BooleanArray | None:
    failed = [text is not None and not is_on_earth(text) for text in column.to_pylist()]
    return pa.array(failed) if any(failed) else None


def _codes(plan: ColumnPlan, column: pa.StringArray) -> pa.StringArray:
    if plan.is_whole_float:
        column = pc.replace_substring_regex(column, r"^(\d+)\.0$", r"\1")
    gone = pc.is_in(pc.utf8_lower(column), value_set=_MISSING_CODES)
    return pc.if_else(gone, _NULL, column) if gone.true_count else column


def _numbers_of_workbook(plan: ColumnPlan, look: Look, native: pa.BooleanArray) -> Converted:
    """Cells typed by the spreadsheet are plain for certain; the others are read like text."""
    column = look.cells.column
    typed = _by_shape(plan, look, partial(_native_fate, plan), partial(_native_number, plan))
    if native.true_count == len(native) - column.null_count or native.false_count == 0:
        return typed
    text = _by_shape(plan, Look(Cells(pc.if_else(native, _NULL, column))), _text_fate(plan), _reader(plan))
    failed = pc.if_else(native, _mask(typed.failed, native), _mask(text.failed, native))
    return Converted(plan, Cells(pc.if_else(native, typed.values, text.values)), failed, text.statuses)


def _mask(mask: pa.BooleanArray | None, like: pa.BooleanArray) -> pa.BooleanArray:
    return pa.array(np.zeros(len(like), bool)) if mask is None else mask


def _by_shape(
    plan: ColumnPlan,
    look: Look,
    fate_of: Callable[[str], Fate],
    read: Callable[[str], str | None],
) -> Converted:
    column = look.cells.values
    shapes = shapes_of(column) if look.shapes is None else look.shapes
    names = shapes.dictionary.to_pylist()
    fates = np.array([fate_of(name) for name in names], dtype=np.int8)
    if plan.type in _ISO:
        fates = _verify_iso(plan.type, column, shapes, names, fates)
    values, failed, statuses = column, None, None
    if (fates == Fate.STRIP).any():
        values = _strip(column, plan)
    if (fates == Fate.LOOK).any():
        mask = where_shape(shapes, fates == Fate.LOOK)
        looked = pc.if_else(mask, column, _NULL)
        found = _distinctly(plan, looked, read)
        statuses = _statuses(look.cells, looked) if plan.tally.statuses else None
        values = pc.if_else(mask, found, values)
        failed = pc.and_(mask, pc.is_null(found))
    if (fates >= Fate.MISSING).any():
        values = pc.if_else(where_shape(shapes, fates >= Fate.MISSING), _NULL, values)
    if (fates == Fate.FAIL).any():
        refused = where_shape(shapes, fates == Fate.FAIL)
        failed = refused if failed is None else pc.or_(failed, refused)
    failed = failed if failed is not None and failed.true_count else None
    return Converted(plan, look.cells.holding(values), failed, statuses)


def _by_value(
    plan: ColumnPlan,
    cells: Cells,
    read: Callable[[str], str | None],
    is_gone: Callable[[str], bool],
) -> Converted:
    """Every distinct value through `read`; what `is_gone` calls missing is null and no failure."""
    column = cells.values
    distinct = pc.unique(column).to_pylist()
    unmarked = [value for value in distinct if value is not None and is_gone(value) and read(value) is None]
    if unmarked:
        column = pc.if_else(pc.is_in(column, value_set=pa.array(unmarked)), _NULL, column)
    values = _distinctly(plan, column, read)
    failed = pc.and_(pc.is_valid(column), pc.is_null(values))
    return Converted(plan, cells.holding(values), failed if failed.true_count else None)


def _distinctly(
    plan: ColumnPlan, column: pa.StringArray, read: Callable[[str], str | None]
) -> pa.StringArray:
    encoded = pc.dictionary_encode(column)
    known = plan.known
    if len(known) > _REMEMBERED:
        known.clear()
    values = encoded.dictionary.to_pylist()
    known.update((value, read(value)) for value in set(values).difference(known))
    return pa.array([known[value] for value in values], pa.string()).take(encoded.indices)


def _strip(column: pa.StringArray, plan: ColumnPlan) -> pa.StringArray:
    """Without the signs that group thousands, with a point before the decimals.

    What has neither sign stays as it is, so that all values may be taken together.
    """
    if plan.style is INDONESIAN:
        return pc.replace_substring(pc.replace_substring(column, ".", ""), ",", ".")
    return pc.replace_substring(column, ",", "") if plan.style is ENGLISH else column


def _verify_iso(
    kind: T,
    column: pa.StringArray,
    shapes: pa.DictionaryArray,
    names: list[str],
    fates: npt.NDArray[np.int8],
) -> npt.NDArray[np.int8]:
    shape, arrow_type = _ISO[kind]
    if shape not in names:
        return fates
    alike = np.array([name == shape for name in names])
    try:
        pc.cast(column.filter(where_shape(shapes, alike)), arrow_type)
    except pa.ArrowInvalid:
        return fates
    return np.where(alike, np.int8(Fate.KEEP), fates)


def _statuses(cells: Cells, looked: pa.StringArray) -> dict[int, str]:
    """Position → status of the cells with a mark behind their number; `looked` are values of `cells`."""
    marked = pc.fill_null(pc.match_substring_regex(looked, r"(?:\*|\d ?[re])\)?$"), False)
    if not marked.true_count:
        return {}
    flags = pc.fill_null(cells.spread(marked), False)
    texts = cells.spread(looked).filter(flags).to_pylist()
    places = np.flatnonzero(flags.to_numpy(zero_copy_only=False))
    found = {int(place): split_status(text)[1] for place, text in zip(places, texts, strict=True)}
    return {place: status for place, status in found.items() if status}


def _text_fate(plan: ColumnPlan) -> Callable[[str], Fate]:
    return partial(_number_fate, plan) if plan.is_numeric else partial(_other_fate, plan)


def _number_fate(plan: ColumnPlan, shape: str) -> Fate:
    if is_missing(shape):
        return Fate.LOOK if shape in DASHES and plan.is_dash_zero else Fate.MISSING
    read = read_number(shape) if shape != LONG else None
    if read is None or plan.style not in read.styles:
        return Fate.FAIL
    is_simple = shape in (read.body, f"-{read.body}") and not read.is_padded and read.body[0] in "09"
    if not is_simple or " " in read.body or "'" in read.body:
        return Fate.LOOK
    if plan.type is T.INTEGER and read.decimals(plan.style):
        return Fate.LOOK
    if read.is_bare:
        return Fate.KEEP
    return Fate.STRIP if plan.style is INDONESIAN or "," in read.body else Fate.KEEP


def _other_fate(plan: ColumnPlan, shape: str) -> Fate:
    if shape == LONG:
        return Fate.FAIL
    return Fate.MISSING if is_missing(shape) else Fate.LOOK


def _native_fate(plan: ColumnPlan, shape: str) -> Fate:
    read = read_number(shape)
    if read is None or read.is_broken or is_missing(shape):
        return Fate.MISSING if is_missing(shape) else Fate.FAIL
    is_plain = not read.exponent and shape in (read.body, f"-{read.body}")
    needs_whole = plan.type is T.INTEGER and "." in read.body
    return Fate.KEEP if is_plain and not needs_whole else Fate.LOOK


def _reader(plan: ColumnPlan) -> Callable[[str], str | None]:
    readers: dict[T, Callable[[str], str | None]] = {
        T.INTEGER: partial(_whole_number, plan),
        T.DECIMAL: partial(_number, plan),
        T.DATE: partial(_date, plan),
        T.DATETIME: partial(_moment, plan),
        T.TIME: calendar.parse_time,
        T.MONTH: _month,
        T.QUARTER: calendar.parse_quarter,
        T.YEAR: _year,
        T.FISCAL_YEAR: calendar.parse_fiscal_year,
        T.BOOLEAN: parse_boolean,
    }
    return readers[plan.type]


def _number(plan: ColumnPlan, value: str) -> str | None:
    if value in DASHES:
        return "0"
    read = read_number(value)
    return plain(read, plan.style) if read else None


def _whole_number(plan: ColumnPlan, value: str) -> str | None:
    return _whole(_number(plan, value))


def _native_number(plan: ColumnPlan, value: str) -> str | None:
    read = read_number(value)
    number = plain(read, ENGLISH) if read else None
    return _whole(number) if plan.type is T.INTEGER else number


def _whole(number: str | None) -> str | None:
    """`number` without decimals; None where they are not nought."""
    if number is None or "." not in number:
        return number
    whole, _, fraction = number.partition(".")
    return whole if not fraction.strip("0") else None


def _date(plan: ColumnPlan, value: str) -> str | None:
    """A date; a moment at midnight and a spreadsheet's serial number count as one."""
    if (found := calendar.parse_date(value)) is not None:
        return found
    moment = calendar.parse_datetime(value)
    if moment is not None:
        return moment[:10] if moment.endswith("00:00:00") else None
    return calendar.parse_serial(value) if plan.rule is not None else None


def _moment(plan: ColumnPlan, value: str) -> str | None:
    if (found := calendar.parse_datetime(value, plan.offset)) is not None:
        return found
    day = calendar.parse_date(value)
    return f"{day} 00:00:00" if day else None


def _month(value: str) -> str | None:
    """A month; a date within it (a spreadsheet's way to keep months) counts as one."""
    if (found := calendar.parse_month(value)) is not None:
        return found
    day = calendar.parse_date(value) or calendar.parse_datetime(value)
    return day[:7] if day else None


def _year(value: str) -> str | None:
    return calendar.parse_year(split_status(value)[0])
