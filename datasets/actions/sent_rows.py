"""Rows that a system sends by themselves, read one after another: JSON, one JSON object a line, or CSV.

Whatever is wrong with a row is told by its number, so nothing is guessed as it is with a file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext

from datasets.actions.sent_values import sent_value
from datasets.actions.texts import one_line
from datasets.rules.errors import Fault, Invalid
from datasets.vocab import ColumnType
from datasets.vocab_rows import RowsFormat

#: Rows that one request may hold; more come as a file.
MOST_ROWS = 200_000
#: JSON is read at once, so it may weigh this much (bytes); one object a line and CSV are read by row.
MOST_JSON = 2_500_000
#: Longest line, in bytes.
_MOST_LINE = 1_000_000
#: Faults that are told at once.
_MOST_FAULTS = 50

Row = tuple[str | None, ...]


@dataclass
class SentRows:
    """The rows of one request: `columns` are known once the first row is read.

    `types` are those of the dictionary by column id; `key` the ids that say which row is meant, the
    only ones allowed where `is_key_only`.
    """

    path: Path
    format: RowsFormat
    types: Mapping[str, ColumnType]
    key: Sequence[str]
    is_key_only: bool = False
    columns: tuple[str, ...] = ()
    _faults: list[Fault] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)

    def __iter__(self) -> Iterator[Row]:
        """Each row in the order of `columns`. Raises Invalid, at the latest behind the last row."""
        count = 0
        for count, given in enumerate(self._objects(), 1):
            if count > MOST_ROWS:
                _refuse("rows", "too_many", gettext("Paling banyak 200.000 baris; kirim sebagai berkas."))
            if count == 1:
                self.columns = self._columns_of(given)
            if (row := self._row(count, given)) is not None and not self._faults:
                yield row
        if self._faults:
            raise Invalid(*self._faults)
        if not count:
            _refuse("rows", "required", gettext("Tidak ada baris yang dikirim."))

    def _objects(self) -> Iterator[Mapping[str, Any]]:
        if self.format is RowsFormat.JSON:
            return _from_json(self.path)
        return _from_lines(self.path) if self.format is RowsFormat.NDJSON else _from_csv(self.path)

    def _columns_of(self, first: Mapping[str, Any]) -> tuple[str, ...]:
        """The columns that the first row names, and so all. Raises Invalid."""
        for name in first:
            if name not in self.types or (self.is_key_only and name not in self.key):
                sentence = gettext("“%(name)s” bukan id kolom yang dapat dikirim di sini.")
                self._tell("rows.1", "unknown_column", sentence % {"name": one_line(str(name)[:100])})
        for name in self.key:
            if name not in first:
                sentence = gettext("Kolom kunci “%(name)s” harus ada di setiap baris.") % {"name": name}
                self._tell(f"rows.1.{name}", "required", sentence)
        if self._faults:
            raise Invalid(*self._faults)
        return tuple(first)

    def _row(self, number: int, given: Mapping[str, Any]) -> Row | None:
        if given.keys() != set(self.columns):
            sentence = gettext("Semua baris harus menyebut kolom yang sama dengan baris pertama.")
            self._tell(f"rows.{number}", "other_columns", sentence)
            return None
        values: dict[str, str | None] = {}
        for name in self.columns:
            try:
                values[name] = sent_value(self.types[name], given[name])
            except ValueError:
                self._tell(f"rows.{number}.{name}", "unreadable", self._wanted(name, given[name]))
                return None
        return tuple(values.values()) if self._is_new(number, values) else None

    def _is_new(self, number: int, values: Mapping[str, str | None]) -> bool:
        """Whether the row's key is whole and was not sent before."""
        key = [values[name] for name in self.key]
        if None in key:
            self._tell(f"rows.{number}", "key_empty", gettext("Kolom kunci tidak boleh kosong."))
            return False
        digest = hashlib.blake2b("\x1f".join(map(str, key)).encode(), digest_size=16).digest()
        if digest in self._seen:
            self._tell(f"rows.{number}", "key_repeated", gettext("Kunci baris ini sudah dikirim di atasnya."))
            return False
        self._seen.add(digest)
        return True

    def _wanted(self, name: str, value: Any) -> str:
        sentence = gettext("“%(value)s” tidak dapat dibaca sebagai %(type)s.")
        return sentence % {"value": one_line(str(value)[:100]), "type": self.types[name].value}

    def _tell(self, where: str, code: str, sentence: str) -> None:
        self._faults.append(Fault(where, code, sentence))
        if len(self._faults) >= _MOST_FAULTS:
            raise Invalid(*self._faults)


def _from_json(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.stat().st_size > MOST_JSON:
        sentence = gettext("JSON sebesar ini dikirim sebagai NDJSON (application/x-ndjson) atau CSV.")
        _refuse("rows", "too_large", sentence)
    found = _json(path.read_bytes(), "rows")
    rows = found.get("rows") if isinstance(found, dict) and set(found) == {"rows"} else found
    if not isinstance(rows, list):
        _refuse("rows", "required", gettext("Kirim daftar objek, atau objek “rows” yang berisi daftar itu."))
    for number, row in enumerate(rows, 1):
        yield _object(row, number)


def _from_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    number = 0
    with path.open("rb") as lines:
        while line := lines.readline(_MOST_LINE):
            if len(line) >= _MOST_LINE:
                _refuse(f"rows.{number + 1}", "too_long", gettext("Baris ini terlalu panjang."))
            if line.strip():
                number += 1
                yield _object(_json(line, f"rows.{number}"), number)


def _from_csv(path: Path) -> Iterator[Mapping[str, Any]]:
    """Ids in the first line, commas, UTF-8; the csv module itself bounds a field to 131,072 letters."""
    with path.open("rb") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True)
        number = 0
        try:
            names = next(reader, [])
            if len(set(names)) != len(names):
                _refuse("rows", "columns_repeated", gettext("Ada id kolom yang tertulis dua kali."))
            for number, cells in enumerate((cells for cells in reader if cells), 1):
                if len(cells) != len(names):
                    _refuse(f"rows.{number}", "unreadable", _no_csv())
                yield dict(zip(names, cells, strict=True))
        except (csv.Error, UnicodeDecodeError):
            _refuse(f"rows.{number + 1}", "unreadable", _no_csv())


def _no_csv() -> str:
    return gettext("Baris ini bukan CSV UTF-8 yang utuh dengan koma dan sel sebanyak judulnya.")


def _json(text: bytes, where: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError):
        _refuse(where, "unreadable", gettext("Ini bukan JSON yang utuh."))


def _object(row: Any, number: int) -> Mapping[str, Any]:
    if not isinstance(row, dict) or not row:
        _refuse(f"rows.{number}", "unreadable", gettext("Setiap baris adalah objek: id kolom dan nilainya."))
    return row


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _refuse(where: str, code: str, sentence: str) -> NoReturn:
    raise Invalid(Fault(where, code, sentence))
