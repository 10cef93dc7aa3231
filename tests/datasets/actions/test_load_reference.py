"""load_reference brings the city's files in, once, and closes what they no longer name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from pytest_django import Settings

from datasets import jobs
from datasets.actions.load_reference import Loaded, load_reference
from datasets.city import CityError, load_city
from datasets.models import Code, CodeList, Indicator, Organization, Realisation
from tests import factories

pytestmark = pytest.mark.django_db


def load() -> Loaded:
    return load_reference(portal.CITY)


@pytest.fixture
def own_folder(tmp_path: Path, settings: Settings) -> Path:
    """A copy of the city's files, taken as the city."""
    folder = tmp_path / "kota"
    shutil.copytree(settings.CITY.folder, folder)
    settings.CITY = load_city(folder)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_offices_and_code_lists_come_in() -> None:
    load()
    assert Organization.objects.get(slug="dinas-lingkungan-hidup").short_name == "DLH"
    areas = CodeList.objects.get(slug="wilayah").codes
    assert areas.filter(level="kelurahan").count() == 78
    tagafo = areas.get(name="Tagafo")
    assert "Togafo" in tagafo.aliases
    assert tagafo.extra["bps_code"] == "8271014004"


def test_a_second_run_changes_nothing() -> None:
    load()
    before = list(CodeList.objects.values_list("slug", "updated_at"))
    again = load()
    assert (again.made, again.changed) == (0, 0)
    assert again.same > 200
    assert list(CodeList.objects.values_list("slug", "updated_at")) == before


def test_sample_indicators_wait_for_the_samples() -> None:
    load()
    assert not Indicator.objects.exists()


def test_an_indicator_of_the_city_s_own_comes_in_with_its_targets(own_folder: Path) -> None:
    change(own_folder / "indicators.csv", ",74.5,ya,", ",74.5,tidak,")
    load()
    indicator = Indicator.objects.get()
    assert indicator.code == "IKU-DLH-01"
    targets = dict(indicator.targets.values_list("year", "value"))
    assert targets == {2024: Decimal(78), 2025: Decimal(82), 2026: Decimal(86)}


def test_a_changed_name_is_taken_over(own_folder: Path) -> None:
    load()
    change(own_folder / "opd.csv", "Dinas Sosial,", "Dinas Sosial Kota,")
    load()
    assert Organization.objects.get(slug="dinas-sosial").name == "Dinas Sosial Kota"


def test_a_sample_office_that_the_city_dropped_is_switched_off(own_folder: Path) -> None:
    load()
    change(own_folder / "opd.csv", "1.06.0.00.0.00.01.0000,dinas-sosial,", "1.06.0.00.0.00.09.0000,dinsos,")
    load()
    assert not Organization.objects.get(slug="dinas-sosial").is_active
    assert Organization.objects.get(slug="dinsos").is_active


def test_a_code_that_the_city_dropped_is_closed_not_deleted(own_folder: Path) -> None:
    load()
    change(own_folder / "units.csv", "menit,menit,minutes,waktu,mnt\n", "")
    load()
    assert Code.objects.get(code_list__slug="satuan", code="menit").valid_to is not None


def test_a_wrong_file_is_told_and_nothing_is_kept(own_folder: Path) -> None:
    change(own_folder / "indicators.csv", "IKU-DLH-01", "iku dlh")
    with pytest.raises(CityError, match="indicators.csv baris 2"):
        load()
    assert not Organization.objects.exists()


@pytest.fixture
def asked(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> Callable[[], list[str]]:
    """Loads, and tells the indicators whose figures were asked for."""

    def loading() -> list[str]:
        sent: list[str] = []
        monkeypatch.setattr(jobs, "_send", lambda job, args: sent.append(f"{job.name} {args[0]}"))
        with django_capture_on_commit_callbacks(execute=True):
            load()
        return sent

    return loading


def test_an_indicator_bound_to_public_data_is_computed_at_once(
    own_folder: Path, asked: Callable[[], list[str]]
) -> None:
    change(own_folder / "indicators.csv", ",74.5,ya,", ",74.5,tidak,")
    assert asked() == []
    version = factories.published(factories.dataset("sampah-terangkut"))
    sent = asked()
    indicator = Indicator.objects.get()
    assert sent == [f"COMPUTE_INDICATOR {indicator.pk}"]
    Realisation.objects.create(indicator=indicator, period="2026-09", value=1, row_count=1, version=version)
    assert asked() == []


def test_an_indicator_of_a_draft_waits_for_its_publication(
    own_folder: Path, asked: Callable[[], list[str]]
) -> None:
    change(own_folder / "indicators.csv", ",74.5,ya,", ",74.5,tidak,")
    load()
    draft = factories.dataset("sampah-terangkut")
    assert asked() == []
    assert Indicator.objects.get().dataset == draft
