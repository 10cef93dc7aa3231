"""The data folder (`DATA_DIR`): who holds it, and where the sockets of its servers lie."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Longest path of a socket that every system takes, in bytes.
_LONGEST_SOCKET = 100
_SOCKET_NAME = ".s.PGSQL.5432"


class FolderInUse(Exception):
    """Another process holds the data folder; the text says which and what to do."""


class FolderUnusable(Exception):
    """The data folder, or the folder for its sockets, cannot be used; the text says why."""


@dataclass(frozen=True)
class DataFolder:
    """A data folder (absolute) with the parts that the embedded servers use."""

    path: Path

    @property
    def postgres(self) -> Path:
        """PostgreSQL's cluster."""
        return self.path / "pg"

    @property
    def redis(self) -> Path:
        """Where Redis keeps its append-only file."""
        return self.path / "redis"

    @property
    def sockets(self) -> Path:
        """Folder of the sockets: inside the data folder, or elsewhere where its path is too long."""
        inside = self.path / "run"
        if len(os.fsencode(inside / _SOCKET_NAME)) <= _LONGEST_SOCKET:
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"satudata-{os.geteuid()}-{digest}"

    def make(self) -> None:
        """Make data and socket folder, both closed to others. Raises FolderUnusable."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.path / "run", self.sockets):
                folder.mkdir(mode=0o700, exist_ok=True)
            self._check_sockets()
        except OSError as error:
            raise FolderUnusable(f"Folder data {self.path} tidak dapat dipakai: {error.strerror}.") from error

    def _check_sockets(self) -> None:
        """A folder in the common temporary folder may have been laid there by someone else."""
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or (os.geteuid() != 0 and found.st_uid != os.geteuid()):
            raise FolderUnusable(f"{self.sockets} milik pengguna lain. Hapus, atau pilih DATA_DIR lain.")
        if found.st_mode & 0o077:
            self.sockets.chmod(0o700)


@contextmanager
def held(folder: DataFolder, patience: float = 15) -> Iterator[int]:
    """Hold the data folder; yields the descriptor that children must inherit.

    The lock is free again only when the last process that inherited it is gone. Raises
    FolderInUse after `patience` seconds, FolderUnusable.
    """
    folder.make()
    descriptor = os.open(folder.path / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, folder.path, patience)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        with contextlib.suppress(OSError):  # one elsewhere goes, unless a server still uses it
            if folder.sockets.parent != folder.path:
                folder.sockets.rmdir()
        os.close(descriptor)


def _take(descriptor: int, path: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                holder = os.pread(descriptor, 20, 0).decode() or "?"
                raise FolderInUse(
                    f"Folder data {path} masih dipakai proses {holder}. "
                    "Hentikan proses itu, atau pilih folder lain dengan DATA_DIR=…"
                ) from None
            time.sleep(0.1)
        else:
            return
