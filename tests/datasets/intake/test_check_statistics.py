"""What the examination counts is what PostgreSQL would count over the loaded rows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pytest

from datasets import store
from datasets.intake.check_convert import convert
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_statistics import ColumnStatistics
from datasets.intake.check_survey import Survey
from datasets.intake.check_tally import tally_of
from datasets.intake.profile import profile
from datasets.intake.run import process
from datasets.intake.schema import MOST_DISTINCT
from datasets.models import Upload
from datasets.vocab import ColumnType, UploadState
from tests import factories

FILE = (
    "kode;bulan;tanggal;jam;jumlah;biaya;nisbah;aktif;tahun;uraian\n"
    "0017;2026-01;31/10/2026;07:30;12;1.234,50;0,125;ya;2026;satu\n"
    "0018;2026-01;01/11/2026;08:00;-7;10,00;;tidak;2025;dua, tiga\n"
    "0019;2026-02;01/11/2026;;;2.000,75;3,5;ya;2026;\n"
    "0017;2026-03;02/11/2026;23:59;40;;12,0625;;2024;dua, tiga\n"
)


def _number(text: str | None) -> Any:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return text


def _comparable(kept: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    ordered = ("minimum", "maximum", "total")
    return {
        name: {key: _number(value) if key in ordered else value for key, value in column.items()}
        for name, column in kept.items()
    }


@pytest.mark.django_db
def test_the_child_counts_as_the_database_would() -> None:
    stored = store.save([FILE.encode()])
    of = factories.dataset()
    upload = factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    process(upload.id)
    part = Upload.objects.get(pk=upload.pk).part
    counted = dict(part.profile)
    profile(part)
    assert set(counted) == {c["id"] for c in part.columns}
    assert _comparable(counted) == _comparable(part.profile)


def _statistics(kind: ColumnType, values: list[str]) -> ColumnStatistics:
    survey = Survey()
    column = pa.array(values)
    survey.add(column, None, pa.arange(1, len(values) + 1))
    plan = ColumnPlan(0, "a", "A", "A", kind, survey, tally_of(survey))
    statistics = ColumnStatistics(plan)
    statistics.add(convert(plan, column, None))
    return statistics


def test_sums_that_might_overflow_are_left_to_the_database() -> None:
    assert not _statistics(ColumnType.INTEGER, ["9000000000000000000"] * 3).is_exact
    assert _statistics(ColumnType.INTEGER, ["9000000000"] * 3).profile().total == "27000000000"


def test_places_are_left_to_the_database() -> None:
    assert not _statistics(ColumnType.POINT, ['{"type":"Point","coordinates":[1,2]}']).is_exact


def test_distinct_values_are_counted_up_to_a_limit() -> None:
    many = [f"nilai {number}" for number in range(MOST_DISTINCT + 50)]
    assert _statistics(ColumnType.TEXT, many).profile().distinct == MOST_DISTINCT + 1
    assert _statistics(ColumnType.TEXT, ["a", "b", "a"]).profile().distinct == 2
