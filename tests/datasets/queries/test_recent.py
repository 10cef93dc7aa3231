"""A small memory: the newest stay, also among threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from datasets.queries.recent import Recent


def test_the_oldest_is_forgotten_first() -> None:
    memory: Recent[str, int] = Recent(2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.get("a") == 1  # and so the newest
    memory.put("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)


def test_forgetting_is_no_fault_twice() -> None:
    memory: Recent[str, int] = Recent(2)
    memory.put("a", 1)
    memory.forget("a")
    memory.forget("a")
    assert memory.get("a") is None


def test_many_threads_never_hold_more_than_allowed() -> None:
    memory: Recent[int, int] = Recent(10)

    def fill(start: int) -> None:
        for n in range(start, start + 500):
            memory.put(n, n)
            assert memory.get(n) in (n, None)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(fill, range(0, 4000, 500)))
    assert sum(memory.get(n) is not None for n in range(4500)) == 10
