"""The sample city, and a copy of its files that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from datasets.city import City, load_city

Spoil = Callable[[str, str, str], City]


@pytest.fixture(scope="session")
def city() -> City:
    """Kota Ternate, as it comes with the project."""
    return load_city()


@pytest.fixture
def spoil(tmp_path: Path, city: City) -> Spoil:
    """Replace `old` by `new` in a copied city file, and give the city that results."""

    def change(file: str, old: str, new: str) -> City:
        folder = tmp_path / "kota"
        shutil.copytree(city.folder, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return load_city(folder)

    return change
