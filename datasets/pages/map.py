"""The city's schematic map, coloured by a figure: always beside a table, never alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from datasets.queries.summaries import AreaValue
from datasets.wording import formats

#: Where a city keeps its drawing: `{viewBox, note, boxes: [], areas: {code: {path, x, y, anchor}}}`.
DRAWING = "map.json"
STEPS = 5


@dataclass(frozen=True)
class Shape:
    """An area as drawn: `step` 1–5 by its figure, 0 where there is none."""

    name: str
    path: str
    step: int
    told: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True)
class CityMap:
    """The drawing with its figures; `legend` are the lower bounds of the steps, in words."""

    view_box: str
    boxes: tuple[dict[str, Any], ...]
    shapes: tuple[Shape, ...]
    legend: tuple[str, ...]


def map_of(areas: Sequence[AreaValue], unit: str) -> CityMap | None:
    """The map of these areas; None where the city has no drawing, or of other areas."""
    drawing = _drawing(Path(settings.CITY.folder))
    values = {area.code: area for area in areas}
    if drawing is None or not set(drawing["areas"]) & set(values) or not set(values) <= set(drawing["areas"]):
        return None
    largest = max(float(area.value) for area in areas) or 1.0
    shapes = tuple(_shape(area, values.get(code), largest, unit) for code, area in drawing["areas"].items())
    bounds = [formats.number(round(largest * n / STEPS)) for n in range(1, STEPS)]
    legend = (f"< {bounds[0]}", *(f"≥ {bound}" for bound in bounds))
    return CityMap(drawing["viewBox"], tuple(drawing.get("boxes", [])), shapes, legend)


def _shape(drawn: dict[str, Any], found: AreaValue | None, largest: float, unit: str) -> Shape:
    value = float(found.value) if found else 0.0
    step = min(int(value / largest * STEPS) + 1, STEPS) if found else 0
    told = f"{drawn['name']}: {formats.amount(round(found.value, 1), unit, 1)}" if found else drawn["name"]
    return Shape(drawn["name"], drawn["path"], step, told, str(drawn["x"]), str(drawn["y"]), drawn["anchor"])


@cache
def _drawing(folder: Path) -> dict[str, Any] | None:
    path = folder / DRAWING
    if not path.is_file():
        return None
    drawing: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return drawing
