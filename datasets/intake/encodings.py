"""Which letters: finds a text file's encoding by trying it on every byte, and decodes it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
#: Bytes that cp1252 leaves undefined: their presence speaks against it.
_NOT_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


@dataclass(frozen=True)
class Scan:
    """What reading every byte once told. `encoding` is a codec name; counts are of bytes."""

    encoding: str
    is_certain: bool
    quotes: int
    nuls: int
    size: int


def looks_like_utf16(head: bytes) -> bool:
    """Whether the bytes are UTF-16: by its mark, or by NULs in every second place."""
    return utf16_codec(head) != ""


def utf16_codec(head: bytes) -> str:
    """`utf-16-le`, `utf-16-be`, or '' where the bytes are not UTF-16."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = head[: len(head) // 2 * 2]
    even, odd = sample[0::2], sample[1::2]
    if len(even) < 4:
        return ""
    if odd.count(0) > len(odd) * 0.6 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.6 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return ""


def scan(path: Path) -> Scan:
    """Read the whole file once in pieces: its encoding, and how many quotes and NULs it has."""
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
        codec = utf16_codec(head)
        stream.seek(0)
        utf8 = codecs.getincrementaldecoder("utf-8")()
        is_utf8, is_ascii, quotes, nuls, size = not codec, True, 0, 0, 0
        odd = bytearray()
        while piece := stream.read(_CHUNK):
            quotes += piece.count(b'"')
            nuls += 0 if codec else piece.count(b"\x00")
            size += len(piece)
            if piece.isascii():
                if utf8.getstate()[0]:
                    is_utf8 = is_utf8 and _continues(utf8, piece)
                continue
            is_ascii = False
            is_utf8 = is_utf8 and _continues(utf8, piece)
            if not is_utf8 and len(odd) < _SAMPLE:
                odd += piece[:_SAMPLE]
    if codec:
        return Scan(codec, True, quotes, 0, size)
    if is_ascii and is_utf8:
        return Scan("ascii", True, quotes, nuls, size)
    if is_utf8:
        encoding = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
        return Scan(encoding, True, quotes, nuls, size)
    encoding, certain = _eight_bit(bytes(odd) or head)
    return Scan(encoding, certain, quotes, nuls, size)


def _continues(decoder: codecs.IncrementalDecoder, piece: bytes) -> bool:
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(sample: bytes) -> tuple[str, bool]:
    """cp1252 where its letters read like Latin words, else what charset-normalizer believes."""
    if not _NOT_CP1252.intersection(sample) and _reads_like_latin(sample):
        return "cp1252", True
    from charset_normalizer import from_bytes  # 25 MB that plain files need not pay for

    best = from_bytes(sample[:65536]).best()
    if best is None:
        return "cp1252", False
    return best.encoding.replace("_", "-"), False


def _reads_like_latin(sample: bytes) -> bool:
    """Accented letters in Latin text are few and stand among plain letters."""
    high = sum(byte > 127 for byte in sample)
    letters = sum(chr(byte).isalpha() for byte in sample if byte < 128)
    return high <= letters * 0.15


def decoded(path: Path, encoding: str, start: int = 0) -> Iterator[str]:
    """The text of a file in pieces, without its byte order mark."""
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "ascii" else encoding)("replace")
    with path.open("rb") as stream:
        stream.seek(start)
        is_first = True
        while piece := stream.read(_CHUNK):
            text = decoder.decode(piece)
            if is_first:
                text, is_first = text.removeprefix("\ufeff"), not text
            yield text
        yield decoder.decode(b"", True)
