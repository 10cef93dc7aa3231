"""XLSX workbooks by hand: only what a reader needs, and whatever fault a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from datasets.intake.table import letter_of
from tests.files.zips import zipped

Cell = str | float | int | bool | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Raw:
    """The inside of a `c` element as it is to stand in the XML, with its type."""

    xml: str
    type: str = "n"
    style: int = 0


Row = Sequence[Cell | Raw]


def error(code: str = "#REF!") -> Raw:
    """A cell that shows an error."""
    return Raw(f"<v>{code}</v>", "e")


def formula(text: str, value: str = "") -> Raw:
    """A formula, with a stored value only where one is given."""
    return Raw(f"<f>{escape(text)}</f>" + (f"<v>{value}</v>" if value else ""))


def date(serial: float) -> Raw:
    """A serial number in a cell formatted as a date."""
    return Raw(f"<v>{serial}</v>", style=1)


@dataclass
class Sheet:
    """One sheet: rows of cells from A1, merged ranges as `A1:B2`, hidden rows from 1."""

    name: str
    rows: Sequence[Row] = ()
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    is_hidden: bool = False
    xml: str = field(default="", repr=False)


def xlsx(*sheets: Sheet, prolog: str = "", shared: Sequence[str] = (), properties: str = "") -> bytes:
    """A workbook of `sheets`; `prolog` is put before each sheet's first element.

    `shared` are the insides of the shared `si` elements, `properties` attributes of `workbookPr`.
    """
    numbered = list(enumerate(sheets, start=1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="b" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{properties}/><sheets>'
        + "".join(_entry(number, sheet) for number, sheet in numbered)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(_relation(number) for number, _ in numbered)
        + f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="6"><xf numFmtId="0"/>'
        + "".join(f'<xf numFmtId="{number}"/>' for number in (14, 22, 20, 46, 10))
        + "</cellXfs></styleSheet>",
    }
    if shared:
        texts = "".join(f"<si>{inside}</si>" for inside in shared)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{texts}</sst>'
    for number, sheet in numbered:
        parts[f"xl/worksheets/sheet{number}.xml"] = prolog + (sheet.xml or sheet_xml(sheet))
    return zipped(parts)


def _entry(number: int, sheet: Sheet) -> str:
    state = ' state="hidden"' if sheet.is_hidden else ""
    return f'<sheet name="{escape(sheet.name)}" sheetId="{number}"{state} r:id="r{number}"/>'


def _relation(number: int) -> str:
    return f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'


def sheet_xml(sheet: Sheet) -> str:
    """The XML of one sheet."""
    rows = "".join(
        f'<row r="{number}"{_hidden(number, sheet)}>{_cells(number, row)}</row>'
        for number, row in enumerate(sheet.rows, start=1)
    )
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in sheet.merges)
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def _hidden(number: int, sheet: Sheet) -> str:
    return ' hidden="1"' if number in sheet.hidden_rows else ""


def _cells(number: int, row: Row) -> str:
    return "".join(_cell(f"{letter_of(at)}{number}", cell) for at, cell in enumerate(row) if cell is not None)


def _cell(address: str, cell: Cell | Raw) -> str:
    if isinstance(cell, Raw):
        return f'<c r="{address}" s="{cell.style}" t="{cell.type}">{cell.xml}</c>'
    if isinstance(cell, bool):
        return f'<c r="{address}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{address}"><v>{cell!r}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(cell or "")}</t></is></c>'


def far_corners() -> bytes:
    """Two cells in opposite corners of the largest sheet there can be."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    xml = f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return xlsx(Sheet("Sheet1", xml=xml))


def bomb(size: int = 100_000_000) -> bytes:
    """A sheet that unpacks to `size` bytes of nothing."""
    xml = f'<worksheet xmlns="{_MAIN}"><sheetData>' + "<row/>" * (size // 6) + "</sheetData></worksheet>"
    return xlsx(Sheet("Sheet1", xml=xml))


def entities() -> bytes:
    """Entities that double and double: ten letters become gigabytes."""
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    prolog = '<!DOCTYPE x [<!ENTITY e0 "haha">' + "".join(names) + "]>"
    xml = f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c>'
    return xlsx(Sheet("Sheet1", xml=xml + "</row></sheetData></worksheet>"), prolog=prolog)
