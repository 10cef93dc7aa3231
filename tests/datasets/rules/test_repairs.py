"""A repair has a name of its own, and a subject that findings speak of."""

from __future__ import annotations

from datasets.rules.repairs import key_of, subject_of

REPLACE = {"kind": "replace", "column": "Ton", "old": " lima", "new": "5"}
CELL = {"kind": "cell", "column": "Ton", "row": 4, "old": "x" * 300, "new": "5"}


def test_a_key_tells_repairs_apart() -> None:
    assert key_of(REPLACE) == key_of(dict(reversed(REPLACE.items())))
    assert key_of(REPLACE) != key_of(REPLACE | {"new": "6"})


def test_a_subject_is_as_long_as_what_a_finding_keeps() -> None:
    assert subject_of(REPLACE) == ("replace", "Ton", 0, " lima")
    assert subject_of(CELL) == ("cell", "Ton", 4, "x" * 200)
    assert subject_of({"kind": "drop_rows", "rows": [4]}) == ("drop_rows", "", 0, "")
