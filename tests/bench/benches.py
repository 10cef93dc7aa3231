"""The measurements, each giving its figures; what several need is made once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.db import connection

from datasets.intake.downloads import write_downloads
from tests.bench import copies, exports, groups, intake, load, pages, peers, sheets, workload
from tests.bench.figures import Figure

MB = 1 << 20


@dataclass
class Bench:
    """One run over `rows` rows in `folder`, each thing `repeats` times with the median told."""

    folder: Path
    rows: int
    repeats: int
    _bare: list[float] = field(default_factory=list)
    _indexed: list[float] = field(default_factory=list)
    _plain: list[float] = field(default_factory=list)

    @cached_property
    def files(self) -> workload.Files:
        """The workload on disk."""
        return workload.write(self.folder, self.rows)

    @cached_property
    def taken(self) -> list[intake.Taken]:
        """Our whole way and both limits by turns, so that a busy minute strikes all of them."""
        of, keyless = intake.dataset("kerja-p1"), intake.dataset("kerja-p1-polos", has_key=False)
        runs = []
        uploads = intake.stored(of, self.files.sent, self.repeats)
        for upload, plain in zip(uploads, intake.stored(keyless, self.files.sent, self.repeats), strict=True):
            _settle()
            self._bare.append(copies.bare(self.files.clean))
            _settle()
            self._plain.append(intake.take(plain, is_bare=True).seconds)
            _settle()
            runs.append(intake.take(upload))
            _settle()
            self._indexed.append(copies.indexed(self.files.numbered, upload.part))
        return runs

    @property
    def whole(self) -> float:
        """Median seconds of our whole way."""
        return statistics.median(run.seconds for run in self.taken)

    @property
    def whole_bare(self) -> float:
        """The same without key and indexes of columns."""
        return statistics.median(self._plain) if self.taken else 0.0

    @property
    def peak(self) -> float:
        """Most bytes of worker and child together."""
        return float(max(run.peak_bytes for run in self.taken))

    def csv(self) -> list[Figure]:
        """Stored file → typed, queryable, profiled table with every check, beside PostgreSQL's own COPY."""
        whole, bare = self.whole, statistics.median(self._bare)
        indexed = statistics.median(self._indexed)
        whole_bare = self.whole_bare
        spread = f"{min(r.seconds for r in self.taken):.2f}–{max(r.seconds for r in self.taken):.2f} s"
        return [
            Figure("(a) typed COPY of the clean rows, no index", bare, "s"),
            Figure("(b) the same with our key and indexes", indexed, "s"),
            Figure("(c) stored file → checked, loaded, profiled", whole, "s", note=spread),
            Figure("(d) as (c), without key and indexes of columns", whole_bare, "s"),
            Figure("(d) : (a), neither with indexes", whole_bare / bare, "×", 1.5),
            Figure("(c) : (b), both with them", whole / indexed, "×", 1.25),
            Figure("(c) : (a)", whole / bare, "×", note="indexes on our side only"),
            Figure("most memory, worker and child", self.peak / MB, "MB", 256),
            Figure("of it the child", max(r.child_bytes for r in self.taken) / MB, "MB"),
        ]

    def peers(self) -> list[Figure]:
        """The same rows by the steps of CKAN's loader, and (where SQLAlchemy is there) by pandas to_sql."""
        rows = min(peers.SLICE, self.rows)
        clean, scale = peers.slice_of(self.files.clean, rows), self.rows / rows
        note = f"{rows:,} rows × {scale:g}"
        ckan = peers.ckan_steps(clean) * scale
        figures = [
            Figure("steps of CKAN's loader", ckan, "s", note=note),
            *self._how_often_faster(ckan),
        ]
        taken = peers.pandas_to_sql(clean)
        if taken is None:
            return figures
        return [
            *figures,
            Figure("pandas read_csv + to_sql", taken * scale, "s", note=note),
            *self._how_often_faster(taken * scale),
        ]

    def _how_often_faster(self, seconds: float) -> list[Figure]:
        return [
            Figure("how often faster (c) is", seconds / self.whole, "×", 15, at_least=True),
            Figure("how often faster (d) is", seconds / self.whole_bare, "×", note="without indexes"),
        ]

    def xlsx(self) -> list[Figure]:
        """A workbook of a fifth of the rows, checked and loaded, beside the bare read of its cells."""
        path = sheets.write(self.folder / "layanan.xlsx", self.rows // 5)
        of = intake.dataset("kerja-xlsx")
        bare, runs = [], []
        for upload in intake.stored(of, path, self.repeats):
            bare.append(sheets.bare_read(path))
            _settle()
            runs.append(intake.take(upload))
        read, whole = statistics.median(bare), statistics.median(run.seconds for run in runs)
        return [
            Figure(f"bare calamine read of {self.rows // 5:,} × 12", read, "s"),
            Figure("stored file → checked, loaded, profiled", whole, "s"),
            Figure("ratio", whole / read, "×", 2),
            Figure("most memory, worker and child", max(r.peak_bytes for r in runs) / MB, "MB", 400),
        ]

    def small(self) -> list[Figure]:
        """A sheet of 1,000 rows from `receive_upload` to `ready`, through Redis and a Celery worker."""
        path = sheets.write(self.folder / "kecil.xlsx", 1_000)
        seconds = sheets.small_sheet(intake.dataset("kerja-kecil"), path, max(self.repeats, 3))
        return [Figure("1,000 rows from drop to report", seconds, "s", 1)]

    def groups(self) -> list[Figure]:
        """Group-by over ten times the rows: what sums answer, and any other, beside bare parallel SQL."""
        rows = self.rows * 10
        version = groups.version_of(rows)
        figures = []
        for what, (asked, query), limit in (
            ("area × month, from sums", groups.BY_SUMS, 0.01),
            ("channel × month of a date, from the rows", groups.BY_ROWS, 1.2),
        ):
            groups.bare(version, query)  # everything is in the cache for both
            pairs = [(groups.bare(version, query), groups.ours(version, asked)) for _ in range(self.repeats)]
            bare, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
            figures += [
                Figure(f"bare parallel SQL over {rows:,} rows", bare, "s"),
                Figure(what, ours, "s"),
                Figure("ratio", ours / bare, "×", limit, note=f"1/{bare / ours:.0f}" if ours < bare else ""),
            ]
        return figures

    def exports(self) -> list[Figure]:
        """A whole version over HTTP from the real web server, beside psql, Datasette and the bare writer."""
        rows, few = self.rows, self.rows // 5
        version = exports.version_of(self.files, rows)
        base = f"/api/v1/datasets/{exports.SLUG}"
        with exports.web() as web:
            exports.psql(version)  # everything is in the cache for both
            pairs = [(exports.psql(version), web.get(f"{base}/rows.csv")[0]) for _ in range(self.repeats)]
            bare, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
            others = {
                form: web.get(f"{base}/rows.{form}?sort=nomor")[0] for form in ("ndjson", "json", "parquet")
            }
            sheet = f"{base}/rows.xlsx?nomor__lte=LY{few:07d}"
            books = [(exports.fastest_writer(version, few), web.get(sheet)[0]) for _ in range(self.repeats)]
            grown, child = web.grown, web.child_bytes
            started = time.perf_counter()
            write_downloads(version, list(version.parts.all()))
            prepared = time.perf_counter() - started
            kept, size = web.get(f"{base}/files/csv")
        writer, book = (statistics.median(times) for times in zip(*books, strict=True))
        part = min(exports.SLICE, rows)
        peer = exports.datasette(self.files.clean, part) * rows / part
        return [
            Figure(f"psql, COPY TO STDOUT of {rows:,} × 12", bare, "s"),
            Figure("rows.csv", ours, "s"),
            Figure("ratio", ours / bare, "×", 1.2),
            Figure("Datasette's CSV stream", peer, "s", note=f"{part:,} rows × {rows / part:g}"),
            Figure("how often faster", peer / ours, "×", 20, at_least=True),
            *(Figure(f"rows.{form}, sorted", seconds, "s") for form, seconds in others.items()),
            Figure(f"fastest workbook writer alone, {few:,} × 12", writer, "s", note="records in memory"),
            Figure("rows.xlsx of as many", book, "s"),
            Figure("ratio", book / writer, "×", 1.5),
            Figure("most memory of a web process over its idle size", grown / MB, "MB", 100),
            Figure("most memory of a child that writes XLSX or Parquet", child / MB, "MB"),
            Figure("every prepared file of the version, written", prepared, "s", note="at publication"),
            Figure("a prepared file over HTTP", kept, "s", note=f"CSV, {size / MB:.0f} MB"),
        ]

    def pages(self) -> list[Figure]:
        """Pages of 100 rows over HTTP, sixteen askers at a time, access rule and throttle included."""
        version = pages.version_of(self.files, self.rows)
        alone, with_rule = [], []
        with exports.web(version.dataset.slug, per_minute=10**9) as web:
            base = f"http://127.0.0.1:{web.port}"
            rows = f"{base}/api/v1/datasets/{version.dataset.slug}/rows"
            filtered = f"{rows}?kode_kecamatan={pages.AREA}"
            for _ in range(self.repeats):
                alone.append(pages.pgbench(self.folder, version))
                with_rule.append(load.put(filtered, seconds=pages.SECONDS))
            first = load.put(f"{rows}?sort=nomor", seconds=pages.SECONDS)
            deep_address = f"{rows}?sort=nomor&cursor={pages.deep_cursor(version)}"
            deep = load.put(deep_address, seconds=pages.SECONDS)
            tag = {"If-None-Match": pages.etag(filtered)}
            unchanged = load.put(filtered, tag, seconds=pages.SECONDS, expected=304)
            empty = load.put(f"{base}/livez", seconds=pages.SECONDS)
        serializer = pages.serializer(version)
        datasette = pages.datasette(self.files.clean)
        bare = statistics.median(alone)
        ours = statistics.median(run.rate for run in with_rule)
        return [
            Figure("pgbench, the same statement", bare, "/s", note=f"load by {load.by()}"),
            Figure("rows of an area, page 1", ours, "/s"),
            Figure("ratio", ours / bare, "×", 0.45, at_least=True),
            Figure("REST framework's serializer", serializer.rate, "/s"),
            Figure("how often as many", ours / serializer.rate, "×", 4, at_least=True),
            Figure("Datasette", datasette.rate, "/s"),
            Figure("how often as many", ours / datasette.rate, "×", 7, at_least=True),
            Figure("sorted, page 1, p95", first.p95, "ms", note=f"{first.rate:.0f} /s"),
            Figure(f"sorted, page {pages.DEEP:,}, p95", deep.p95, "ms", note=f"{deep.rate:.0f} /s"),
            Figure("ratio", deep.p95 / first.p95, "×", 1.5),
            Figure("304 by ETag", unchanged.rate, "/s"),
            Figure("an empty view of the same server", empty.rate, "/s"),
            Figure("ratio", unchanged.rate / empty.rate, "×", 1, at_least=True),
            Figure("answers that were wrong", sum(run.failures for run in [*with_rule, first, deep]), "", 0),
        ]

    def growth(self) -> list[Figure]:
        """Five times the rows: memory must not grow with them."""
        files = workload.write(self.folder, self.rows * 5)
        [upload] = intake.stored(intake.dataset("kerja-besar"), files.sent)
        run = intake.take(upload)
        ratio = run.peak_bytes / self.peak
        return [
            Figure(f"most memory with {self.rows * 5:,} rows", run.peak_bytes / MB, "MB"),
            Figure(f"against {self.rows:,} rows", ratio, "×", 1.1),
            Figure("seconds", run.seconds, "s"),
            Figure(f"against {self.rows:,} rows", run.seconds / self.whole, "×"),
        ]


def _settle() -> None:
    """Let what came before be written first, so that nobody pays for another."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


#: Every bench by its name; `growth` writes gigabytes and runs only when named.
BENCHES: dict[str, Callable[[Bench], list[Figure]]] = {
    "csv": Bench.csv,
    "peers": Bench.peers,
    "xlsx": Bench.xlsx,
    "small": Bench.small,
    "groups": Bench.groups,
    "exports": Bench.exports,
    "pages": Bench.pages,
    "growth": Bench.growth,
}
USUAL = ("csv", "peers", "xlsx", "small", "groups", "exports", "pages")
