"""The secret: made once, whole for everybody, and never one that others know."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from satudata.secret import secret_key


def test_it_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    made = secret_key("", tmp_path / "var")
    assert secret_key("", tmp_path / "var") == made
    assert len(made) == 64
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_a_given_one_is_taken(tmp_path: Path) -> None:
    assert secret_key("k" * 40, tmp_path) == "k" * 40
    assert list(tmp_path.iterdir()) == []


def test_many_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: secret_key("", tmp_path), range(64)))
    assert len(keys) == 1


@pytest.mark.parametrize("key", ["short", "django-insecure-0123456789abcdef0123456789", "changeme" * 8])
def test_a_short_or_known_one_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        secret_key(key, tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    with pytest.raises(ImproperlyConfigured):
        secret_key("", tmp_path)
