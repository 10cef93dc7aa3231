"""What people type, made fit to keep."""

from __future__ import annotations

import pytest

from datasets.actions.texts import note_of, one_line, tidy
from datasets.rules.errors import Invalid


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Sampah\r\nplastik\t ", "Sampah\nplastik"),
        ("nol\x00nol\x07", "nolnol"),
        ("kanan\u202ekiri", "kanankiri"),
        ("e\u0301", "é"),
        ("setengah\ud800", "setengah"),
        ("Kota 🌋", "Kota 🌋"),
    ],
)
def test_text_loses_controls_and_keeps_its_letters(given: str, kept: str) -> None:
    assert tidy(given) == kept


def test_one_line_is_one_line() -> None:
    assert one_line(" Sampah \n  terangkut\u00a0kota ") == "Sampah terangkut kota"


def test_a_note_that_is_needed_must_say_something() -> None:
    assert note_of(" ") == ""
    with pytest.raises(Invalid) as refusal:
        note_of(" \x00 ", "reason", is_required=True)
    assert refusal.value.faults[0].field == "reason"


def test_a_note_has_an_end() -> None:
    with pytest.raises(Invalid):
        note_of("a" * 20_001)
