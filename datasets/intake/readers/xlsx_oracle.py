"""Asks calamine what single cells hold: the same styles in a small workbook with nothing but them.

So the fast reader (`xlsx_sheet`) need not know what a format such as `[$-421]dd mmmm yyyy` means, how
rich text is joined or what `_x000D_` stands for, and both ways of reading can never differ.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineWorkbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="b" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="s" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="f" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
}
#: A day's serial number (2023-03-15): what a style makes of it tells what the style is for.
_A_DAY = b"45000"


class Oracle:
    """Answers for cells under the `styles` (the XML of the part) of one workbook."""

    def __init__(self, styles: bytes, *, counts_from_1904: bool) -> None:
        self._styles = styles
        self._counts_from_1904 = counts_from_1904
        self._is_day: dict[str, bool | None] = {}

    def is_day_style(self, style: str) -> bool | None:
        """Whether whole numbers under this style (its number in the `s` attribute) are days.

        False where they stay numbers, None where they are something else (a duration) or where
        the calendar is not the usual one.
        """
        if style not in self._is_day:
            mark = f' s="{style}"'.encode() if style else b""
            [value] = self.values([mark + b"><v>" + _A_DAY + b"</v></c>"])
            is_date = isinstance(value, datetime.date) and not self._counts_from_1904
            self._is_day[style] = True if is_date else False if isinstance(value, float) else None
        return self._is_day[style]

    def values(self, cells: Sequence[bytes]) -> list[Any]:
        """What calamine reads from cells given as XML from behind the address (` s="1"><v>2</v></c>`).

        Raises CalamineError as calamine does.
        """
        rows = (b'<row r="%d"><c r="A%d"%s</row>' % (n, n, cell) for n, cell in enumerate(cells, start=1))
        xml = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>'
        book = self._book(xml % (_MAIN.encode(), b"".join(rows)))
        found = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0)
        held = found.to_python(skip_empty_area=False)
        return [row[0] for row in held] + [""] * (len(cells) - len(held))

    def _book(self, sheet: bytes) -> io.BytesIO:
        clock = '<workbookPr date1904="1"/>' if self._counts_from_1904 else ""
        workbook = (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{clock}'
            '<sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>'
        )
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, content in _PARTS.items():
                archive.writestr(name, content)
            archive.writestr("xl/workbook.xml", workbook)
            archive.writestr("xl/styles.xml", self._styles)
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
        held.seek(0)
        return held
