"""Makings: people are shared out over the kelurahan, and unknown districts get a default."""

from __future__ import annotations

import pytest

from datasets.city import City, CityError
from datasets.city.samples.makings import PEOPLE, read_makings
from tests.datasets.city.conftest import Spoil


def test_the_kelurahan_add_up_to_their_city(city: City) -> None:
    makings = read_makings(city)
    assert (len(makings.districts), len(makings.villages)) == (8, 78)
    assert sum(v.people for v in makings.villages) == pytest.approx(sum(d.people for d in makings.districts))


def test_a_district_without_makings_gets_the_default(spoil: Spoil) -> None:
    makings = read_makings(spoil("samples.toml", 'code = "82.71.07"', 'code = "82.71.99"'))
    assert next(d.people for d in makings.districts if d.code == "82.71.07") == PEOPLE


def test_an_unknown_table_is_refused(spoil: Spoil) -> None:
    with pytest.raises(CityError, match="samples.toml: pasar tidak dikenal"):
        read_makings(spoil("samples.toml", "[[market]]", '[[pasar]]\nname = "x"\n\n[[market]]'))


def test_a_market_in_another_city_is_refused(spoil: Spoil) -> None:
    with pytest.raises(CityError, match="market 4.area 82.72.03.1013 tidak ada di wilayah.csv"):
        read_makings(spoil("samples.toml", "82.71.03.1013", "82.72.03.1013"))
