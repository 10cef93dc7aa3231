"""`{% load portal %}`: icons, words of the vocabulary, and values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from datasets.models import Dataset
from datasets.queries.compliance import days_late
from datasets.templatetags.icons import ICONS, TOPIC_ICONS
from datasets.vocab import NUMERIC_TYPES, Band, ColumnType, Topic
from datasets.wording import formats
from datasets.wording.labels import LABELS, label

register = template.Library()

_ENUMS: dict[str, type[StrEnum]] = {words.__name__: words for words in LABELS}

#: (kind of badge, icon) of each band: colour is never alone (WCAG 1.4.1).
_BANDS: dict[Band, tuple[str, str]] = {
    Band.VERY_HIGH: ("ok", "centang"),
    Band.HIGH: ("ok", "centang"),
    Band.MEDIUM: ("awas", "awas"),
    Band.LOW: ("gagal", "turun"),
    Band.VERY_LOW: ("gagal", "silang"),
    Band.NOT_COMPUTABLE: ("", "tanya"),
    Band.NOT_REPORTED: ("", "minus"),
}


@register.simple_tag
def ikon(name: str, kind: str = "") -> SafeString:
    """The icon called `name`, hidden from screen readers; '' where there is none."""
    drawing = ICONS.get(name)
    if drawing is None:
        return SafeString("")
    shape = mark_safe(drawing)  # noqa: S308 - our own constant
    return format_html('<svg class="ik {}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', kind, shape)


@register.simple_tag
def ikon_topik(topic: str) -> SafeString:
    """The icon of a topic."""
    return SafeString(ikon(TOPIC_ICONS.get(Topic(topic), "")))


@register.filter
def kata(code: str, words: str) -> str:
    """The word for a code: `{{ dataset.access|kata:"Access" }}`."""
    return label(_ENUMS[words], code)


@register.filter
def angka(value: Any, decimals: int | None = None) -> str:
    """`1.248,5`; an en dash where there is none."""
    return "–" if value in (None, "") else formats.number(value, decimals)


@register.filter
def persen(value: Any, decimals: int = 1) -> str:
    """`14,8%`; an en dash where there is none."""
    return "–" if value in (None, "") else formats.percent(value, decimals)


@register.filter
def topik(dataset: Dataset) -> str:
    """The word for a dataset's topic."""
    return label(Topic, dataset.topic)


@register.simple_tag
def baris_sel(row: Sequence[Any], columns: Sequence[Any]) -> SafeString:
    """The cells of one row, each set as its column's type asks; one pass, for long tables."""
    cells = (
        (' class="n"' if is_angka(c.type) else "", sel(v, c.type)) for v, c in zip(row, columns, strict=True)
    )
    return format_html_join("", "<td{}>{}</td>", ((mark_safe(kind), text) for kind, text in cells))  # noqa: S308


@register.simple_tag
def baris_bukti(row: Sequence[Any], columns: Sequence[Mapping[str, Any]]) -> SafeString:
    """The cells of a row of proof: its number in the file, then its values (as text) by type."""
    kinds = [column["type"] for column in columns]
    values = [(kind, sel(value, kind)) for value, kind in zip(row[1:], kinds, strict=True)]
    return _cells([(ColumnType.INTEGER, formats.number(row[0])), *values])


def _cells(values: Iterable[tuple[str, str]]) -> SafeString:
    """(type, text) of each cell as <td>; numbers to the right."""
    marks = {True: mark_safe(' class="n"'), False: SafeString("")}
    return format_html_join("", "<td{}>{}</td>", ((marks[is_angka(kind)], text) for kind, text in values))


@register.simple_tag
def nilai(value: Decimal | None, unit: str, decimals: int = 1) -> str:
    """A figure with its unit in one run of text: `Rp 4,8 miliar`."""
    return "–" if value is None else str(formats.amount(value, unit, decimals))


@register.filter
def ukuran(count: int) -> str:
    """`24 kB`."""
    return formats.size(count)


@register.filter
def hari(value: date | datetime | None) -> str:
    """`5 Nov 2026`."""
    if value is None:
        return "–"
    return formats.day(value)


@register.filter
def waktu(value: datetime | None) -> str:
    """`5 Nov 2026, 09.12 WIT`."""
    return "–" if value is None else formats.moment(value)


@register.filter
def periode(value: str) -> str:
    """`Oktober 2026`."""
    return formats.period(value)


@register.filter
def rentang(periods: Sequence[str]) -> str:
    """`Jan–Okt 2026`."""
    return formats.span(periods)


@register.filter
def is_angka(kind: str) -> bool:
    """Whether a column of this type holds numbers, set to the right."""
    return kind in NUMERIC_TYPES


@register.filter
def sel(value: Any, kind: str) -> str:
    """A cell as its column's type is read; nothing is invented for an empty one."""
    if value is None or value == "":
        return ""
    if kind in NUMERIC_TYPES:
        return formats.number(Decimal(value))
    if kind == ColumnType.BOOLEAN:
        return _("ya") if value in (True, "true") else _("tidak")
    if isinstance(value, str):
        return value
    if kind == ColumnType.DATETIME and isinstance(value, datetime):
        return f"{formats.day(value)} {value:%H.%M}"
    if kind == ColumnType.DATE and isinstance(value, date):
        return formats.day(value)
    if kind == ColumnType.POINT and isinstance(value, Mapping):
        return ", ".join(formats.number(part, 5) for part in reversed(value.get("coordinates", [])))
    return str(value)


@register.inclusion_tag("parts/band.html")
def pita(band: str) -> dict[str, str]:
    """The band of a capaian as a word with a shape."""
    kind, icon = _BANDS[Band(band)]
    return {"kind": kind, "icon": icon, "word": label(Band, band)}


@register.filter
def pita_warna(band: str) -> str:
    """The class that colours a bullet bar by its band."""
    kind, _icon = _BANDS[Band(band)]
    return f"w-{kind}" if kind else ""


@register.simple_tag
def jumlah(value: Decimal | None, unit: str, decimals: int = 1) -> SafeString:
    """A figure in large type with its unit in small: `1.940 <small>ton</small>`."""
    if value is None:
        return SafeString("–")
    amount = formats.amount(value, unit, decimals)
    small = format_html(" <small>{}</small>", amount.unit) if amount.unit else ""
    return format_html("{}{}", amount.text, small)


@register.simple_tag
def terlambat(dataset: Dataset) -> int:
    """Days since the dataset's next release was due; 0 where it is not late."""
    return days_late(dataset, timezone.localdate())


@register.simple_tag(takes_context=True)
def halaman_sebelum(context: template.Context, page: int) -> str:
    """The query string of the page before."""
    return ganti(context, page=page - 1 if page > 2 else "")


@register.simple_tag(takes_context=True)
def halaman_berikut(context: template.Context, page: int) -> str:
    """The query string of the next page."""
    return ganti(context, page=page + 1)


@register.simple_tag(takes_context=True)
def ganti(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some parameters changed: `?{% ganti page=2 %}`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return str(query.urlencode())
