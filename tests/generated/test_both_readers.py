"""Sheets of any mixture of cells: the fast reader and calamine see the same, cell by cell."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from datasets.intake.findings import Refusal
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.workbook import open_workbook
from datasets.intake.schema import Limits
from datasets.intake.table import FileFound, Kind, SheetInfo
from datasets.vocab import FindingCode
from tests.files.workbooks import Raw, Sheet, sheet_xml, xlsx
from tests.generated.test_written_then_read import fixed

Seen = tuple[dict[tuple[int, int], tuple[str, bool]], SheetInfo] | FindingCode

_SHARED = (
    "<t>satu</t>",
    '<t xml:space="preserve"> dua</t>',
    "<r><t>ti</t></r><r><t>ga</t></r>",
    "<t>a&amp;b</t>",
    "<t/>",
)
_NUMBERS = st.one_of(
    st.integers(-(10**17), 10**17).map(str),
    st.integers(0, 3_000_000).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(0, 60_000, places=5).map(str),
    st.sampled_from(
        ["0", "-0", "007", "1.50", "1E3", "2.5e-7", "+1", ".5", "1.", "0.30000000000000004", "60", "61"]
    ),
)
_TEXTS = st.one_of(
    st.text("abc éßж—  \t\n\u00a0\u2003_x", max_size=8),
    st.sampled_from(
        ["a&amp;b", "&#10;x", "_x000D_", "_x0041_b", "&lt;i&gt;", " ", "1.234", "<![CDATA[a & b]]>"]
    ),
)
_CELLS = st.one_of(
    st.none(),
    st.builds(lambda text, style: Raw(f"<v>{text}</v>", style=style), _NUMBERS, st.integers(0, 7)),
    st.builds(lambda text, kind: Raw(f"<v>{text}</v>", kind), _TEXTS, st.sampled_from(["str"])),
    st.builds(lambda text: Raw(f"<is><t>{text}</t></is>", "inlineStr"), _TEXTS),
    st.builds(lambda text: Raw(f'<is><t xml:space="preserve">{text}</t></is>', "inlineStr"), _TEXTS),
    st.builds(lambda text: Raw(f"<is><r><t>{text}</t></r><r><t>x</t></r></is>", "inlineStr"), _TEXTS),
    st.builds(lambda at: Raw(f"<v>{at}</v>", "s"), st.integers(0, 4)),
    st.builds(lambda value: Raw(f"<v>{value}</v>", "b"), st.integers(0, 1)),
    st.builds(lambda code: Raw(f"<v>{code}</v>", "e"), st.sampled_from(["#REF!", "#N/A", "#DIV/0!"])),
    st.builds(lambda text, style: Raw(f"<f>A1+1</f><v>{text}</v>", style=style), _NUMBERS, st.integers(0, 7)),
    st.sampled_from(
        [Raw("<f>A1</f>"), Raw("<f>A1</f><v></v>", "str"), Raw('<f t="shared" si="0"/><v>3</v>'), Raw("")]
    ),
)


def seen(content: bytes) -> Seen:
    """What stands where, and what is told beside it; or why the sheet is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "buku"
        path.write_bytes(content)
        try:
            source = open_workbook(FileFound(Kind.XLSX, path), Limits()).source("Data")
        except Refusal as refusal:
            return refusal.finding.code
    return _cells(source), source.info


def _cells(source: HeldSource) -> dict[tuple[int, int], tuple[str, bool]]:
    held = {}
    for block in source.held:
        for at, (column, mask) in enumerate(zip(block.columns, block.native, strict=True)):
            numbers = [False] * len(block) if mask is None else mask.to_pylist()
            for row, text, number in zip(block.rows.to_pylist(), column.to_pylist(), numbers, strict=True):
                if text is not None:
                    held[row, at + source.first_column] = (text, number)
    return held


@fixed
@given(st.lists(st.lists(_CELLS, max_size=5), min_size=1, max_size=8), st.sampled_from(["", ' date1904="1"']))
def test_any_mixture_of_cells(rows: list[list[Raw | None]], properties: str) -> None:
    xml = sheet_xml(Sheet("Data", rows))
    unusual = xml.replace("<sheetData>", "<sheetData><!-- read by calamine alone -->")
    fast, slow = (
        seen(xlsx(Sheet("Data", xml=written), shared=_SHARED, properties=properties))
        for written in (xml, unusual)
    )
    assert fast == slow
