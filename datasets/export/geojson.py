"""Rows as GeoJSON (RFC 7946): a feature a row; features made by PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datasets.export.json import listed_blocks
from datasets.export.source import RowSource
from datasets.export.sql import Field
from datasets.vocab import ColumnType

#: Before and after the list of features; the gap is for a `bbox` member.
OPENING, CLOSING = b'{"type":"FeatureCollection",%b"features":', b"}\n"

_SHAPES = (ColumnType.POINT, ColumnType.GEOMETRY)


def geometry_in(fields: Sequence[Field]) -> Field | None:
    """The column that places the rows: the first with points or shapes; None where there is none."""
    return next((field for field in fields if field.type in _SHAPES), None)


def geojson_blocks(source: RowSource, geometry: Field) -> Iterator[bytes]:
    """One FeatureCollection, a feature a line."""
    yield OPENING % b""
    yield from listed_blocks(source.feature_blocks(geometry))
    yield CLOSING
