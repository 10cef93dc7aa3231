"""Real files of every suffix, spoilt: bytes turned, cut, doubled, left out; random bytes under their names."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator

import openpyxl

from tests.files.ole import xls
from tests.files.opendocument import ods
from tests.files.workbooks import Row, Sheet, date, error, formula, xlsx
from tests.files.zips import zipped

_DATA: list[list[str | float]] = [[f"0{n}", f"Desa {n}", n * 1.5] for n in range(30)]
_ROWS: list[list[str | float]] = [["kode", "nama", "nilai"], *_DATA]
_DATED: list[Row] = [[f"0{n}", f"Desa & {n}", n * 1.5, date(45000 + n)] for n in range(20)]
_TYPED: list[Row] = [
    ["kode", "nama", "nilai", "tanggal"],
    *_DATED,
    ["21", error(), formula("1+1"), date(45000.5)],
]
_TEXT = "\n".join(";".join(map(str, row)) for row in _ROWS)
_HTML = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>' + "".join(
    "<tr>" + "".join(f"<td colspan=1>{cell}</td>" for cell in row) + "</tr>" for row in _ROWS
)
_RECORDS = [dict(zip(map(str, _ROWS[0]), row, strict=True)) for row in _ROWS[1:]]
_FEATURES = [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [127.3, 0.8]}, "properties": record}
    for record in _RECORDS
]


def _by_openpyxl() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in _ROWS:
        book.worksheets[0].append(row)
    book.save(held)
    return held.getvalue()


#: Whole files by the suffix they are sent under.
WHOLE: dict[str, bytes] = {
    "csv": _TEXT.encode(),
    "tsv": _TEXT.replace(";", "\t").encode("utf-16"),
    "xlsx": xlsx(Sheet("Data", _TYPED, merges=["A3:B3"], hidden_rows=[4]), shared=["<t>a</t>"]),
    "xlsm": _by_openpyxl(),
    "xls": xls(_ROWS),
    "ods": ods(_ROWS, blank_rows=50),
    "html": _HTML.encode(),
    "json": json.dumps(_RECORDS).encode(),
    "geojson": json.dumps({"type": "FeatureCollection", "features": _FEATURES}).encode(),
    "zip": zipped({"data.csv": _TEXT}),
    "gz": gzip.compress(_TEXT.encode(), mtime=0),
}


def spoilt(whole: bytes, chance: random.Random) -> bytes:
    """`whole` with one kind of damage."""
    return chance.choice(_DAMAGES)(bytearray(whole), chance)


def within(whole: bytes, chance: random.Random) -> bytes:
    """An archive whose one part is spoilt, packed so that the sums are right."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([part for part in parts if "sheet" in part or "content" in part] or list(parts))
    return zipped({**parts, name: spoilt(parts[name], chance)})


def files(each: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(name, content) of `each` spoilt files for every suffix; the same for the same seed."""
    chance = random.Random(seed)
    for suffix, whole in WHOLE.items():
        for number in range(each):
            is_archive = whole.startswith(b"PK") and number % 3
            yield f"{suffix}-{number:03d}.{suffix}", (within if is_archive else spoilt)(whole, chance)
        for number in range(3):
            start = whole[: chance.choice([0, 4, 8, 512])]
            yield f"{suffix}-acak-{number}.{suffix}", start + chance.randbytes(chance.choice([1, 40, 3_000]))


def _turned(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 3, 20])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def _cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(len(content))])


def _left_out(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice([1, 5, 100])]
    return bytes(content)


def _doubled(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    piece = content[start : start + chance.choice([1, 5, 100])]
    return bytes(content[:start] + piece * chance.choice([2, 50]) + content[start:])


def _overwritten(content: bytearray, chance: random.Random) -> bytes:
    start, word = chance.randrange(len(content)), chance.choice(_WORDS)
    content[start : start + len(word)] = word
    return bytes(content)


_WORDS = (
    b"\x00" * 8,
    b"\xff" * 8,
    b"99999999999",
    b"-1",
    b'"',
    b"<",
    b"</",
    b"&#0;",
    b"1e999",
    b"NaN",
    b"\r",
    b"XFD1048576",
)
_DAMAGES: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    *(_turned, _cut, _left_out, _doubled, _overwritten),
)
