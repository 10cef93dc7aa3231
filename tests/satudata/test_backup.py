"""Backup and restore: a round trip on a real server, and each backup that is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from satudata import backup, embedded
from satudata.data_folder import DataFolder

CONTENT = b"kecamatan,ton\nTernate Tengah,12.5\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()

pytestmark = pytest.mark.xdist_group("backup")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The socket folder of a server of its own."""
    data = tmp_path_factory.mktemp("server")
    with embedded.running(data, durable=False):
        yield str(DataFolder(data).sockets)


def sql(database: dict[str, Any], *statements: str) -> Any:
    with closing(
        psycopg2.connect(host=database["HOST"], user=database["USER"], dbname=database["NAME"])
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None


def new_database(server: str, name: str) -> dict[str, Any]:
    database = {"HOST": server, "USER": embedded.USER, "NAME": embedded.DATABASE, "PASSWORD": "", "PORT": ""}
    sql(database, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    return {**database, "NAME": name}


def store_with(folder: Path) -> Path:
    (folder / SHA256[:2]).mkdir(parents=True)
    (folder / SHA256[:2] / SHA256).write_bytes(CONTENT)
    return folder


@pytest.fixture
def live(server: str) -> dict[str, Any]:
    """A database with a table in each schema that the portal uses."""
    database = new_database(server, "live")
    sql(
        database,
        f"CREATE TABLE upload AS SELECT '{SHA256}' AS sha256",
        "CREATE SCHEMA rows",
        "CREATE TABLE rows.p_1 (_n bigint PRIMARY KEY, ton numeric)",
        "INSERT INTO rows.p_1 VALUES (1, 12.5), (2, NULL)",
    )
    return database


@pytest.fixture
def made(live: dict[str, Any], tmp_path: Path) -> Path:
    backup.back_up(tmp_path / "cadangan", live, store_with(tmp_path / "files"), [SHA256])
    return tmp_path / "cadangan"


def test_it_works_into_an_empty_portal(server: str, made: Path, tmp_path: Path) -> None:
    target = new_database(server, "target")
    manifest = backup.restore(made, target, tmp_path / "new" / "files")
    assert sql(target, "SELECT _n, ton::text FROM rows.p_1 ORDER BY _n") == [(1, "12.5"), (2, None)]
    assert (tmp_path / "new" / "files" / SHA256[:2] / SHA256).read_bytes() == CONTENT
    assert (manifest.tables, manifest.files) == (2, {SHA256: len(CONTENT)})
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["files"]


def test_what_was_there_goes_and_what_the_backup_held_comes(
    server: str, made: Path, live: dict[str, Any], tmp_path: Path
) -> None:
    sql(live, "CREATE TABLE later (n int)", "CREATE TABLE rows.p_2 (n int)", "DELETE FROM rows.p_1")
    backup.restore(made, live, tmp_path / "files")
    tables = sql(live, "SELECT relname FROM pg_stat_user_tables ORDER BY 1")
    assert tables == [("p_1",), ("upload",)]
    assert sql(live, "SELECT count(*) FROM rows.p_1") == [(2,)]


def test_a_backup_is_closed_to_others(made: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in [made, *made.rglob("*")]}
    assert modes == {0o700, 0o600}


def test_the_manifest_tells_what_the_folder_holds(made: Path) -> None:
    told = json.loads((made / "manifest.json").read_text())
    dump = (made / "database.dump").read_bytes()
    assert told["database_sha256"] == hashlib.sha256(dump).hexdigest()
    assert told["database_bytes"] == len(dump)


def cut_the_dump(made: Path) -> None:
    dump = made / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-100])


def change_a_file(made: Path) -> None:
    (made / "files" / SHA256).write_bytes(CONTENT.replace(b"12.5", b"99.5"))


def lose_a_file(made: Path) -> None:
    (made / "files" / SHA256).unlink()


def lose_the_manifest(made: Path) -> None:
    (made / "manifest.json").unlink()


def come_from_the_future(made: Path) -> None:
    told = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps({**told, "format": 2}))


@pytest.mark.parametrize(
    "harm", [cut_the_dump, change_a_file, lose_a_file, lose_the_manifest, come_from_the_future]
)
def test_a_harmed_backup_is_refused_before_anything_is_touched(
    harm: Any, made: Path, live: dict[str, Any], tmp_path: Path
) -> None:
    harm(made)
    with pytest.raises(backup.BackupFailed):
        backup.restore(made, live, tmp_path / "other" / "files")
    assert sql(live, "SELECT count(*) FROM rows.p_1") == [(2,)]
    assert not (tmp_path / "other").exists()


def test_a_dump_that_cannot_be_loaded_changes_nothing(
    made: Path, live: dict[str, Any], tmp_path: Path
) -> None:
    dump = made / "database.dump"
    dump.write_bytes(b"PGDMP but not really")
    told = json.loads((made / "manifest.json").read_text())
    told["database_sha256"] = hashlib.sha256(dump.read_bytes()).hexdigest()
    (made / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(backup.BackupFailed, match="pg_restore"):
        backup.restore(made, live, tmp_path / "files")
    assert sql(live, "SELECT count(*) FROM rows.p_1") == [(2,)]


def test_a_folder_that_is_there_is_not_overwritten(live: dict[str, Any], made: Path, tmp_path: Path) -> None:
    with pytest.raises(backup.BackupFailed, match="sudah ada"):
        backup.back_up(made, live, tmp_path / "files", [])


@pytest.mark.parametrize("harm", ["lost", "rotten"])
def test_a_store_that_lost_or_changed_a_file_gives_no_backup(
    harm: str, live: dict[str, Any], tmp_path: Path
) -> None:
    stored = store_with(tmp_path / "files") / SHA256[:2] / SHA256
    stored.unlink() if harm == "lost" else stored.write_bytes(b"other")
    with pytest.raises(backup.BackupFailed, match=SHA256):
        backup.back_up(tmp_path / "cadangan", live, tmp_path / "files", [SHA256])
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(backup.BackupFailed, match="pg_dump gagal"):
        backup.back_up(tmp_path / "x", {"NAME": "x", "HOST": str(tmp_path)}, tmp_path, [])
