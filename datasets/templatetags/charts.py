"""`{% load charts %}`: charts drawn on the server, each with a text that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from datasets.measures import charts
from datasets.templatetags.portal import pita_warna

register = template.Library()


@register.inclusion_tag("parts/spark.html")
def percik(values: Sequence[Decimal | None], told: str = "") -> dict[str, Any]:
    """A sparkline; `told` is its text for screen readers ('' where the text stands beside it)."""
    return {"spark": charts.spark_through(values), "told": told}


@register.inclusion_tag("parts/bullet.html")
def peluru(value: Decimal | None, goal: Decimal | None, band: str, told: str) -> dict[str, Any]:
    """A bar towards its goal, coloured by band; hatched where there is nothing to draw."""
    return {"bullet": charts.bullet_of(value, goal), "colour": pita_warna(band), "told": told}
