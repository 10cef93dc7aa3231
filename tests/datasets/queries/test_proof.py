"""The rows behind a figure: exactly those that were counted, and their sum is the figure."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from datasets.models import Realisation
from datasets.queries.indicators import Standing, city_performance
from datasets.queries.proof import PAGE, proof_of
from datasets.vocab import Aggregation
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


def standing() -> Standing:
    return city_performance(None).standings[0]


def test_the_rows_add_up_to_the_figure() -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset)
    proof = proof_of(standing())
    assert proof is not None
    assert (proof.count, proof.measure_sum, proof.value) == (4, D("2282.75"), standing().value)
    assert sum(D(row[4]) for row in proof.rows if row[4] is not None) == proof.measure_sum
    assert proof.agrees


def test_rows_carry_their_number_in_the_file() -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset)
    proof = proof_of(standing())
    assert proof is not None
    assert proof.rows[0] == (2, "2026-09", "82.71.02", "Ternate Selatan", "812.5")


@pytest.mark.parametrize("aggregation", [Aggregation.SUM, Aggregation.LAST, Aggregation.MEAN])
def test_each_way_of_counting_agrees_with_its_rows(aggregation: Aggregation) -> None:
    dataset = factories.dataset()
    indicator(dataset, aggregation=aggregation, filters={"kode_kecamatan": "82.71.03"})
    published(dataset)
    proof = proof_of(standing())
    assert proof is not None
    assert (proof.agrees, proof.value) == (True, standing().value)


def test_a_ratio_shows_both_sums() -> None:
    dataset = factories.dataset()
    indicator(dataset, aggregation=Aggregation.RATIO, denominator="terangkut_ton", scale=100)
    published(dataset)
    proof = proof_of(standing())
    assert proof is not None
    assert (proof.denominator_sum, proof.value, proof.agrees) == (D("2282.75"), D(100), True)


def test_a_figure_that_its_rows_do_not_bear_out_is_told() -> None:
    dataset = factories.dataset()
    made = indicator(dataset)
    published(dataset)
    Realisation.objects.filter(indicator=made, period="2026-10").update(numerator=1)
    proof = proof_of(standing())
    assert proof is not None
    assert not proof.agrees


def test_rows_of_another_year_are_no_proof() -> None:
    dataset = factories.dataset()
    indicator(dataset)
    rows = [("2025-12", "82.71.02", "Ternate Selatan", "9"), ("2026-01", "82.71.02", "Ternate Selatan", "5")]
    published(dataset, rows=rows)
    proof = proof_of(standing())
    assert proof is not None
    assert [row[1] for row in proof.rows] == ["2026-01"]


def test_many_rows_come_in_pages() -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset, rows=[("2026-01", f"82.71.{n:02d}", "x", "1") for n in range(PAGE + 1)])
    first, second, beyond = (proof_of(standing(), page) for page in (1, 2, 99))
    assert first is not None
    assert second is not None
    assert beyond is not None
    assert (len(first.rows), len(second.rows), first.pages) == (PAGE, 1, 2)
    assert beyond.page == 2


def test_nothing_reported_has_no_proof() -> None:
    indicator(factories.dataset())
    assert proof_of(standing()) is None


def test_the_proof_takes_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset)
    shown = standing()
    connection.queries_log.clear()
    with django_assert_num_queries(3):
        proof_of(shown)
