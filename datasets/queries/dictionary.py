"""The data dictionary as whoever keeps it edits it: every field of each column, and the row rules."""

from __future__ import annotations

from typing import Any

from datasets.models import Column, Dataset, RowRule
from datasets.queries.table_schema import number

#: Texts and truths of a column that are shown as they are kept.
_PLAIN = (
    "name",
    "label",
    "label_en",
    "aliases",
    "type",
    "role",
    "unit",
    "concept",
    "definition",
    "is_required",
    "is_key",
    "pattern",
    "allowed",
    "decimals",
    "personal_data",
)


def columns_kept(dataset: Dataset) -> list[dict[str, Any]]:
    """The columns in their order, each in the very fields that `actions.edit_columns` takes."""
    columns = dataset.columns.select_related("code_list").order_by("position")
    return [_column(column) for column in columns]


def rules_kept(dataset: Dataset) -> list[dict[str, Any]]:
    """The row rules in their order, in the fields that `actions.edit_row_rules` takes."""
    return [_rule(rule) for rule in dataset.row_rules.all()]


def _column(column: Column) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(column, name) for name in _PLAIN}
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    shown |= {name: None if value is None else number(value) for name, value in bounds.items()}
    return shown | {"code_list": column.code_list.slug if column.code_list else ""}


def _rule(rule: RowRule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "columns": rule.columns,
        "target": rule.target,
        "tolerance": number(rule.tolerance),
        "values": rule.values,
    }
