"""A second header after a gap begins another table; the same one again, or a group, does not."""

from __future__ import annotations

import pyarrow as pa

from datasets.intake.layout_second import SecondTable, second_table
from datasets.intake.table import Block

LABELS = ["Kelurahan", "Penduduk", "Luas"]
FIRST = {2: ["Moti", "12", "3"], 3: ["Hiri", "14", "5"]}


def body(rows: dict[int, list[str]]) -> list[Block]:
    columns = [pa.array(column, pa.string()) for column in zip(*rows.values(), strict=True)]
    return [Block(columns, pa.array(list(rows), pa.int64()), [None] * 3)]


def test_a_header_after_a_gap_begins_another_table() -> None:
    below = {6: ["Tabel 2", "", ""], 7: ["Pasar", "Kios", "Los"], 8: ["Bastiong", "40", "2"]}
    assert second_table(body(FIRST | below), LABELS) == SecondTable(2, 7)


def test_without_a_gap_it_is_one_table() -> None:
    below = {4: ["Pasar", "Kios", "Los"], 5: ["Bastiong", "40", "2"]}
    assert second_table(body(FIRST | below), LABELS) is None


def test_the_first_header_again_is_no_other_table() -> None:
    below = {6: ["Kelurahan", "Penduduk", "Luas (km)"], 7: ["Moya", "40", "2"]}
    assert second_table(body(FIRST | below), LABELS) is None


def test_a_group_of_rows_is_no_other_table() -> None:
    below = {6: ["Kecamatan Moti", "", ""], 7: ["Takofi", "40", "2"], 8: ["Tadenas", "9", "1"]}
    assert second_table(body(FIRST | below), LABELS) is None
