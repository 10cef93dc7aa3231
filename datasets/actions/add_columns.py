"""The data dictionary grows: columns that a file or a schema brings, behind those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.describe_columns import new_column
from datasets.actions.edit_columns import check_labels
from datasets.actions.moving import locked_dataset
from datasets.models import Column, Dataset, User
from datasets.rules.access import Act, check_not_withdrawn
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def add_columns(actor: User, dataset: Dataset, columns: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Add `columns`, shaped as for `describe_columns`; versions of before stay without them.

    Raises Hidden, Denied, Gone, Invalid (a name or a header that is taken).
    """
    held = locked_dataset(actor, Act.EDIT_DATASET, dataset)
    check_not_withdrawn(held)
    known = list(held.columns.all())
    last = held.columns.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    made = [new_column(held, first + place, given) for place, given in enumerate(columns)]
    _check_names(known, made)
    check_labels([*known, *made])
    Column.objects.bulk_create(made)
    held.metadata_updated_at = timezone.now()
    held.save(update_fields=["metadata_updated_at"])
    record(actor, Verb.EDIT_COLUMNS, held, detail={"columns": {column.name: ["name"] for column in made}})
    return made


def _check_names(known: Sequence[Column], made: Sequence[Column]) -> None:
    taken = {column.name for column in known}
    for column in made:
        if column.name in taken:
            sentence = gettext("Nama kolom “%(name)s” sudah dipakai.") % {"name": column.name}
            raise Invalid(Fault(f"{column.name}.name", "duplicate", sentence))
        taken.add(column.name)
