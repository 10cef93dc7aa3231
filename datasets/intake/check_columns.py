"""Plans every column to load: typed by the dictionary, or proposed from all rows with its role."""

from __future__ import annotations

import re
from functools import partial

from datasets.intake.check_codes import CodeLookup, match_share
from datasets.intake.check_headers import ids_of
from datasets.intake.check_match import match_columns
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_survey import Survey
from datasets.intake.check_tally import Tally, tally_of
from datasets.intake.check_types import Decision, decide
from datasets.intake.findings import Findings
from datasets.intake.schema import CodeSet, ColumnRule, Dictionary, Job, NumberStyle
from datasets.intake.table import Table
from datasets.intake.values.numbers import INDONESIAN
from datasets.intake.values.styles import file_style_of
from datasets.intake.values.words import normalised
from datasets.vocab import NUMERIC_TYPES, PERIOD_TYPES, ColumnRole, ColumnType

_UNIT = re.compile(r"[(\[]\s*([^)\]]{1,20})\s*[)\]]\s*$")
#: Numbers that are no measure: places on earth, running numbers, ages, months.
_NO_MEASURE = frozenset(
    {
        *("no", "nomor", "urut", "umur", "usia", "bulan", "rt", "rw", "tingkat"),
        *("lat", "lon", "lng", "latitude", "longitude", "lintang", "bujur"),
    }
)
_NOTES = frozenset(["keterangan", "ket", "catatan"])
#: Values compared with a code list to see whether a column names areas.
_COMPARED = 2_000
_MOSTLY = 0.8

Doubts = list[tuple[ColumnPlan, Decision]]


def plan_columns(
    table: Table, surveys: list[Survey], job: Job, findings: Findings
) -> tuple[list[ColumnPlan], Doubts]:
    """The columns to load, and those that stayed text although they are mostly something else."""
    tallies = [tally_of(survey) for survey in surveys]
    file_style = file_style_of((tally.styles for tally in tallies), table.delimiter)
    if job.dictionary is not None:
        return _planned(table, surveys, tallies, job, file_style, findings), []
    return _proposed(table, surveys, tallies, job, file_style)


def proposal_of(plans: list[ColumnPlan]) -> Dictionary:
    """The data dictionary that the file itself suggests."""
    return Dictionary(
        tuple(
            ColumnRule(
                id=plan.id,
                label=plan.label or plan.id,
                type=plan.type,
                role=plan.role,
                unit=plan.unit,
                decimals=plan.scale if plan.type is ColumnType.DECIMAL else None,
            )
            for plan in plans
        )
    )


def _planned(
    table: Table,
    surveys: list[Survey],
    tallies: list[Tally],
    job: Job,
    file_style: NumberStyle | None,
    findings: Findings,
) -> list[ColumnPlan]:
    plans = []
    assert job.dictionary is not None  # asked by the caller
    propose = partial(_proposed_for, table, surveys, tallies, file_style)
    for matched in match_columns(table, job.dictionary, findings, propose):
        rule, place = matched.rule, matched.place
        codeset = job.codesets.get(rule.codelist) if rule.codelist else None
        plans.append(
            ColumnPlan(
                place,
                rule.id,
                table.labels[place],
                table.letters[place],
                rule.type,
                surveys[place],
                tallies[place],
                role=rule.role,
                unit=rule.unit,
                style=_style(rule, tallies[place], job, file_style),
                rule=rule,
                codes=CodeLookup(codeset, rule.type) if codeset else None,
                is_dash_zero=job.recipe.dash_means.get(rule.id) == "zero",
                is_whole_float=surveys[place].whole_floats > 0,
                offset=job.utc_offset,
            )
        )
    return plans


def _proposed_for(
    table: Table, surveys: list[Survey], tallies: list[Tally], file_style: NumberStyle | None, place: int
) -> dict[str, str]:
    """What a column that the dictionary does not know would be in it."""
    label, name = table.labels[place], ids_of(table.labels)[place]
    decision = decide(label, surveys[place], tallies[place], file_style)
    unit = decision.unit or _unit_of(label, decision.type)
    role = _own_role(label, decision.type)
    return {"name": name, "type": str(decision.type), "role": str(role), "unit": unit}


def _style(rule: ColumnRule, tally: Tally, job: Job, file_style: NumberStyle | None) -> NumberStyle:
    """What was answered, else what the rows prove; `1.234` of a whole number can only be 1234."""
    answered = job.recipe.number_styles.get(rule.id)
    if answered is not None:
        return answered
    if tally.styles.is_open and is_whole_by_rule(rule):
        return INDONESIAN if "," not in tally.first["ambiguous"].example else NumberStyle.ENGLISH
    return tally.styles.style(file_style)


def is_whole_by_rule(rule: ColumnRule | None) -> bool:
    """Whether the dictionary allows no decimals."""
    return rule is not None and (rule.type is ColumnType.INTEGER or rule.decimals == 0)


def _proposed(
    table: Table,
    surveys: list[Survey],
    tallies: list[Tally],
    job: Job,
    file_style: NumberStyle | None,
) -> tuple[list[ColumnPlan], Doubts]:
    plans, doubts = [], []
    is_json = table.format in ("json", "geojson")
    for place, name in enumerate(ids_of(table.labels)):
        label, survey, tally = table.labels[place], surveys[place], tallies[place]
        answered = job.recipe.number_styles.get(name)
        decision = decide(label, survey, tally, answered or file_style, is_json=is_json)
        plan = ColumnPlan(
            place,
            name,
            label,
            table.letters[place],
            decision.type,
            survey,
            tally,
            unit=decision.unit or _unit_of(label, decision.type),
            style=answered or decision.style,
            is_dash_zero=job.recipe.dash_means.get(name) == "zero",
            is_whole_float=decision.is_whole_float,
            offset=job.utc_offset,
        )
        plans.append(plan)
        if decision.doubt is not None:
            doubts.append((plan, decision))
    _give_roles(plans, job.codesets)
    return plans, doubts


def _unit_of(label: str, kind: ColumnType) -> str:
    return unit_in(label) if kind in NUMERIC_TYPES else ""


def unit_in(label: str) -> str:
    """The unit that a header ends with: `Volume (ton)` → `ton`."""
    match = _UNIT.search(label)
    return match[1].strip() if match else ""


def _give_roles(plans: list[ColumnPlan], codesets: dict[str, CodeSet]) -> None:
    for plan in plans:
        plan.role = _own_role(plan.label, plan.type)
    period = next((plan for plan in plans if plan.type in PERIOD_TYPES), None)
    if period is not None:
        period.role = ColumnRole.PERIOD
    _give_area(plans, codesets.get("wilayah"))


def _own_role(label: str, kind: ColumnType) -> ColumnRole:
    """What a column is for by its header and type alone."""
    words = frozenset(normalised(label).split())
    if kind in NUMERIC_TYPES and not words & _NO_MEASURE:
        return ColumnRole.MEASURE
    return ColumnRole.NOTE if kind is ColumnType.TEXT and words & _NOTES else ColumnRole.DIMENSION


def _give_area(plans: list[ColumnPlan], areas: CodeSet | None) -> None:
    """The column of area codes or names with the most different areas; codes go before names."""
    if areas is None:
        return
    candidates = [
        (plan.type is ColumnType.CODE, len(plan.survey.values), plan)
        for plan in plans
        if plan.type in (ColumnType.CODE, ColumnType.TEXT)
        and plan.survey.values
        and len(plan.survey.values) <= _COMPARED
        and match_share(plan.survey.values, areas) >= _MOSTLY
    ]
    if candidates:
        max(candidates, key=lambda candidate: candidate[:2])[2].role = ColumnRole.AREA
