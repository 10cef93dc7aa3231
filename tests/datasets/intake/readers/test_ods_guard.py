"""The look through an ODS before calamine: repeated cells, entities, broken XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.readers.ods_guard import check_ods
from datasets.intake.schema import Limits
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
