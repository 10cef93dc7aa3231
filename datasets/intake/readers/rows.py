"""Rows that are already in memory as blocks: how workbooks, HTML and JSON end up."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.table import HEAD_ROWS, Block, Ragged, SheetInfo


class HeldSource:
    """Blocks at hand as a source of rows (see `table.Source`).

    `first_column` is the 0-based spreadsheet column of the first column held.
    """

    def __init__(self, blocks: list[Block], info: SheetInfo, first_column: int = 0) -> None:
        self.info = info
        self.ragged: list[Ragged] = []
        self.first_column = first_column
        self.held = blocks
        self.rows = sum(len(block) for block in blocks)
        self.width = len(blocks[0].columns) if blocks else 0
        self._done = 0

    def head(self) -> list[list[str]]:
        """The first rows as text."""
        return self.head_to(0)

    def head_to(self, row: int) -> list[list[str]]:
        """The first rows as text, and some below spreadsheet row `row` where that lies deeper."""
        rows: list[list[str]] = []
        wanted = HEAD_ROWS + (row if row > HEAD_ROWS // 2 else 0)
        for block in self.held:
            piece = block.slice(0, wanted - len(rows))
            columns = [[text or "" for text in column.to_pylist()] for column in piece.columns]
            rows.extend(list(row) for row in zip(*columns, strict=True))
            if len(rows) >= wanted:
                break
        return rows

    def blocks(self, first_row: int, width: int) -> Iterator[Block]:
        """Blocks of the first `width` columns from spreadsheet row `first_row`."""
        self._done = 0
        for block in self.held:
            self._done += len(block)
            narrow = Block(block.columns[:width], block.rows, block.native[:width])
            if block.rows[0].as_py() < first_row:
                narrow = narrow.filter(pc.greater_equal(block.rows, pa.scalar(first_row)))
            if len(narrow):
                yield narrow

    def progress(self) -> tuple[int, int]:
        """Rows given of rows held."""
        return self._done, max(self.rows, 1)
