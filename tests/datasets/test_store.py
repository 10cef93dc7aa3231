"""The file store keeps bytes as they came, whole or not at all, and never by a stranger's name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from datasets import store


def files(settings: Settings) -> list[Path]:
    return [path for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file()]


def test_bytes_come_back_as_they_went_in(settings: Settings) -> None:
    content = bytes(range(256)) * 5000
    stored = store.save([content[:7], content[7:]])
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.bytes == len(content)
    with store.open_stored(stored.sha256) as kept:
        assert kept.read() == content


def test_the_same_bytes_are_kept_once(settings: Settings) -> None:
    assert store.save([b"sama"]) == store.save([b"sa", b"ma"])
    assert len(files(settings)) == 1


def test_what_is_too_large_leaves_nothing(settings: Settings) -> None:
    with pytest.raises(store.TooLarge):
        store.save([b"x" * 60, b"x" * 60], limit=100)
    assert files(settings) == []


def test_a_sender_who_goes_away_leaves_nothing(settings: Settings) -> None:
    def half() -> Iterator[bytes]:
        yield b"separuh"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.save(half())
    assert files(settings) == []


def test_low_disk_refuses_before_anything_is_written(settings: Settings) -> None:
    settings.MIN_FREE_BYTES = 1 << 60
    assert not store.has_room(1)
    with pytest.raises(store.DiskFull):
        store.save([b"apa saja"])
    assert files(settings) == []


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "g"])
def test_only_a_checksum_is_a_key(key: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(key)


def test_a_lost_file_is_an_error_not_an_empty_one() -> None:
    with pytest.raises(FileNotFoundError):
        store.open_stored("0" * 64)


def test_adopting_moves_a_file_of_ours_in(tmp_path: Path) -> None:
    made = tmp_path / "buatan.csv"
    made.write_bytes(b"a,b\n1,2\n")
    stored = store.adopt(made)
    assert not made.exists()
    assert store.path_of(stored.sha256).read_bytes() == b"a,b\n1,2\n"


def test_a_draft_is_cleared_only_when_its_writer_is_gone() -> None:
    with store.new_file() as draft:
        draft.write(b"a")
        left = draft.path.with_name("left")
        left.write_bytes(b"half")
        assert store.clear_drafts(older_than=60) == 0
        assert store.clear_drafts(older_than=-1) == 1
        assert (draft.path.exists(), left.exists()) == (True, False)
        stored = draft.keep()
    assert store.path_of(stored.sha256).read_bytes() == b"a"


def aged(content: bytes) -> Path:
    path = store.path_of(store.save([content]).sha256)
    os.utime(path, (1, 1))
    return path


def test_the_same_bytes_received_again_while_being_looked_at_stay(settings: Settings) -> None:
    path = aged(b"dikirim lagi")

    def received_meanwhile(keys: Iterable[str]) -> set[str]:
        assert list(keys) == [path.name]
        store.save([b"dikirim lagi"])
        return set()

    assert store.clear_unused(path.parent.name, 60, received_meanwhile) == 0
    assert path.read_bytes() == b"dikirim lagi"


def test_nothing_goes_while_a_backup_is_made(settings: Settings) -> None:
    path = aged(b"cadangan")
    with store.nothing_removed():
        assert store.clear_unused(path.parent.name, 60, lambda _keys: set()) == 0
        store.save([b"yang baru tetap boleh datang"])
    assert store.clear_unused(path.parent.name, 60, lambda _keys: set()) == 1
    assert not path.exists()
