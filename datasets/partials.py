"""Files that are still coming: what has arrived of each lies under `DATA_DIR/partial`, durable to its offset.

Beside the store, never in it: a file enters the store whole or not at all. Bytes beyond the offset
that the database knows are a dead process's; the next append cuts them away.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from datasets import store


def append(key: uuid.UUID, at: int, chunks: Iterable[bytes], most: int) -> int:
    """Add bytes behind the first `at`, `most` of them; durable when this returns. How many there are now.

    Raises store.TooLarge, store.DiskFull, OSError; then only what lay before `at` counts.
    """
    if not store.has_room(0):
        raise store.DiskFull("not enough free space on disk")
    path = path_of(key)
    is_new = not path.exists()
    with store.full_disk_told():
        path.parent.mkdir(parents=True, exist_ok=True)
        end = _written(path, at, chunks, most)
        if is_new:
            store.sync_folder(path.parent)
    return end


def _written(path: Path, at: int, chunks: Iterable[bytes], most: int) -> int:
    with path.open("ab") as file:
        file.truncate(at)
        end = at
        for chunk in chunks:
            end += len(chunk)
            if end - at > most:
                raise store.TooLarge(f"more than {most} bytes")
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return end


def size_of(key: uuid.UUID) -> int:
    """How many bytes lie there; 0 for no file."""
    with suppress(FileNotFoundError):
        return path_of(key).stat().st_size
    return 0


def blocks(key: uuid.UUID, most: int | None = None) -> Iterator[bytes]:
    """The bytes from the start, `most` of them."""
    left = size_of(key) if most is None else most
    with path_of(key).open("rb") as file:
        while left and (block := file.read(min(left, store.BLOCK))):
            left -= len(block)
            yield block


def remove(key: uuid.UUID) -> None:
    """Forget what has arrived."""
    path_of(key).unlink(missing_ok=True)


def keys() -> set[uuid.UUID]:
    """Of which files something lies there."""
    folder = _root()
    found = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return {uuid.UUID(hex=name) for name in found if len(name) == 32}


def path_of(key: uuid.UUID) -> Path:
    """Where the bytes of this file gather, whether or not any have come."""
    return _root() / key.hex


def _root() -> Path:
    return Path(settings.DATA_DIR) / "partial"
