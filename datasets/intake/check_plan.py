"""The plan for one column's second reading: what it is and how each cell becomes canonical."""

from __future__ import annotations

from dataclasses import dataclass, field

from datasets.intake.check_codes import CodeLookup
from datasets.intake.check_survey import Survey
from datasets.intake.check_tally import Tally
from datasets.intake.schema import ColumnRule, NumberStyle
from datasets.intake.values.numbers import PLAIN
from datasets.vocab import NUMERIC_TYPES, ColumnRole, ColumnType


@dataclass
class ColumnPlan:
    """One column to load. `place` is its position in the file, `rule` its dictionary entry.

    `scale` is the most decimals of any cell (0 to 18), None where numbers cannot be counted so.
    """

    place: int
    id: str
    label: str
    letter: str
    type: ColumnType
    survey: Survey
    tally: Tally
    role: ColumnRole = ColumnRole.DIMENSION
    unit: str = ""
    style: NumberStyle = PLAIN
    rule: ColumnRule | None = None
    codes: CodeLookup | None = None
    is_dash_zero: bool = False
    is_whole_float: bool = False
    offset: str = ""
    known: dict[str, str | None] = field(default_factory=dict)

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds integers or decimals."""
        return self.type in NUMERIC_TYPES

    @property
    def keeps_indent(self) -> bool:
        """Whether blanks before a text are part of it."""
        return self.type is ColumnType.TEXT and self.survey.is_indented and self.codes is None

    @property
    def scale(self) -> int | None:
        """Digits behind the decimal sign to reckon with."""
        if self.tally.has_exponent:
            return None
        digits = max(self.tally.native_decimals, self.tally.styles.decimals.get(self.style, 0))
        return digits if digits <= 18 and self.tally.longest <= 36 - digits else None

    def reads_like(self, other: ColumnPlan) -> bool:
        """Whether both read and judge every cell alike; how often things occur does not matter."""
        return self._reading() == other._reading()

    def _reading(self) -> tuple[object, ...]:
        return (
            *(self.place, self.id, self.type, self.role, self.style, self.scale, self.offset, self.rule),
            *(self.is_dash_zero, self.is_whole_float, self.keeps_indent, bool(self.tally.statuses)),
        )
