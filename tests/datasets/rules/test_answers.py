"""Which answers hold for a file: its own before the dataset's, one that was forgotten no more."""

from __future__ import annotations

from datasets.models import Dataset, Upload
from datasets.rules.answers import Answer, held, held_answers


def upload(remembered: dict[str, object], own: dict[str, object]) -> Upload:
    return Upload(dataset=Dataset(recipe=remembered), recipe=own)


def test_its_own_answers_hold_before_those_of_the_dataset() -> None:
    given = upload({"sheet": "Data", "dash_means": {"a": "zero"}}, {"sheet": "Isi"})
    assert held(given, "sheet") == "Isi"
    assert held_answers(given) == [
        Answer("sheet", "", "Isi", is_remembered=False),
        Answer("dash_means", "a", "zero", is_remembered=True),
    ]


def test_a_part_of_its_own_stands_alone_even_where_it_is_empty() -> None:
    given = upload({"number_styles": {"a": "id"}, "unpivot": {"headers": ["2023"]}}, {"number_styles": {}})
    assert [one.name for one in held_answers(given)] == ["unpivot"]
    forgotten = upload({"unpivot": {"headers": ["2023"]}, "keep_totals": True}, {"unpivot": None})
    assert [one.name for one in held_answers(forgotten)] == ["keep_totals"]


def test_to_repeat_no_label_is_an_answer_too() -> None:
    assert held_answers(upload({}, {"fill_down": [], "keep_totals": False})) == [
        Answer("fill_down", "", [], is_remembered=False)
    ]


def test_repairs_and_the_remembered_place_are_no_answers() -> None:
    assert held_answers(upload({"layout": {"sheet": "x"}, "repairs": [1]}, {"repairs": [2]})) == []
