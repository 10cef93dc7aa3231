"""Masked columns hold no person any more, in the rows, the report or the spool; nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from datasets.intake.examine import Teller, examine
from datasets.intake.masking import mask_inside, mask_whole
from datasets.intake.schema import ColumnRule, Dictionary, Job, Recipe, Repair, Report, Verdict, to_json
from datasets.vocab import Access, ColumnType
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED, RepairKind

NIKS = ("8271996406925008", "8271991105746721", "8271991202706587")
PHONES = ("081200190154", "081100170345", "0812-0035-7341")
NAMES = ("Contoh Dua", "Palsu Satu", "Tiruan Tiga")
ROWS = "".join(
    f"{name},{nik},Jl. Fiktif {at},telepon {phone} sore,{at}00\n"
    for at, (name, nik, phone) in enumerate(zip(NAMES, NIKS, PHONES, strict=True), 1)
)
TEXT = "nama,nik,alamat,catatan,jumlah\n" + ROWS
MASK = RepairKind.MASK
ALL = (
    Repair(MASK, "nama"),
    Repair(MASK, "nik"),
    Repair(MASK, "alamat"),
    Repair(RepairKind.MASK_IN_TEXT, "catatan"),
)


def read(
    tmp_path: Path,
    *repairs: Repair,
    text: str = TEXT,
    dictionary: Dictionary | None = None,
    access: Access = Access.OPEN,
) -> tuple[Report, list[list[str]]]:
    path, spool = tmp_path / "a.csv", tmp_path / "spool.csv"
    path.write_text(text)
    job = Job(
        str(path),
        "a.csv",
        spool=str(spool),
        recipe=Recipe(repairs=repairs),
        dictionary=dictionary,
        access=access,
    )
    report = examine(job, Teller())
    lines = spool.read_text().splitlines() if spool.exists() else []
    return report, [line.split(",")[3:] for line in lines]


def codes(report: Report) -> set[F]:
    return {found.code for found in report.findings}


def test_masked_columns_pass_the_gate_and_hold_nothing_of_anybody(tmp_path: Path) -> None:
    report, rows = read(tmp_path, *ALL)
    assert (report.verdict, codes(report)) == (Verdict.ACCEPTED, {F.COLUMN_MASKED, F.TEXT_MASKED})
    assert rows == [[MASKED, MASKED, MASKED, f"telepon {MASKED} sore", f"{at}00"] for at in (1, 2, 3)]
    assert {found.column: found.count for found in report.findings} == dict.fromkeys(
        ("nama", "nik", "alamat", "catatan"), 3
    )
    said = str(to_json(report))
    assert not [one for one in (*NIKS, *PHONES, *NAMES, "Fiktif") if one in said]


def test_before_it_is_masked_the_report_tells_columns_and_cells_but_no_value(tmp_path: Path) -> None:
    report, _ = read(tmp_path)
    assert report.verdict is Verdict.REFUSED
    assert {F.PERSONAL_COLUMN, F.PERSONAL_IN_TEXT} & codes(report)
    said = str(to_json(report))
    assert not [one for one in (*NIKS, *PHONES, *NAMES) if one in said]
    assert all(row.cells[4] for row in report.faulty)


def test_who_may_read_the_rows_is_told_what_they_hold(tmp_path: Path) -> None:
    text = TEXT.replace("100\n", "seratus\n")
    rules = tuple(
        ColumnRule(name, name, kind)
        for name, kind in (
            *((name, ColumnType.TEXT) for name in ("nama", "nik", "alamat", "catatan")),
            ("jumlah", ColumnType.INTEGER),
        )
    )
    report, _ = read(tmp_path, text=text, dictionary=Dictionary(rules), access=Access.RESTRICTED)
    assert NIKS[0] in str(to_json(report.faulty))


def test_names_beside_a_hidden_number_are_still_of_persons(tmp_path: Path) -> None:
    for hiding in (MASK, RepairKind.DROP_COLUMN):
        report, _ = read(tmp_path, Repair(hiding, "nik"), Repair(hiding, "alamat"), *ALL[3:])
        assert [found.column for found in report.findings if found.code is F.PERSONAL_COLUMN] == ["nama"]
        assert report.verdict is Verdict.REFUSED


def test_a_new_personal_column_still_blocks(tmp_path: Path) -> None:
    lines = TEXT.splitlines()
    more = [lines[0] + ",hp", *(f"{line},{phone}" for line, phone in zip(lines[1:], PHONES, strict=True))]
    report, _ = read(tmp_path, *ALL, text="\n".join(more) + "\n")
    assert [found.column for found in report.findings if found.code is F.PERSONAL_COLUMN] == ["hp"]


def test_a_column_is_masked_by_any_name_it_goes_by_and_emptied_where_its_type_has_no_room(
    tmp_path: Path,
) -> None:
    text = "kios;no. hp\nKios A;81200190154\nKios B;81100170345\nKios C;\nKios D;-\n"
    rules = (
        ColumnRule("kios", "kios", ColumnType.TEXT),
        ColumnRule("hp", "HP", ColumnType.INTEGER, aliases=("No. HP",)),
    )
    report, rows = read(tmp_path, Repair(MASK, "hp"), text=text, dictionary=Dictionary(rules))
    assert report.verdict is Verdict.ACCEPTED
    assert [row[1] for row in rows] == ["", "", "", ""]


def test_a_mask_about_no_column_changes_nothing(tmp_path: Path) -> None:
    report, _ = read(tmp_path, Repair(MASK, "lain"), text="a,b\n1,2\n3,4\n")
    assert (report.verdict, F.COLUMN_MASKED in codes(report)) == (Verdict.ACCEPTED, False)


def test_marks_for_no_data_stay_what_they_are() -> None:
    column = pa.array(["8271996406925008", None, "-", "tidak ada", "x"])
    assert mask_whole(column).to_pylist() == [MASKED, None, "-", "tidak ada", MASKED]
    assert mask_whole(column, "").to_pylist() == [None, None, "-", "tidak ada", None]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hub. 0812-0035-7341, segera", "hub. ***, segera"),
        ("081200357341;081200357342;081200357343", "***;***;***"),
        ("NIK 8271996406925008 belum padan", "NIK *** belum padan"),
        ("bukti setor 8271996406925008", "bukti setor 8271996406925008"),
        ("kirim ke sari@gmail.com", "kirim ke ***"),
        ("kirim ke sari [at] gmail [dot] com ya", "kirim ke *** ya"),
        ("surel dinas@ternatekota.go.id", "surel dinas@ternatekota.go.id"),
        ("PJ Contoh, NIP. 19931111 201008 1 001", "PJ Contoh, NIP. ***"),
        ("Rp 812.345.678.900 untuk 12 orang", "Rp 812.345.678.900 untuk 12 orang"),
    ],
)
def test_inside_a_text_only_the_numbers_and_addresses_go(text: str, masked: str) -> None:
    assert mask_inside(pa.array([text])).to_pylist() == [masked]
