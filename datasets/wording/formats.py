"""Numbers, sizes, dates and periods as people read them, in the language of the page.

Indonesian: 1.248 · 14,8% · 5 Nov 2026, 09.12 WIT · Triwulan III 2026 · Rp 4,8 miliar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

Number = int | float | Decimal

#: Powers of ten that have a word of their own, largest first.
_SCALES = ((Decimal(10) ** 12, "triliun"), (Decimal(10) ** 9, "miliar"), (Decimal(10) ** 6, "juta"))
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|S([12])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?")


@dataclass(frozen=True)
class Amount:
    """A figure split for display: `text` in large type, `unit` ('' where the text says it) in small."""

    text: str
    unit: str

    def __str__(self) -> str:
        return f"{self.text} {self.unit}".rstrip()


def number(value: Number, decimals: int | None = None) -> str:
    """`1.248,5`. Without `decimals` as many as the value has, at most six."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is None:
        decimals = min(max(-int(exact.normalize().as_tuple().exponent), 0), 6)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return str(number_format(rounded, decimal_pos=decimals, force_grouping=True)).replace("-", "−")


def percent(value: Number, decimals: int = 1) -> str:
    """`14,8%`."""
    return f"{number(value, decimals)}%"


def amount(value: Number, unit: str, decimals: int = 1) -> Amount:
    """A value with its unit: `82,4%`, `Rp 4,8 miliar`, `1.940 ton`."""
    if unit in ("persen", "%"):
        return Amount(percent(value, decimals), "")
    if unit == "rupiah":
        return _rupiah(Decimal(value))
    if unit.startswith("rupiah per "):
        return Amount(f"Rp {number(value, 0)}", unit.removeprefix("rupiah "))
    return Amount(number(value, decimals), unit)


def size(count: int) -> str:
    """`24 kB`, `1,3 MB`: decimal units, as file managers show them."""
    if count < 1000:
        return f"{count} B"
    for unit, step in (("kB", 10**3), ("MB", 10**6), ("GB", 10**9)):
        if count < step * 1000 or unit == "GB":
            value = count / step
            return f"{number(value, 0 if value >= 10 else 1)} {unit}"
    raise AssertionError(count)


def day(value: date) -> str:
    """`5 Nov 2026`."""
    return date_format(value, "j M Y", use_l10n=False)


def moment(value: datetime) -> str:
    """`5 Nov 2026, 09.12 WIT`; `hari ini` and `kemarin` where it is that near."""
    local = timezone.localtime(value)
    clock = f"{local:%H.%M} {settings.CITY.timezone_label}"
    today = timezone.localdate()
    if local.date() == today:
        return _("hari ini, %(clock)s") % {"clock": clock}
    if local.date() == today - timedelta(days=1):
        return _("kemarin, %(clock)s") % {"clock": clock}
    return f"{day(local.date())}, {clock}"


def period(text: str) -> str:
    """`Oktober 2026`, `Triwulan III 2026`, `2026`; a text that is no period stays as it is."""
    return _period(text, "F")


def short_period(text: str) -> str:
    """`Okt 2026`, `Tw III 2026`: for axes and small print."""
    return _period(text, "M")


def span(periods: Sequence[str]) -> str:
    """`Jan–Okt 2026`: the periods from the first to the last, in short; one alone in full."""
    if not periods:
        return ""
    if len(periods) == 1:
        return period(periods[0])
    first, last = short_period(periods[0]), short_period(periods[-1])
    year = f" {periods[-1][:4]}"
    return f"{first.removesuffix(year)}–{last}"


def _period(text: str, month_format: str) -> str:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return text
    year, quarter, half, week, month, month_day = match.groups()
    is_long = month_format == "F"
    if quarter:
        return f"{_('Triwulan') if is_long else _('Tw')} {_ROMAN[quarter]} {year}"
    if half:
        return f"{_('Semester') if is_long else _('Sem')} {_ROMAN[half]} {year}"
    if week:
        return f"{_('Pekan')} {int(week)} {year}"
    if month is None:
        return year
    first = date(int(year), int(month), int(month_day or 1))
    return date_format(first, f"{'j ' if month_day else ''}{month_format} Y", use_l10n=False)


def _rupiah(value: Decimal) -> Amount:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return Amount(f"Rp {number(value / scale, 1)}", word)
    return Amount(f"Rp {number(value, 0)}", "")
