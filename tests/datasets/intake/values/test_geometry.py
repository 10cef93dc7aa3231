"""Geometries are told from text and held to the earth."""

from __future__ import annotations

from datasets.intake.values.geometry import is_on_earth, kind_of


def test_kinds() -> None:
    assert kind_of('{"type":"Point","coordinates":[127.4,0.8]}') == "Point"
    assert kind_of('{"type":"Feature"}') == ""
    assert kind_of("Point") == ""
    assert kind_of("{broken") == ""


def test_positions_are_longitude_before_latitude() -> None:
    assert is_on_earth('{"type":"Point","coordinates":[127.4,0.8]}')
    assert not is_on_earth('{"type":"Point","coordinates":[0.8,127.4]}')
    assert not is_on_earth('{"type":"Polygon","coordinates":[[[127,0],[127,1],[500,0]]]}')
    assert is_on_earth('{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}')
    assert not is_on_earth("{broken")
