"""What only the sender knows, in words."""

from __future__ import annotations

from datasets.vocab import FindingCode
from datasets.wording.questions import answered_words, asked_of


def question(code: str, *options: str) -> dict[str, object]:
    return {"code": code, "column": "berat", "options": list(options), "default": options[0]}


def test_a_question_has_words_a_place_in_the_recipe_and_the_assumed_answer() -> None:
    kept = {"questions": [question(FindingCode.NUMBER_AMBIGUOUS, "id", "plain")]}
    [asked] = asked_of(kept, {})
    assert asked.words == "Bagaimana angka ditulis di kolom “berat”?"
    assert (asked.name, asked.recipe_key, asked.column) == ("jawab-0", "number_styles", "berat")
    assert [(option.value, option.is_chosen) for option in asked.options] == [("id", True), ("plain", False)]


def test_an_earlier_answer_is_the_one_chosen() -> None:
    kept = {"questions": [question(FindingCode.DASH_MISSING, "missing", "zero")]}
    [asked] = asked_of(kept, {"dash_means": {"berat": "zero"}})
    assert [option.value for option in asked.options if option.is_chosen] == ["zero"]


def test_the_header_as_written_stands_in_the_question() -> None:
    kept = {"questions": [question(FindingCode.DASH_MISSING, "missing", "zero")]}
    [asked] = asked_of(kept, {}, {"berat": "Berat (ton)"})
    assert "kolom “Berat (ton)”" in asked.words
    assert asked.column == "berat"


def test_a_kind_that_no_recipe_answers_is_left_out() -> None:
    assert asked_of({"questions": [question(FindingCode.TOTAL_ROW, "x")]}, {}) == []
    assert asked_of({}, {}) == []


def test_a_sideways_table_is_asked_about_with_its_headers_and_answered_as_a_whole() -> None:
    unpivot = {"headers": ["2022", "2023"], "name_column": "tahun", "value_column": "nilai"}
    kept = {"questions": [question(FindingCode.PERIOD_COLUMNS, "keep", "fold") | {"unpivot": unpivot}]}
    [asked] = asked_of(kept, {})
    assert "2022, 2023" in asked.words
    assert "kolom tahun, nilai" in asked.options[1].words
    assert asked.answer("fold") == unpivot
    assert asked.answer("keep") == {**unpivot, "headers": []}


def test_a_question_about_a_place_shows_what_stands_there() -> None:
    asked_about = question(FindingCode.HEADER_UNCERTAIN, "4", "5-6", "none") | {"default": "4"}
    asked_about |= {"shown": {"4": "Kelurahan · Jumlah", "5-6": "Togafo · 5"}}
    [asked] = asked_of({"questions": [asked_about]}, {})
    assert [option.is_chosen for option in asked.options] == [True, False, False]
    assert "Kelurahan · Jumlah" in asked.options[0].words
    assert "tidak punya judul" in asked.options[2].words
    assert [asked.answer(option.value) for option in asked.options] == [[4, 4], [5, 6], [0, 0]]


def test_a_sheet_is_answered_by_its_name() -> None:
    asked_about = question(FindingCode.SHEET_CHOSEN, "none", "Data") | {"shown": {"Data": "a · b"}}
    [asked] = asked_of({"questions": [asked_about]}, {})
    assert asked.recipe_key == "sheet"
    assert [asked.answer(option.value) for option in asked.options] == ["none", "Data"]
    assert "“none”" in asked.options[0].words


def test_answers_that_hold_are_told_in_words() -> None:
    folded = {"headers": ["2022", "2023"], "name_column": "tahun", "value_column": "nilai"}
    assert answered_words("unpivot", "", folded).endswith("2022, 2023")
    assert answered_words("unpivot", "", folded | {"headers": []}).endswith("tidak")
    assert answered_words("header_rows", "", [0, 0]) == "Baris judul kolom: tidak ada"
    assert answered_words("number_styles", "Ton", "id").startswith("Angka di kolom “Ton”: 1.234,5")
    assert answered_words("fill_down", "", ["Kecamatan"]).endswith("Kecamatan")
