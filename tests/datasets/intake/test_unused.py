"""Bytes that no row names any more go after a while; those in use, young or just received never do."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from datasets import store
from datasets.intake import unused
from datasets.models import Distribution
from datasets.vocab import Format, UploadState
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = 3600


def kept(content: bytes, hours: float) -> Path:
    """A file that came so many hours ago."""
    path = store.path_of(store.save([content]).sha256)
    then = time.time() - hours * HOUR
    os.utime(path, (then, then))
    return path


def one_turn(settings: Settings, monkeypatch: pytest.MonkeyPatch, path: Path) -> int:
    """The round in which the turn is at this file's folder."""
    settings.SWEEP_SECONDS = 30
    number = store.FOLDERS.index(path.parent.name)
    now = time.time()
    at = now - now % (256 * 30) + number * 30 + 1
    monkeypatch.setattr(time, "time", lambda: at)
    removed = unused.remove_unused()
    monkeypatch.undo()
    return removed


def test_what_nobody_names_goes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(b"ditinggalkan", 24)
    assert one_turn(settings, monkeypatch, path) == 1
    assert not path.exists()


def test_what_an_upload_names_stays_in_any_state(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(b"gagal, tetapi disimpan", 24)
    factories.upload(factories.dataset(), UploadState.FAILED, sha256=path.name)
    assert one_turn(settings, monkeypatch, path) == 0
    assert path.exists()


def test_what_a_version_offers_stays(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(b"unduhan", 24)
    Distribution.objects.create(
        version=factories.published(factories.dataset()),
        format=Format.CSV,
        media_type="text/csv",
        filename="a.csv",
        sha256=path.name,
        bytes=7,
    )
    assert one_turn(settings, monkeypatch, path) == 0
    assert path.exists()


def test_what_is_young_stays_its_row_may_be_on_its_way(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(b"baru saja", -3)
    assert one_turn(settings, monkeypatch, path) == 0
    assert path.exists()


def test_each_folder_has_its_turn(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = kept(b"satu", 24), kept(b"dua", 24)
    assert path.parent != other.parent
    one_turn(settings, monkeypatch, path)
    assert (path.exists(), other.exists()) == (False, True)
    one_turn(settings, monkeypatch, other)
    assert not other.exists()
