"""Who may know of an indicator and see its figure: the dataset behind it decides.

The registry of indicators is public (DOMAIN §6), save where it would give away a closed dataset;
a figure is made of rows, so it is shown to whom the rows are open.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from datasets.models import Dataset, Indicator
from datasets.rules.access import Viewer, published_datasets, readable_datasets, visible_datasets
from datasets.vocab import Access


def visible_indicators(viewer: Viewer) -> QuerySet[Indicator]:
    """Indicators the viewer may know of.

    Each with `is_readable` (its figure may be shown) and `is_dataset_known` (its dataset may be linked).
    """
    known = Q(dataset=None) | ~Q(dataset__access=Access.CLOSED) | _behind(visible_datasets(viewer))
    return (
        Indicator.objects.filter(known)
        .annotate(
            is_readable=_behind(readable_datasets(viewer)),
            is_dataset_known=_behind(published_datasets(viewer)),
        )
        .select_related("organization", "dataset")
    )


def _behind(datasets: QuerySet[Dataset]) -> Exists:
    return Exists(datasets.filter(pk=OuterRef("dataset_id")))
