"""Personal data are found by content, block open publication, and office numbers do not."""

from __future__ import annotations

import pytest

from datasets.vocab import Access, ColumnType, PersonalData, Severity
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import check, codes, column, rule, table, told

#: Invented: the kecamatan 82.71.99 does not exist.
NIKS = ["8271996406925008", "8271991105746721", "8271991202706587", "8271991805864419"]
NIPS = ["199311112010081001", "196603182007072002", "199105042006081003"]
PHONES = ["081200190154", "+6281100170345", "0812-0035-7341"]


@pytest.mark.parametrize(
    ("label", "values", "kind"),
    [
        ("nik", NIKS, PersonalData.NIK),
        ("nomor", NIKS, PersonalData.NIK),
        ("No. KK", NIKS, PersonalData.KK),
        ("nip", NIPS, PersonalData.NIP),
        ("npwp", ["01.234.567.8-942.000", "02.345.678.9-942.000", "03.456.789.0-942.000"], PersonalData.NPWP),
        ("no_hp", PHONES, PersonalData.PHONE),
        ("surel", ["a@example.com", "b@example.com", "c@example.org"], PersonalData.EMAIL),
    ],
)
def test_a_column_of_personal_data_blocks_open_publication(
    label: str, values: list[str], kind: PersonalData
) -> None:
    checked, findings = check(column(label, *values))
    (found,) = told(findings, F.PERSONAL_COLUMN)
    assert (found.column, found.severity, found.params["kind"], found.count) == (
        label, Severity.ERROR, kind.value, len(values),
    )  # fmt: skip
    assert checked.columns[1].personal == kind.value


def test_numbers_typed_by_the_spreadsheet_are_found_too() -> None:
    _, findings = check(column("nomor", *NIKS, native=True))
    assert F.PERSONAL_COLUMN in codes(findings)


def test_restricted_datasets_are_only_warned() -> None:
    _, findings = check(column("nik", *NIKS), access=Access.RESTRICTED)
    assert told(findings, F.PERSONAL_COLUMN)[0].severity is Severity.WARNING
    assert not findings.has_errors


def test_a_justified_column_is_only_warned_about_the_kind_it_was_justified_for() -> None:
    for rules in ((), (rule("no", ColumnType.INTEGER), rule("nik", ColumnType.CODE))):
        _, findings = check(column("nik", *NIKS), *rules, overrides={"nik": ("nik",)})
        assert (told(findings, F.PERSONAL_COLUMN)[0].severity, findings.has_errors) == (
            Severity.WARNING,
            False,
        )
        _, findings = check(column("nik", *NIPS), *rules, overrides={"nik": ("nik",)})
        assert findings.has_errors


def test_a_column_that_is_not_loaded_is_not_guarded() -> None:
    _, findings = check(column("nik", *NIKS), rule("no", ColumnType.INTEGER))
    assert F.PERSONAL_COLUMN not in codes(findings)


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("no_transaksi", ["2024010100000000", "2024010100000037", "2024010100000074"]),
        ("telepon_kantor", ["(0921) 3120000", "(0921) 3121111", "(0921) 3122222"]),
        ("pagu", ["1500000000", "1500000001", "1500000002"]),
        ("kode_desa", ["8271010001", "8271010002", "8271010003"]),
        ("nik_acak", [*NIKS[:1], *(f"99{number:014d}" for number in range(9))]),
    ],
)
def test_long_numbers_of_other_kinds_are_left_alone(label: str, values: list[str]) -> None:
    _, findings = check(column(label, *values))
    assert not codes(findings) & {F.PERSONAL_COLUMN, F.PERSONAL_IN_TEXT}


def test_an_offices_own_addresses_are_only_a_hint() -> None:
    _, findings = check(column("email_dinas", *["dinkes@contoh.go.id"] * 3))
    assert told(findings, F.PERSONAL_HINT)[0].params["kind"] == "email"
    assert not findings.has_errors


def test_a_number_inside_a_text_is_named_by_its_cell() -> None:
    texts = ["Pusdalops BPBD"] * 9 + ["Pusdalops\nBpk. Tiruan\n(0812-0013-3193)"]
    _, findings = check(column("sumber", *texts))
    (found,) = told(findings, F.PERSONAL_IN_TEXT)
    assert (found.cell, found.params["kind"], found.severity) == ("B11", "phone", Severity.ERROR)


def test_an_identity_number_inside_a_text_needs_its_name_beside_it() -> None:
    _, findings = check(column("catatan", f"NIK {NIKS[0]} sudah diperiksa", "tidak ada"))
    assert [found.cell for found in told(findings, F.PERSONAL_IN_TEXT)] == ["B2"]
    _, findings = check(column("catatan", f"bukti setor {NIKS[0]}", "tidak ada"))
    assert F.PERSONAL_IN_TEXT not in codes(findings)


def test_long_free_text_is_searched_too() -> None:
    texts = [f"Laporan nomor {number} " + "panjang sekali " * 10 for number in range(5_000)]
    _, findings = check(column("uraian", *texts, "hubungi 0812 0013 3193 segera " + "x " * 60))
    assert [found.cell for found in told(findings, F.PERSONAL_IN_TEXT)] == ["B5002"]


def test_names_and_homes_beside_an_identity_are_personal() -> None:
    rows = [["Contoh Dua", nik, "Jl. Fiktif 1"] for nik in NIKS]
    _, findings = check(table(["nama", "nik", "alamat"], rows))
    assert {found.column for found in told(findings, F.PERSONAL_COLUMN)} == {"nama", "nik", "alamat"}


def test_the_name_and_address_of_a_building_are_not() -> None:
    rows = [["Puskesmas Siko", "Jl. Fiktif 1"], ["Puskesmas Kalumata", "Jl. Fiktif 2"]]
    assert not codes(check(table(["nama", "alamat"], rows))[1])
    _, findings = check(table(["nama penerima", "alamat"], rows))
    assert {found.column for found in told(findings, F.PERSONAL_COLUMN)} == {"nama penerima", "alamat"}


def test_a_column_whose_texts_all_hold_a_number_is_told_as_one_that_says_more() -> None:
    texts = [f"hub. Ibu Contoh {phone} sore" for phone in PHONES]
    _, findings = check(column("catatan", *texts))
    assert told(findings, F.PERSONAL_COLUMN)[0].params == {"kind": "phone", "rows": 3, "inside": True}


def test_a_phone_beside_a_receipt_number_in_one_cell_is_not_overlooked() -> None:
    _, findings = check(column("catatan", f"bukti {NIKS[0]} hub. {PHONES[0]}", *["selesai"] * 9))
    assert [found.params["kind"] for found in told(findings, F.PERSONAL_IN_TEXT)] == ["phone"]


def test_a_private_address_beside_an_offices_is_not_overlooked() -> None:
    _, findings = check(column("catatan", "dinkes@contoh.go.id, sari@gmail.com", *["selesai"] * 9))
    assert [found.params["kind"] for found in told(findings, F.PERSONAL_IN_TEXT)] == ["email"]
