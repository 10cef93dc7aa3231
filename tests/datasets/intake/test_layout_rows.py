"""What a single row is: total, note, signature, numbers of columns."""

from __future__ import annotations

import pytest

from datasets.intake.layout_rows import (
    is_note,
    is_number,
    is_number_row,
    is_signature,
    is_total_label,
    is_unit_row,
    value_of,
)


@pytest.mark.parametrize(
    "text",
    [
        "JUMLAH",
        "Total",
        " Grand Total ",
        "J u m l a h",
        "Sub Total",
        "Jumlah/Total",
        "Rata-rata",
        "Jml.",
        "TOTAL KOTA TERNATE",
        "Jumlah Keseluruhan",
        "Total:",
    ],
)
def test_labels_of_totals(text: str) -> None:
    assert is_total_label(text)


@pytest.mark.parametrize(
    "text", ["Jumlah Penduduk", "Total Suspek", "Totabuan", "Jumlahnya", "", "Rata", "3"]
)
def test_words_that_only_begin_like_a_total_are_data(text: str) -> None:
    assert not is_total_label(text)


@pytest.mark.parametrize(
    "text", ["Sumber: BPS", "SUMBER : Dinas", "Catatan:", "*) angka sementara", "Ket. : x"]
)
def test_notes(text: str) -> None:
    assert is_note(["", text, ""])
    assert not is_note([text, "a", "b"])


@pytest.mark.parametrize(
    "text",
    [
        "Mengetahui,",
        "Kepala Dinas,",
        "NIP. 19700101 000000 0 000",
        "Ternate, 31 Desember 2025",
        "Plt. Kepala",
    ],
)
def test_signatures(text: str) -> None:
    assert is_signature(["", "", text])


@pytest.mark.parametrize("text", ["Ternate", "Nipah", "Pasar Gamalama", "Ketua RT"])
def test_places_and_words_sign_nothing(text: str) -> None:
    assert not is_signature([text])
    assert not is_note([text])


def test_rows_that_number_the_columns() -> None:
    assert is_number_row(["(1)", "(2)", "(3)"], [])
    assert is_number_row(["(1)", "(2)", "(3) = (1) + (2)"[:3]], [])
    assert not is_number_row(["(1)", "(3)"], [])
    assert not is_number_row(["(5)", "(6)"], [])
    assert not is_number_row(["1", "2", "3"], [])


def test_units_stand_under_headers() -> None:
    assert is_unit_row(["", "(ton)", "(jiwa)"], ["No", "Timbulan", "Warga"])
    assert not is_unit_row(["", "(1.250)", "(3)"], ["No", "Timbulan", "Warga"])


@pytest.mark.parametrize("text", ["1", "-1,5", "Rp 1.250.000,-", "(1.250)", "97,2%", "1 250"])
def test_figures_in_any_notation(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1.5", 1.5),
        ("1.250.000", 1_250_000),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("1,5", 1.5),
        ("x", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_the_value_of_a_figure_by_its_shape(text: str, value: float | None) -> None:
    # "1.250" alone reads as 1.25: whoever needs certainty asks the whole column.
    assert value_of(text) == value
