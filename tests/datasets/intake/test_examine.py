"""The bounded child: it answers with a report whatever the file is, and never takes the caller along."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.child import examine_file
from datasets.intake.schema import Dictionary, Job, Limits, Report, Verdict
from datasets.vocab import ColumnType
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import rule
from tests.files import workbooks

MB = 1 << 20


def examined(folder: Path, content: bytes, name: str = "berkas.csv", **job: object) -> Report:
    path = folder / name
    path.write_bytes(content)
    return examine_file(Job(str(path), name, spool=str(folder / "spool"), **job))  # type: ignore[arg-type]


def blocking(report: Report) -> set[F]:
    return {found.code for found in report.findings if found.severity.value == "error"}


def test_a_good_file_is_accepted_with_its_rows_in_the_spool(tmp_path: Path) -> None:
    steps: list[str] = []
    path = tmp_path / "a.csv"
    path.write_text("kode;nilai\n82.71;1,5\n82.72;2,5\n")
    job = Job(str(path), "a.csv", spool=str(tmp_path / "spool"))
    report = examine_file(job, lambda step, done, total: steps.append(step))
    assert report.verdict is Verdict.ACCEPTED
    assert (report.table.rows, report.table.header_row, report.table.delimiter) == (2, "1", ";")
    assert report.spool_columns == ("kode", "nilai")
    assert (tmp_path / "spool").read_text() == "1,2,,82.71,1.5\n2,3,,82.72,2.5\n"
    assert list(dict.fromkeys(steps)) == ["sniff", "read", "check"]
    assert 0 < report.peak_bytes < 300 * MB


def test_faults_in_rows_refuse_the_file(tmp_path: Path) -> None:
    report = examined(tmp_path, b"nilai\n200.000.000\n200.000.000.00\n1.000\n")
    assert report.verdict is Verdict.REFUSED
    assert blocking(report) == {F.NUMBER_BROKEN}
    assert report.counts["errors"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", F.EMPTY_FILE),
        (b"\n", F.EMPTY_FILE),
        (b"%PDF-1.7 ...", F.IS_PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", F.IS_IMAGE),
        (b"<html><body><table></table></body></html>", F.IS_HTML),
    ],
)
def test_what_is_no_table_cannot_be_read(tmp_path: Path, content: bytes, code: F) -> None:
    report = examined(tmp_path, content, "berkas.xlsx")
    assert report.verdict is Verdict.UNREADABLE
    assert code in blocking(report)
    assert not report.table.columns


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    report = examined(tmp_path, b"kode,nama\n")
    assert report.verdict is not Verdict.ACCEPTED
    assert F.NO_ROWS in blocking(report)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    header = ",".join(f"k{number}" for number in range(10_000))
    report = examined(tmp_path, f"{header}\n{','.join('1' * 10_000)}\n".encode())
    assert report.verdict is not Verdict.ACCEPTED
    assert F.TOO_MANY_COLUMNS in blocking(report)


@pytest.mark.parametrize(
    "make", [workbooks.far_corners, workbooks.bomb, workbooks.entities], ids=["corners", "bomb", "entities"]
)
def test_bombs_are_refused_in_little_memory(tmp_path: Path, make: object) -> None:
    report = examined(tmp_path, make(), "bom.xlsx")  # type: ignore[operator]
    assert report.verdict is Verdict.UNREADABLE
    assert blocking(report) & {F.ARCHIVE_BOMB, F.XML_ENTITIES, F.TOO_MANY_CELLS, F.OUT_OF_MEMORY}
    assert report.peak_bytes < 300 * MB


def test_a_million_bad_cells_stay_bounded(tmp_path: Path) -> None:
    rows = "\n".join(f"{number % 97} ton lebih {number}" for number in range(1_000_000))

    known = Dictionary((rule("nilai", ColumnType.INTEGER),))
    report = examined(tmp_path, f"nilai\n1\n{rows}\n".encode(), dictionary=known)
    assert report.verdict is Verdict.REFUSED
    assert report.counts["errors"] == 1_000_000
    assert len(report.findings) <= 2_000
    assert report.peak_bytes < 300 * MB


def test_lack_of_memory_is_a_finding(tmp_path: Path) -> None:
    report = examined(tmp_path, b"a,b\n1,2\n", limits=Limits(memory_bytes=40 * MB))
    assert report.verdict is Verdict.UNREADABLE
    assert blocking(report) <= {F.OUT_OF_MEMORY, F.READER_CRASHED}


def test_time_is_bounded_by_the_clock_on_the_wall(tmp_path: Path) -> None:
    report = examined(tmp_path, b"a,b\n1,2\n", limits=Limits(wall_seconds=0))
    assert blocking(report) == {F.OUT_OF_TIME}


def test_a_file_that_went_away_is_a_finding(tmp_path: Path) -> None:
    report = examine_file(Job(str(tmp_path / "tidak-ada.csv"), "tidak-ada.csv"))
    assert blocking(report) == {F.READER_CRASHED}


def test_what_the_caller_raises_while_told_of_progress_ends_the_child(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("kode,nilai\n1,2\n")

    def lost(step: str, done: int, total: int) -> None:
        raise LookupError(step)

    with pytest.raises(LookupError, match="sniff"):
        examine_file(Job(str(path), "a.csv"), lost)
