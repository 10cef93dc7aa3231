"""One value that a system sends, brought to the writing of its column's type, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from datasets.vocab import ColumnType

#: Longest text of one value, in characters, and most digits of a number on either side of its point.
MOST_LETTERS = 10_000
_MOST_DIGITS = 40
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def sent_value(kind: ColumnType, value: Any) -> str | None:
    """The value as text, None for none. Raises ValueError where it is no `kind`.

    Numbers come as JSON numbers or as digits with a point; codes and texts only as texts, since a
    number would have lost its leading zeros.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if len(value) > MOST_LETTERS or _UNSTORABLE.search(value):
            raise ValueError("too long, or nothing that can be kept")
        if not (value := value.strip()):
            return None
    return _READERS[kind](value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("no number")
    found = Decimal(value)
    is_kept = found.is_finite() and abs(found.adjusted()) < _MOST_DIGITS
    if not is_kept or len(found.as_tuple().digits) > 2 * _MOST_DIGITS:
        raise ValueError("no number that can be kept")
    return found


def _decimal(value: Any) -> str:
    return format(_number(value), "f")


def _whole(limit: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = _number(value)
        if found != found.to_integral_value() or not -limit <= found < limit:
            raise ValueError("no whole number")
        return str(int(found))

    return read


def _like(pattern: str) -> Callable[[Any], str]:
    shape = re.compile(pattern)

    def read(value: Any) -> str:
        if not shape.fullmatch(_text(value)):
            raise ValueError(f"not like {pattern}")
        return str(value)

    return read


def _date(value: Any) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _text(value)):
        raise ValueError("no date")
    return date.fromisoformat(value).isoformat()


def _moment(value: Any) -> str:
    """Local time; one with an offset is brought to the city's."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]", _text(value)):
        raise ValueError("no moment")
    found = datetime.fromisoformat(value.replace(" ", "T", 1))
    if found.tzinfo is not None:
        try:
            found = found.astimezone(timezone.get_default_timezone()).replace(tzinfo=None)
        except OverflowError as error:
            raise ValueError("beyond the calendar") from error
    return found.isoformat(sep=" ", timespec="seconds")


def _time(value: Any) -> str:
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", _text(value)):
        raise ValueError("no time")
    return time.fromisoformat(value).isoformat()


def _truth(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if _text(value).lower() not in ("true", "false"):
        raise ValueError("neither true nor false")
    return str(value).lower()


def _never(value: Any) -> str:
    raise ValueError("shapes come as files")


_READERS: dict[ColumnType, Callable[[Any], str]] = {
    ColumnType.INTEGER: _whole(2**63),
    ColumnType.YEAR: _whole(2**31),
    ColumnType.DECIMAL: _decimal,
    ColumnType.DATE: _date,
    ColumnType.DATETIME: _moment,
    ColumnType.TIME: _time,
    ColumnType.MONTH: _like(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    ColumnType.QUARTER: _like(r"[0-9]{4}-Q[1-4]"),
    ColumnType.FISCAL_YEAR: _like(r"[0-9]{4}(/[0-9]{4})?"),
    ColumnType.BOOLEAN: _truth,
    ColumnType.CODE: _text,
    ColumnType.TEXT: _text,
    ColumnType.POINT: _never,
    ColumnType.GEOMETRY: _never,
}
