"""Measures the finding of personal data over both sets of labelled tables, and writes the figures down.

`make personal` writes `docs/personal-data.md`; the file `personal_before.json` beside this one holds what
the same command said of the detector as it was before the second set was written (`--json`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from datasets.vocab import FindingCode as F
from datasets.vocab import Severity
from tests.datasets.intake.tables import check, table
from tests.dirt.personal_columns import clean, personal
from tests.dirt.personal_heldout import Sample, heldout

SEED, SECOND_SEED = 8271, 1127
BEFORE = Path(__file__).with_name("personal_before.json")
_BLOCKING = (F.PERSONAL_COLUMN, F.PERSONAL_IN_TEXT)


@dataclass
class Measured:
    """What was found in one set: personal and missed columns by kind, clean ones and those blocked."""

    held: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    clean: int = 0
    wrong: dict[str, int] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """Share of the personal columns that were found."""
        return 1 - sum(self.missed.values()) / sum(self.held.values())

    def take(self, sample: Sample) -> None:
        """Check one table and compare what is blocked with its labels."""
        blocked = blocked_columns(sample)
        for label in sample.labels:
            if label in sample.personal:
                _count(self.held, sample.kind)
                if label not in blocked:
                    _count(self.missed, sample.kind)
            else:
                self.clean += 1
                if label in blocked:
                    _count(self.wrong, sample.kind)


def first_set() -> list[Sample]:
    """The set by which the detector was mended first, as samples."""
    both = [*personal(SEED, 20), *clean(SEED, 8)]
    return [
        Sample(one.kind, one.labels, one.rows, _labels_of(one.labels) if one.is_personal else frozenset())
        for one in both
    ]


def second_set() -> list[Sample]:
    """The set that the detector had not seen when it was measured first."""
    return heldout(SECOND_SEED, 4)


def measure(samples: Iterable[Sample]) -> Measured:
    """Every table of a set through the checks of an open dataset."""
    measured = Measured()
    for sample in samples:
        measured.take(sample)
    return measured


def blocked_columns(sample: Sample) -> set[str]:
    """Headers of the columns that keep the table from open publication."""
    _, findings = check(table(sample.labels, sample.rows, native=sample.native))
    return {
        found.column
        for found in findings.listed()
        if found.severity is Severity.ERROR and found.code in _BLOCKING
    }


def _labels_of(labels: list[str]) -> frozenset[str]:
    return frozenset(label for label in labels if label != "urut")


def _count(counts: dict[str, int], kind: str) -> None:
    counts[kind] = counts.get(kind, 0) + 1


def page_of(before: Measured, first: Measured, second: Measured) -> str:
    """The figures as `docs/personal-data.md` shows them."""
    rows = [
        _row("second set, detector before it was written", before),
        _row("second set, now", second),
        _row("first set, now (the detector was mended by it)", first),
    ]
    kinds = [
        f"| {kind} | {second.held[kind]} | {before.missed.get(kind, 0)} | {second.missed.get(kind, 0)} |"
        for kind in sorted(second.held)
    ]
    return "\n".join(
        [
            "# Finding personal data: the figures",
            "",
            "Written by `make personal`; do not edit by hand. All tables are generated with fixed seeds, all",
            "persons invented. A column counts as found where it blocks open publication. The first line is",
            "the held-out one: the detector had seen neither set's second writer. It was mended by both since.",
            "",
            "| set | personal columns | found | recall | clean columns | of them blocked |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "## The second set by kind",
            "",
            "| kind | columns | missed before | missed now |",
            "|---|---|---|---|",
            *kinds,
            "",
            "The labelled files of real shape are scored in [intake-score.md](intake-score.md).",
            "",
        ]
    )


def _row(name: str, measured: Measured) -> str:
    held, missed = sum(measured.held.values()), sum(measured.missed.values())
    wrong = sum(measured.wrong.values())
    return f"| {name} | {held} | {held - missed} | {measured.recall:.3f} | {measured.clean} | {wrong} |"


def before() -> Measured:
    """What was measured before the second set was written."""
    return Measured(**json.loads(BEFORE.read_text(encoding="utf-8")))


def main() -> int:
    """Print the figures, or write them to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="the second set's figures alone, as JSON")
    parser.add_argument("--markdown", type=Path, help="all figures, as a page")
    options = parser.parse_args()
    second = measure(second_set())
    if options.json:
        options.json.write_text(json.dumps(asdict(second), indent=1) + "\n", encoding="utf-8")
        return 0
    page = page_of(before(), measure(first_set()), second)
    if options.markdown:
        options.markdown.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
