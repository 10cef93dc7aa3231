"""Counts what the quality of a version is computed from (DOMAIN req. 15); the arithmetic is `measures`'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from datasets.measures.periods import GRAIN_OF_FREQUENCY, closed_periods, in_order, is_period, parse_period
from datasets.measures.quality import Counts, described_fields, quality_of
from datasets.models import Dataset, Finding, Part, Version
from datasets.vocab import ColumnRole, Frequency
from datasets.vocab import FindingCode as F

#: Findings about single cells that had to be mended or guessed.
_MENDED = (
    F.NUMBER_DECORATED,
    F.NUMBER_ROUNDED,
    F.NUMBER_AMBIGUOUS,
    F.CODE_WAS_NUMBER,
    F.CODE_ALIAS,
    F.MISSING_MARK,
    F.DASH_MISSING,
    F.DATE_CONVERTED,
    F.DATE_AMBIGUOUS,
    F.VALUE_CONVERTED,
    F.SPACES_TRIMMED,
    F.ERROR_CELL,
    F.FORMULA_EMPTY,
)

#: The last closed periods that currency looks at.
_LAST_PERIODS = 12

_DATASET_FIELDS = (
    "description",
    "concept",
    "definition",
    "classification",
    "measure",
    "unit",
    "method",
    "coverage",
    "contact_email",
    "tags",
)


def score(version: Version, parts: Sequence[Part]) -> dict[str, Any]:
    """The version's quality as `Version.quality` keeps it."""
    dataset = version.dataset
    told = [column["id"] for column in version.columns if column["role"] != ColumnRole.NOTE]
    rows = sum(part.row_count for part in parts)
    due, filed = _punctuality(dataset, parts)
    described, fields = _description(dataset)
    counts = Counts(
        cells=rows * len(told),
        filled=sum(_filled(part, told) for part in parts),
        corrected=_found(parts, _MENDED),
        rows=rows,
        repeated=_found(parts, (F.ROW_DUPLICATE, F.KEY_DUPLICATE)),
        due=due,
        filed=filed,
        fields=fields,
        described=described,
    )
    return quality_of(counts).to_json()


def _filled(part: Part, told: Sequence[str]) -> int:
    return sum(part.profile[name]["non_null"] for name in told if name in part.profile)


def _found(parts: Sequence[Part], codes: Sequence[F]) -> int:
    """How often these were found; the first place of a kind carries its total."""
    kinds = Finding.objects.filter(upload__in=[part.upload_id for part in parts], code__in=codes)
    totals = kinds.order_by().values("upload", "code", "column").annotate(total=Max("count"))
    return sum(kind["total"] for kind in totals)


def _punctuality(dataset: Dataset, parts: Sequence[Part]) -> tuple[int, int]:
    """(due, filed) of the last closed periods since the first one there is; (0, 0) without a rhythm."""
    grain = GRAIN_OF_FREQUENCY.get(Frequency(dataset.frequency))
    held = Part.objects.filter(pk__in=[part.pk for part in parts])
    texts = {part.period for part in parts} | set(held.values_list("summaries__period", flat=True))
    there = [parse_period(text) for text in in_order([t for t in texts if t and is_period(t)])]
    if grain is None or not there:
        return 0, 0
    due = closed_periods(grain, there[0], timezone.localdate())[-_LAST_PERIODS:]
    return len(due), sum(1 for period in due if any(span.contains(period) for span in there))


def _description(dataset: Dataset) -> tuple[int, int]:
    columns = dataset.columns.values("label", "definition", "type")
    return described_fields({name: getattr(dataset, name) for name in _DATASET_FIELDS}, list(columns))
