"""Headers and values that name people are told from those that name buildings and firms."""

from __future__ import annotations

import pytest

from datasets.intake.values import people


@pytest.mark.parametrize("words", ["nama lengkap", "nama ahli waris", "nama kepala keluarga", "full name"])
def test_headers_that_name_persons(words: str) -> None:
    assert people.is_of_persons(words)


@pytest.mark.parametrize("words", ["nama sekolah", "nama", "nama usaha", "nama lengkapan", "lengkap"])
def test_headers_that_name_something_else_or_leave_it_open(words: str) -> None:
    assert not people.is_of_persons(words)


def test_a_header_that_leaves_it_open_is_decided_by_the_values() -> None:
    assert people.may_be_of_persons("nama kpm")
    assert not people.may_be_of_persons("nama pemilik usaha")
    assert people.are_persons(["dr. Contoh, Sp.A", "Siti Contoh", "Tiruan"])
    assert not people.are_persons(["Puskesmas Siko", "Masjid H. Contoh", "CV. Contoh", "SDN 1"])


@pytest.mark.parametrize(
    "words", ["alamat", "alamat sesuai ktp", "tempat tinggal", "domisili", "home address"]
)
def test_headers_of_homes(words: str) -> None:
    assert people.is_home(words)


@pytest.mark.parametrize("words", ["alamat kantor", "alamat usaha", "lokasi", "alamat email"])
def test_headers_of_other_addresses(words: str) -> None:
    assert not people.is_home(words)
