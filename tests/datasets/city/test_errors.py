"""City errors: the sentence names the place."""

from __future__ import annotations

from pathlib import Path

from datasets.city import CityError


def test_an_error_names_file_and_line() -> None:
    error = CityError.at(Path("/kota/opd.csv"), 7, "name belum diisi.")
    assert str(error) == "opd.csv baris 7: name belum diisi."


def test_a_missing_file_is_named_with_the_way_out() -> None:
    assert "Periksa CITY_DIR" in str(CityError.missing(Path("/kota/opd.csv")))
