"""GeoJSON geometries in a cell: told from other text, and held to the earth's surface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

KINDS = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


def kind_of(text: str) -> str:
    """The kind of the geometry that `text` writes (`Point`…), '' where it writes none."""
    if not text.startswith("{"):
        return ""
    try:
        kind = json.loads(text).get("type")
    except (ValueError, AttributeError):
        return ""
    return kind if kind in KINDS else ""


def is_on_earth(text: str) -> bool:
    """Whether every position is [longitude, latitude] within ±180 and ±90 degrees."""
    try:
        geometry = json.loads(text)
        return all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in _positions(geometry))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def _positions(geometry: dict[str, Any]) -> Iterator[tuple[float, float]]:
    for part in geometry.get("geometries", ()):
        yield from _positions(part)
    yield from _pairs(geometry.get("coordinates", []))


def _pairs(coordinates: Any) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for inner in coordinates:
        yield from _pairs(inner)
