"""Spellings: the ordinary ways of writing a name are made, not listed."""

from __future__ import annotations

from datasets.city.spellings import area_spellings, text_spellings


def test_a_district_may_lose_its_kota_and_gain_a_prefix() -> None:
    found = area_spellings("Kota Ternate Selatan", "kecamatan")
    assert {"Ternate Selatan", "Kec. Ternate Selatan", "Kecamatan Kota Ternate Selatan"} <= set(found)


def test_a_hyphen_may_be_a_space_or_nothing() -> None:
    found = area_spellings("Ubo-Ubo", "kelurahan")
    assert {"Ubo Ubo", "UboUbo", "Kel. Ubo Ubo"} <= set(found)


def test_odd_spellings_get_the_same_treatment() -> None:
    assert "Kel. Togafo" in area_spellings("Tagafo", "kelurahan", ["Togafo"])


def test_the_name_itself_is_no_other_spelling() -> None:
    assert "TAGAFO" not in area_spellings("Tagafo", "kelurahan", ["TAGAFO"])
    assert text_spellings("persen", ["%", "Persen"]) == ("%",)
