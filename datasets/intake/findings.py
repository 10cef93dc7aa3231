"""Gathers what intake finds in a file: grouped by kind, capped, with true totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from datasets.intake.schema import Finding
from datasets.intake.turns import TURN, Folds, sheet_cell, sheet_row
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity

#: Codes that tell what was normalised or ask; every other code blocks (DOMAIN §7: E, W, F).
FIXED = frozenset(
    {
        F.NAMED_OTHERWISE,
        F.ENCODING_CONVERTED,
        F.NUL_REMOVED,
        F.TITLE_ROWS,
        F.HEADER_JOINED,
        F.HEADER_RENAMED,
        F.NUMBER_ROW,
        F.NOTE_ROWS,
        F.SIGNATURE_ROWS,
        F.BLANK_ROWS,
        F.REPEATED_HEADER,
        F.PERIODS_FOLDED,
        F.LABELS_FILLED,
        F.NUMBER_STYLE,
        F.NUMBER_DECORATED,
        F.CODE_WAS_NUMBER,
        F.MISSING_MARK,
        F.STATUS_MARK,
        F.DATE_CONVERTED,
        F.VALUE_CONVERTED,
        F.SPACES_TRIMMED,
        F.CODE_ALIAS,
        F.CELLS_REPAIRED,
        F.HEADER_REPAIRED,
        F.COLUMN_DROPPED,
        F.ROWS_DROPPED,
        F.COLUMN_MASKED,
        F.TEXT_MASKED,
        F.REPAIR_UNNEEDED,
    }
)
WARNINGS = frozenset(
    {
        F.HTML_READ,
        F.ENCODING_UNCERTAIN,
        F.SHEET_CHOSEN,
        F.SHEETS_HIDDEN,
        F.ROWS_HIDDEN,
        F.COLUMNS_HIDDEN,
        F.TABLES_SEVERAL,
        F.TABLES_BESIDE,
        F.HEADER_UNCERTAIN,
        F.HEADER_NONE,
        F.HEADER_DUPLICATE,
        F.HEADER_EMPTY,
        F.TOTAL_ROW,
        F.TOTAL_DIFFERS,
        F.TOTAL_COLUMN,
        F.ROW_TOTAL_DIFFERS,
        F.MERGED_BODY,
        F.PERIOD_COLUMNS,
        F.NUMBER_AMBIGUOUS,
        F.NUMBER_ROUNDED,
        F.DASH_MISSING,
        F.DATE_AMBIGUOUS,
        F.DATES_MIXED,
        F.COLUMN_MIXED,
        F.COLUMN_NEW,
        F.COLUMN_RENAMED,
        F.COLUMN_RETYPED,
        F.ROW_DUPLICATE,
        F.PERSONAL_HINT,
        F.UNITS_MIXED,
        F.UNIT_CHANGED,
        F.SMALL_COUNT,
        F.VALUE_JUMP,
        F.TOTAL_JUMP,
        F.UNIT_CHANGED_SINCE,
        F.PERIOD_FILED,
        F.PERIOD_PENDING,
        F.PERIOD_GAP,
    }
)

#: Longest excerpt of a value that a finding carries.
VALUE_CHARS = 200


def severity_of(code: F) -> Severity:
    """The usual severity of `code`; a caller may know better (an error cell in a text column)."""
    if code in FIXED:
        return Severity.FIXED
    return Severity.WARNING if code in WARNINGS else Severity.ERROR


class Refusal(Exception):
    """The file cannot be examined further; carries the one finding that says why."""

    def __init__(self, code: F, **params: Any) -> None:
        super().__init__(code)
        self.finding = Finding(code, severity_of(code), params=params)

    def at(self, **where: Any) -> Refusal:
        """The same refusal with its place in the file (`row`, `column`, `cell`, `value`)."""
        self.finding = replace(self.finding, **where)
        return self


@dataclass
class Findings:
    """A bounded collection: at most `places` of a kind, but the true count of each.

    A kind is a code in a column: a million bad cells in one column are one kind. `folds` gives the
    true cell back where the table was folded (see `turns`).
    """

    places: int = 1_000
    sheet: str = ""
    folds: Folds = field(default_factory=dict)
    _kept: dict[tuple[F, Severity, str], list[Finding]] = field(default_factory=dict)
    _totals: Counter[tuple[F, Severity, str]] = field(default_factory=Counter)

    def add(self, code: F, *, severity: Severity | None = None, times: int = 1, **place: Any) -> None:
        """Note one place of `code` (or `times` of them that share a place)."""
        weight = severity or severity_of(code)
        key = (code, weight, place.get("column", ""))
        self._totals[key] += times
        kept = self._kept.setdefault(key, [])
        if len(kept) < self.places:
            place["value"] = str(place.get("value", ""))[:VALUE_CHARS]
            self._unfold(place)
            kept.append(Finding(code, weight, sheet=place.pop("sheet", self.sheet), **place))

    def _unfold(self, place: dict[str, Any]) -> None:
        """Row and cell as the sheet shows them, where the row number says its turn too."""
        if (place.get("row") or 0) >= TURN:
            place["row"] = sheet_row(place["row"])
        if self.folds and place.get("cell"):
            place["cell"] = sheet_cell(place["cell"], self.folds)
        if self.folds and (params := place.get("params")):
            place["params"] = params | {
                key: sheet_row(value) if key.endswith("_row") else sheet_cell(value, self.folds)
                for key, value in params.items()
                if key.endswith(("_row", "_cell"))
            }

    def keep(self, finding: Finding) -> None:
        """Note a finding made elsewhere."""
        key = (finding.code, finding.severity, finding.column)
        self._totals[key] += finding.count
        self._kept.setdefault(key, []).append(finding)

    def count_more(self, code: F, column: str, times: int, severity: Severity | None = None) -> None:
        """Count `times` more of a kind whose places are already full."""
        self._totals[(code, severity or severity_of(code), column)] += times

    def apart(self) -> Findings:
        """An empty collection with the same bounds, for what may yet prove void."""
        return Findings(self.places, self.sheet, self.folds)

    def take_in(self, other: Findings) -> None:
        """Add what was found apart, as if it had been told here."""
        for key, found in other._kept.items():
            kept = self._kept.setdefault(key, [])
            kept.extend(found[: max(self.places - len(kept), 0)])
        self._totals.update(other._totals)

    def has_room(self, code: F, column: str, severity: Severity | None = None) -> bool:
        """Whether more places of the kind would be kept."""
        key = (code, severity or severity_of(code), column)
        return len(self._kept.get(key, ())) < self.places

    def count_of(self, codes: Iterable[F], column: str) -> int:
        """How often `codes` were found in `column`, as errors."""
        return sum(self._totals[code, Severity.ERROR, column] for code in codes)

    @property
    def has_errors(self) -> bool:
        """Whether anything found blocks."""
        return any(severity is Severity.ERROR for _, severity, _ in self._totals)

    def counts(self) -> dict[str, int]:
        """True totals by severity: `errors`, `warnings`, `fixed`."""
        total: Counter[Severity] = Counter()
        for (_, severity, _), times in self._totals.items():
            total[severity] += times
        return {
            "errors": total[Severity.ERROR],
            "warnings": total[Severity.WARNING],
            "fixed": total[Severity.FIXED],
        }

    def listed(self) -> tuple[Finding, ...]:
        """Every kept place: errors first, then warnings, then fixes; the first has the total."""
        order = list(Severity)
        keys = sorted(self._kept, key=lambda key: order.index(key[1]))
        listed: list[Finding] = []
        for key in keys:
            first, *rest = self._kept[key]
            listed.append(replace(first, count=self._totals[key]))
            listed.extend(rest)
        return tuple(listed)
