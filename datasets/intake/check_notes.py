"""Tells what was normalised or assumed in each column, and asks what only the sender knows."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from datasets.intake.check_columns import Doubts, is_whole_by_rule, unit_in
from datasets.intake.check_convert import convert
from datasets.intake.check_personal import is_rounded_identity
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_survey import Seen
from datasets.intake.findings import Findings
from datasets.intake.schema import NumberStyle, Question, Recipe
from datasets.intake.values import calendar
from datasets.intake.values.numbers import ENGLISH, INDONESIAN, PLAIN, parse_number
from datasets.intake.values.units import differ, kinds_of
from datasets.vocab import NUMERIC_TYPES, ColumnType, Severity
from datasets.vocab import FindingCode as F

_UNTYPED = frozenset({ColumnType.TEXT, ColumnType.CODE, ColumnType.POINT, ColumnType.GEOMETRY})
_REWRITTEN = frozenset(
    {ColumnType.MONTH, ColumnType.QUARTER, ColumnType.BOOLEAN, ColumnType.TIME, ColumnType.DATETIME}
    | {ColumnType.YEAR, ColumnType.FISCAL_YEAR}
)
#: Digits that a spreadsheet keeps of a number; the rest become noughts.
_KEPT_DIGITS = 15


def note_columns(
    plans: list[ColumnPlan], doubts: Doubts, recipe: Recipe, findings: Findings
) -> list[Question]:
    """Add the findings that the first reading justifies; returns the questions to ask."""
    questions = []
    for plan in plans:
        note = _Note(plan, findings)
        _note_spaces(note)
        _note_codes(note)
        if plan.type in NUMERIC_TYPES:
            _note_units(note)
            questions += _note_numbers(note, recipe)
        if plan.type not in _UNTYPED and plan.codes is None:
            questions += _note_missing(note, recipe)
            _note_calendar(note)
    for plan, decision in doubts:
        example = decision.example or Seen(1, "", 0)
        params: dict[str, object] = {"kind": decision.doubt_kind} if decision.doubt_kind else {}
        assert decision.doubt is not None  # that is what makes it a doubt
        _Note(plan, findings).tell(decision.doubt, example, severity=Severity.WARNING, params=params)
    return questions


class _Note:
    """Findings about one column as a whole, placed at the first cell that shows the thing."""

    def __init__(self, plan: ColumnPlan, findings: Findings) -> None:
        self.plan, self._findings = plan, findings

    def tell(
        self,
        code: F,
        seen: Seen,
        *,
        times: int | None = None,
        suggestion: str = "",
        severity: Severity | None = None,
        params: dict[str, object] | None = None,
    ) -> None:
        self._findings.add(
            code,
            severity=severity,
            times=times or seen.count,
            row=seen.row or None,
            column=self.plan.label or self.plan.id,
            cell=f"{self.plan.letter}{seen.row}" if seen.row else "",
            value=seen.example,
            suggestion=suggestion,
            params=params or {},
        )

    def canonical(self, text: str) -> str:
        """How `text` of this column is stored."""
        return convert(self.plan, pa.array([text], pa.string()), None).values[0].as_py() or ""


def _note_spaces(note: _Note) -> None:
    survey = note.plan.survey
    if survey.trimmed and not note.plan.keeps_indent:
        note.tell(F.SPACES_TRIMMED, Seen(survey.trimmed, "", survey.first_trimmed))


def _note_codes(note: _Note) -> None:
    plan = note.plan
    rounded = _rounded(plan)
    if rounded is not None:
        is_code = plan.rule is not None and plan.type is ColumnType.CODE
        note.tell(F.NUMBER_ROUNDED, rounded, severity=Severity.ERROR if is_code else None)
    if plan.type is ColumnType.CODE and plan.is_whole_float:
        seen = next(seen for shape, seen in plan.survey.all_shapes() if shape.endswith((".9", ".0")))
        note.tell(
            F.CODE_WAS_NUMBER, seen, times=plan.survey.whole_floats, suggestion=note.canonical(seen.example)
        )


def _rounded(plan: ColumnPlan) -> Seen | None:
    """A number of more than 15 digits that the spreadsheet kept as a number."""
    for shape, seen in plan.survey.native.items():
        digits = shape.partition(".")[0].lstrip("-")
        if len(digits) > _KEPT_DIGITS or "E" in shape.upper():
            return seen
    for seen in plan.survey.shapes.values():
        if is_rounded_identity(plan.label, seen.example):
            return seen
    return None


def _note_numbers(note: _Note, recipe: Recipe) -> list[Question]:
    plan, tally = note.plan, note.plan.tally
    if "unit" in tally.first:
        times = sum(count for unit, count in tally.units.items() if unit)
        note.tell(F.NUMBER_DECORATED, tally.first["unit"], times=times)
    if "status" in tally.first:
        (status, _), *_others = tally.statuses.most_common()
        note.tell(F.STATUS_MARK, tally.first["status"], times=tally.statuses.total(), suggestion=status)
    if tally.styles.is_open and plan.id not in recipe.number_styles and not is_whole_by_rule(plan.rule):
        return [_ask_style(note)]
    if plan.style is not PLAIN and tally.styles.told:
        seen = tally.first.get("told") or tally.first["ambiguous"]
        note.tell(F.NUMBER_STYLE, seen, times=tally.styles.told, suggestion=note.canonical(seen.example))
    return []


def _note_units(note: _Note) -> None:
    """Several units in one column, or another one than the dictionary says."""
    plan, tally = note.plan, note.plan.tally
    if plan.rule is None:
        return
    found = kinds_of(tally.units)
    if len(found) > 1:
        note.tell(F.UNITS_MIXED, tally.first["unit"], params={"units": found[:5]})
        return
    header = unit_in(plan.label)
    for unit, seen in ((found[0] if found else "", tally.first.get("unit")), (header, None)):
        if differ(unit, plan.rule.unit):
            place = seen or Seen(1, plan.label, 0)
            note.tell(F.UNIT_CHANGED, place, params={"unit": unit, "wanted": plan.rule.unit})
            return


def _ask_style(note: _Note) -> Question:
    plan = note.plan
    seen = plan.tally.first["ambiguous"]
    reading = parse_number(seen.example.strip(), plan.style) or ""
    note.tell(F.NUMBER_AMBIGUOUS, seen, times=plan.tally.styles.told, suggestion=reading)
    other = ENGLISH if "," in seen.example else PLAIN
    options: tuple[NumberStyle, ...] = (INDONESIAN, other)
    return Question(F.NUMBER_AMBIGUOUS, plan.id, tuple(map(str, options)), str(plan.style))


def _note_missing(note: _Note, recipe: Recipe) -> list[Question]:
    plan, tally = note.plan, note.plan.tally
    for seen in tally.missing.values():
        note.tell(F.MISSING_MARK, seen)
    if not tally.dashes or plan.id in recipe.dash_means or plan.type not in NUMERIC_TYPES:
        for seen in tally.dashes.values():
            note.tell(F.MISSING_MARK, seen)
        return []
    for seen in tally.dashes.values():
        note.tell(F.DASH_MISSING, seen)
    return [Question(F.DASH_MISSING, plan.id, ("missing", "zero"), "missing")]


def _note_calendar(note: _Note) -> None:
    plan, survey = note.plan, note.plan.survey
    if plan.type is ColumnType.DATE:
        _note_dates(note)
    if plan.type not in _REWRITTEN:
        return
    for seen in survey.shapes.values():
        canonical = note.canonical(seen.example)
        if canonical and canonical != seen.example.strip():
            times = sum(other.count for other in survey.shapes.values())
            note.tell(F.VALUE_CONVERTED, seen, times=times, suggestion=canonical)
            return


def _note_dates(note: _Note) -> None:
    survey, tally = note.plan.survey, note.plan.tally
    for family, times in tally.families.items():
        seen = tally.first[family]
        canonical = note.canonical(seen.example)
        if family != "y-m-d" and canonical:
            note.tell(F.DATE_CONVERTED, seen, times=times, suggestion=canonical)
        if family[:1] == "d" and survey.values and _proves_no_order(survey.values):
            note.tell(F.DATE_AMBIGUOUS, seen, times=times, suggestion=canonical)


def _proves_no_order(values: Collection[str]) -> bool:
    """Whether day and month could be exchanged in every date of the column."""
    dated = [value for value in values if calendar.date_family(value)]
    return all(calendar.is_swappable(value) for value in dated)
