"""Rows as JSON: one array of objects, or one object a line (NDJSON); text made by PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

from datasets.export.source import RowSource


def ndjson_blocks(source: RowSource) -> Iterator[bytes]:
    """One JSON object a line."""
    return source.json_blocks()


def json_blocks(source: RowSource) -> Iterator[bytes]:
    """One JSON array, an object a line."""
    yield from listed_blocks(source.json_blocks())
    yield b"\n"


def listed_blocks(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines of JSON as one array. No JSON text holds a raw line feed, so each ends an item."""
    yield b"[\n"
    held = b""
    for block in lines:
        text = held + block
        body = text.removesuffix(b"\n")
        held = text[len(body) :]
        yield body.replace(b"\n", b",\n")
    yield b"\n]"
