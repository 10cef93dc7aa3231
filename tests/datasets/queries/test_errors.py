"""A refused parameter says which, why and in words."""

from __future__ import annotations

from datasets.queries.errors import BadParameter, TooSlow


def test_a_bad_parameter_carries_what_the_answer_needs() -> None:
    error = BadParameter("sort", "unknown_column", "Kolom tidak ada.")
    assert (error.field, error.code, error.detail, str(error)) == (
        "sort",
        "unknown_column",
        "Kolom tidak ada.",
        "Kolom tidak ada.",
    )
    assert isinstance(error, ValueError)
    assert not issubclass(TooSlow, ValueError)
