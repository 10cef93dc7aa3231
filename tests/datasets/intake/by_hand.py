"""What the child would have answered, written by hand, so that the engine is tested without reading a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from datasets.intake import claims
from datasets.intake.claims import Claim
from datasets.intake.job import dictionary_of
from datasets.intake.load import load
from datasets.intake.profile import profile
from datasets.intake.publish import publish
from datasets.intake.schema import ColumnFound, Report, TableFound, Verdict
from datasets.intake.shape import shape_of
from datasets.models import Dataset, Indicator, Part, Upload, Version
from datasets.vocab import Aggregation, ColumnRole, ColumnType, IndicatorLevel, Polarity, UploadState
from tests import factories

Given = Sequence[tuple[str, ColumnType, ColumnRole]]
Rows = Sequence[Sequence[Any]]


def spool(path: Path, rows: Rows) -> Path:
    """The clean rows as the child leaves them for COPY."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        for number, row in enumerate(rows, 1):
            writer.writerow([number, number + 1, "", *("" if cell is None else cell for cell in row)])
    return path


def report(rows: Rows, given: Given = factories.WASTE_COLUMNS, **changes: Any) -> Report:
    """An accepted report on these rows."""
    found = tuple(ColumnFound(name, name.title(), kind, role) for name, kind, role in given)
    values: dict[str, Any] = {
        "verdict": Verdict.ACCEPTED,
        "table": TableFound(format="csv", rows=len(rows), columns=found),
        "spool_columns": tuple(name for name, _, _ in given),
        "counts": {"errors": 0, "warnings": 0, "fixed": 0},
    }
    return Report(**(values | changes))


def claimed(of: Dataset, **changes: Any) -> tuple[Claim, Upload]:
    """An upload of the dataset that we hold for checking."""
    upload = factories.upload(of, UploadState.RECEIVED, **changes)
    claim = claims.take_for_checking(upload.id)
    assert claim is not None
    return claim, Upload.objects.select_related("dataset").get(pk=upload.pk)


def loaded(
    of: Dataset,
    folder: Path,
    rows: Rows = factories.WASTE_ROWS,
    given: Given = factories.WASTE_COLUMNS,
    **changes: Any,
) -> Part:
    """A part of these rows, loaded and profiled, its upload `ready`."""
    claim, upload = claimed(of, **changes)
    told = report(rows, given)
    part = load(claim, upload, shape_of(told, dictionary_of(of)), spool(folder / "rows.csv", rows))
    profile(part)
    claim.finish(state=UploadState.READY, attempt=0)
    return part


def approved(part: Part) -> Upload:
    """The part's upload, approved by Wati and not published yet."""
    changes = {"state": UploadState.APPROVED, "approved_by": factories.wati(), "approved_at": timezone.now()}
    Upload.objects.filter(pk=part.upload_id).update(**changes)
    return Upload.objects.get(pk=part.upload_id)


def published(of: Dataset, folder: Path, rows: Rows = factories.WASTE_ROWS, **changes: Any) -> Version:
    """These rows published through the engine; the version that is live afterwards."""
    part = loaded(Dataset.objects.get(pk=of.pk), folder, rows, **changes)
    publish(approved(part).pk)
    live = Dataset.objects.select_related("live_version").get(pk=of.pk).live_version
    assert live is not None
    return live


def indicator(of: Dataset, **changes: Any) -> Indicator:
    """An indicator that sums what was carried away."""
    values: dict[str, Any] = {
        "code": "IKU-1",
        "name": "Sampah terangkut",
        "organization": of.organization,
        "level": IndicatorLevel.IKU,
        "unit": "ton",
        "polarity": Polarity.UP,
        "aggregation": Aggregation.SUM,
        "dataset": of,
        "measure": "terangkut_ton",
    }
    return Indicator.objects.create(**(values | changes))
