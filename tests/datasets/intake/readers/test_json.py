"""JSON records in every wrapping, GeoJSON, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import opened

_RECORDS = [{"nama": "Moya", "nilai": 1.5}, {"nama": "Moti", "luas": 24, "ada": True, "lain": [1, {"a": 2}]}]
_WANTED = [["Moya", "1.5", "", "", ""], ["Moti", "", "24", "true", '[1,{"a":2}]']]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(_RECORDS),
        json.dumps(_RECORDS, indent=2),
        "\n".join(map(json.dumps, _RECORDS)),
        json.dumps({"status": "ok", "data": _RECORDS, "total": 2}),
    ],
)
def test_records_are_read_from_every_wrapping(tmp_path: Path, text: str) -> None:
    found = opened(tmp_path, text.encode(), "data.json")
    assert found.table.labels == ["nama", "nilai", "luas", "ada", "lain"]
    assert (found.rows, found.numbers, found.table.header_row) == (_WANTED, [2, 3], "1")
    assert found.table.format == "json"


def test_features_become_columns_and_a_geometry(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [127.38, 0.79]}
    features = [{"type": "Feature", "properties": {"nama": "Pasar"}, "geometry": point}]
    found = opened(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert (found.table.format, found.table.labels) == ("geojson", ["nama", "geometry"])
    assert json.loads(found.rows[0][1]) == point


def test_records_over_many_pieces_are_whole(tmp_path: Path) -> None:
    records = [{"no": number, "teks": "x" * 500} for number in range(9_000)]
    found = opened(tmp_path, json.dumps(records).encode())
    assert [row[0] for row in found.rows] == [str(number) for number in range(9_000)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("42", F.JSON_NOT_RECORDS),
        ("null", F.JSON_NOT_RECORDS),
        ("[1, 2]", F.JSON_NOT_RECORDS),
        ('{"a": {"b": 1}}', F.JSON_NOT_RECORDS),
        ("[]", F.NO_ROWS),
        ('[{"a": 1}', F.JSON_INVALID),
        ('[{"a": 1} {"a": 2}]', F.JSON_INVALID),
        ('[{"a": 1e999}]', F.JSON_INVALID),
        ("[" * 5_000, F.JSON_INVALID),
        (json.dumps([{f"k{number}": 1 for number in range(2_000)}]), F.TOO_MANY_COLUMNS),
    ],
)
def test_what_holds_no_records_is_refused(tmp_path: Path, text: str, code: F) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, text.encode(), "data.json")
    assert refused.value.finding.code is code
