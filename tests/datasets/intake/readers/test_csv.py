"""Delimited text: encodings, delimiters, row numbers as a spreadsheet shows them, broken records."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.schema import Limits
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import opened

_ROWS = "nama;jumlah\nTogafo;1\nMoya;2\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    found = opened(tmp_path, _ROWS.replace(";", delimiter).encode())
    assert found.table.delimiter == delimiter
    assert found.table.labels == ["nama", "jumlah"]
    assert found.rows == [["Togafo", "1"], ["Moya", "2"]]
    assert found.codes == set()


@pytest.mark.parametrize(
    ("codec", "named", "told"),
    [
        ("utf-8", "utf-8", set()),
        ("utf-8-sig", "utf-8-sig", set()),
        ("utf-16", "utf-16", {F.ENCODING_CONVERTED}),
        ("cp1252", "cp1252", {F.ENCODING_CONVERTED}),
    ],
)
def test_the_encoding_is_found_and_told(tmp_path: Path, codec: str, named: str, told: set[F]) -> None:
    text = "nama,ket\nJosé,perjalanan dinas ke luar kota untuk pameran kerajinan\n"
    found = opened(tmp_path, text.encode(codec))
    assert found.table.encoding == named
    assert found.rows[0][0] == "José"
    assert found.codes == told


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(tmp_path: Path, newline: str) -> None:
    assert opened(tmp_path, _ROWS.replace("\n", newline).encode()).rows == [["Togafo", "1"], ["Moya", "2"]]


def test_a_blank_line_is_a_row_and_a_quoted_line_break_is_none(tmp_path: Path) -> None:
    found = opened(tmp_path, b'a,b\n1,"x\ny"\n\n\n2,z\n')
    assert found.rows == [["1", "x\ny"], ["2", "z"]]
    assert found.numbers == [2, 5]
    assert found.finding(F.BLANK_ROWS).params == {"count": 2}


def test_the_line_that_tells_excel_the_delimiter_is_no_header(tmp_path: Path) -> None:
    found = opened(tmp_path, b"sep=;\nkode;nilai\n8271;1,5\n")
    assert (found.table.header_row, found.table.delimiter) == ("2", ";")
    assert found.rows == [["8271", "1,5"]]
    assert found.codes == set()


def test_nul_bytes_are_removed_and_told(tmp_path: Path) -> None:
    found = opened(tmp_path, b"a,b\n\x001,2\n3,\x004\n")
    assert found.rows == [["1", "2"], ["3", "4"]]
    assert found.finding(F.NUL_REMOVED).params == {"count": 2}


def test_ragged_rows_are_named_by_their_row(tmp_path: Path) -> None:
    found = opened(tmp_path, b'a,b\n1,"x\ny"\n\n1,2,3\n5\n6,7\n')
    ragged = [one for one in found.findings.listed() if one.code is F.RAGGED_ROW]
    assert [(one.row, one.params["found"]) for one in ragged] == [(4, 3), (5, 1)]
    assert ragged[0].params["expected"] == 2
    assert found.findings.has_errors
    assert found.numbers == [2, 6]


def test_a_quote_that_is_never_closed_is_named_by_its_row(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, b'a,b\n1,2\n"x,4\n5,6\n')
    assert refused.value.finding.code is F.UNCLOSED_QUOTE
    assert refused.value.finding.row == 3


def test_a_quote_inside_a_word_is_a_letter(tmp_path: Path) -> None:
    assert opened(tmp_path, b'a,b\n5" pipa,2\n3,4\n').rows[0] == ['5" pipa', "2"]


def test_a_cell_longer_than_allowed_is_refused_with_its_row(tmp_path: Path) -> None:
    text = 'a,b\n1,2\n3,"' + "x" * 4_000_000 + '"\n'
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, text.encode())
    assert refused.value.finding.code is F.FIELD_TOO_LONG
    assert refused.value.finding.row == 3


def test_a_record_longer_than_a_block_is_read(tmp_path: Path) -> None:
    long = "x" * 900_000
    found = opened(tmp_path, f'a,b,c\n1,"{long}","{long}"\n2,y,z\n'.encode())
    assert [len(row[1]) for row in found.rows] == [900_000, 1]
    assert found.numbers == [2, 3]


def test_many_blocks_keep_true_row_numbers(tmp_path: Path) -> None:
    lines = [f"{number},{'x' * 40}" for number in range(2, 60_002)]
    lines[30_000] = "satu saja"
    found = opened(tmp_path, ("no,ket\n" + "\n".join(lines) + "\n").encode())
    assert all(int(row[0]) == number for row, number in zip(found.rows, found.numbers, strict=True))
    assert found.finding(F.RAGGED_ROW).row == 30_002


@pytest.mark.parametrize("content", [b"", b"\n", b"  \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, content)
    assert refused.value.finding.code is F.EMPTY_FILE


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, b"nama,jumlah\n")
    assert refused.value.finding.code is F.NO_ROWS


def test_ten_thousand_columns_are_refused(tmp_path: Path) -> None:
    header = ",".join(f"k{number}" for number in range(10_000))
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, f"{header}\n{header}\n".encode())
    assert refused.value.finding.code is F.TOO_MANY_COLUMNS
    assert refused.value.finding.params == {"columns": 10_000, "limit": Limits().columns}
