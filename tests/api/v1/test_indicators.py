"""`indicators`: figures as the performance page has them, shut where their rows are."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.models import Dataset, Indicator, Realisation, Target, User
from datasets.vocab import Access, Aggregation, IndicatorLevel, Polarity, Scope
from tests import factories
from tests.api.conftest import AsPerson


@pytest.fixture(autouse=True)
def indicator(db: None) -> Indicator:
    dataset = factories.dataset()
    version = factories.published(dataset)
    made = Indicator.objects.create(
        code="IKU-01",
        name="Sampah terangkut",
        organization=dataset.organization,
        level=IndicatorLevel.IKU,
        unit="ton",
        polarity=Polarity.UP,
        aggregation=Aggregation.SUM,
        dataset=dataset,
        measure="terangkut_ton",
    )
    Target.objects.create(indicator=made, year=2026, value=4000)
    for period, value in (("2026-09", "1452.5"), ("2026-10", "830.25")):
        Realisation.objects.create(
            indicator=made, period=period, value=value, numerator=value, row_count=2, version=version
        )
    return made


def test_an_indicator_has_target_value_and_percent(nobody: Client) -> None:
    listed = nobody.get("/api/v1/indicators?year=2026").json()
    assert (listed["year"], listed["count"]) == (2026, 1)
    shown = nobody.get("/api/v1/indicators/IKU-01?year=2026").json()
    assert shown["target"]["value"] == 4000
    assert shown["value"] == pytest.approx(2282.75)
    assert [point["period"] for point in shown["trend"]] == ["2026-09", "2026-10"]
    assert shown["dataset"] == "sampah-terangkut"


def test_a_figure_made_of_restricted_rows_is_shut(nobody: Client, as_person: AsPerson, sari: User) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    shown = nobody.get("/api/v1/indicators/IKU-01?year=2026").json()
    assert (shown["value"], shown["percent"], shown["band"], shown["trend"], shown["dataset"]) == (
        None,
        None,
        None,
        [],
        None,
    )
    assert as_person(sari, Scope.READ).get("/api/v1/indicators/IKU-01?year=2026").json()["value"] is not None


def test_what_is_not_there_or_not_understood(nobody: Client) -> None:
    assert nobody.get("/api/v1/indicators/XX").status_code == 404
    for query in ("year=dua", "year=26", "tahun=2026"):
        assert nobody.get(f"/api/v1/indicators?{query}").status_code == 400
