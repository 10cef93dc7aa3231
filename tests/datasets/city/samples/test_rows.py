"""Sample rows: they fit their dictionary, keep their keys, and lie where a city's figures lie."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from datasets.city import City, DatasetText, read_code_lists, read_dataset_descriptions
from datasets.city.samples.makings import read_makings
from datasets.city.samples.periods import periods_between
from datasets.city.samples.rows import MAKERS, Cell
from datasets.vocab import ColumnType


def test_every_dataset_has_a_maker_and_every_maker_a_dataset(city: City) -> None:
    assert {dataset.slug for dataset in read_dataset_descriptions(city)} == set(MAKERS)


@pytest.mark.parametrize("slug", sorted(MAKERS))
def test_rows_fit_the_dictionary(city: City, slug: str) -> None:
    dataset = next(found for found in read_dataset_descriptions(city) if found.slug == slug)
    lists = {item.slug: {code.code for code in item.codes} for item in read_code_lists(city)}
    makings = read_makings(city)
    for period in periods_between(dataset.plan.first, dataset.plan.last):
        rows = list(MAKERS[slug](period, makings))
        assert rows
        check_rows(dataset, lists, rows)


def check_rows(dataset: DatasetText, lists: dict[str, set[str]], rows: Sequence[tuple[Cell, ...]]) -> None:
    keys = [n for n, column in enumerate(dataset.columns) if column.is_key]
    assert len({tuple(row[n] for n in keys) for row in rows}) == len(rows)
    for row in rows:
        for column, cell in zip(dataset.columns, row, strict=True):
            if column.code_list:
                assert cell in lists[column.code_list], column.name
            if column.allowed:
                assert cell in column.allowed
            if column.type is ColumnType.INTEGER:
                assert isinstance(cell, int)
            if column.type in (ColumnType.INTEGER, ColumnType.DECIMAL):
                assert column.minimum is None or float(str(cell)) >= column.minimum
                assert column.maximum is None or float(str(cell)) <= column.maximum


def test_the_city_makes_the_waste_its_people_make(city: City) -> None:
    rows = list(MAKERS["sampah-terangkut"]("2026-10", read_makings(city)))
    made, taken = sum(float(row[3]) for row in rows), sum(float(row[4]) for row in rows)
    assert 3_500 < made < 5_000
    assert 0.75 < taken / made < 0.95


def test_parts_never_exceed_their_whole(city: City) -> None:
    makings = read_makings(city)
    assert all(row[4] <= row[3] <= row[2] for row in MAKERS["izin-terbit"]("2026-03", makings))  # type: ignore[operator]
    assert all(row[6] <= row[5] for row in MAKERS["asn-golongan"]("2026-Q3", makings))  # type: ignore[operator]
    assert all(row[6] <= row[5] <= row[4] for row in MAKERS["penduduk-kelurahan"]("2025", makings))  # type: ignore[operator]
