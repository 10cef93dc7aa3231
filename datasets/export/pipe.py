"""A pipe from something that writes to something that iterates, holding a few blocks at most.

COPY pushes, a response pulls: a thread writes blocks of about 256 kB into a queue of four, so a
slow reader slows the database down instead of filling memory (PERFORMANCE P5).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

BLOCK = 1 << 18
DEPTH = 4

Act = Callable[[], object]


class Sink(Protocol):
    """What `copy_expert` writes to."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""
        ...


class ReaderGone(Exception):
    """Nobody reads any more: the writer is told to stop."""


class Leaving:
    """Ends all that works for one reader as soon as that reader leaves; from any thread."""

    def __init__(self) -> None:
        self._acts: list[Act] = []
        self._lock = threading.Lock()
        self._has_left = False

    def __call__(self) -> None:
        """The reader leaves: what was registered is ended now, what comes later at once."""
        with self._lock:
            self._has_left = True
            acts = list(self._acts)
        for act in acts:
            with suppress(Exception):
                act()

    @property
    def has_left(self) -> bool:
        """Whether nobody reads any more."""
        return self._has_left

    @contextmanager
    def ends(self, act: Act) -> Iterator[None]:
        """For the time of a block, have `act` called when the reader leaves."""
        with self._lock:
            self._acts.append(act)
            has_left = self._has_left
        try:
            if has_left:
                act()
            yield
        finally:
            with self._lock:
                self._acts.remove(act)


class _Pipe:
    def __init__(self) -> None:
        self._blocks: queue.Queue[bytes | BaseException | None] = queue.Queue(DEPTH)
        self._held = bytearray()
        self._gone = threading.Event()

    def write(self, data: bytes, /) -> int:
        self._held += data
        if len(self._held) >= BLOCK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()

    def end(self, error: BaseException | None) -> None:
        if not self._gone.is_set():
            self._put(error)

    def _put(self, item: bytes | BaseException | None) -> None:
        while not self._gone.is_set():
            try:
                return self._blocks.put(item, timeout=1)
            except queue.Full:
                continue
        raise ReaderGone

    def abandon(self) -> None:
        """Wake both sides: a reader who waits gets the end, a writer who waits an error."""
        self._gone.set()
        with suppress(queue.Empty):
            while True:
                self._blocks.get_nowait()
        with suppress(queue.Full):
            self._blocks.put_nowait(None)

    def __iter__(self) -> Iterator[bytes]:
        while (item := self._blocks.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item


def blocks_from(write: Callable[[Sink], None], leaving: Leaving | None = None) -> Iterator[bytes]:
    """The bytes that `write(sink)` writes, in blocks; its error is raised here.

    `write` runs in a thread of its own and must not touch a connection that others use meanwhile.
    A reader that stops early, or whose `leaving` is told, makes the writer's next write raise ReaderGone.
    """
    pipe = _Pipe()
    leaves = leaving or Leaving()
    thread = threading.Thread(target=_run, args=(write, pipe), name="export", daemon=True)
    with leaves.ends(pipe.abandon):
        thread.start()
        try:
            yield from pipe
        except GeneratorExit:
            leaves()
            raise
        finally:
            pipe.abandon()
            thread.join()


def _run(write: Callable[[Sink], None], pipe: _Pipe) -> None:
    error: BaseException | None = None
    try:
        write(pipe)
        pipe.flush()
    except ReaderGone:
        return
    except BaseException as caught:
        error = caught
    try:
        pipe.end(error)
    except ReaderGone:
        return
