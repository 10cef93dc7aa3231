"""Loads the rows of a large file while the child still writes them; they count only once it is accepted.

A thread with a connection of its own follows the growing spool in one transaction. Where the types
were a wrong guess, the file is refused or the upload is no longer ours, that transaction is rolled
back: nobody ever saw it. What could not be loaded ahead is loaded from the finished spool.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

import structlog

from datasets.intake import database
from datasets.intake.claims import Claim
from datasets.intake.load import Accepted, load, load_rows
from datasets.intake.shape import Shape
from datasets.intake.spooled import SpoolColumn
from datasets.models import Part, Upload

log = structlog.get_logger(__name__)

#: Smaller files are read in a moment: a second connection would cost more than it hides.
LEAST_BYTES = 4_000_000

#: Seconds between two looks at the end of the spool for more rows.
_PAUSE = 0.01
#: Seconds that a thread which was told to stop gets before its statement is cancelled.
_PATIENCE = 1.0


class GivenUp(Exception):
    """The rows written so far are not those that were accepted."""


class Ahead:
    """Loading begun before the verdict, at most one at a time; ended whatever happens."""

    def __init__(self, claim: Claim, upload: Upload, spool: Path) -> None:
        self._claim, self._upload, self._spool = claim, upload, spool
        self._loading: _Loading | None = None

    def begin(self, columns: Sequence[SpoolColumn]) -> None:
        """The child begins to write rows of these columns; what it wrote before is void.

        An upload that has a part already keeps it, readable, until the new rows are accepted.
        """
        self.end()
        if self._upload.bytes < LEAST_BYTES or Part.objects.filter(upload=self._upload).exists():
            return
        self._loading = _Loading(self._claim, self._upload, self._spool, columns)
        self._loading.start()

    @property
    def is_loading(self) -> bool:
        """Whether rows are being loaded now."""
        return self._loading is not None

    def load(self, accepted: Accepted) -> Part:
        """The part made of the accepted rows. Raises KeysRepeat, Lost."""
        part = self._taken(accepted)
        if part is not None:
            return part
        return load(self._claim, self._upload, accepted.shape, self._spool, accepted.key)

    def _taken(self, accepted: Accepted) -> Part | None:
        """What was loaded ahead; None where there is nothing, or not these rows."""
        loading = self._loading
        if loading is None or not loading.is_of(accepted.shape):
            self.end()
            return None
        loading.accept(accepted)
        self._loading = None
        if loading.error is not None and loading.is_settled:
            raise loading.error
        if loading.error is not None:
            log.warning("not_loaded_ahead", upload=str(self._upload.pk), reason=type(loading.error).__name__)
        return loading.part

    def end(self) -> None:
        """Give up what was begun, and wait until nothing is left of it."""
        loading, self._loading = self._loading, None
        if loading is not None:
            loading.give_up()

    def __enter__(self) -> Ahead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


class GrowingRows:
    """The spool as COPY reads it: at its end more rows are waited for, until it is whole."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._is_whole, self._is_void = threading.Event(), False

    def read(self, size: int = -1) -> bytes:
        """Some rows; b'' at the end. Raises GivenUp."""
        while True:
            is_whole = self._is_whole.is_set()  # asked first: what was written before is read below
            if self._is_void:
                raise GivenUp
            found = self._file.read(size)
            if found or is_whole:
                return found
            self._is_whole.wait(_PAUSE)

    def end(self) -> None:
        """Nothing more will be written."""
        self._is_whole.set()

    def give_up(self) -> None:
        """Let the reader fail."""
        self._is_void = True
        self._is_whole.set()

    def close(self) -> None:
        """Read no more."""
        self._file.close()


class _Loading(threading.Thread):
    """One transaction that follows the spool: `error` ended it, `is_settled` if it knew the verdict."""

    def __init__(self, claim: Claim, upload: Upload, spool: Path, columns: Sequence[SpoolColumn]) -> None:
        super().__init__(name="load", daemon=True)
        self.part: Part | None = None
        self.error: Exception | None = None
        self.is_settled = False
        self._claim, self._upload, self._columns = claim, upload, columns
        self._rows = GrowingRows(spool)
        self._verdict: SimpleQueue[Accepted | None] = SimpleQueue()
        self._interrupt: Callable[[], None] = _nothing

    def is_of(self, shape: Sequence[Shape]) -> bool:
        """Whether its table is the one of `shape`."""
        types = [(column["id"], column["type"]) for column in shape]
        return types == [(column.id, column.type) for column in self._columns]

    def run(self) -> None:
        """Until the part is there, or something ended it."""
        try:
            self._interrupt = database.interrupter()
            self.part = load_rows(self._claim, self._upload, self._columns, self._rows, self._settled)
        except Exception as error:
            self.error = error
        finally:
            self._rows.close()
            database.leave()

    def accept(self, accepted: Accepted) -> None:
        """The rows are whole and good: wait until they are loaded, or could not be."""
        self._rows.end()
        self._verdict.put(accepted)
        self.join()

    def give_up(self) -> None:
        """Wait until nothing is left of it."""
        self._rows.give_up()
        self._verdict.put(None)
        self.join(_PATIENCE)
        while self.is_alive():
            self._interrupt()
            self.join(_PATIENCE)

    def _settled(self, count: int) -> Accepted:
        """The verdict, once it is there; `count` rows were copied. Raises GivenUp."""
        accepted = self._verdict.get()
        if accepted is None or accepted.rows != count:
            raise GivenUp
        self.is_settled = True
        return accepted


def _nothing() -> None:
    """There is no statement yet."""
