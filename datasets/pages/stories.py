"""What the figures say, as a sentence: computed from the data, never written by hand or invented."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from datasets.queries.indicators import Standing
from datasets.queries.summaries import Glance
from datasets.vocab import Polarity
from datasets.wording import formats

#: A record is one among at least so many periods.
_FOR_A_RECORD = 6
_UNIT_IN_LABEL = re.compile(r"\s*\([^)]*\)\s*$")


def subject(label: str) -> str:
    """A column's label as the subject of a sentence: without the unit in brackets."""
    return _UNIT_IN_LABEL.sub("", label).strip() or label


def over_time(glance: Glance) -> str:
    """`Terangkut Oktober 2026: 6.213 ton, tertinggi sejak Januari 2025`; '' where it has no value."""
    main, values = glance.main.measure, glance.main.values
    if not values or values[-1] is None:
        return ""
    told = {
        "what": subject(main.label),
        "when": formats.period(glance.periods[-1]),
        "value": formats.amount(values[-1], main.unit, 0),
    }
    sentence = _("%(what)s %(when)s: %(value)s") % told
    beside = _beside(values, glance.periods)
    return f"{sentence}, {beside}" if beside else sentence


def by_area(glance: Glance) -> str:
    """`Terangkut: dua kecamatan menyumbang 61%`; '' where no few areas make up half."""
    total = sum((area.value for area in glance.areas), Decimal(0))
    if total <= 0 or glance.areas[-1].value < 0:
        return ""
    words = (_("satu"), _("dua"), _("tiga"))
    reached = Decimal(0)
    level = glance.level or _("wilayah")
    for count, area in enumerate(glance.areas[:3]):
        reached += area.value
        if reached * 2 >= total:
            share = formats.percent(reached / total * 100, 0)
            told = {"what": subject(glance.main.measure.label), "count": words[count], "level": level}
            return _("%(what)s: %(count)s %(level)s menyumbang %(share)s") % (told | {"share": share})
    first = glance.areas[0]
    told = {"what": subject(glance.main.measure.label), "name": first.name}
    share = formats.percent(first.value / total * 100, 0)
    return _("%(what)s: terbesar di %(name)s, %(share)s dari seluruhnya") % (told | {"share": share})


def verdict(standing: Standing) -> str:
    """How an indicator stands to its target: `Izin selesai tepat waktu 2,3 poin di bawah target 90%`."""
    indicator, value, goal = standing.indicator, standing.value, standing.goal_for_chart
    if standing.expected is not None:
        return _against_plan(standing, standing.expected)
    if value is None or goal is None:
        return indicator.name
    gap = abs(value - goal)
    told = {"name": indicator.name, "gap": _gap(gap, standing), "goal": _amount(goal, standing)}
    if gap == 0:
        return _("%(name)s tepat di target %(goal)s") % told
    if value > goal:
        return _("%(name)s %(gap)s di atas target %(goal)s") % told
    return _("%(name)s %(gap)s di bawah target %(goal)s") % told


def _against_plan(standing: Standing, expected: Decimal) -> str:
    """A running total against its even pace: `Produksi 91 ton di atas rencana sampai Tw II 2026`."""
    value = standing.value or Decimal(0)
    told = {
        "name": standing.indicator.name,
        "gap": _gap(abs(value - expected), standing),
        "when": formats.period(standing.last_period),
    }
    if value >= expected:
        return _("%(name)s %(gap)s di atas rencana sampai %(when)s") % told
    return _("%(name)s %(gap)s di bawah rencana sampai %(when)s") % told


def pace_of(standing: Standing) -> str:
    """Whether a running total keeps pace with its plan; '' for other figures."""
    if standing.expected is None or standing.value is None:
        return ""
    return _("sesuai rencana") if standing.value >= standing.expected else _("di bawah rencana")


def change_of(standing: Standing) -> str:
    """`Okt naik 1,2 poin dari Sep, membaik`; '' where there is nothing to compare."""
    if standing.change is None or len(standing.trend) < 2:
        return ""
    before, last = [point.period for point in standing.trend if point.value is not None][-2:]
    told = {
        "gap": _gap(abs(standing.change), standing),
        "last": formats.short_period(last).removesuffix(f" {last[:4]}"),
        "before": formats.short_period(before).removesuffix(f" {last[:4]}"),
    }
    if standing.change == 0:
        return _("%(last)s sama dengan %(before)s") % told
    rising, falling = _("%(last)s naik %(gap)s dari %(before)s"), _("%(last)s turun %(gap)s dari %(before)s")
    sentence = (rising if standing.change > 0 else falling) % told
    if standing.is_better is None:
        return sentence
    return f"{sentence}, {_('membaik') if standing.is_better else _('memburuk')}"


def goal_of(standing: Standing) -> str:
    """The target in words: `90%`, `13.500–15.500 …`, `belum ditetapkan`."""
    goal = standing.goal
    if goal.value is not None:
        return _amount(goal.value, standing)
    if goal.lower is not None and goal.upper is not None:
        lower = formats.number(goal.lower, standing.indicator.decimals)
        return f"{lower}–{_amount(goal.upper, standing)}"
    return _("belum ditetapkan")


def direction_of(standing: Standing) -> str:
    """Which way is good, where that is not plain: for falling ones and ranges."""
    words = {
        Polarity.DOWN: _("makin kecil makin baik"),
        Polarity.RANGE: _("dalam rentang target"),
    }
    return words.get(Polarity(standing.indicator.polarity), "")


def _amount(value: Decimal, standing: Standing) -> str:
    return str(formats.amount(value, standing.indicator.unit, standing.indicator.decimals))


def _gap(gap: Decimal, standing: Standing) -> str:
    if standing.indicator.unit in ("persen", "%"):
        return _("%(points)s poin") % {"points": formats.number(gap, standing.indicator.decimals)}
    return _amount(gap, standing)


def _beside(values: tuple[Decimal | None, ...], periods: tuple[str, ...]) -> str:
    """How the last value compares: a record, or the change against the period before."""
    known = [(value, period) for value, period in zip(values, periods, strict=True) if value is not None]
    last = known[-1][0]
    earlier = [value for value, _period in known[:-1]]
    if len(known) >= _FOR_A_RECORD and last > max(earlier):
        return _("tertinggi sejak %(first)s") % {"first": formats.period(known[0][1])}
    if len(known) >= _FOR_A_RECORD and last < min(earlier):
        return _("terendah sejak %(first)s") % {"first": formats.period(known[0][1])}
    if len(known) < 2 or known[-2][0] == 0:
        return ""
    before, when = known[-2]
    told = {"share": formats.percent(abs(last - before) / abs(before) * 100), "when": formats.period(when)}
    if last == before:
        return _("sama dengan %(when)s") % told
    return (_("naik %(share)s dari %(when)s") if last > before else _("turun %(share)s dari %(when)s")) % told
