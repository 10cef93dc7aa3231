"""The sender's own file back with marks: made on request by a bounded child, never kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext

from datasets import store
from datasets.models import Upload
from datasets.queries.errors import TooSlow
from datasets.queries.uploads import findings_of
from datasets.rules.access import Viewer, find_upload, may_download_original
from datasets.rules.errors import Hidden, IllegalMove
from datasets.vocab import Severity, UploadState
from datasets.wording.labels import label

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The program that makes it, by name: queries do not know intake.
CHILD = "datasets.intake.annotate"
#: Places marked and listed of one file; a spreadsheet with more of them helps nobody.
MOST_MARKS = 5_000
#: Seconds for one try; the child's own limit of processor time is lower where it works alone.
_SECONDS = 90
#: How long one waits for the child of somebody else, in seconds; each child may take a core.
_PATIENCE = 30
_turn = threading.BoundedSemaphore(1)

_NOT_YET = frozenset({UploadState.RECEIVED, UploadState.CHECKING})


@dataclass(frozen=True)
class Annotated:
    """A marked workbook. Bounded as its making is: by cells, and by the unpacked size of the original."""

    filename: str
    content: bytes


def annotated_file(viewer: Viewer, upload_id: uuid.UUID | str) -> Annotated:
    """The workbook with marks, for the sender's office and walidata only.

    Raises Hidden, IllegalMove (not checked yet), TooSlow.
    """
    upload = find_upload(viewer, upload_id)
    if not may_download_original(viewer, upload) or not store.path_of(upload.sha256).is_file():
        raise Hidden
    if upload.state in _NOT_YET:
        message = gettext("Berkas masih diperiksa; tandanya belum ada. Coba lagi setelah selesai.")
        raise IllegalMove(upload.state, "annotate", message)
    name = f"{Path(upload.filename).stem[:200]}-temuan.xlsx"
    return Annotated(name, _made(_request(upload)))


def _request(upload: Upload) -> dict[str, Any]:
    """What the child is told: the shape of `intake.annotate.Request`."""
    found = findings_of(upload.findings.order_by("position")[:MOST_MARKS])
    marks = [{key: one[key] for key in one if key != "code" and one[key] is not None} for one in found]
    return {
        "path": str(store.path_of(upload.sha256)),
        "filename": upload.filename,
        "sheet": upload.table.get("sheet", ""),
        "upload": str(upload.pk),
        "marks": marks,
        "words": _words() | {severity.value: label(Severity, severity) for severity in Severity},
    }


def _words() -> dict[str, str]:
    return {
        "own": gettext(
            "Ini berkas Anda sendiri. Perbaiki sel yang berwarna, lalu kirim lagi; warna, komentar, dan "
            "lembar ini tidak dibaca sebagai data. Makro dan gambar dapat tidak ikut."
        ),
        "copy": gettext(
            "Ini salinan isi berkas Anda, baris demi baris. Perbaiki sel yang berwarna, lalu kirim lagi; "
            "warna, komentar, dan lembar ini tidak dibaca sebagai data."
        ),
        "excerpt": gettext(
            "Berkas Anda besar: di sini hanya baris yang bermasalah beserta tetangganya, dengan nomor baris "
            "yang sama. Perbaiki di berkas Anda sendiri; jangan kirim kutipan ini."
        ),
        "unreadable": gettext("Isi berkas tidak dapat dibaca, jadi hanya temuannya yang ada di sini."),
        "severity": gettext("Tingkat"),
        "place": gettext("Tempat"),
        "column": gettext("Kolom"),
        "value": gettext("Tertulis"),
        "message": gettext("Temuan"),
        "remedy": gettext("Cara memperbaiki"),
        "suggestion": gettext("Usulan"),
        "count": gettext("Banyaknya"),
    }


def _made(request: dict[str, Any]) -> bytes:
    """The child's workbook; where it cannot open the sender's own, a copy of the rows. Raises TooSlow."""
    if not _turn.acquire(timeout=_PATIENCE):
        raise TooSlow
    try:
        with tempfile.TemporaryDirectory(prefix="temuan-") as folder:
            target = Path(folder) / "temuan.xlsx"
            for is_copy in (False, True):
                if _run(request | {"target": str(target), "is_copy": is_copy}):
                    return target.read_bytes()
    finally:
        _turn.release()
    raise TooSlow


def _run(request: dict[str, Any]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by a name of our own
            [sys.executable, "-m", CHILD],
            input=json.dumps(request),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            cwd=settings.BASE_DIR,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("annotation_timed_out")
        return False
    if done.returncode:
        log.warning("annotation_failed", code=done.returncode)  # what it said may hold cells
    return done.returncode == 0


def _environment() -> dict[str, str]:
    """Nothing of ours but the way to the code: no secrets, no database address."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    bounds = {"MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    return {**kept, **bounds, "PYTHONPATH": str(settings.BASE_DIR), "PYTHONUTF8": "1"}
