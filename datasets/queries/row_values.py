"""Values of a filter, read by the type of their column: what PostgreSQL gets is always well formed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from django.utils import timezone

from datasets.vocab import ColumnType

MOST_LETTERS = 1_000
_BIGINT = 2**63
_INTEGER = 2**31


def read_value(kind: ColumnType, text: str) -> str:
    """The value in PostgreSQL's own writing. Raises ValueError where `text` is no `kind`."""
    if len(text) > MOST_LETTERS or "\x00" in text:
        raise ValueError("too long, or a NUL character")
    text.encode()
    return _READERS.get(kind, _text)(text)


def _text(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text


def _whole(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(r"[+-]?[0-9]{1,19}", text) or not -limit <= int(text) < limit:
            raise ValueError("no whole number")
        return str(int(text))

    return read


def _like(pattern: str) -> Callable[[str], str]:
    shape = re.compile(pattern)

    def read(text: str) -> str:
        if not shape.fullmatch(text):
            raise ValueError(f"not like {pattern}")
        return text

    return read


def _date(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("no date")
    return date.fromisoformat(text).isoformat()


def _moment(text: str) -> str:
    """Local time, as stored; one with an offset is brought to the city's."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("no moment")
    found = datetime.fromisoformat(text.replace(" ", "T", 1))
    if found.tzinfo is not None:
        try:
            found = found.astimezone(timezone.get_default_timezone()).replace(tzinfo=None)
        except OverflowError as error:
            raise ValueError("beyond the calendar") from error
    return found.isoformat(sep=" ")


def _time(text: str) -> str:
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", text):
        raise ValueError("no time")
    return time.fromisoformat(text).isoformat()


def _truth(text: str) -> str:
    try:
        return {"true": "true", "false": "false", "1": "true", "0": "false"}[text.lower()]
    except KeyError:
        raise ValueError("neither true nor false") from None


def _never(text: str) -> str:
    raise ValueError("shapes are not compared")


_READERS: dict[ColumnType, Callable[[str], str]] = {
    ColumnType.INTEGER: _whole(_BIGINT),
    ColumnType.YEAR: _whole(_INTEGER),
    ColumnType.DECIMAL: _like(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?"),
    ColumnType.DATE: _date,
    ColumnType.DATETIME: _moment,
    ColumnType.TIME: _time,
    ColumnType.MONTH: _like(r"[0-9]{4}(-[0-9]{2})?"),
    ColumnType.QUARTER: _like(r"[0-9]{4}(-Q[1-4])?"),
    ColumnType.FISCAL_YEAR: _like(r"[0-9]{4}(/[0-9]{4})?"),
    ColumnType.BOOLEAN: _truth,
    ColumnType.POINT: _never,
    ColumnType.GEOMETRY: _never,
}
