"""Which parts make the next version: what a new part replaces, what it stands beside, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datasets.measures.periods import in_order, is_period, parse_period
from datasets.models import Part, Version
from datasets.vocab import Accumulation


@dataclass(frozen=True)
class Lineup:
    """The parts of the version that `part` would make: `kept` and `part`, without `replaced`."""

    part: Part
    replaced: tuple[Part, ...] = ()
    kept: tuple[Part, ...] = ()

    @property
    def parts(self) -> list[Part]:
        """All parts of the new version, by period."""
        parts = [*self.kept, self.part]
        order = in_order([part.period for part in parts])
        return sorted(parts, key=lambda part: (order.index(part.period), part.created_at))


def lineup_of(part: Part, live: Version | None) -> Lineup:
    """What becomes of the live version's parts when `part` comes (CONTRACT, Versions and periods).

    A whole file replaces everything. A file of a period replaces that period, and those within
    it: a file of the year 2025 replaces the months of 2025 that came before it.
    """
    before = parts_of(live)
    if part.dataset.accumulation == Accumulation.WHOLE:
        return Lineup(part, replaced=tuple(before))
    replaced = [old for old in before if _covers(part.period, old.period)]
    return Lineup(part, tuple(replaced), tuple(old for old in before if old not in replaced))


def parts_of(version: Version | None) -> Sequence[Part]:
    """The version's parts in its order; none where there is no version."""
    if version is None:
        return []
    return [place.part for place in version.version_parts.select_related("part").order_by("position")]


def _covers(new: str, old: str) -> bool:
    if not (is_period(new) and is_period(old)):
        return new == old
    return parse_period(new).contains(parse_period(old))
