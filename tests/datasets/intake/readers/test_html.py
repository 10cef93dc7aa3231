"""Excel's own HTML: spans, tables within tables, and a budget for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import opened

_HEAD = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>x</title></head><body>'


def page(body: str) -> bytes:
    return f"{_HEAD}{body}</body></html>".encode()


def test_a_plain_table_is_read_and_told(tmp_path: Path) -> None:
    rows = "<tr><th>nama<th>nilai</tr><tr><td>Moya &amp; Togafo<td>3</tr>"
    found = opened(tmp_path, page(f"<table>{rows}</table>"), "data.xls")
    assert (found.table.format, found.table.labels) == ("html-as-xls", ["nama", "nilai"])
    assert found.rows == [["Moya & Togafo", "3"]]
    assert F.HTML_READ in found.codes


def test_spans_make_a_header_of_two_rows(tmp_path: Path) -> None:
    rows = (
        "<tr><th rowspan=2>Kecamatan</th><th colspan=2>2024</th></tr><tr><th>L</th><th>P</th></tr>"
        "<tr><td>Moti</td><td>1</td><td>2</td></tr>"
    )
    found = opened(tmp_path, page(f"<table>{rows}</table>"))
    assert found.table.labels == ["Kecamatan", "2024 / L", "2024 / P"]
    assert found.rows == [["Moti", "1", "2"]]


def test_tables_side_by_side_within_a_table_belong_together(tmp_path: Path) -> None:
    left = "<table><tr><th>Nama</th></tr></table><table><tr><td>Moti</td></tr></table>"
    right = "<table><tr><th>2024</th><th>2025</th></tr></table><table><tr><td>1</td><td>2</td></tr></table>"
    body = f"<table><table><tr><td><div>{left}</div></td><td>{right}</td></tr></table></table>"
    found = opened(tmp_path, page(body))
    assert found.table.labels == ["Nama", "2024", "2025"]
    assert found.rows == [["Moti", "1", "2"]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<p>tanpa tabel</p>", F.NO_TABLE),
        ("<table>" * 30, F.NO_TABLE),
        ("<table>" + "<tr><td colspan=1000 rowspan=1000>x</td></tr>" * 9, F.TOO_MANY_CELLS),
        ("<table><tr>" + "<td colspan=1000>x</td>" * 3 + "</tr></table>", F.TOO_MANY_COLUMNS),
    ],
)
def test_a_page_that_is_no_table_is_refused(tmp_path: Path, body: str, code: F) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, page(body))
    assert refused.value.finding.code is code
