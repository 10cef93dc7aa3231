"""The workbook to fill in for a dataset, made from its data dictionary on request."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext

from datasets.export.template import TemplateColumn, has_choices, write_template
from datasets.models import Column
from datasets.queries.codelists import codes_of
from datasets.rules.access import Viewer, find_dataset
from datasets.rules.errors import IllegalMove
from datasets.vocab import ColumnType
from datasets.wording.labels import label

#: What stands above the headers where the data are samples, as in the downloads.
MARK = "DATA CONTOH"
_YES_NO = ("Ya", "Tidak")
_EXAMPLES: dict[ColumnType, str] = {
    ColumnType.INTEGER: "120",
    ColumnType.DECIMAL: "812,5",
    ColumnType.DATE: "2026-10-31",
    ColumnType.DATETIME: "2026-10-31 08:30:00",
    ColumnType.TIME: "08:30",
    ColumnType.MONTH: "2026-10",
    ColumnType.QUARTER: "2026-Q3",
    ColumnType.YEAR: "2026",
    ColumnType.FISCAL_YEAR: "2025/2026",
    ColumnType.POINT: "0.7893, 127.3772",
}


@dataclass(frozen=True)
class Template:
    """A workbook to save under `filename` (ASCII)."""

    filename: str
    content: bytes


def template_of(viewer: Viewer, slug: str) -> Template:
    """The template of a dataset whose metadata the viewer may know.

    Raises Hidden, Gone, IllegalMove where the dataset has no dictionary yet.
    """
    dataset = find_dataset(viewer, slug)
    columns = list(dataset.columns.select_related("code_list").order_by("position"))
    if not columns:
        sentence = gettext("Dataset ini belum punya kamus data, jadi templatnya belum dapat dibuat.")
        raise IllegalMove("undescribed", "template", sentence)
    mark = MARK if dataset.is_sample else ""
    content = write_template(dataset.title, [_column(column) for column in columns], mark)
    return Template(f"templat-{dataset.slug}.xlsx", content)


def _column(column: Column) -> TemplateColumn:
    kind = ColumnType(column.type)
    choices = _choices(column, kind)
    return TemplateColumn(
        label=column.label,
        type=kind,
        kind=str(label(ColumnType, kind)),
        unit=column.unit,
        meaning=column.definition or column.concept,
        example=choices[0][0] if choices else _EXAMPLES.get(kind, ""),
        is_required=column.is_required or column.is_key,
        choices=choices,
        minimum=None if column.minimum is None else format(column.minimum.normalize(), "f"),
        maximum=None if column.maximum is None else format(column.maximum.normalize(), "f"),
    )


def _choices(column: Column, kind: ColumnType) -> tuple[tuple[str, str], ...]:
    """What may be written: allowed values, the code list's codes (names in a column of text), ya/tidak."""
    if kind is ColumnType.BOOLEAN:
        return tuple((word, word) for word in _YES_NO)
    if column.allowed and (has_choices(kind) or kind is ColumnType.YEAR):
        return tuple((value, value) for value in column.allowed)
    if column.code_list is None or not has_choices(kind):
        return ()
    codes = list(codes_of(column.code_list).filter(valid_to=None))
    names = Counter(code.name for code in codes)
    if kind is ColumnType.CODE:
        return tuple((code.code, code.name) for code in codes)
    return tuple((code.name if names[code.name] == 1 else code.code, code.name) for code in codes)
