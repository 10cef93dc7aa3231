"""A dataset's files as lasting resources: which file an id names, whatever the version."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext

from datasets.identifiers import resource_id
from datasets.models import Dataset, Distribution, Version
from datasets.queries.versions import file_of, version_of
from datasets.rules.access import Viewer, check_not_withdrawn, visible_datasets
from datasets.rules.errors import Hidden
from datasets.vocab import Format

#: Resource → its dataset and format. An id is a digest of both for ever, so what is known stays right;
#: who may see what is asked of the rules each time.
_known: dict[uuid.UUID, tuple[uuid.UUID, Format]] = {}
_looked_at: set[uuid.UUID] = set()


@dataclass(frozen=True)
class Resource:
    """One file of the live version, and what it belongs to."""

    dataset: Dataset
    version: Version
    file: Distribution


def resource_of(viewer: Viewer, key: str) -> Resource:
    """The resource with this id. Raises Hidden, Gone, Denied where the dataset's rows are shut."""
    dataset_id, format_ = _named(key) or (None, None)
    dataset = visible_datasets(viewer).filter(pk=dataset_id).first() if dataset_id else None
    if dataset is None or format_ is None:
        raise Hidden(gettext("Sumber data ini tidak ditemukan."))
    check_not_withdrawn(dataset)
    version = version_of(viewer, dataset)
    return Resource(dataset, version, file_of(viewer, dataset, version, format_))


def _named(key: str) -> tuple[uuid.UUID, Format] | None:
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    if wanted not in _known:
        _look_at_new_ones()
    return _known.get(wanted)


def _look_at_new_ones() -> None:
    """Only datasets that came since the last look cost anything."""
    for key in Dataset.objects.order_by().values_list("pk", flat=True):
        if key not in _looked_at:
            _known.update({resource_id(key, format_): (key, format_) for format_ in Format})
            _looked_at.add(key)
