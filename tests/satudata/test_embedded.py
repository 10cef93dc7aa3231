"""The embedded servers: start, stop, start again, and after everything was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
import redis

from satudata import embedded, env
from satudata.data_folder import DataFolder, FolderInUse, held


@contextmanager
def connected(address: str) -> Iterator[Any]:
    parts = parse_qs(urlsplit(address).query)
    with closing(
        psycopg2.connect(host=parts["host"][0], user=parts["user"][0], dbname="satudata")
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def ask(address: str, sql: str) -> Any:
    with connected(address) as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def run(address: str, sql: str) -> None:
    with connected(address) as cursor:
        cursor.execute(sql)


def redis_of(address: str) -> redis.Redis:
    return redis.Redis.from_url(address.replace("redis+socket://", "unix://").replace("virtual_host", "db"))


def started_by(pid: int) -> list[int]:
    """Every living descendant of `pid`."""
    listed = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    return [int(child) for child in listed] + [deep for child in listed for deep in started_by(int(child))]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone while it was looked at
        return False


def test_it_works_and_keeps_what_was_written(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as where:
        assert ask(where.database_url, "SHOW server_encoding") == "UTF8"
        run(where.database_url, "CREATE TABLE kept AS SELECT 7 AS n")
        with redis_of(where.redis_url) as client:
            client.set("kept", "7")
    with embedded.running(tmp_path) as where, redis_of(where.redis_url) as client:
        assert ask(where.database_url, "SELECT n FROM kept") == 7
        assert client.get("kept") == b"7"


def test_it_is_durable_unless_told_otherwise(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as where, redis_of(where.redis_url) as client:
        durable = [ask(where.database_url, f"SHOW {name}") for name in ("fsync", "synchronous_commit")]
        assert durable == ["on", "on"]
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    with embedded.running(tmp_path, durable=False) as where:
        assert ask(where.database_url, "SHOW fsync") == "off"


def test_nothing_listens_on_a_port_and_nobody_else_may_enter(tmp_path: Path) -> None:
    with embedded.running(tmp_path, durable=False) as where, redis_of(where.redis_url) as client:
        assert ask(where.database_url, "SHOW listen_addresses") == ""
        assert client.config_get("port") == {"port": "0"}
        assert DataFolder(tmp_path).sockets.stat().st_mode & 0o077 == 0


def test_a_path_with_spaces_quotes_and_commas(tmp_path: Path) -> None:
    with embedded.running(tmp_path / 'data "kota", 100% baru', durable=False) as where:
        assert ask(where.database_url, "SELECT 1") == 1
        with redis_of(where.redis_url) as client:
            assert client.ping()


def test_a_long_path_moves_the_sockets_away(tmp_path: Path) -> None:
    data = tmp_path / ("panjang " * 12).strip() / "var"
    with embedded.running(data, durable=False) as where:
        assert ask(where.database_url, "SELECT 1") == 1
        assert DataFolder(data).sockets.parent != data
    assert not DataFolder(data).sockets.exists()


def test_the_addresses_are_ones_that_the_settings_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "a b"
    monkeypatch.setenv("DATABASE_URL", embedded.addresses(data).database_url)
    read = env.database("DATABASE_URL", "")
    assert (read["HOST"], read["USER"], read["NAME"]) == (str(data / "run"), "satudata", "satudata")


def test_it_starts_again_after_everything_was_killed(tmp_path: Path) -> None:
    others = started_by(os.getpid())  # the tests' own servers, where pytest runs without workers
    with embedded.running(tmp_path) as where:
        run(where.database_url, "CREATE TABLE kept AS SELECT 7 AS n")
        for pid in set(started_by(os.getpid())).difference(others):
            with suppress(FileNotFoundError, ProcessLookupError):  # a child may go with its parent
                if "postgres" in (name := Path(f"/proc/{pid}/cmdline").read_text()) or "valkey" in name:
                    os.kill(pid, signal.SIGKILL)
    with embedded.running(tmp_path) as where:
        assert ask(where.database_url, "SELECT n FROM kept") == 7


HOLD = """
import sys, time
from pathlib import Path
from satudata import embedded
with embedded.running(Path(sys.argv[1])):
    print("up", flush=True)
    time.sleep(60)
"""


def test_nothing_outlives_a_killed_parent(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"up\n"
        left = started_by(holder.pid)
        holder.kill()
    assert len(left) > 2
    until = time.monotonic() + 60
    while any(is_alive(pid) for pid in left) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in left if is_alive(pid)] == []
    with embedded.running(tmp_path) as where:
        assert ask(where.database_url, "SELECT 1") == 1


def test_a_lock_file_of_another_living_process_is_stale(tmp_path: Path) -> None:
    with embedded.running(tmp_path, durable=False):
        pass
    for path in (tmp_path / "pg" / "postmaster.pid", tmp_path / "run" / ".s.PGSQL.5432.lock"):
        path.write_text(f"{os.getpid()}\n{tmp_path / 'pg'}\n")
    with embedded.running(tmp_path, durable=False) as where:
        assert ask(where.database_url, "SELECT 1") == 1


def test_an_initdb_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "pg.new" / "base").mkdir(parents=True)
    with embedded.running(tmp_path, durable=False) as where:
        assert ask(where.database_url, "SELECT 1") == 1
    assert not (tmp_path / "pg.new").exists()


def test_a_folder_in_use_is_named_with_its_holder(tmp_path: Path) -> None:
    with held(DataFolder(tmp_path)), pytest.raises(FolderInUse) as told, held(DataFolder(tmp_path), 0.2):
        pass
    assert str(tmp_path) in str(told.value)
    assert str(os.getpid()) in str(told.value)


def test_data_of_another_postgres_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.ServerFailed, match="PostgreSQL 17"), embedded.running(tmp_path):
        pass
