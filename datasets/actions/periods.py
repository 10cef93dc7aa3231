"""The period a sender names for a file: it must be one, and not finer than the dataset's rhythm."""

from __future__ import annotations

from django.utils.translation import gettext

from datasets.actions.texts import one_line
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain, parse_period
from datasets.models import Dataset
from datasets.rules.errors import PeriodWrong
from datasets.vocab import Frequency
from datasets.wording.labels import label

#: From the longest to the shortest.
_GRAINS = (Grain.YEAR, Grain.SEMESTER, Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY)


def checked_period(dataset: Dataset, given: str) -> str:
    """The period in canonical text, '' where none was named: then it is read from the rows.

    A file may hold a longer span than the rhythm (a year of months), never a shorter one.
    Raises PeriodWrong.
    """
    text = one_line(given)
    if not text:
        return ""
    try:
        period = parse_period(text)
    except ValueError:
        raise PeriodWrong("period_unknown", _unknown(text)) from None
    usual = GRAIN_OF_FREQUENCY.get(Frequency(dataset.frequency))
    if usual is not None and _GRAINS.index(period.grain) > _GRAINS.index(usual):
        raise PeriodWrong("period_too_short", _too_short(dataset, text))
    return str(period)


def _unknown(text: str) -> str:
    return gettext(
        "Periode “%(given)s” tidak dikenali. Tulis misalnya 2026-10 untuk Oktober 2026, "
        "2026-Q3 untuk triwulan III, atau 2026 untuk setahun."
    ) % {"given": text[:40]}


def _too_short(dataset: Dataset, text: str) -> str:
    return gettext("Periode “%(given)s” lebih pendek daripada pemutakhiran dataset ini (%(frequency)s).") % {
        "given": text,
        "frequency": label(Frequency, dataset.frequency).lower(),
    }
