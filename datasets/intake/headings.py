"""What period a header names, and what is left of it: `2023 / Laki-laki` is Laki-laki in 2023."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from datasets.intake.layout_rows import is_year

_MONTHS = (
    "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|"
    "desember|jan|feb|peb|mar|apr|jun|jul|agu|ags|agt|sep|sept|okt|nov|nop|des"
)
_NUMBERED = r"\.?\s*(?:[1-4]|i{1,3}|iv)(?:\s+\d{4})?"
YEAR = "tahun"
#: The name of the folded column → what a header must look like.
KINDS: dict[str, re.Pattern[str]] = {
    YEAR: re.compile(r"^\s*(?:tahun|ta|th)\.?\s*\d{4}\s*$", re.IGNORECASE),
    "bulan": re.compile(rf"^\s*(?:{_MONTHS})\.?(?:\s+\d{{4}})?\s*$", re.IGNORECASE),
    "triwulan": re.compile(rf"^\s*(?:tw|triwulan|q){_NUMBERED}\s*$", re.IGNORECASE),
    "semester": re.compile(rf"^\s*(?:semester|smt){_NUMBERED}\s*$", re.IGNORECASE),
}
#: `Laki-laki 2023`, `Produksi (ton) th. 2023`, `2023 Laki-laki`: words with a year at one end.
_ENDS = re.compile(
    r"^\s*(?P<rest>\S*[^\W\d].*?)[\s,_-]+\(?(?:(?:tahun|ta|th)\.?\s*)?(?P<year>(?:19|20)\d\d\s*\*{0,3})\)?\s*$"
    r"|^\s*(?:(?:tahun|ta|th)\.?\s*)?(?P<first>(?:19|20)\d\d\s*\*{0,3})[\s,_-]+(?P<after>[^\W\d].*?)\s*$",
    re.IGNORECASE,
)
_JOINER = " / "


@dataclass(frozen=True)
class Heading:
    """A header with a period: its `kind` (tahun, bulan …), the period as written, the other words."""

    kind: str
    period: str
    rest: str = ""


def kind_of(label: str) -> str:
    """`tahun`, `bulan`, `triwulan` or `semester` where the header is such a period, else ''."""
    if is_year(label):
        return YEAR
    return next((name for name, pattern in KINDS.items() if pattern.match(label)), "")


def heading_of(label: str) -> Heading | None:
    """The header as a period and the rest; None where it names no period, or two of one kind."""
    if kind := kind_of(label):
        return Heading(kind, label)
    if _JOINER in label and (found := _of_levels(label.split(_JOINER))) is not None:
        return found
    match = _ENDS.match(label)
    if match is None:
        return None
    return Heading(YEAR, match["year"] or match["first"], match["rest"] or match["after"])


def _of_levels(parts: Sequence[str]) -> Heading | None:
    """Of the levels of a joined header; a year over months makes months of that year."""
    kinds = [kind_of(part) for part in parts]
    rest = _JOINER.join(part for part, kind in zip(parts, kinds, strict=True) if not kind)
    years = [part for part, kind in zip(parts, kinds, strict=True) if kind == YEAR]
    finer = [(kind, part) for part, kind in zip(parts, kinds, strict=True) if kind not in ("", YEAR)]
    if len(years) > 1 or len(finer) > 1 or not (years or finer):
        return None
    if not finer:
        return Heading(YEAR, years[0], rest)
    [(kind, part)] = finer
    year = re.sub(r"\D", "", years[0])[:4] if years else ""
    return Heading(kind, f"{part.strip()} {year}".strip(), rest)


def sideways_of(labels: Sequence[str]) -> dict[str, Heading]:
    """The headers that lay one table out sideways, by label: of the kind that is there most often.

    Words that stand with one period only (`Target 2024`) are a column of their own. Empty where no
    words, or where one period stands twice under the same words.
    """
    found = {label: heading for label in labels if (heading := heading_of(label)) is not None}
    kinds = [heading.kind for heading in found.values()]
    if not kinds:
        return {}
    most = max(KINDS, key=kinds.count)
    of_kind = {label: heading for label, heading in found.items() if heading.kind == most}
    rests = [heading.rest for heading in of_kind.values()]
    chosen = {label: heading for label, heading in of_kind.items() if rests.count(heading.rest) > 1}
    is_twice = len({(one.period, one.rest) for one in chosen.values()}) < len(chosen)
    return {} if is_twice or any(labels.count(label) > 1 for label in chosen) else chosen
