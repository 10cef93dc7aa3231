"""The look through an ODS before calamine: repeated cells, entities, broken XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.readers.ods_guard import check_ods
from datasets.intake.schema import Limits
from datasets.intake.table import Merge
from datasets.vocab import FindingCode as F
from tests.files.opendocument import ods, packed, repeated
from tests.files.zips import zipped


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (repeated(1_000_000, 16_000), F.TOO_MANY_CELLS),
        (repeated(1, 16_000), F.TOO_MANY_COLUMNS),
        (packed("<table:table/>", '<!DOCTYPE x [<!ENTITY a "b">]>'), F.XML_ENTITIES),
        (packed("<table:table>"), F.DAMAGED),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), F.DAMAGED),
        (b"PK\x03\x04 terpotong", F.DAMAGED),
    ],
)
def test_what_would_swallow_the_machine_is_refused(tmp_path: Path, content: bytes, code: F) -> None:
    path = tmp_path / "buku"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        check_ods(path, Limits())
    assert refused.value.finding.code is code


def test_a_million_empty_rows_are_usual(tmp_path: Path) -> None:
    path = tmp_path / "buku"
    path.write_bytes(ods([["kode", "nilai"], ["08", 1.5]]))
    check_ods(path, Limits())


def test_errors_hidden_things_and_merges_are_told_by_address(tmp_path: Path) -> None:
    cells = (
        '<table:table-column/><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="2"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=A(" office:value-type="float" office:value="0">'
        "<text:p>Err:502</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=A1"/>'
        '<table:table-cell table:formula="of:=A1" office:value-type="float" office:value="0">'
        "<text:p>0</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string">'
        "<text:p>a</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
    )
    path = tmp_path / "buku"
    path.write_bytes(packed(f'<table:table table:name="Data">{cells}</table:table>'))
    scan = check_ods(path, Limits())["Data"]
    assert scan.error_cells == {"C3": "#DIV/0!", "D3": "Err:502"}
    assert (scan.empty_formulas, scan.empty_formula_count) == (["E3"], 1)
    assert (scan.hidden_rows, scan.hidden_columns) == (1, [(2, 3)])
    assert scan.merges == [Merge(3, 0, 3, 1)]
