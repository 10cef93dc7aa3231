"""Reading the city's CSV files: every wrong cell is named by file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from datasets.city.errors import CityError

#: Between the parts of one cell that holds several values.
SEPARATOR = "|"

Word = TypeVar("Word", bound=StrEnum)
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Row:
    """One row of a city file, read cell by cell; `line` counts from 1 with the header."""

    path: Path
    line: int
    cells: dict[str, str]

    def error(self, problem: str) -> CityError:
        """An error that names this row."""
        return CityError.at(self.path, self.line, problem)

    def text(self, column: str) -> str:
        """The cell, which may not be empty."""
        if not self.cells[column]:
            raise self.error(f"{column} belum diisi.")
        return self.cells[column]

    def optional(self, column: str) -> str:
        """The cell, '' where it is empty."""
        return self.cells[column]

    def matching(self, column: str, pattern: re.Pattern[str], example: str) -> str:
        """The cell, which must match `pattern` from end to end."""
        text = self.text(column)
        if not pattern.fullmatch(text):
            raise self.error(f'{column} "{text}" tidak dikenali. Contoh yang benar: {example}.')
        return text

    def word(self, column: str, words: type[Word]) -> Word:
        """The cell as a code of `words`."""
        text = self.text(column)
        try:
            return words(text)
        except ValueError:
            known = ", ".join(word.value for word in words)
            raise self.error(f'{column} "{text}" tidak dikenal. Pilih salah satu: {known}.') from None

    def number(self, column: str) -> Decimal | None:
        """The cell as a number written with a decimal point; None where it is empty."""
        text = self.cells[column]
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            raise self.error(f'{column} "{text}" bukan angka. Tulis misalnya 1250.5.') from None

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a cell separated by `|`."""
        return tuple(part.strip() for part in self.cells[column].split(SEPARATOR) if part.strip())

    def yes(self, column: str) -> bool:
        """Whether the cell says `ya`; only `ya`, `tidak` and empty are allowed."""
        text = self.cells[column].casefold()
        if text not in ("ya", "tidak", ""):
            raise self.error(f'{column} "{text}" harus ya atau tidak.')
        return text == "ya"


def read_rows(path: Path, columns: Iterable[str], more: str = "") -> Iterator[Row]:
    """The rows of a UTF-8 CSV whose header has exactly `columns`, in any order.

    Columns that match the pattern `more` may be there besides.
    """
    wanted = list(columns)
    if not path.is_file():
        raise CityError.missing(path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        header = list(reader.fieldnames or [])
        _check_header(path, header, wanted, more)
        for cells in reader:
            if None in cells or None in cells.values():
                raise CityError.at(path, reader.line_num, f"harus ada tepat {len(header)} sel.")
            yield Row(path, reader.line_num, {key: cell.strip() for key, cell in cells.items()})


def _check_header(path: Path, found: list[str], wanted: list[str], more: str) -> None:
    missing = [name for name in wanted if name not in found]
    unknown = [name for name in found if name not in wanted and not re.fullmatch(more, name)]
    if missing:
        raise CityError.at(path, 1, f"kolom {', '.join(missing)} tidak ada.")
    if unknown:
        raise CityError.at(path, 1, f"kolom {', '.join(unknown)} tidak dikenal.")


def once_each(pairs: Iterable[tuple[Row, Thing]], key: Callable[[Thing], str]) -> Iterator[Thing]:
    """The things of `pairs` in order; an error names the row whose key came before."""
    seen: set[str] = set()
    for row, thing in pairs:
        if key(thing) in seen:
            raise row.error(f"{key(thing)} sudah ada di baris sebelumnya.")
        seen.add(key(thing))
        yield thing
