"""Tells how a file stands among those sent before: its period is live, is under way, leaves a gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from datasets.intake.findings import Findings
from datasets.intake.lineup import Lineup
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain, Period, is_period, parse_period, period_on
from datasets.models import Upload
from datasets.vocab import Accumulation, Frequency, UploadState
from datasets.vocab import FindingCode as F

#: States of another upload that may still become a version; failed and returned ones wait for this one.
_UNDER_WAY = (
    UploadState.RECEIVED,
    UploadState.CHECKING,
    UploadState.NEEDS_ANSWER,
    UploadState.READY,
    UploadState.SUBMITTED,
    UploadState.PEMBINA_REVIEW,
    UploadState.APPROVED,
)
#: Uploads under way and missing periods that are told.
_MOST_UPLOADS = 5
_MOST_PERIODS = 12


def tell(upload: Upload, lineup: Lineup, findings: Findings) -> None:
    """Note what the sender should explain about the period of `upload`."""
    _tell_filed(lineup, findings)
    _tell_under_way(upload, findings)
    _tell_gap(lineup, findings)


def _tell_filed(lineup: Lineup, findings: Findings) -> None:
    """The period is live already: a correction, or the wrong period."""
    part = lineup.part
    live = part.dataset.live_version
    if live is None or part.dataset.accumulation != Accumulation.PERIOD:
        return
    periods = [old.period for old in lineup.replaced]
    if periods:
        findings.add(
            F.PERIOD_FILED,
            params={"period": part.period, "number": live.number, "periods": periods[:_MOST_PERIODS]},
        )


def _tell_under_way(upload: Upload, findings: Findings) -> None:
    others = upload.dataset.uploads.filter(state__in=_UNDER_WAY).exclude(pk=upload.pk)
    if upload.dataset.accumulation == Accumulation.PERIOD:
        others = others.filter(period=upload.period)
    for other in others.order_by("received_at")[:_MOST_UPLOADS]:
        params = {"period": upload.period, "filename": other.filename, "upload": str(other.pk)}
        findings.add(F.PERIOD_PENDING, params=params)


def _tell_gap(lineup: Lineup, findings: Findings) -> None:
    """Periods that are missing between the part and the one before it, or inside a whole file."""
    grain = GRAIN_OF_FREQUENCY.get(Frequency(lineup.part.dataset.frequency))
    if grain is None or grain is Grain.DAY:
        return
    missing = list(_missing(_periods(lineup), grain, _first_to_look_at(lineup)))
    if missing:
        shown = [str(period) for period in missing[:_MOST_PERIODS]]
        shown += ["…"] if len(missing) > _MOST_PERIODS else []
        findings.add(F.PERIOD_GAP, params={"periods": shown}, times=len(missing))


def _periods(lineup: Lineup) -> list[Period]:
    """What the dataset would hold afterwards: the periods of its parts, or those of a whole file's rows."""
    if lineup.part.dataset.accumulation == Accumulation.PERIOD:
        texts: Iterable[str] = [part.period for part in lineup.parts]
    else:
        texts = lineup.part.summaries.values_list("period", flat=True).distinct()
    return sorted((parse_period(text) for text in texts if is_period(text)), key=lambda one: one.start)


def _first_to_look_at(lineup: Lineup) -> Period | None:
    """A gap far back was told when it came about: look only before what is new."""
    part = lineup.part
    if part.dataset.accumulation == Accumulation.PERIOD:
        return parse_period(part.period) if is_period(part.period) else None
    return None


def _missing(periods: list[Period], grain: Grain, only_before: Period | None) -> list[Period]:
    """Periods of `grain` between two neighbours of which neither holds them."""
    missing: list[Period] = []
    for before, after in itertools.pairwise(periods):
        if only_before is not None and after != only_before:
            continue
        period = period_on(before.end, grain).next()
        while period.end < after.start and len(missing) <= 1_000:
            missing.append(period)
            period = period.next()
    return missing
