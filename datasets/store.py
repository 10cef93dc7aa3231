"""The file store: content-addressed, write-once files under `DATA_DIR/files`.

A file's key is the SHA-256 of its bytes, so no name a stranger chose ever becomes a path, the
same bytes are kept once, and a reader can prove what it got. A file appears whole (written
beside, flushed to disk, then renamed) or not at all.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

BLOCK = 1 << 20
#: The folders that files lie in, by the first two digits of their key.
FOLDERS = tuple(f"{number:02x}" for number in range(256))


DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(OSError):
    """Less free space than `MIN_FREE_BYTES` would be left: refuse before anything is lost."""


class TooLarge(ValueError):
    """More bytes came than the caller allows."""


@contextmanager
def full_disk_told() -> Iterator[None]:
    """What the system says of a full disk within the block is raised as DiskFull."""
    try:
        yield
    except DiskFull:
        raise
    except OSError as error:
        if error.errno in DISK_ERRORS:
            raise DiskFull("the disk is full") from error
        raise


@dataclass(frozen=True)
class Stored:
    """A file in the store: its SHA-256 (64 hex digits) and its size in bytes."""

    sha256: str
    bytes: int


def path_of(sha256: str) -> Path:
    """Where the file with this SHA-256 lies, whether or not it is there."""
    if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
        raise ValueError("not a SHA-256 in lower-case hex")
    return _root() / sha256[:2] / sha256


def open_stored(sha256: str) -> BinaryIO:
    """The file opened for reading; FileNotFoundError when the store lost it."""
    return path_of(sha256).open("rb")


def has_room(incoming: int) -> bool:
    """Whether `incoming` more bytes leave at least `MIN_FREE_BYTES` free."""
    _root().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(_root()).free - incoming >= settings.MIN_FREE_BYTES


def save(chunks: Iterable[bytes], limit: int | None = None) -> Stored:
    """Keep the bytes of `chunks`; durable when this returns. Raises TooLarge, DiskFull, OSError."""
    with new_file() as draft:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if limit is not None and size > limit:
                raise TooLarge(f"more than {limit} bytes")
            draft.write(chunk)
        return draft.keep()


class Draft:
    """A file being written: `write` as often as needed, then `keep` once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("xb")
        fcntl.flock(self._file, fcntl.LOCK_EX)  # let go by the kernel when we die: `clear_drafts`
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> int:
        """Add bytes; counted and hashed on the way."""
        self._digest.update(data)
        self._size += len(data)
        return self._file.write(data)

    def keep(self) -> Stored:
        """Flush to disk and give the file its final name; the same content is kept once."""
        self._file.flush()
        os.fsync(self._file.fileno())
        stored = Stored(self._digest.hexdigest(), self._size)
        target = path_of(stored.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _changing(fcntl.LOCK_SH):  # from now on the file is young: `clear_unused` spares it
            os.utime(self.path)
            self.path.replace(target)
        self._file.close()
        sync_folder(target.parent)
        return stored

    def discard(self) -> None:
        """Drop what was written and not kept; also where a full disk refuses the last of it."""
        with suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


@contextmanager
def new_file() -> Iterator[Draft]:
    """A draft that leaves nothing behind unless it was kept."""
    if not has_room(0):
        raise DiskFull("not enough free space on disk")
    folder = _incoming()
    folder.mkdir(parents=True, exist_ok=True)
    draft = Draft(folder / secrets.token_hex(16))
    try:
        yield draft
    finally:
        draft.discard()


def clear_drafts(older_than: float) -> int:
    """Remove drafts whose writer has died; how many. `older_than` (seconds) spares one just begun."""
    folder = _incoming()
    drafts = list(folder.iterdir()) if folder.is_dir() else []
    return sum(_clear_draft(path, older_than) for path in drafts)


def _clear_draft(path: Path, older_than: float) -> bool:
    """Remove a draft, unless somebody holds it: each writer locks its own for as long as it lives."""
    try:
        with path.open("rb") as draft:
            if time.time() - os.fstat(draft.fileno()).st_mtime <= older_than:
                return False
            fcntl.flock(draft, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (FileNotFoundError, BlockingIOError):
        return False
    return True


def clear_unused(folder: str, older_than: float, named: Callable[[Iterable[str]], set[str]]) -> int:
    """Remove the files of one of `FOLDERS` that nobody names; how many.

    `named` tells which of the keys it is given somebody uses. Files younger than `older_than` seconds
    are spared, whoever names them: their row may not be there yet.
    """
    where = _root() / folder
    there = list(where.iterdir()) if where.is_dir() else []
    old = {path.name: path for path in there if _is_older(path, older_than)}
    unused = old.keys() - named(old.keys()) if old else set()
    return sum(_clear_unused(old[key], older_than) for key in unused)


def _clear_unused(path: Path, older_than: float) -> bool:
    """Remove a file, unless the same bytes were received again after it was looked at."""
    try:
        with _changing(fcntl.LOCK_EX | fcntl.LOCK_NB):
            is_still_old = _is_older(path, older_than)
            if is_still_old:
                path.unlink()
            return is_still_old
    except BlockingIOError:  # a file is coming, or a backup is being made: another round will do
        return False


def _is_older(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False


@contextmanager
def nothing_removed() -> Iterator[None]:
    """For the time of a block every file stays; new ones may come."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    with _changing(fcntl.LOCK_SH):
        yield


@contextmanager
def _changing(how: int) -> Iterator[None]:
    """While a file gets its name (shared) or loses it (alone): nobody does both at once."""
    with (Path(settings.DATA_DIR) / "files.lock").open("ab") as lock:
        fcntl.flock(lock, how)
        yield


def adopt(path: Path) -> Stored:
    """Take a finished file of ours into the store and remove it where it was."""
    with path.open("rb") as source:
        stored = save(iter(lambda: source.read(BLOCK), b""))
    path.unlink()
    return stored


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _incoming() -> Path:
    return _root() / "incoming"


def _root() -> Path:
    return Path(settings.DATA_DIR) / "files"
