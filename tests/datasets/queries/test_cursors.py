"""Cursors: ours, unchanged, and of the same question, or refused."""

from __future__ import annotations

import pytest

from datasets.queries.cursors import peek, seal, unseal
from datasets.queries.errors import BadParameter

PLACE = {"after": ["x", None, 5]}


def test_a_place_comes_back_as_it_was() -> None:
    assert unseal(seal(PLACE, {"q": "a"}), {"q": "a"}) == PLACE
    assert peek(seal(PLACE, "any")) == PLACE
    assert seal(PLACE, 1) == seal(PLACE, 1)


@pytest.mark.parametrize(
    "cursor", ["", "x", "a:b:c", "e30:x", "\x00", "ü", seal(PLACE, 1) + "x", "x" + seal(PLACE, 1)]
)
def test_what_was_touched_is_refused(cursor: str) -> None:
    with pytest.raises(BadParameter):
        unseal(cursor, 1)
    with pytest.raises(BadParameter):
        peek(cursor)


def test_a_place_in_another_question_is_refused() -> None:
    with pytest.raises(BadParameter):
        unseal(seal(PLACE, 1), 2)
