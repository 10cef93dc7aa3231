"""Every code of the vocabulary that people see has a word."""

from __future__ import annotations

from enum import StrEnum

import pytest

from datasets.vocab import License, Role, Topic
from datasets.wording.labels import LABELS, choices, label


@pytest.mark.parametrize("words", list(LABELS), ids=lambda words: words.__name__)
def test_no_code_is_left_without_a_word(words: type[StrEnum]) -> None:
    assert set(LABELS[words]) == set(words)
    assert all(str(text).strip() for text in LABELS[words].values())


def test_a_word_for_a_code() -> None:
    assert label(Role, "walidata") == "Walidata"
    assert label(Topic, "pasar-pedagang") == "Pasar & pedagang"


def test_an_unknown_code_shows_as_itself() -> None:
    assert label(Topic, "entah") == "entah"


def test_choices_keep_the_order_of_the_vocabulary() -> None:
    assert [code for code, _ in choices(License)] == [word.value for word in License]
