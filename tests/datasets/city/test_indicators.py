"""Indicators: each bound to rows that exist, with a target or an honest blank."""

from __future__ import annotations

from decimal import Decimal

import pytest

from datasets.city import City, CityError, read_dataset_descriptions, read_indicators
from datasets.vocab import Aggregation, Polarity
from tests.datasets.city.conftest import Spoil


def test_every_field_of_the_city_has_an_indicator(city: City) -> None:
    affairs = {indicator.affair for indicator in read_indicators(city)}
    assert affairs == {"2.11", "3.30", "3.27", "1.02", "5.03", "5.02", "2.18", "2.12"}


def test_every_polarity_and_aggregation_is_shown(city: City) -> None:
    indicators = list(read_indicators(city))
    assert {indicator.polarity for indicator in indicators} == set(Polarity)
    assert {indicator.aggregation for indicator in indicators} == set(Aggregation)


def test_every_indicator_is_measured_by_columns_that_exist(city: City) -> None:
    columns = {d.slug: {c.name for c in d.columns} for d in read_dataset_descriptions(city)}
    for indicator in read_indicators(city):
        used = {indicator.measure, indicator.denominator, *indicator.filters} - {""}
        assert used <= columns[indicator.dataset], indicator.code


def test_a_range_has_two_bounds_and_a_blank_target_is_none(city: City) -> None:
    rice = next(i for i in read_indicators(city) if i.polarity is Polarity.RANGE)
    assert [(t.year, t.lower, t.upper) for t in rice.targets] == [
        (2025, Decimal(13500), Decimal(15500)),
        (2026, Decimal(13500), Decimal(15500)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("13500..15500", "13500", "harus berupa rentang|batas bawah"),
        ("13500..15500", "15500..13500", "batas bawah harus lebih kecil"),
        ("komoditas=Beras medium", "Beras medium", "harus berbentuk kolom=nilai"),
        (",dinas-lingkungan-hidup,", ",dinas-sampah,", 'organization "dinas-sampah" tidak ada di opd.csv'),
        (",2.11,", ",2.99,", 'affair "2.99" tidak ada'),
        (",timbulan_ton,", ",,", "denominator diisi bila"),
        (",sampah-terangkut,", ",,", "dataset dan measure harus diisi keduanya"),
        ("IKU-DLH-01", "iku dlh", "Contoh yang benar: IKU-DLH-01"),
    ],
)
def test_a_wrong_indicator_is_refused_with_its_line(spoil: Spoil, old: str, new: str, sentence: str) -> None:
    with pytest.raises(CityError, match=sentence) as refusal:
        list(read_indicators(spoil("indicators.csv", old, new)))
    assert "indicators.csv baris" in str(refusal.value)
