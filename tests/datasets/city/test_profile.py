"""City settings: what city.toml says is what the portal shows, and a slip is told in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from datasets.city import City, CityError, load_city
from tests.datasets.city.conftest import Spoil


def test_the_city_that_comes_with_the_project_is_ternate(city: City) -> None:
    assert (city.name, city.region_code, city.region_code_bps) == ("Kota Ternate", "82.71", "8271")
    assert (city.timezone, city.timezone_label) == ("Asia/Jayapura", "WIT")
    assert city.languages == ("id", "en")
    assert city.colours["primary"] == "#0B5773"
    assert (city.static / city.logo).is_file()


def test_another_folder_makes_another_city(spoil: Spoil, monkeypatch: pytest.MonkeyPatch) -> None:
    other = spoil("city.toml", 'name = "Kota Ternate"', 'name = "Kota Tidore"')
    monkeypatch.setenv("CITY_DIR", str(other.folder))
    assert load_city().name == "Kota Tidore"


def test_a_folder_without_a_city_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CityError, match="tidak ditemukan. Periksa CITY_DIR"):
        load_city(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('short_name = "Ternate"', "", "short_name belum diisi"),
        ('short_name = "Ternate"', 'short_name = " "', "short_name harus berupa teks"),
        ('"82.71"', '"8271"', 'region_code "8271" tidak dikenali. Contoh yang benar: 82.71'),
        ('"Asia/Jayapura"', '"WIT"', 'timezone "WIT" bukan zona waktu'),
        ('["id", "en"]', '["en"]', "bahasa sumber adalah id"),
        ('"2.16.2.20.2.21.01.0000"', '"2.16"', 'walidata "2.16" tidak dikenali'),
        ('"#0B5773"', '"biru"', 'colours.primary "biru" tidak dikenali'),
        ('deep = "#06293A"', "", "harus berisi tepat primary"),
        ('"satudata@ternate.example"', '"satudata"', "contact_email"),
        ('"city/logo.svg"', '"city/lambang.svg"', "tidak ada di folder static"),
        ('tagline = "', 'slogan = "a"\ntagline = "', "slogan tidak dikenal"),
        ('name = "Kota Ternate"', "name = Kota Ternate", "bukan TOML yang sah"),
    ],
)
def test_a_wrong_value_is_refused_in_a_clear_sentence(
    spoil: Spoil, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(CityError) as refusal:
        spoil("city.toml", old, new)
    assert sentence in str(refusal.value)


def test_the_city_is_read_without_django() -> None:
    code = "import sys, datasets.city; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
