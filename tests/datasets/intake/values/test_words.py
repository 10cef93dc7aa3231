"""Words compared without regard to case, accents and signs."""

from __future__ import annotations

from datasets.intake.values.words import is_boolean_word, normalised, parse_boolean, without_kind


def test_headers_are_compared_without_case_accents_and_signs() -> None:
    assert normalised("  Jumlah_Penduduk (JIWA) ") == "jumlah penduduk jiwa"
    assert normalised("Schüler") == "schuler"


def test_kinds_of_area_before_a_name_do_not_matter() -> None:
    assert without_kind(normalised("Kec. Ternate Utara")) == "ternate utara"
    assert without_kind("kota") == "kota"


def test_yes_and_no() -> None:
    assert [parse_boolean(text) for text in ("Ya", "TIDAK", "1", "mungkin")] == [
        "true",
        "false",
        "true",
        None,
    ]
    assert not is_boolean_word("1")
