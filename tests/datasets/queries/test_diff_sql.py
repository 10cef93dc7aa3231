"""Two versions against each other, whatever they hold, as a comparison in Python finds it."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.queries.diff_sql import KINDS
from datasets.queries.version_diff import diff_page
from datasets.vocab import ColumnRole, ColumnType
from tests import factories

SHAPE = (
    ("kode", ColumnType.CODE, ColumnRole.DIMENSION),
    ("ton", ColumnType.DECIMAL, ColumnRole.MEASURE),
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "", None]), st.sampled_from(["1", "1.50", "2", None])), max_size=6
)

_numbers = itertools.count()


def number(value: Any) -> Any:
    return None if value is None else float(value)


@pytest.mark.django_db
@pytest.mark.parametrize("has_key", [False, True])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=ROWS, new=ROWS)
def test_every_row_is_told_once(db: None, has_key: bool, old: Any, new: Any) -> None:
    of = factories.dataset(f"acak-{next(_numbers)}")
    factories.columns(of, SHAPE)
    if has_key:
        of.columns.filter(name="kode").update(is_key=True)
    versions = [factories.published(of, rows, SHAPE) for rows in (old, new)]
    page = diff_page(factories.wati(), of, versions[1], versions[0], 100, "")
    told = json.loads(page.json)
    assert Counter(row["_change"] for row in told) == Counter(
        {k: page.counts[k] for k in KINDS if page.counts[k]}
    )
    assert page.counts["same"] + page.counts["changed"] + page.counts["added"] == len(new)
    assert page.counts["same"] + page.counts["changed"] + page.counts["removed"] == len(old)
    if not has_key:
        before, after = (Counter((k, number(v)) for k, v in rows) for rows in (old, new))
        found = Counter((row["kode"], row["ton"]) for row in told if row["_change"] == "added")
        assert found == after - before
        assert all(row["_cells"] is None for row in told)
