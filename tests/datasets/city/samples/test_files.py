"""Sample files: the same bytes every time, marked in name and on the sheet, never inside a CSV."""

from __future__ import annotations

import io

import openpyxl
import pytest

from datasets.city import City, CityError, DatasetText, read_dataset_descriptions
from datasets.city.samples import MARK, sample_files
from tests.datasets.city.conftest import Spoil


@pytest.fixture(scope="module")
def described(city: City) -> dict[str, DatasetText]:
    return {dataset.slug: dataset for dataset in read_dataset_descriptions(city)}


def test_files_are_the_same_every_time(city: City, described: dict[str, DatasetText]) -> None:
    for slug in ("sampah-terangkut", "pedagang-pasar"):
        first = [file.sha256 for file in sample_files(city, described[slug])]
        assert first == [file.sha256 for file in sample_files(city, described[slug])]
        assert len(set(first)) == len(first)


def test_all_files_together_stay_few_and_small(city: City, described: dict[str, DatasetText]) -> None:
    files = [file for dataset in described.values() for file in sample_files(city, dataset)]
    assert len(files) <= 120
    assert sum(len(file.content) for file in files) < 2_000_000
    assert all(file.filename.startswith("data-contoh_") for file in files)


def test_a_sheet_carries_the_mark_above_its_header(city: City, described: dict[str, DatasetText]) -> None:
    file = next(sample_files(city, described["sampah-terangkut"]))
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    assert str(sheet["A1"].value).startswith(MARK)
    assert [cell.value for cell in sheet[4]] == [c.label for c in described["sampah-terangkut"].columns]
    assert file.filename == "data-contoh_sampah-terangkut_2025-01.xlsx"


def test_a_csv_starts_with_its_header_and_has_no_mark(city: City, described: dict[str, DatasetText]) -> None:
    file = next(sample_files(city, described["pedagang-pasar"]))
    text = file.content.decode("utf-8")
    assert text.startswith("Bulan;Pasar;Kode Kelurahan;")
    assert MARK not in text


def test_a_file_that_replaces_everything_has_no_period(city: City, described: dict[str, DatasetText]) -> None:
    files = list(sample_files(city, described["lokasi-tps"]))
    assert [file.period for file in files] == ["", ""]
    assert files[0].content.count(b"\n") < files[1].content.count(b"\n")


def test_a_dataset_without_a_maker_is_refused(city: City, spoil: Spoil) -> None:
    other = spoil("city.toml", "Kota Ternate", "Kota Lain")
    source = other.folder / "datasets" / "lokasi-tps.toml"
    source.rename(source.with_name("lokasi-pos.toml"))
    dataset = next(d for d in read_dataset_descriptions(other) if d.slug == "lokasi-pos")
    with pytest.raises(CityError, match="tidak dapat dibuat"):
        next(sample_files(other, dataset))
