"""Sums that the check makes on its way are those that PostgreSQL makes of the loaded rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from datasets import store
from datasets.intake import check_sums
from datasets.intake.check_convert import Converted
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_sums import SumsSeen
from datasets.intake.check_survey import Survey
from datasets.intake.check_tally import tally_of
from datasets.intake.profile import profile, summarise
from datasets.intake.run import process
from datasets.intake.spooled import Sums
from datasets.intake.values.cells import Cells
from datasets.models import Part, Summary, Upload
from datasets.vocab import ColumnRole, ColumnType, Frequency, UploadState
from tests import factories

_AREA = (ColumnType.CODE, ColumnRole.AREA)
_MONTH = (ColumnType.MONTH, ColumnRole.PERIOD)
_INTEGER = (ColumnType.INTEGER, ColumnRole.MEASURE)
_DECIMAL = (ColumnType.DECIMAL, ColumnRole.MEASURE)
Given = tuple[ColumnType, ColumnRole]
Values = Sequence[str | None]


def _plan(place: int, given: Given, values: Values) -> ColumnPlan:
    survey = Survey()
    survey.add(pa.array(values, pa.string()), None, pa.arange(1, len(values) + 1))
    kind, role = given
    return ColumnPlan(place, f"k{place}", "K", "A", kind, survey, tally_of(survey), role)


def _sums(given: list[Given], blocks: Sequence[Sequence[Values]]) -> Sums | None:
    """The sums of `blocks`, each a list of columns; every second block holds each value once."""
    whole = [[value for block in blocks for value in block[at]] for at in range(len(given))]
    plans = [_plan(at, kind, values) for at, (kind, values) in enumerate(zip(given, whole, strict=True))]
    seen = SumsSeen(plans)
    for number, block in enumerate(blocks):
        columns = [pa.array(values, pa.string()) for values in block]
        cells = [Cells.folded(column) if number % 2 else Cells(column) for column in columns]
        seen.add([Converted(plan, cell) for plan, cell in zip(plans, cells, strict=True)])
    return seen.found()


def test_rows_are_summed_by_area_and_period_over_all_blocks() -> None:
    first: list[Values] = [
        ["a", "b", "a", None],
        ["2026-01", "2026-01", "2026-01", "2026-02"],
        ["1", "2", None, "-4"],
    ]
    second: list[Values] = [["a", "a"], ["2026-01", None], ["5", "7"]]
    found = _sums([_AREA, _MONTH, _INTEGER], [first, second])
    assert found is not None
    assert (found.area, found.period, found.measures) == ("k0", "k1", ("k2",))
    assert sorted(found.lines.splitlines()) == sorted(
        ["a,2026-01,3,2,6,1,5", "b,2026-01,1,1,2,2,2", ",2026-02,1,1,-4,-4,-4", "a,,1,1,7,7,7"]
    )


def test_decimals_are_exact() -> None:
    found = _sums([_DECIMAL], [[["0.10", "-1234567.05", "0.2"]], [["0.30", None, "0.30"]]])
    assert found is not None
    assert found.lines == ",,6,5,-1234566.15,-1234567.05,0.30\n"


@pytest.mark.parametrize(
    "values",
    [["1e-9"], ["0.123456789"], ["9000000000000000000", "9000000000000000000"], ["123456789012345678901"]],
)
def test_what_could_be_inexact_is_left_to_the_database(values: Values) -> None:
    assert _sums([_DECIMAL], [[values]]) is None


def test_without_measures_there_is_nothing_to_sum() -> None:
    assert _sums([_AREA], [[["a"]]]) is None


def test_too_many_groups_are_left_to_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_sums, "MOST_GROUPS", 3)
    four = [["a", "b", "c", "d"], ["1", "2", "3", "4"]]
    assert _sums([_AREA, _INTEGER], [[column[:3] for column in four]]) is not None
    assert _sums([_AREA, _INTEGER], [four]) is None


FILE = (
    "Tanggal;Kode kecamatan;Orang;Biaya\n"
    "31/10/2026;82.71.02;12;1.234,50\n"
    "01/11/2026;82.71.02;-7;10,00\n"
    "02/11/2026;82.71.03;;2.000,75\n"
    "02/11/2026;;40;\n"
    "29/02/2024;82.71.03;3;0,25\n"
)


def _summaries(part: Part) -> list[dict[str, Any]]:
    names = ("measure", "area", "period", "row_count", "value_count", "total", "minimum", "maximum")
    return list(Summary.objects.filter(part=part).order_by("measure", "area", "period").values(*names))


@pytest.mark.django_db
@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.MONTHLY, Frequency.SEMIANNUAL])
@pytest.mark.parametrize("left_out", [(), ("tanggal",), ("kode_kecamatan",), ("tanggal", "kode_kecamatan")])
def test_the_child_sums_as_the_database_would(frequency: Frequency, left_out: tuple[str, ...]) -> None:
    of = factories.dataset(frequency=frequency)
    factories.columns(of, _COLUMNS)
    of.columns.filter(name__in=left_out).update(role=ColumnRole.DIMENSION)
    stored = store.save([FILE.encode()])
    period = "2026" if "tanggal" in left_out else ""
    sent = {"sha256": stored.sha256, "bytes": stored.bytes, "period": period}
    upload = factories.upload(of, UploadState.RECEIVED, **sent)
    process(upload.id)
    part = Upload.objects.get(pk=upload.pk).part
    summed = _summaries(part)
    summarise(part)
    assert summed == _summaries(part) != []


_COLUMNS = (
    ("tanggal", ColumnType.DATE, ColumnRole.PERIOD),
    ("kode_kecamatan", ColumnType.CODE, ColumnRole.AREA),
    ("orang", ColumnType.INTEGER, ColumnRole.MEASURE),
    ("biaya", ColumnType.DECIMAL, ColumnRole.MEASURE),
)


@pytest.mark.django_db
def test_sums_made_by_other_columns_are_not_taken() -> None:
    of = factories.dataset()
    factories.columns(of, _COLUMNS)
    stored = store.save([FILE.encode()])
    upload = factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    process(upload.id)
    part = Upload.objects.get(pk=upload.pk).part
    right = _summaries(part)
    profile(part, (), Sums("lain", "tanggal", ("orang", "biaya"), "a,2026-01-01,1,1,1,1,1,1,1,1,1\n"))
    assert _summaries(part) == right
