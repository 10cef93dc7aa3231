"""Database and stored files together in one folder, and back again (`manage.py backup`, `restore`).

A backup is whole or not there: it is made beside and renamed when its manifest is written. The
database is dumped first and the files copied after it: files are written once, before the row
that names them, so every file that the dump names is among those copied.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from satudata.embedded import ServerFailed, program

_FORMAT = 1
_MANIFEST, _DUMP, _FILES = "manifest.json", "database.dump", "files"
_PLAIN = ("--no-owner", "--no-privileges")
_ADDRESS = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}

#: Everything goes before the dump comes in, in the same transaction: all or nothing.
_EMPTY = """\
SET lock_timeout = '30s';
DROP SCHEMA IF EXISTS rows CASCADE;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""


class BackupFailed(Exception):
    """A backup cannot be made or used; the text says why. Live data are untouched."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: `files` maps each SHA-256 to its bytes; `made_at` is ISO 8601 in UTC."""

    format: int
    made_at: str
    database_sha256: str
    database_bytes: int
    tables: int
    files: dict[str, int]


def back_up(target: Path, database: Mapping[str, Any], store: Path, named: Iterable[str]) -> Manifest:
    """Write a backup into the new folder `target`, closed to others.

    `database` is Django's settings of it, `store` the folder of the stored files, `named` the
    SHA-256 of each that the database names (read after the dump). Raises BackupFailed.
    """
    with _new_folder(target) as draft:
        dump = draft / _DUMP
        _call(database, "pg_dump", "--format=custom", *_PLAIN, f"--file={dump}")
        files = {sha256: _copy(_stored(store, sha256), draft / _FILES, sha256) for sha256 in named}
        manifest = Manifest(
            _FORMAT,
            datetime.now(UTC).isoformat(timespec="seconds"),
            _digest(dump),
            dump.stat().st_size,
            _tables(database, dump),
            files,
        )
        (draft / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
        _close_to_others(draft)
    return manifest


def check(source: Path) -> Manifest:
    """The manifest of a backup of which every byte is as it was written. Raises BackupFailed."""
    try:
        manifest = Manifest(**json.loads((source / _MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupFailed(f"{source} bukan cadangan yang utuh: {_MANIFEST} tidak terbaca.") from error
    if manifest.format != _FORMAT:
        raise BackupFailed(f"Cadangan di {source} berformat {manifest.format}; yang dikenal {_FORMAT}.")
    expected = {source / _FILES / sha256: sha256 for sha256 in manifest.files}
    for path, sha256 in {source / _DUMP: manifest.database_sha256, **expected}.items():
        if not path.is_file() or _digest(path) != sha256:
            raise BackupFailed(f"Cadangan rusak: {path.relative_to(source)} tidak ada atau berubah.")
    return manifest


def restore(source: Path, database: Mapping[str, Any], store: Path) -> Manifest:
    """Check the backup, then put its files into `store` and its database in the place of `database`.

    The database changes in one transaction: after a failure it is as before. Raises BackupFailed.
    """
    manifest = check(source)
    for sha256 in manifest.files:
        if not _stored(store, sha256).exists():
            _copy(source / _FILES / sha256, _stored(store, sha256).parent, sha256)
    script = store.parent / "restore.sql"
    try:
        script.touch(mode=0o600)
        _call(
            database, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source / _DUMP)
        )
        options = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-c", _EMPTY)
        _call(database, "psql", *options, "-f", str(script))
    finally:
        script.unlink(missing_ok=True)
    return manifest


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A folder beside `target` that takes its name at the end, or goes when something fails."""
    if target.exists():
        raise BackupFailed(f"{target} sudah ada. Pilih folder yang belum ada.")
    draft = target.with_name(f".{target.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / _FILES).mkdir(mode=0o700, parents=True)
    try:
        yield draft
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy(source: Path, folder: Path, sha256: str) -> int:
    """Copy a file to `folder`/`sha256`, whole or not at all; its bytes. Raises BackupFailed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{sha256}.partial"
    try:
        shutil.copyfile(source, draft)
        if _digest(draft) != sha256:
            raise BackupFailed(f"Berkas {source} tidak lagi seperti saat disimpan.")
        draft.replace(folder / sha256)
    except OSError as error:
        raise BackupFailed(f"Berkas {source} tidak dapat disalin: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return (folder / sha256).stat().st_size


def _stored(store: Path, sha256: str) -> Path:
    return store / sha256[:2] / sha256


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _tables(database: Mapping[str, Any], dump: Path) -> int:
    """How many tables' rows a dump holds."""
    listed = _call(database, "pg_restore", "--list", str(dump))
    return sum(" TABLE DATA " in line for line in listed.splitlines())


def _close_to_others(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _call(database: Mapping[str, Any], name: str, *arguments: str) -> str:
    """Run a PostgreSQL program against `database`; what it printed. Raises BackupFailed."""
    environment = {variable: str(database[key]) for key, variable in _ADDRESS.items() if database.get(key)}
    done = subprocess.run(
        [_program(name), *arguments], env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise BackupFailed(f"{name} gagal: {reason[0]}")
    return done.stdout


def _program(name: str) -> str:
    try:
        return program(name)
    except ServerFailed:
        found = shutil.which(name)
        if found is None:
            raise BackupFailed(f"Program {name} tidak ada. Pasang klien PostgreSQL.") from None
        return found
