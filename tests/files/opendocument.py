"""ODS workbooks by hand, with cells and rows repeated as often as a test likes."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from tests.files.zips import zipped

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(rows: Sequence[Sequence[str | float]], *, blank_rows: int = 1_000_000, inside: str = "") -> bytes:
    """A sheet of `rows`, then the usual million empty ones; `inside` is XML put after them."""
    cells = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    blank = (
        f'<table:table-row table:number-rows-repeated="{blank_rows}"><table:table-cell/></table:table-row>'
    )
    return packed(f'<table:table table:name="Lembar1">{cells}{inside}{blank}</table:table>')


def packed(table: str, prolog: str = "") -> bytes:
    """An ODS whose content is the XML `table`."""
    content = (
        f'<?xml version="1.0"?>{prolog}<office:document-content {_NAMES}><office:body><office:spreadsheet>'
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/></manifest:manifest>'
    )
    return zipped({"mimetype": _TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def repeated(rows: int, columns: int) -> bytes:
    """One figure, said to stand in `rows` × `columns` cells."""
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return packed(f'<table:table table:name="Lembar1">{row}</table:table>')


def _cell(cell: str | float) -> str:
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    value = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {value}><text:p>{cell}</text:p></table:table-cell>"
