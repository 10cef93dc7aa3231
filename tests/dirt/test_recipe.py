"""The intake recipe: where the table lies is proposed, answered, remembered, and fits or is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.schema import Recipe, Remembered, Verdict
from datasets.vocab import FindingCode as F
from tests.dirt.dirty_files import BOTH, Looked, dirty, look
from tests.files.workbooks import Cell, Sheet, xlsx

both = pytest.mark.parametrize("kind", BOTH)
HEAD: list[Cell] = ["Kelurahan", "Laki-laki", "Perempuan"]
ROWS: list[list[Cell]] = [["Togafo", 120, 131], ["Afe Taduma", 99, 87], ["Moti Kota", 210, 190]]
PLAIN = [["Togafo", "120", "131"], ["Afe Taduma", "99", "87"], ["Moti Kota", "210", "190"]]
MARKETS: list[list[Cell]] = [["Pasar", "Kios", "Los"], ["Gamalama", 40, 12], ["Dufa-Dufa", 8, 9]]
TITLE: list[list[Cell]] = [["PEMERINTAH KOTA TERNATE"], ["DATA PENDUDUK"], []]


def remembered(seen: Looked) -> Remembered:
    """What the dataset would keep of a file once it is published."""
    found = seen.report.table
    return Remembered(found.sheet, found.header_row, found.headers)


@both
def test_a_plain_table_leaves_nothing_to_ask(tmp_path: Path, kind: str) -> None:
    assert dirty(tmp_path, kind, [HEAD, *ROWS]).asked == set()


@both
def test_the_header_below_titles_is_proposed_with_what_stands_there(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, [*TITLE, HEAD, *ROWS])
    [question] = seen.report.questions
    assert (question.code, question.default) == (F.HEADER_UNCERTAIN, "4")
    assert question.shown["4"] == "Kelurahan · Laki-laki · Perempuan"
    assert {"5", "none"} <= set(question.options)
    assert seen.rows == PLAIN


@both
def test_next_months_file_with_another_letterhead_needs_no_question(tmp_path: Path, kind: str) -> None:
    first = dirty(tmp_path, kind, [*TITLE, HEAD, *ROWS])
    later: list[list[Cell]] = [
        ["PEMERINTAH KOTA TERNATE"],
        ["DINAS"],
        ["DATA PENDUDUK"],
        ["Oktober 2026"],
        [],
        HEAD,
        *ROWS,
    ]
    seen = dirty(tmp_path, kind, later, remembered=remembered(first))
    assert (seen.asked, seen.report.table.header_row, seen.rows) == (set(), "6", PLAIN)


@both
def test_the_remembered_headers_are_found_where_the_head_alone_misleads(tmp_path: Path, kind: str) -> None:
    misleading: list[list[Cell]] = [["Dinas", "Dukcapil", "Ternate"], HEAD, *ROWS]
    assert dirty(tmp_path, kind, misleading).report.table.header_row == "1"
    known = Remembered("Data", "1", tuple(map(str, HEAD)))
    seen = dirty(tmp_path, kind, misleading, remembered=known)
    assert (seen.report.table.header_row, seen.rows, seen.asked) == ("2", PLAIN, set())


@both
def test_another_table_than_the_last_files_is_asked_about(tmp_path: Path, kind: str) -> None:
    known = Remembered("Data", "4", ("Kecamatan", "Sekolah", "Guru", "Murid"))
    seen = dirty(tmp_path, kind, [HEAD, *ROWS], remembered=known)
    assert seen.asked == {F.HEADER_UNCERTAIN}
    assert seen.report.table.header_row == "1"


@both
def test_a_person_says_that_no_row_is_a_header(tmp_path: Path, kind: str) -> None:
    answered = Recipe(header_rows=(0, 0))
    seen = dirty(tmp_path, kind, [["a", "b", "c"], ["d", "e", "f"]], recipe=answered)
    assert (seen.report.table.header_row, len(seen.rows)) == ("none", 2)
    again = dirty(
        tmp_path, kind, [["1", "5", "2"], ["3", "6", "9"], ["4", "5", "6"]], remembered=remembered(seen)
    )
    assert (again.report.table.header_row, again.asked) == ("none", set())


@both
def test_of_two_tables_below_each_other_the_sender_chooses(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [
        *TITLE,
        HEAD,
        *ROWS,
        [],
        ["Tabel 2"],
        *MARKETS,
        [],
        ["Tabel 3"],
        ["Jalan", "Panjang"],
        ["A", 5],
        ["B", 7],
    ]
    seen = dirty(tmp_path, kind, rows)
    [question] = seen.report.questions
    assert (question.code, question.default, question.options) == (F.TABLES_SEVERAL, "4", ("4", "10", "15"))
    assert question.shown["10"] == "Pasar · Kios · Los"
    assert seen.rows == PLAIN
    second = dirty(tmp_path, kind, rows, recipe=Recipe(header_rows=(10, 10)))
    assert second.rows == [["Gamalama", "40", "12"], ["Dufa-Dufa", "8", "9"]]
    assert (second.asked, list(second.report.notes)) == (set(), ["Tabel 2"])


@both
def test_the_chosen_table_is_found_again_lower_on_the_next_sheet(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [HEAD, *ROWS, [], ["Tabel 2"], *MARKETS]
    chosen = dirty(tmp_path, kind, rows, recipe=Recipe(header_rows=(7, 7)))
    longer: list[list[Cell]] = [HEAD, *ROWS, *ROWS, [], ["Tabel 2"], *MARKETS]
    seen = dirty(tmp_path, kind, longer, remembered=remembered(chosen))
    assert (seen.report.table.header_row, seen.asked) == ("10", set())
    assert [row[0] for row in seen.rows] == ["Gamalama", "Dufa-Dufa"]


@both
def test_a_table_far_down_can_be_chosen(tmp_path: Path, kind: str) -> None:
    many: list[list[Cell]] = [[f"n{at}", at, at] for at in range(150)]
    seen = dirty(
        tmp_path, kind, [HEAD, *many, [], ["Tabel 2"], *MARKETS], recipe=Recipe(header_rows=(154, 154))
    )
    assert [row[0] for row in seen.rows] == ["Gamalama", "Dufa-Dufa"]


def book(*names: str) -> bytes:
    return xlsx(*(Sheet(name, [HEAD, *ROWS]) for name in names), Sheet("Pasar", MARKETS))


def test_of_several_sheets_the_sender_chooses(tmp_path: Path) -> None:
    seen = look(tmp_path, book("Januari"), "xlsx")
    [question] = seen.report.questions
    assert (question.code, question.options) == (F.SHEET_CHOSEN, ("Januari", "Pasar"))
    assert question.shown["Pasar"] == "Pasar · Kios · Los"
    chosen = look(tmp_path, book("Januari"), "xlsx", recipe=Recipe(sheet="Pasar"))
    assert (chosen.asked, len(chosen.rows)) == (set(), 2)


def test_the_sheet_is_known_by_its_headers_under_another_name(tmp_path: Path) -> None:
    chosen = look(tmp_path, book("Januari"), "xlsx", recipe=Recipe(sheet="Januari"))
    seen = look(tmp_path, book("Februari"), "xlsx", remembered=remembered(chosen))
    assert (seen.asked, seen.report.table.sheet, seen.rows) == (set(), "Februari", PLAIN)


def test_where_several_sheets_fit_the_name_decides_or_it_is_asked_again(tmp_path: Path) -> None:
    known = Remembered("2025", "1", tuple(map(str, HEAD)))
    by_name = look(tmp_path, book("2024", "2025"), "xlsx", remembered=known)
    assert (by_name.report.table.sheet, by_name.asked) == ("2025", set())
    unclear = look(tmp_path, book("2026", "2027"), "xlsx", remembered=known)
    [question] = unclear.report.questions
    assert (question.code, question.options) == (F.SHEET_CHOSEN, ("2026", "2027"))


def test_a_sheet_that_is_gone_is_refused_only_where_it_was_named_for_this_file(tmp_path: Path) -> None:
    named = look(tmp_path, book("Januari"), "xlsx", recipe=Recipe(sheet="Maret"))
    assert named.report.verdict is Verdict.UNREADABLE
    kept = look(
        tmp_path, xlsx(Sheet("X", [HEAD, *ROWS])), "xlsx", remembered=Remembered("Maret", "1", ("a", "b"))
    )
    assert kept.report.verdict is Verdict.ACCEPTED


def test_a_sheet_of_instructions_is_no_table_to_choose(tmp_path: Path) -> None:
    told = [["Isi kolom"], ["dengan benar"], ["Terima kasih"]]
    seen = look(tmp_path, xlsx(Sheet("Data", [HEAD, *ROWS]), Sheet("Petunjuk", told)), "xlsx")
    assert (seen.asked, seen.rows) == (set(), PLAIN)


def test_empty_lines_above_a_plain_header_are_no_reason_to_ask(tmp_path: Path) -> None:
    seen = look(tmp_path, b"\n\nKelurahan,Jumlah\nTogafo,1\n\nMoya,2\n", "csv")
    assert (seen.asked, seen.report.table.header_row) == (set(), "3")
