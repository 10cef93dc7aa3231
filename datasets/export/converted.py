"""Workbooks and Parquet files: rows go as CSV to a child process that writes the file.

The libraries that write them cost tens of megabytes and hold what they write; a child with limits of
its own (`datasets.export.convert`) keeps them out of the web processes and is gone afterwards.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from datasets.export.pipe import BLOCK, Sink
from datasets.export.source import RowSource
from datasets.export.sql import Field
from datasets.vocab import Format

CONVERTED = frozenset({Format.XLSX, Format.PARQUET})

#: Children at work at once for readers of one web process.
AT_ONCE = 4
_free = threading.BoundedSemaphore(AT_ONCE)
_COMPLAINT = 2_000  # bytes of the end of what a child says that are told on


class Busy(Exception):
    """As many files are being written as this process writes at once."""


class ConversionFailed(RuntimeError):
    """The child did not write the file; says what it said last."""


@dataclass(frozen=True)
class About:
    """What a file says of itself: a title, then (name, value); `mark` stands above a workbook's header.

    `most_rows` is an upper bound of the rows where one is known.
    """

    title: str
    metadata: Sequence[tuple[str, str]] = ()
    mark: str = ""
    most_rows: int | None = None


def converted_blocks(source: RowSource, form: Format, about: About) -> Iterator[bytes]:
    """The file of this format (one of `CONVERTED`) in blocks. Raises Busy at once; on the way
    ConversionFailed, and what the source raises.
    """
    place = _Place()
    return _blocks(source, _job(source.fields, form, about), place)


def convert_into(
    fields: Sequence[Field], form: Format, about: About, feed: Callable[[Sink], None], target: IO[bytes]
) -> None:
    """Write the file into `target` (a real file); `feed(sink)` gives its rows as CSV in this thread.

    Raises ConversionFailed, and what `feed` raises.
    """
    with tempfile.TemporaryFile() as errors, _child(errors, target) as child:
        assert child.stdin is not None  # asked for as a pipe
        try:
            child.stdin.write(_job(fields, form, about))
            feed(child.stdin)
            child.stdin.close()
        except BrokenPipeError:  # it has died already: its code tells
            pass
        _check(child, errors)


class _Place:
    """One of the `AT_ONCE`; free again when released, or when nobody holds it any more."""

    def __init__(self) -> None:
        self._is_held = _free.acquire(blocking=False)
        if not self._is_held:
            raise Busy

    def release(self) -> None:
        if self._is_held:
            self._is_held = False
            _free.release()

    def __del__(self) -> None:
        self.release()


def _blocks(source: RowSource, job: bytes, place: _Place) -> Iterator[bytes]:
    failures: list[BaseException] = []
    with (
        tempfile.TemporaryFile() as errors,
        _child(errors, subprocess.PIPE) as child,
        source.leaving.ends(child.kill),
    ):
        fed = (source, job, child, failures)
        feeder = threading.Thread(target=_feed, args=fed, name="feeder", daemon=True)
        feeder.start()
        try:
            assert child.stdout is not None  # asked for as a pipe
            while block := child.stdout.read(BLOCK):
                yield block
            feeder.join()
            if failures:
                raise failures[0]
            if not source.leaving.has_left:
                _check(child, errors)
        finally:
            child.kill()
            source.leaving()
            feeder.join()
            place.release()


def _feed(
    source: RowSource, job: bytes, child: subprocess.Popen[bytes], failures: list[BaseException]
) -> None:
    """Rows into the child. Where they break off it is killed: half a file must not look whole."""
    assert child.stdin is not None  # asked for as a pipe
    try:
        child.stdin.write(job)
        for block in source.csv_blocks(safe=False):
            child.stdin.write(block)
        child.stdin.close()
    except BrokenPipeError:
        return
    except BaseException as error:
        failures.append(error)
        child.kill()


@contextmanager
def _child(errors: IO[bytes], output: IO[bytes] | int) -> Iterator[subprocess.Popen[bytes]]:
    """The child at work; killed, if it still is, when the block ends."""
    root = Path(__file__).resolve().parents[2]
    folder = Path(settings.DATA_DIR) / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    child = subprocess.Popen(
        [sys.executable, "-m", "datasets.export.convert"],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=errors,
        cwd=root,
        env=_environment(root, folder),
    )
    try:
        yield child
    finally:
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        child.wait()


def _environment(root: Path, folder: Path) -> dict[str, str]:
    """Nothing of ours but the way to the code and a place for temporary files: no secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    bounds = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": str(BLOCK)}
    bounds |= {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}
    return {**kept, **bounds, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "TMPDIR": str(folder)}


def _job(fields: Sequence[Field], form: Format, about: About) -> bytes:
    """The first line that the child reads; CSV follows it."""
    job: dict[str, Any] = {"format": form, "fields": [asdict(field) for field in fields], **asdict(about)}
    return json.dumps(job, ensure_ascii=False).encode() + b"\n"


def _check(child: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    code = child.wait()
    if code:
        length = errors.seek(0, os.SEEK_END)
        errors.seek(max(0, length - _COMPLAINT))
        said = errors.read().decode(errors="replace").strip().splitlines()
        raise ConversionFailed(said[-1] if said else f"code {code}")
