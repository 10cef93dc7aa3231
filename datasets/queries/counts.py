"""How many rows a selection has: counted once for each version, since a version never changes."""

from __future__ import annotations

import json
from collections.abc import Callable

from datasets.queries.recent import Recent
from datasets.queries.row_query import RowsQuery

#: Selections whose number of rows one process remembers, some hundred bytes each.
_known: Recent[str, int] = Recent(10_000)


def counted(query: RowsQuery, count: Callable[[], tuple[int, bool]]) -> tuple[int, bool]:
    """What `count` says (rows, whether it is exact), or said before; a guess is asked for anew each time."""
    known = _known.get(_key(query))
    if known is not None:
        return known, True
    total, is_exact = count()
    if is_exact and not query.has_lookups:  # a code list may change while the version stays
        _known.put(_key(query), total)
    return total, is_exact


def is_counted(query: RowsQuery) -> bool:
    """Whether `counted` would answer at once."""
    return _known.get(_key(query)) is not None


def _key(query: RowsQuery) -> str:
    return json.dumps([query.question["version"], query.question["where"], query.question["q"]])
