"""Turns an upload and its dataset's dictionary into the job that `examine` understands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from datasets import store
from datasets.export.sql import utc_offset
from datasets.intake.schema import (
    CodeSet,
    ColumnRule,
    Dictionary,
    Job,
    Recipe,
    Remembered,
    from_json,
    to_json,
)
from datasets.intake.schema import RowRule as RowRuleShape
from datasets.models import Code, Column, Dataset, RowRule, Upload
from datasets.rules.row_changes import change_of
from datasets.vocab import Access, Accumulation, ColumnRole, ColumnType, RowRuleKind
from datasets.vocab_repairs import MASKS, RepairKind

#: What of an answer also holds for the dataset's next file; the rest is about one file's layout.
LASTING_ANSWERS = ("number_styles", "dash_means", "keep_totals", "unpivot", "fill_down")
#: Not answered, or answered with what holds anyway; an empty list of columns to fill is an answer.
_NOTHING: tuple[object, ...] = (None, False, {}, "")
#: Where `Dataset.recipe` keeps the place of the last file's table (see `schema.Remembered`).
LAYOUT = "layout"

#: Repairs that hold for the next file too: who a person is, what a column is called, is asked once.
LASTING_REPAIRS = MASKS | {RepairKind.DROP_COLUMN, RepairKind.RENAME}


def job_of(upload: Upload, spool: Path) -> Job:
    """The job for this upload; its clean rows are to go to `spool`."""
    dataset = upload.dataset
    dictionary = dictionary_of(dataset)
    return Job(
        path=str(store.path_of(upload.sha256)),
        filename=upload.filename,
        spool=str(spool),
        dictionary=dictionary,
        codesets=_codesets_of(dictionary),
        recipe=from_json(Recipe, _answered(upload)),
        remembered=_remembered(dataset, dictionary),
        period=upload.period,
        access=Access(dataset.access),
        is_sensitive=dataset.is_sensitive,
        overrides={one.column: tuple(one.kinds) for one in dataset.personal_overrides.all()},
        utc_offset=utc_offset(),
    )


def _answered(upload: Upload) -> dict[str, Any]:
    """What holds of the dataset's and the upload's answers; a part that was forgotten is found out anew."""
    together = {**upload.dataset.recipe, **upload.recipe}
    return {name: value for name, value in together.items() if value is not None}


def trial_job(path: Path, dataset: Dataset | None) -> Job:
    """The job for a file that is only looked at: nothing is stored, as if sent to `dataset`."""
    dictionary = dictionary_of(dataset) if dataset is not None else None
    return Job(
        path=str(path),
        filename=path.name,
        dictionary=dictionary,
        codesets=_codesets_of(dictionary) if dataset is not None else {},
        recipe=from_json(Recipe, dataset.recipe) if dataset is not None else Recipe(),
        remembered=_remembered(dataset, dictionary) if dataset is not None else Remembered(),
        access=Access(dataset.access) if dataset is not None else Access.OPEN,
        is_sensitive=dataset is not None and dataset.is_sensitive,
        utc_offset=utc_offset(),
    )


def _remembered(dataset: Dataset, dictionary: Dictionary | None) -> Remembered:
    labels = tuple(rule.label for rule in dictionary.columns) if dictionary else ()
    return replace(from_json(Remembered, dataset.recipe.get(LAYOUT, {})), dictionary=labels)


def lasting_answers(upload: Upload) -> dict[str, Any]:
    """What the dataset remembers of this upload: the answers, and where its table lay.

    Nothing of rows sent by key: their file is of our own making, and says nothing about the next.
    """
    if change_of(upload) is not None:
        return {}
    lasting = {
        name: upload.recipe[name] for name in LASTING_ANSWERS if upload.recipe.get(name) not in _NOTHING
    }
    if "repairs" in upload.recipe:
        lasting["repairs"] = [one for one in upload.recipe["repairs"] if one["kind"] in LASTING_REPAIRS]
    place = {
        name: upload.table[name] for name in ("sheet", "header_row", "headers") if upload.table.get(name)
    }
    return lasting | ({LAYOUT: place} if place.get("headers") else {})


def dictionary_of(dataset: Dataset) -> Dictionary | None:
    """The data dictionary; None where the dataset has none yet and the file shall propose one."""
    columns = list(dataset.columns.select_related("code_list").order_by("position"))
    if not columns:
        return None
    rules = tuple(_rule(column) for column in columns)
    across = tuple(_row_rule(rule) for rule in dataset.row_rules.all())
    return Dictionary(rules, Accumulation(dataset.accumulation), across)


def make_columns(dataset: Dataset, proposal: Dictionary, personal: dict[str, str]) -> None:
    """Give the dataset the dictionary that its first file proposed; `personal` kinds by column id."""
    Column.objects.bulk_create(
        Column(
            dataset=dataset,
            position=place,
            name=rule.id,
            label=rule.label,
            aliases=list(rule.aliases),
            type=rule.type,
            role=rule.role,
            unit=rule.unit,
            is_required=rule.required,
            is_key=rule.key,
            allowed=list(rule.allowed),
            decimals=rule.decimals,
            personal_data=personal.get(rule.id, ""),
        )
        for place, rule in enumerate(proposal.columns)
    )


def proposal_of(upload: Upload) -> Dictionary | None:
    """The dictionary that the upload's file proposed."""
    return from_json(Dictionary, upload.proposal) if upload.proposal else None


def as_json(proposal: Dictionary | None) -> dict[str, object]:
    """The proposal as `Upload.proposal` keeps it."""
    return dict(to_json(proposal)) if proposal else {}


def _rule(column: Column) -> ColumnRule:
    return ColumnRule(
        id=column.name,
        label=column.label,
        type=ColumnType(column.type),
        role=ColumnRole(column.role),
        aliases=tuple(column.aliases),
        unit=column.unit,
        required=column.is_required,
        key=column.is_key,
        minimum=_plain(column.minimum),
        maximum=_plain(column.maximum),
        pattern=column.pattern,
        allowed=tuple(column.allowed),
        codelist=column.code_list.slug if column.code_list else "",
        decimals=column.decimals,
    )


def _row_rule(rule: RowRule) -> RowRuleShape:
    return RowRuleShape(
        RowRuleKind(rule.kind),
        tuple(rule.columns),
        rule.target,
        _plain(rule.tolerance) or "0",
        tuple(rule.values),
    )


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")


def _codesets_of(dictionary: Dictionary | None) -> dict[str, CodeSet]:
    """The code lists that the dictionary's columns are bound to, closed codes included.

    A file that shall propose a dictionary is given the areas, to find the column that names them.
    """
    used = {rule.codelist for rule in dictionary.columns if rule.codelist} if dictionary else {"wilayah"}
    sets = {slug: CodeSet(slug, {}, {}) for slug in used}
    for code in Code.objects.filter(code_list__slug__in=used).select_related("code_list"):
        found = sets[code.code_list.slug]
        found.names[code.code] = code.name
        found.aliases.update(dict.fromkeys(code.aliases, code.code))
    return sets
