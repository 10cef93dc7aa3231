"""Answers about a file's layout."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from datasets.actions.recipes import checked_recipe, merged
from datasets.intake.schema import Recipe, Unpivot, from_json
from datasets.models import Dataset, Upload
from datasets.rules.errors import Invalid

WHOLE: dict[str, Any] = {
    "sheet": "Data",
    "columns": "E-G",
    "header_rows": [4, 5],
    "number_styles": {"terangkut_ton": "id"},
    "dash_means": {"terangkut_ton": "zero"},
    "unpivot": {"headers": ["2024", "2025"], "name_column": "tahun", "value_column": "nilai"},
    "fill_down": ["Kecamatan"],
    "keep_totals": True,
    "repairs": [
        {"kind": "replace", "column": "Ton", "old": " lima", "new": "5"},
        {"kind": "drop_rows", "rows": [4, 9]},
    ],
}


def test_every_answer_that_intake_knows_is_taken_and_understood() -> None:
    assert set(WHOLE) == {field.name for field in dataclasses.fields(Recipe)}
    recipe = from_json(Recipe, checked_recipe(WHOLE))
    assert recipe.header_rows == (4, 5)
    assert recipe.unpivot == Unpivot(("2024", "2025"), "tahun", "nilai")


def test_nothing_is_a_recipe_too() -> None:
    assert checked_recipe({}) == {}
    assert checked_recipe({"sheet": None}) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": "e-g"},
        {"columns": "E"},
        None,
        [],
        "sheet",
        {"lain": 1},
        {"sheet": 1},
        {"sheet": "a" * 301},
        {"header_rows": 4},
        {"header_rows": [5, 4]},
        {"header_rows": [0, 1]},
        {"header_rows": [True, 2]},
        {"header_rows": [1, 2**40]},
        {"number_styles": {"a": "de"}},
        {"number_styles": []},
        {"dash_means": {"a": ["zero"]}},
        {"unpivot": {"headers": []}},
        {"keep_totals": "ya"},
    ],
)
def test_anything_else_is_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        checked_recipe(wrong)


def test_new_answers_lie_over_earlier_ones_column_by_column() -> None:
    before = Upload(dataset=Dataset(), recipe={"sheet": "Data", "dash_means": {"a": "zero", "b": "zero"}})
    after = merged(before, {"sheet": "Isi", "dash_means": {"b": "missing"}})
    assert after == {"sheet": "Isi", "dash_means": {"a": "zero", "b": "missing"}}


def test_an_answer_about_one_column_leaves_what_the_dataset_remembers_of_others() -> None:
    remembering = Dataset(recipe={"dash_means": {"a": "zero"}, "number_styles": {"a": "id"}})
    after = merged(Upload(dataset=remembering, recipe={}), {"dash_means": {"b": "missing"}})
    assert after == {"dash_means": {"a": "zero", "b": "missing"}}
