"""A published dataset with an indicator on it, its figures computed by the real intake steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from datasets.intake.indicators import refresh
from datasets.intake.profile import profile
from datasets.models import Dataset, Indicator, Target, Version
from datasets.vocab import Aggregation, IndicatorLevel, Polarity
from tests import factories


def indicator(of: Dataset | None, code: str = "IKU-DLH-01", **changes: Any) -> Indicator:
    """An indicator that sums `terangkut_ton`, with a target of 4,000 for 2026."""
    values: dict[str, Any] = {
        "name": "Sampah terangkut",
        "organization": of.organization if of else factories.office(),
        "level": IndicatorLevel.IKU,
        "unit": "ton",
        "decimals": 1,
        "polarity": Polarity.UP,
        "aggregation": Aggregation.SUM,
        "dataset": of,
        "measure": "terangkut_ton",
        "formula": "Jumlah sampah terangkut.",
    }
    made = Indicator.objects.create(code=code, **(values | changes))
    Target.objects.create(indicator=made, year=2026, value=Decimal(4000))
    return made


def published(of: Dataset, **given: Any) -> Version:
    """Publish rows, and set summaries and realisations as intake does."""
    version = factories.published(of, **given)
    part = version.parts.get()
    profile(part)
    refresh(version, part, [], [])
    return version
