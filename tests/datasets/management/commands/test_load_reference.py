"""load_reference brings the city's files in, once, and closes what they no longer name."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from datasets.city import load_city
from datasets.models import Organization

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


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


def test_it_says_how_much_came_in_and_how_little_the_second_time() -> None:
    assert "Kota Ternate" in load()
    assert " 0 baru, 0 berubah." in load()


def test_a_wrong_file_is_told_and_nothing_is_kept(own_folder: Path) -> None:
    change(own_folder / "indicators.csv", "IKU-DLH-01", "iku dlh")
    with pytest.raises(CommandError, match="indicators.csv baris 2"):
        load()
    assert not Organization.objects.exists()
