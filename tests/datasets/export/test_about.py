"""What a file says of itself."""

from __future__ import annotations

import pytest

from datasets.export.about import MARK, about_version, file_name
from datasets.models import Dataset, Version
from datasets.vocab import Format
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return factories.published(factories.dataset())


def test_it_names_publisher_version_meaning_and_columns(version: Version) -> None:
    about = about_version(version)
    said = dict(about.metadata)
    assert (about.title, about.mark, about.most_rows) == ("Sampah terangkut", "", 4)
    assert (said["Penerbit"], said["Versi"], said["Jumlah baris"]) == ("Dinas Lingkungan Hidup", "1", "4")
    assert said["Alamat"].endswith("/dataset/sampah-terangkut")
    assert said["Kolom terangkut_ton"].startswith("Terangkut ton; ")


def test_a_selection_names_the_address_it_was_made_by(version: Version) -> None:
    said = dict(about_version(version, "http://x/rows.xlsx?bulan=2026-10").metadata)
    assert said["Pilihan baris"] == "http://x/rows.xlsx?bulan=2026-10"
    assert "Jumlah baris" not in said


def test_sample_data_is_named_so(version: Version) -> None:
    assert file_name(version, Format.XLSX) == "sampah-terangkut_v1.xlsx"
    Dataset.objects.update(is_sample=True)
    sample = Version.objects.get()
    assert about_version(sample).mark == MARK
    assert file_name(sample, Format.XLSX) == "data-contoh_sampah-terangkut_v1.xlsx"
