"""Total rows that do not say so are found by their figures, and only then."""

from __future__ import annotations

from datasets.intake.layout_sums import total_rows, without
from datasets.intake.readers.cells import blocks_of
from datasets.intake.table import Block


def blocks(*rows: list[str]) -> list[Block]:
    return list(blocks_of(rows, len(rows[0]), first_row=2))


_PARTS = [["Moti", "1", "5"], ["Hiri", "2", "6"], ["Moya", "3", "7"], ["Gambesi", "4", "9"]]


def test_the_city_below_its_parts_is_a_total() -> None:
    body = blocks(*_PARTS, ["Kota Ternate", "10", "27"])
    assert total_rows(body) == [4]
    assert [block.texts(index)[0] for block in without(body, [4]) for index in range(len(block))] == [
        row[0] for row in _PARTS
    ]


def test_the_city_above_its_parts_is_a_total() -> None:
    assert total_rows(blocks(["Kota Ternate", "10", "27"], *_PARTS)) == [0]


def test_a_place_whose_figures_are_no_sums_is_data() -> None:
    assert total_rows(blocks(*_PARTS, ["Kota Tidore", "10", "28"])) == []


def test_a_sum_by_chance_in_one_column_is_data() -> None:
    assert total_rows(blocks(["a", "1"], ["b", "2"], ["c", "3"], ["d", "6"])) == []


def test_bare_figures_under_the_header_are_a_total() -> None:
    rows = [[str(number), "a", "b", "c", str(number)] for number in range(1, 8)]
    assert total_rows(blocks(["", "", "", "", "375"], *rows)) == [0]


def test_small_tables_are_left_alone() -> None:
    assert total_rows(blocks(["Moti", "1"], ["Kota Ternate", "1"])) == []
