"""GeoJSON: a feature a row, whatever stands in it."""

from __future__ import annotations

import json

from datasets.export.geojson import geojson_blocks, geometry_in
from datasets.export.sql import Field
from datasets.vocab import ColumnType
from tests.datasets.export.memory import Rows

NAME, PLACE = Field("nama", "Nama", ColumnType.TEXT), Field("titik", "Titik", ColumnType.POINT)
POINT = {"type": "Point", "coordinates": [127.3, 0.8]}


def test_each_row_is_a_feature() -> None:
    source = Rows([NAME, PLACE], [("Kalumpang", POINT), ("a\nb", None)])
    made = json.loads(b"".join(geojson_blocks(source, PLACE)))
    assert made["type"] == "FeatureCollection"
    assert made["features"] == [
        {"type": "Feature", "geometry": POINT, "properties": {"nama": "Kalumpang"}},
        {"type": "Feature", "geometry": None, "properties": {"nama": "a\nb"}},
    ]


def test_no_rows_are_an_empty_collection() -> None:
    assert json.loads(b"".join(geojson_blocks(Rows([PLACE], []), PLACE)))["features"] == []


def test_the_first_place_is_the_geometry() -> None:
    shape = Field("bentuk", "Bentuk", ColumnType.GEOMETRY)
    assert geometry_in([NAME, shape, PLACE]) == shape
    assert geometry_in([NAME]) is None
