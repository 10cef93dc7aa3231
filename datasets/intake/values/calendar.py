"""Dates, times and periods as people write them, into one canonical text each."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari pebruari feb peb february",
            "maret mar mrt march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nopember nov nop",
            "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)"
_NAMED = re.compile(rf"(?:{_DAYS},? )?(?P<d>\d{{1,2}})[ -](?P<m>[a-z]+)\.?[ -](?P<y>\d{{4}})", re.I)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})")
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r" ?(?P<zone>Z|UTC|WIB|WITA|WIT|[+-]\d{2}:?\d{2})?"
)
_ZONES = {"Z": 0, "UTC": 0, "WIB": 7, "WITA": 8, "WIT": 9}
#: Dates that a spreadsheet counts from: day 1 is 1900-01-01 (and 1900 wrongly a leap year).
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(1, 109575)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_ISO = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/](?P<y2>\d{4})")
_MONTH_NAMED = re.compile(r"(?P<m>[a-z]+)\.?[ -]*(?P<y>\d{4})|(?P<y2>\d{4})[ -](?P<m2>[a-z]+)", re.I)
_QUARTER = re.compile(
    r"(?P<y>\d{4})[- ]?(?:q|tw)[ .]?(?P<q>[1-4])"
    r"|(?:q|tw|triwulan|kuartal)[ .-]*(?P<q2>[1-4]|iv|i{1,3})[ ,/-]*(?:tahun )?(?P<y2>\d{4})",
    re.I,
)
_YEAR = re.compile(r"(?:ta\.?|tahun|th\.?)? ?(?P<y>(?:19|20)\d{2})(?:\.0)?", re.I)
_FISCAL = re.compile(r"(?:ta\.?|tahun)? ?(?P<y>(?:19|20)\d{2}) ?[/-] ?(?P<z>(?:19|20)?\d{2})", re.I)


def date_family(text: str) -> str:
    """How `text` (a value or a shape) writes a date: `y-m-d`, `d/m/y`, `named`…; '' for none."""
    if _NAMED.fullmatch(text):
        return "named"
    if match := _YEAR_FIRST.fullmatch(text):
        return f"y{match['s']}m{match['s']}d"
    match = _DAY_FIRST.fullmatch(text)
    return f"d{match['s']}m{match['s']}y" if match else ""


@lru_cache(maxsize=1 << 16)
def parse_date(text: str) -> str | None:
    """`text` as `2024-12-31`, day before month; None where it is no date or none that exists."""
    match = _NAMED.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    month = match["m"]
    number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
    try:
        return date(int(match["y"]), number, int(match["d"])).isoformat()
    except ValueError:
        return None


def is_swappable(text: str) -> bool:
    """Whether day and month of `text` could be exchanged and would give another date."""
    match = _DAY_FIRST.fullmatch(text)
    return match is not None and int(match["d"]) <= 12 and int(match["d"]) != int(match["m"])


def parse_serial(text: str) -> str | None:
    """A spreadsheet's day number (45657) as a date."""
    if not text.isdigit() or len(text) > 6 or int(text) not in _SERIALS:
        return None
    return (_SERIAL_ZERO + timedelta(days=int(text))).isoformat()


def parse_time(text: str) -> str | None:
    """`text` as `09:12:00`; a zone name behind it is left out."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or (":" not in text and not match["zone"]):
        return None
    try:
        return time(int(match["h"]), int(match["m"]), int(match["s"] or 0)).isoformat()
    except ValueError:
        return None


def zone_of(text: str) -> str:
    """The zone written behind a time (`WIB`, `+00:00`), '' where none."""
    match = _CLOCK.fullmatch(re.split(r"[T ]", text, maxsplit=1)[-1] if "-" in text[:8] else text)
    return (match["zone"] or "") if match else ""


@lru_cache(maxsize=1 << 16)
def parse_datetime(text: str, offset: str = "") -> str | None:
    """`text` as `2026-10-31 09:12:00` on the clock of the city (`offset`, like `+09:00`).

    A moment that carries its own zone is moved to that clock; without `offset` it stays.
    """
    day, _, clock = _split_moment(text)
    written, match = parse_date(day), _CLOCK.fullmatch(clock)
    clock_text = parse_time(clock)
    if written is None or match is None or clock_text is None:
        return None
    moment = datetime.fromisoformat(f"{written} {clock_text}")
    if match["zone"] and offset:
        moment = moment.replace(tzinfo=_zone(match["zone"])).astimezone(_zone(offset))
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _split_moment(text: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(.+?)([T ]+)(\d{1,2}[:.]\d{2}.*)", text)
    return (match[1], match[2], match[3]) if match else (text, "", "")


def _zone(name: str) -> timezone:
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    sign = -1 if name[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))


@lru_cache(maxsize=1 << 14)
def parse_month(text: str) -> str | None:
    """`Oktober 2026`, `10/2026`, `2026-10` as `2026-10`; a date within it counts too."""
    if match := _MONTH_ISO.fullmatch(text):
        year, month = match["y"] or match["y2"], int(match["m"] or match["m2"])
    elif match := _MONTH_NAMED.fullmatch(text):
        year, month = match["y"] or match["y2"], _MONTHS.get((match["m"] or match["m2"]).lower(), 0)
    else:
        return None
    return f"{year}-{month:02d}" if 1 <= month <= 12 else None


def parse_quarter(text: str) -> str | None:
    """`TW III 2026`, `2026-Q3`, `Triwulan 3 2026` as `2026-Q3`."""
    match = _QUARTER.fullmatch(text)
    if match is None:
        return None
    quarter = (match["q"] or match["q2"]).lower()
    return f"{match['y'] or match['y2']}-Q{_ROMAN.get(quarter, quarter)}"


def parse_year(text: str) -> str | None:
    """`2023`, `2023.0`, `TA 2023` as `2023`."""
    match = _YEAR.fullmatch(text)
    return match["y"] if match else None


def parse_fiscal_year(text: str) -> str | None:
    """`2025/2026`, `TA 2025/26` as `2025/2026`; a plain year stays one."""
    if match := _FISCAL.fullmatch(text):
        first, second = match["y"], match["z"]
        second = second if len(second) == 4 else first[:2] + second
        return f"{first}/{second}" if int(second) == int(first) + 1 else None
    return parse_year(text)


def is_moment(shape: str) -> bool:
    """Whether a shape has a day and a clock."""
    day, _, clock = _split_moment(shape)
    return bool(clock) and bool(date_family(day)) and _CLOCK.fullmatch(clock) is not None


def is_clock(shape: str) -> bool:
    """Whether a shape is a time of day; dots alone (`01.56`) make a number, unless a zone follows."""
    match = _CLOCK.fullmatch(shape)
    return match is not None and (":" in shape or bool(match["zone"]))


def is_month(shape: str) -> bool:
    """Whether a shape writes a month of a year; digits are not known to be a month yet."""
    if _MONTH_ISO.fullmatch(shape):
        return True
    match = _MONTH_NAMED.fullmatch(shape)
    return match is not None and (match["m"] or match["m2"]).lower() in _MONTHS


def is_quarter(shape: str) -> bool:
    """Whether a shape writes a quarter of a year."""
    return _QUARTER_SHAPE.fullmatch(shape) is not None


def is_year(shape: str) -> bool:
    """Whether a shape can be a year."""
    return _YEAR_SHAPE.fullmatch(shape) is not None


def is_fiscal(shape: str) -> bool:
    """Whether a shape can be a year that spans two, `2025/2026`."""
    return _FISCAL_SHAPE.fullmatch(shape) is not None


def _of_shapes(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """`pattern` for shapes, where every digit is a 9."""
    text = pattern.pattern.replace("[1-4]", "9").replace("(?:19|20)", r"\d\d").replace(r"\.0", r"\.[09]")
    return re.compile(text, re.I)


_QUARTER_SHAPE, _YEAR_SHAPE, _FISCAL_SHAPE = map(_of_shapes, (_QUARTER, _YEAR, _FISCAL))
