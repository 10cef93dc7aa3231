"""What was answered about a file's layout and holds for it: its own answers, else the dataset's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasets.models import Upload

#: Answers for the table as a whole, and answers given column by column.
WHOLE = ("sheet", "columns", "header_rows", "unpivot", "fill_down", "keep_totals")
BY_COLUMN = ("number_styles", "dash_means")
#: What says that nothing was answered; an empty list of columns to fill is an answer.
NOTHING: tuple[object, ...] = (None, False, {}, "")


@dataclass(frozen=True)
class Answer:
    """One answer: the part of the recipe it is in, the id of its column ('' for the whole table)."""

    name: str
    column: str
    value: Any
    is_remembered: bool


def held(upload: Upload, name: str) -> Any:
    """The part `name` of the recipe that holds: once the upload has one, the dataset's counts no more."""
    return upload.recipe.get(name, upload.dataset.recipe.get(name))


def held_answers(upload: Upload) -> list[Answer]:
    """Every answer that holds for the file."""
    whole = [
        Answer(name, "", value, name not in upload.recipe)
        for name in WHOLE
        if (value := held(upload, name)) not in NOTHING
    ]
    return whole + [
        Answer(name, column, value, upload.recipe.get(name, {}).get(column) is None)
        for name in BY_COLUMN
        for column, value in sorted((held(upload, name) or {}).items())
    ]
