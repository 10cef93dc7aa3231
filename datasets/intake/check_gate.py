"""The gate before open publication: columns and cells that hold personal data (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from datasets.intake.check_personal import PersonalFound, is_masked, name_columns, peopled_columns, says_who
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_survey import Survey
from datasets.intake.findings import Findings
from datasets.intake.schema import Job
from datasets.intake.table import Table
from datasets.vocab import Access, PersonalData, Severity
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import RepairKind


def guard_personal(
    table: Table, surveys: list[Survey], plans: list[ColumnPlan], job: Job, findings: Findings
) -> dict[str, str]:
    """Tell personal data in the columns to load; returns the kind found by column id.

    It blocks where the dataset is open and nobody justified the column; elsewhere it is told as
    a warning, so that everyone knows what the file holds.
    """
    found = {
        plan.place: surveys[plan.place].personal.column_kind(
            plan.label, plan.tally.valued, _shapes_of(plan.survey)
        )
        for plan in plans
    }
    kinds = {place: one for place, one in found.items() if one is not None}
    owned = {place: one for place, one in kinds.items() if not one.is_office}
    peopled = peopled_columns(table.labels, [survey.values for survey in surveys])
    identified = bool(owned) or any(map(says_who, _hidden_labels(job)))
    for place in name_columns(table.labels, has_identity=identified, peopled=peopled):
        if place in found and surveys[place].filled and not is_masked(surveys[place].values):
            owned.setdefault(place, PersonalFound(PersonalData.NAME_ADDRESS, surveys[place].filled))
    for plan in plans:
        _guard_column(plan, owned.get(plan.place), kinds.get(plan.place), job, findings)
    return {plan.id: owned[plan.place].kind.value for plan in plans if plan.place in owned}


def _hidden_labels(job: Job) -> list[str]:
    """Columns masked or left out on request: what they were about, the names beside them still are."""
    hiding = (RepairKind.MASK, RepairKind.DROP_COLUMN)
    return [repair.column for repair in job.recipe.repairs if repair.kind in hiding]


def _shapes_of(survey: Survey) -> list[tuple[str, int, str]]:
    return [(shape, seen.count, seen.example) for shape, seen in survey.all_shapes()]


def _guard_column(
    plan: ColumnPlan, owned: PersonalFound | None, hint: PersonalFound | None, job: Job, findings: Findings
) -> None:
    if owned is not None:
        params: dict[str, Any] = {"kind": owned.kind.value, "rows": owned.count}
        params |= {"inside": True} if owned.is_inside else {}
        params |= _key(plan)
        severity = _severity(plan, owned.kind, job)
        findings.add(
            F.PERSONAL_COLUMN, severity=severity, times=owned.count, column=_name(plan), params=params
        )
    elif hint is not None:
        params = {"kind": hint.kind.value}
        findings.add(F.PERSONAL_HINT, times=hint.count, column=_name(plan), params=params)
    else:
        _guard_texts(plan, job, findings)


def _guard_texts(plan: ColumnPlan, job: Job, findings: Findings) -> None:
    for row, value, kind in plan.survey.personal.cells():
        place: dict[str, Any] = {"row": row, "column": _name(plan), "cell": f"{plan.letter}{row}"}
        severity = _severity(plan, kind, job)
        params = {"kind": kind.value} | _key(plan)
        findings.add(F.PERSONAL_IN_TEXT, severity=severity, value=value, params=params, **place)


def _key(plan: ColumnPlan) -> dict[str, Any]:
    """That the column tells rows apart: masked, it could not."""
    return {"is_key": True} if plan.rule is not None and plan.rule.key else {}


def _severity(plan: ColumnPlan, kind: PersonalData, job: Job) -> Severity:
    is_justified = kind.value in job.overrides.get(plan.id, ())
    return Severity.ERROR if job.access is Access.OPEN and not is_justified else Severity.WARNING


def _name(plan: ColumnPlan) -> str:
    return plan.label or plan.id
