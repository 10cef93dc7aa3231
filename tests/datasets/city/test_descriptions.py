"""Sample descriptions: fit to publish as they stand, one at least for each field of the city."""

from __future__ import annotations

import pytest

from datasets.city import City, CityError, read_dataset_descriptions
from datasets.vocab import Access, Accumulation, ColumnRole, Topic
from tests.datasets.city.conftest import Spoil


def test_every_field_of_the_city_has_a_dataset(city: City) -> None:
    topics = {dataset.topic for dataset in read_dataset_descriptions(city)}
    fields = {Topic.WASTE, Topic.MARKETS, Topic.FARMING, Topic.HEALTH, Topic.CIVIL_SERVICE}
    assert topics >= fields | {Topic.FINANCE, Topic.PERMITS, Topic.POPULATION}


def test_one_is_restricted_with_its_reason_and_one_is_replaced_whole(city: City) -> None:
    datasets = list(read_dataset_descriptions(city))
    restricted = [dataset for dataset in datasets if dataset.access is Access.RESTRICTED]
    assert [(d.slug, bool(d.access_basis and d.access_review_on)) for d in restricted] == [
        ("kasus-penyakit-menular", True)
    ]
    assert [d.slug for d in datasets if d.accumulation is Accumulation.WHOLE] == ["lokasi-tps"]


def test_the_five_fields_of_a_data_standard_are_filled(city: City) -> None:
    for dataset in read_dataset_descriptions(city):
        fields = (dataset.concept, dataset.definition, dataset.classification, dataset.measure, dataset.unit)
        assert all(fields), dataset.slug


def test_a_dataset_by_period_has_one_period_column_in_its_key(city: City) -> None:
    for dataset in read_dataset_descriptions(city):
        periods = [column for column in dataset.columns if column.role is ColumnRole.PERIOD]
        assert len(periods) == (dataset.accumulation is Accumulation.PERIOD), dataset.slug
        assert all(column.is_key for column in periods)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"dinas-lingkungan-hidup"', '"dlh"', 'organization "dlh" tidak ada di opd.csv'),
        ('topic = "persampahan"', 'topic = "sampah"', 'topic "sampah" tidak dikenal'),
        ('codelist = "wilayah"', 'codelist = "kode"', "memakai daftar kode yang tidak ada"),
        ('id = "bulan"', 'id = "Bulan ke-1"', "column 1.id"),
        ('id = "kecamatan"', 'id = "bulan"', "tiap id hanya sekali"),
        ('access = "open"', 'access = "closed"', "access_basis harus diisi"),
        ('first = "2025-01"', 'first = "Januari"', "sample.first"),
        ('concept = "', 'konsep = "', "concept belum diisi"),
        ('tags = ["sampah"', 'tagline = "x"\ntags = ["sampah"', "tagline tidak dikenal"),
    ],
)
def test_a_wrong_description_is_refused_with_its_key(spoil: Spoil, old: str, new: str, sentence: str) -> None:
    city = spoil("datasets/sampah-terangkut.toml", old, new)
    with pytest.raises(CityError, match=sentence) as refusal:
        list(read_dataset_descriptions(city))
    assert "sampah-terangkut.toml" in str(refusal.value)
