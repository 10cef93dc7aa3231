"""Identifiers: pinned, because systems elsewhere keep them for ever."""

from __future__ import annotations

import uuid

import pytest
from pytest_django import Settings

from datasets import identifiers
from datasets.vocab import Access, ColumnType, Format, Frequency, Topic

KEY = uuid.UUID("0192f0c1-2345-7abc-8def-0123456789ab")


@pytest.fixture(autouse=True)
def public_url(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://data.contoh.go.id"


def test_the_id_of_a_file_depends_on_dataset_and_format_alone() -> None:
    assert str(identifiers.resource_id(KEY, Format.CSV)) == "f80d9e2c-fce5-50a5-86e7-f8525b5db655"
    ids = {identifiers.resource_id(key, form) for key in (KEY, uuid.UUID(int=7)) for form in Format}
    assert len(ids) == 2 * len(Format)


def test_iris_are_made_of_keys() -> None:
    assert identifiers.catalog_iri() == "https://data.contoh.go.id/catalog"
    assert identifiers.dataset_iri(KEY) == f"https://data.contoh.go.id/dataset/{KEY}"
    assert identifiers.office_iri(KEY) == f"https://data.contoh.go.id/organization/{KEY}"
    assert identifiers.area_iri("82.71") == "https://data.contoh.go.id/wilayah/82.71"
    assert identifiers.format_iri(Format.CSV) == "https://data.contoh.go.id/catalog#csv"
    csv = identifiers.resource_id(KEY, Format.CSV)
    assert (
        identifiers.distribution_iri(KEY, Format.CSV)
        == f"https://data.contoh.go.id/dataset/{KEY}/resource/{csv}"
    )


def test_every_code_has_its_word_in_the_standard() -> None:
    assert set(identifiers.THEMES) == set(Topic)
    assert set(identifiers.THEMES.values()) == set(identifiers.THEME_WORDS)
    assert set(identifiers.FREQUENCIES) == set(Frequency)
    assert set(identifiers.ACCESS_RIGHTS) == set(Access)
    assert set(identifiers.RESOLUTIONS) <= set(ColumnType)
    assert identifiers.FREQUENCIES[Frequency.SEMIANNUAL].endswith("/authority/frequency/ANNUAL_2")
    assert identifiers.media_type_iri("text/csv") == "https://www.iana.org/assignments/media-types/text/csv"
