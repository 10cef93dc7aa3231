"""JSON records, JSON lines and GeoJSON → rows: read in pieces, one record at a time."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from datasets.intake.encodings import decoded
from datasets.intake.findings import Refusal
from datasets.intake.readers.cells import BLOCK_ROWS, blocks_of
from datasets.intake.readers.rows import HeldSource
from datasets.intake.schema import Limits
from datasets.intake.table import Block, FileFound, Kind, SheetInfo
from datasets.vocab import FindingCode as F

GEOMETRY = "geometry"
#: Keys under which services wrap their list of records.
_WRAPPERS = ("features", "data", "records", "rows", "results", "result", "items")
_SPACE = re.compile(r"[ \t\r\n]*")


def open_json(found: FileFound, limits: Limits) -> tuple[HeldSource, Kind, list[str]]:
    """The records as a source without header rows, its kind, and the keys as headers.

    Rows are numbered as in the sheet that the records would make: the first is row 2.
    Raises Refusal for JSON that is broken or holds no records.
    """
    records = _Records(found, limits)
    rows, keys = 2, dict[str, None]()
    blocks: list[Block] = []
    iterator = iter(records)
    while piece := list(islice(iterator, BLOCK_ROWS)):
        for record in piece:
            keys.update(dict.fromkeys(record))
        if len(keys) > limits.columns:
            raise Refusal(F.TOO_MANY_COLUMNS, columns=len(keys), limit=limits.columns)
        if rows * len(keys) > limits.cells:
            raise Refusal(F.TOO_MANY_CELLS, rows=rows, columns=len(keys), limit=limits.cells)
        cells = [[_cell(record.get(key)) for key in keys] for record in piece]
        blocks.extend(blocks_of(cells, len(keys), rows))
        rows += len(piece)
    if not blocks:
        raise Refusal(F.NO_ROWS)
    if not keys:
        raise Refusal(F.JSON_NOT_RECORDS)
    kind = Kind.GEOJSON if records.is_geojson else Kind.JSON
    return HeldSource([_widened(block, len(keys)) for block in blocks], SheetInfo()), kind, list(keys)


def _widened(block: Block, width: int) -> Block:
    """The block with empty columns for keys that only later records have."""
    missing = width - len(block.columns)
    empty = pa.nulls(len(block), pa.string())
    return Block(block.columns + [empty] * missing, block.rows, block.native + [None] * missing)


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, str):
        return value.replace("\x00", "")
    return value


class _Records:
    """The records of a JSON text, one after another, without holding the whole text."""

    def __init__(self, found: FileFound, limits: Limits) -> None:
        self.is_geojson = False
        self._found = found
        self._limits = limits
        self._pieces: Iterator[str] = decoded(found.path, found.encoding)
        self._text = ""
        self._at = 0
        self._decoder = json.JSONDecoder(parse_float=_finite, parse_constant=lambda word: None)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        first = self._peek()
        if first == "[":
            yield from map(self._record, self._elements())
        elif first == "{":
            yield from self._objects()
        else:
            self._value()
            raise Refusal(F.JSON_NOT_RECORDS)

    def _objects(self) -> Iterator[dict[str, Any]]:
        """A wrapper such as `{"data": […]}` or GeoJSON, or one record on each line."""
        if self._has_lines():
            while self._peek():
                yield self._record(self._value())
            return
        fields: dict[str, Any] = {}
        is_wrapper = False
        self._expect("{")
        while self._peek() not in ("}", ""):
            key = self._value()
            self._expect(":")
            if self._peek() == "[" and key in _WRAPPERS and not is_wrapper:
                is_wrapper = True
                self.is_geojson = key == "features"
                yield from map(self._record, self._elements())
            else:
                fields[str(key)] = self._value()
            if self._peek() == ",":
                self._expect(",")
        self._expect("}")
        if not is_wrapper:
            yield self._alone(fields)

    def _alone(self, fields: dict[str, Any]) -> dict[str, Any]:
        if fields.get("type") == "Feature":
            self.is_geojson = True
        elif any(isinstance(value, dict | list) for value in fields.values()) or len(fields) < 2:
            raise Refusal(F.JSON_NOT_RECORDS)
        return self._record(fields)

    def _has_lines(self) -> bool:
        """Whether the first line is an object of its own and another follows it."""
        self._more()
        line, _, rest = self._text[self._at :].partition("\n")
        try:
            json.loads(line)
        except (ValueError, RecursionError):
            return False
        return rest.lstrip()[:1] == "{"

    def _record(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Refusal(F.JSON_NOT_RECORDS)
        if value.get("type") == "Feature" and "geometry" in value:
            self.is_geojson = True
            return _feature(value)
        return value

    def _elements(self) -> Iterator[Any]:
        self._expect("[")
        while self._peek() not in ("]", ""):
            yield self._value()
            if self._peek() == ",":
                self._expect(",")
            elif self._peek() != "]":
                self._broken(f"koma atau ] diharapkan, bukan {self._peek()!r}")
        self._expect("]")

    def _value(self) -> Any:
        """The next JSON value; reads on until it is whole."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise Refusal(F.JSON_INVALID, reason="terlalu dalam") from error
            except ValueError as error:
                if not self._more():
                    self._broken(str(error))
                continue
            if end == len(self._text) and self._more():
                continue
            self._at = end
            return value

    def _peek(self) -> str:
        """The next character that is not a space, '' at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            self._broken(f"{mark} diharapkan")
        self._at += 1

    def _more(self) -> bool:
        """Add to the text at hand, at least doubling it; False at the end of the file."""
        rest = self._text[self._at :]
        if len(rest) > self._limits.record_bytes:
            raise Refusal(F.JSON_INVALID, reason="satu baris data terlalu panjang")
        pieces, size = [rest], 0
        for piece in self._pieces:
            pieces.append(piece)
            size += len(piece)
            if size > len(rest):
                break
        self._text, self._at = "".join(pieces), 0
        return size > 0

    def _broken(self, reason: str) -> None:
        raise Refusal(F.JSON_INVALID, reason=reason[:200])


def _feature(value: dict[str, Any]) -> dict[str, Any]:
    properties = value.get("properties") or {}
    if not isinstance(properties, dict):
        raise Refusal(F.JSON_NOT_RECORDS)
    name = GEOMETRY if GEOMETRY not in properties else f"{GEOMETRY}_"
    return {**properties, name: value.get("geometry")}


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Refusal(F.JSON_INVALID, reason=f"angka terlalu besar: {text[:40]}")
    return number
