"""Moments as Solr's clients write them: ISO 8601 in UTC, `NOW`, and arithmetic on them."""

from __future__ import annotations

import re
from calendar import IllegalMonthError, monthrange
from datetime import UTC, datetime, timedelta

_STEP = re.compile(r"(?P<sign>[+-])(?P<count>\d{1,6})(?P<unit>[A-Z]+)|/(?P<floor>[A-Z]+)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?")
_SPANS = {
    "SECOND": timedelta(seconds=1),
    "MINUTE": timedelta(minutes=1),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
    "WEEK": timedelta(weeks=1),
}
_MONTHS = {"MONTH": 1, "YEAR": 12}
#: What a floor keeps of (year, month, day, hour, minute, second).
_KEPT = {"YEAR": 1, "MONTH": 2, "DAY": 3, "HOUR": 4, "MINUTE": 5, "SECOND": 6}


def read_moment(text: str, now: datetime) -> datetime:
    """`2026-11-24T03:30:02.123456Z` (UTC without a zone), `NOW`, `NOW-7DAYS/DAY`, `<moment>+1MONTH`.

    Raises ValueError.
    """
    start, rest = _start(text, now)
    while rest:
        step = _STEP.match(rest)
        if step is None:
            raise ValueError(f"no moment: {text[:60]!r}")
        start = _floored(start, step["floor"]) if step["floor"] else _moved(start, step)
        rest = rest[step.end() :]
    return start


def _start(text: str, now: datetime) -> tuple[datetime, str]:
    if text.startswith("NOW"):
        return now, text[3:]
    found = _ISO.match(text)
    if found is None:
        raise ValueError(f"no moment: {text[:60]!r}")
    moment = datetime.fromisoformat(found[0])
    try:
        told = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("beyond the calendar") from error
    return told, text[found.end() :]


def _moved(moment: datetime, step: re.Match[str]) -> datetime:
    count = int(step["sign"] + step["count"])
    unit = step["unit"].removesuffix("S")
    try:
        if unit in _SPANS:
            return moment + count * _SPANS[unit]
        months = moment.year * 12 + moment.month - 1 + count * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
    except (KeyError, OverflowError, IllegalMonthError) as error:
        raise ValueError("no such span") from error


def _floored(moment: datetime, unit: str) -> datetime:
    kept = _KEPT.get(unit.removesuffix("S"))
    if kept is None:
        raise ValueError("no such unit")
    parts = [*moment.timetuple()[:kept], *(1, 1, 1, 0, 0, 0)[kept:]]
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]
