"""Which live rows a change by key is about, and whether they are still those it was made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from datasets.models import Dataset, Part, RowChange, Upload, VersionPart
from datasets.vocab import Accumulation

#: What people read where the live rows have changed since.
OVERTAKEN = gettext_lazy(
    "Data yang terbit sudah berubah sejak perubahan baris ini diperiksa. Periksa ulang, supaya baris "
    "yang dikirim digabungkan dengan data yang sekarang."
)


def change_of(upload: Upload) -> RowChange | None:
    """The rows that this upload's file is made of; None for a file that somebody sent."""
    return RowChange.objects.filter(upload=upload).first()


def parts_touched(dataset: Dataset, period: str) -> list[Part]:
    """The live parts whose rows a change for `period` is laid over, in their order: of a dataset that
    grows by period those of just this period, else all; none where nothing is live.
    """
    placed = VersionPart.objects.filter(version=dataset.live_version_id).select_related("part")
    parts = [place.part for place in placed.order_by("position")]
    if dataset.accumulation == Accumulation.PERIOD:
        return [part for part in parts if part.period == period]
    return parts


def is_overtaken(upload: Upload) -> bool:
    """Whether other rows became live since the upload's file was made of what was live then."""
    change = change_of(upload)
    if change is None:
        return False
    return [part.pk for part in parts_touched(upload.dataset, upload.period)] != list(change.base)
