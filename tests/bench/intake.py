"""The whole way of a file: stored → checked with every rule → loaded → profiled, by the real worker code."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from datasets.actions.receive_upload import receive_upload
from datasets.models import Code, CodeList, Column, Dataset, Upload
from datasets.vocab import Accumulation, UploadState
from tests import factories
from tests.bench import workload


@dataclass(frozen=True)
class Taken:
    """One run of `intake.run.process`: seconds, most bytes of worker and of child, rows loaded."""

    upload: Upload
    seconds: float
    worker_bytes: int
    child_bytes: int

    @property
    def peak_bytes(self) -> int:
        """Most memory of worker and child together."""
        return self.worker_bytes + self.child_bytes


def dataset(slug: str, *, has_key: bool = True) -> Dataset:
    """A dataset whose dictionary has every kind of rule: key, required, range, pattern, list, codes."""
    areas, _ = CodeList.objects.get_or_create(slug="wilayah-uji", title="Wilayah uji", version="1")
    for code, name in workload.AREAS.items():
        Code.objects.get_or_create(code_list=areas, code=code, name=name)
    made = factories.dataset(slug, accumulation=Accumulation.WHOLE)
    for place, (name, kind, role, rules) in enumerate(workload.COLUMNS):
        kept = rules if has_key else {key: value for key, value in rules.items() if key != "is_key"}
        is_area = name == "kode_kecamatan"
        Column.objects.create(
            dataset=made,
            position=place,
            name=name,
            label=workload.header(name),
            type=kind,
            role=role,
            code_list=areas if is_area else None,
            **kept,
        )
    return made


def stored(of: Dataset, path: Path, copies: int = 1) -> list[Upload]:
    """The file at `path` received by the real action, `copies` times."""
    uploads = []
    for _ in range(copies):
        with path.open("rb") as source:
            chunks = iter(lambda: source.read(1 << 20), b"")
            uploads.append(receive_upload(factories.sari(), of, chunks, path.name).upload)
    return uploads


def take(upload: Upload, *, is_bare: bool = False) -> Taken:
    """Let a worker process take the upload in. Raises RuntimeError where it does not become ready.

    `is_bare` leaves out the indexes of columns, to be compared with a COPY that has none.
    """
    command = [sys.executable, "-m", "tests.bench.worker", str(upload.pk), *(["--bare"] if is_bare else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    upload.refresh_from_db()
    if upload.state != UploadState.READY:
        raise RuntimeError(f"{upload.filename}: {upload.state} {upload.counts} {done.stderr[-2000:]}")
    return Taken(upload, **json.loads(done.stdout.splitlines()[-1]))
