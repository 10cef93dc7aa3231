"""Spaces around values go; blanks that mean a hierarchy may stay."""

from __future__ import annotations

import pyarrow as pa

from datasets.intake.values.spaces import indents_of, tidy


def test_spaces_of_every_kind_are_trimmed_and_told() -> None:
    tidied = tidy(pa.array([" a", "b\u00a0", "\u200bc", "d", "'0812", "'tis", "  "]))
    assert tidied.column.to_pylist() == ["a", "b", "c", "d", "0812", "'tis", None]
    assert tidied.changed is not None
    assert tidied.changed.to_pylist() == [True, True, True, False, True, False, True]


def test_wide_blanks_within_a_value_become_one() -> None:
    tidied = tidy(pa.array(["a  b   c", "Moti\u00a0Kota", "e f"]))
    assert tidied.column.to_pylist() == ["a b c", "Moti Kota", "e f"]
    assert tidied.changed is not None
    assert tidied.changed.to_pylist() == [True, True, False]


def test_the_mark_of_text_goes_and_an_apostrophe_stays() -> None:
    assert tidy(pa.array(["'Hiri", "'00817", "'tis", "'Aisyiyah'"])).column.to_pylist() == [
        "Hiri",
        "00817",
        "'tis",
        "'Aisyiyah'",
    ]


def test_a_clean_column_is_left_as_it_is() -> None:
    column = pa.array(["a b", "1", None])
    assert tidy(column).column is column
    assert tidy(column).changed is None


def test_letters_that_end_like_a_space_are_no_space() -> None:
    assert tidy(pa.array(["città", "à"])).changed is None


def test_indents_can_be_kept() -> None:
    column = pa.array(["Pendapatan", "  PAD ", "    Pajak"])
    assert indents_of(column) == {0, 2, 4}
    assert tidy(column, keep_indent=True).column.to_pylist() == ["Pendapatan", "  PAD", "    Pajak"]
