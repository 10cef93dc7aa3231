"""The pipe: everything arrives, errors too, and a reader who leaves stops the writer."""

from __future__ import annotations

import threading

import pytest

from datasets.export.pipe import BLOCK, DEPTH, Leaving, Sink, blocks_from


def test_what_is_written_is_read_in_blocks() -> None:
    def write(sink: Sink) -> None:
        for _ in range(1000):
            assert sink.write(b"x" * 1000) == 1000

    blocks = list(blocks_from(write))
    assert sum(map(len, blocks)) == 1_000_000
    assert all(len(block) >= BLOCK for block in blocks[:-1])


def test_nothing_written_is_nothing_read() -> None:
    assert list(blocks_from(lambda sink: None)) == []


def test_the_writers_error_is_raised_to_the_reader() -> None:
    def write(sink: Sink) -> None:
        sink.write(b"x" * BLOCK)
        raise ValueError("broken")

    blocks = blocks_from(write)
    assert len(next(blocks)) == BLOCK
    with pytest.raises(ValueError, match="broken"):
        next(blocks)


def test_a_slow_reader_holds_the_writer_back() -> None:
    written: list[int] = []
    full = threading.Event()

    def write(sink: Sink) -> None:
        for n in range(50):
            sink.write(b"x" * BLOCK)
            written.append(n)
            if len(written) > DEPTH:
                full.set()

    blocks = blocks_from(write)
    next(blocks)
    assert full.wait(60)
    assert len(written) <= DEPTH + 2
    blocks.close()  # type: ignore[attr-defined]


def test_a_reader_who_leaves_ends_the_writer() -> None:
    ended = threading.Event()

    def write(sink: Sink) -> None:
        try:
            while True:
                sink.write(b"x" * BLOCK)
        finally:
            ended.set()

    blocks = blocks_from(write)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert ended.is_set()
    assert not any(thread.name == "export" for thread in threading.enumerate())


def test_leaving_ends_what_works_now_and_what_begins_later_and_nothing_that_is_over() -> None:
    leaving, ended = Leaving(), []
    with leaving.ends(lambda: ended.append("over")):
        pass
    with leaving.ends(lambda: ended.append("now")):
        leaving()
    with leaving.ends(lambda: ended.append("later")):
        assert ended == ["now", "later"]


def test_one_that_cannot_be_ended_keeps_no_other_from_it() -> None:
    leaving, ended = Leaving(), []

    def refuse() -> None:
        raise OSError

    with leaving.ends(refuse), leaving.ends(lambda: ended.append(1)):
        leaving()
    assert ended == [1]


def test_a_reader_who_is_told_to_leave_waits_no_longer() -> None:
    leaving, begun, may_end = Leaving(), threading.Event(), threading.Event()

    def write(sink: Sink) -> None:
        with leaving.ends(may_end.set):
            begun.set()
            may_end.wait()

    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.extend(blocks_from(write, leaving)))
    reader.start()
    begun.wait()
    leaving()
    reader.join()
    assert read == []
