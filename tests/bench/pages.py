"""The P2 workload: pages of 100 rows over HTTP, sixteen askers at a time, and the same rows by others."""

from __future__ import annotations

import csv
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from datasets.models import Version
from datasets.queries import cursors
from datasets.queries.row_query import parse_rows_query
from datasets.queries.row_sql import page_select
from datasets.queries.versions import parts_of
from satudata.embedded import program
from satudata.processes import Part, start, stop, wait_until
from tests.bench import exports, load, workload
from tests.bench.exports import free_port
from tests.bench.load import Load

AREA = "82.71.02"
#: The question of all: rows of one area, 100 at a time.
FILTERED = {"kode_kecamatan": [AREA]}
#: Sorted by another column, for the walk from the first page to the 9,000th.
SORTED = {"sort": ["nomor"]}
DEEP = 9_000
SECONDS = 5
_PATIENCE = 60


def version_of(files: workload.Files, rows: int) -> Version:
    """A published version of the workload, with the indexes that loading gives it."""
    version = exports.version_of(files, rows, "kerja-p2")
    with connection.cursor() as cursor:
        for columns in ("kode_kecamatan, _n", "bulan, _n", "nomor"):
            table = version.parts.get().table_name
            kind = "UNIQUE INDEX" if columns == "nomor" else "INDEX"
            cursor.execute(f'CREATE {kind} ON "rows"."{table}" ({columns})')
        cursor.execute(f'ANALYZE "rows"."{table}"')
    return version


def pgbench(folder: Path, version: Version) -> float:
    """Transactions a second of the very statement that a page of `FILTERED` is, over as many connections."""
    [(table, _)] = parts_of(version)
    with connection.cursor() as cursor:
        text = page_select([table], parse_rows_query(version, FILTERED), None).as_string(cursor.cursor)
    script = folder / "halaman.sql"
    script.write_text(f"{text};\n", encoding="utf-8")
    of = settings.DATABASES["default"]
    command = [
        program("pgbench"), "-n", "-M", "simple", "-c", str(load.CONNECTIONS), "-j", "1", "-T", str(SECONDS),
        "-h", str(of["HOST"]), "-U", str(of["USER"]), "-f", str(script), str(of["NAME"]),
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1])


def deep_cursor(version: Version) -> str:
    """Where page `DEEP` of `SORTED` begins: after the row that ends the page before."""
    last = (DEEP - 1) * 100
    place = {
        "version": version.number,
        "after": [f"LY{last:07d}", last],
        "total": version.row_count,
        "exact": True,
    }
    return cursors.seal(place, parse_rows_query(version, SORTED).question)


def etag(address: str) -> str:
    """The tag of what lies there."""
    place = urlsplit(address)
    with closing(HTTPConnection(place.netloc, timeout=60)) as line:
        line.request("GET", f"{place.path}?{place.query}")
        answer = line.getresponse()
        answer.read()
        return answer.headers["ETag"] or ""


def serializer(version: Version) -> Load:
    """Django REST framework as its tutorial has it: a view, a model, a serializer, on the same server."""
    [(table, _)] = parts_of(version)
    of, port = settings.DATABASES["default"], free_port()
    environment = {
        "BENCH_TABLE": table.table, "BENCH_HOST": str(of["HOST"]), "BENCH_USER": str(of["USER"]), "BENCH_NAME": str(of["NAME"])
    }  # fmt: skip
    command = [
        sys.executable, "-m", "granian", "tests.bench.serializer:application", "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "2", "--http", "1",
        "--log-level", "warning",
    ]  # fmt: skip
    with _served(Part("serializer", command, environment=environment), port, "/"):
        return load.put(f"http://127.0.0.1:{port}/?kode_kecamatan={AREA}", seconds=SECONDS)


def datasette(clean: Path) -> Load:
    """Datasette over SQLite with an index on the column asked for; spared counting, which it does slowly."""
    path, port = clean.with_name("halaman.db"), free_port()
    with clean.open(encoding="utf-8", newline="") as source, closing(sqlite3.connect(path)) as database:
        lines = csv.reader(source)
        names = next(lines)
        database.execute(f"CREATE TABLE layanan ({', '.join(names)})")
        database.executemany(f"INSERT INTO layanan VALUES ({', '.join('?' * len(names))})", lines)
        database.execute("CREATE INDEX area ON layanan (kode_kecamatan)")
        database.commit()
    command = [sys.executable, "-m", "datasette", "serve", str(path), "-p", str(port)]
    with _served(Part("datasette", command), port, "/-/versions.json"):
        address = f"http://127.0.0.1:{port}/halaman/layanan.json?kode_kecamatan={AREA}&_size=100&_shape=objects&_nocount=1&_nofacet=1"
        return load.put(address, seconds=SECONDS)


@contextmanager
def _served(part: Part, port: int, path: str) -> Iterator[None]:
    process = start(part, output=subprocess.DEVNULL)
    try:
        if not wait_until(lambda: _answers(port, path), process, _PATIENCE):
            raise RuntimeError(f"{part.name} did not start")
        yield
    finally:
        stop(process, part.stop_signal, _PATIENCE)


def _answers(port: int, path: str) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as line:
            line.request("GET", path)
            return line.getresponse().status == 200
    except OSError:
        return False
