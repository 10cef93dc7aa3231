"""Reference data of Ternate: complete, joined with BPS, and no spelling means two things."""

from __future__ import annotations

import re

import pytest

from datasets.city import (
    City,
    CityError,
    CodeRow,
    read_affairs,
    read_area_crosswalk,
    read_areas,
    read_code_lists,
    read_organizations,
    read_units,
)
from tests.datasets.city.conftest import Spoil


def codes_of(city: City, slug: str) -> dict[str, CodeRow]:
    found = next(item for item in read_code_lists(city) if item.slug == slug)
    return {code.code: code for code in found.codes}


def test_ternate_has_8_districts_and_78_subdistricts(city: City) -> None:
    levels = [area.level for area in read_areas(city)]
    assert (levels.count("kecamatan"), levels.count("kelurahan")) == (8, 78)


def test_every_area_but_tongole_has_a_bps_code(city: City) -> None:
    linked = {link.code for link in read_area_crosswalk(city)}
    lonely = [
        a.name for a in read_areas(city) if a.level in ("kecamatan", "kelurahan") and a.code not in linked
    ]
    assert lonely == ["Tongole"]


def test_bps_codes_are_shown_but_never_taken_for_an_area(city: City) -> None:
    figur = codes_of(city, "wilayah")["82.71.04.1006"]
    assert figur.extra["bps_code"] == "8271011001"
    assert not any(re.fullmatch(r"\d+", alias) for alias in figur.aliases)


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Togafo", "82.71.08.1001"),
        ("Kel. Togafo", "82.71.08.1001"),
        ("Kota Moti", "82.71.04.1002"),
        ("Afe-Taduma", "82.71.01.1005"),
        ("Dufa Dufa", "82.71.03.1013"),
        ("Kec. Ternate Tengah", "82.71.06"),
    ],
)
def test_the_known_variants_lead_to_their_area(city: City, spelling: str, code: str) -> None:
    assert spelling in codes_of(city, "wilayah")[code].aliases


def test_no_spelling_means_two_codes_of_one_list(city: City) -> None:
    for item in read_code_lists(city):
        owner: dict[str, str] = {}
        for code in item.codes:
            for text in (code.code, code.name, *code.aliases):
                assert owner.setdefault(text.casefold(), code.code) == code.code, (item.slug, text)


def test_the_offices_are_marked_as_samples_and_include_every_district(city: City) -> None:
    offices = list(read_organizations(city))
    assert all(office.is_sample for office in offices)
    assert sum(office.kind == "kecamatan" for office in offices) == 8
    assert {"dinas-lingkungan-hidup", "dinas-kesehatan"} <= {office.slug for office in offices}


def test_affairs_and_units_hold_what_the_domain_names(city: City) -> None:
    affairs = {affair.code: affair.name for affair in read_affairs(city)}
    assert affairs["2.11"] == "Lingkungan Hidup"
    assert affairs["2.20"] == "Statistik"
    assert "%" in next(unit.aliases for unit in read_units(city) if unit.code == "persen")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("opd.csv", "1.02.0.00.0.00.01.0000", "1.02", 'opd.csv baris 10: code "1.02" tidak dikenali'),
        ("opd.csv", "DLH,dinas,2.11,", "DLH,dinas,9.99,", "bidang urusan 9.99 tidak ada di affairs.csv"),
        ("opd.csv", "2.16.2.20.2.21.01.0000", "2.16.2.20.2.21.02.0000", "walidata .* tidak ada di opd.csv"),
        ("affairs.csv", "2.11,", "II.11,", 'kode "II.11" tidak dikenali'),
    ],
)
def test_a_wrong_office_is_refused_with_its_line(
    spoil: Spoil, file: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(CityError, match=sentence):
        list(read_organizations(spoil(file, old, new)))


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("reference/wilayah.csv", "82.71.08.1001", "82.71.09.1001", "induk 82.71.08 dari 82.71.09.1001"),
        ("reference/wilayah.csv", ",Jambula,", ",,", "wilayah.csv baris 5: name belum diisi"),
        ("reference/wilayah_bps.csv", "82.71.04.1006", "82.71.04.1999", "bukan kelurahan di wilayah.csv"),
        ("reference/aliases.csv", "82.71.08.1001", "82.71.08.1999", "82.71.08.1999 tidak ada di wilayah.csv"),
        ("code_lists.toml", 'file = "units.csv"', "", "daftar satuan tidak menyebut file"),
        ("units.csv", "\nton,", "\npersen,", "persen sudah ada di baris sebelumnya"),
    ],
)
def test_a_wrong_code_is_refused_with_its_line(
    spoil: Spoil, file: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(CityError, match=sentence):
        list(read_code_lists(spoil(file, old, new)))
