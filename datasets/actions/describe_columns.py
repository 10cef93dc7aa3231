"""A draft is given its data dictionary before its first file, instead of taking the one a file proposes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.edit_columns import EDITABLE, check_bounds, check_labels, check_pattern, code_list_of
from datasets.actions.fields import clean_fields
from datasets.actions.moving import locked_dataset
from datasets.models import Column, Dataset, User
from datasets.rules.access import Act, check_not_withdrawn
from datasets.rules.errors import Fault, IllegalMove, Invalid
from datasets.trail import record
from datasets.vocab import Verb

#: A column's id.
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@transaction.atomic
def describe_columns(actor: User, dataset: Dataset, columns: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The columns in this order, each with a `name` (its id), a `code_list` slug and `EDITABLE` fields.

    Raises Hidden, Denied, Gone, Invalid, IllegalMove where the dataset has a dictionary already.
    """
    held = locked_dataset(actor, Act.EDIT_DATASET, dataset)
    check_not_withdrawn(held)
    if held.columns.exists():
        sentence = gettext("Dataset ini sudah punya kamus data; ubah kolomnya satu per satu.")
        raise IllegalMove("described", "describe_columns", sentence)
    made = [new_column(held, place, given) for place, given in enumerate(columns)]
    check_labels(made)
    Column.objects.bulk_create(made)
    held.metadata_updated_at = timezone.now()
    held.save(update_fields=["metadata_updated_at"])
    record(actor, Verb.EDIT_COLUMNS, held, detail={"columns": {c.name: ["name"] for c in made}})
    return made


def new_column(dataset: Dataset, place: int, given: Mapping[str, Any]) -> Column:
    """A column as `given`, not saved yet. Raises Invalid."""
    column = Column(dataset=dataset, position=place)
    wanted = {name: value for name, value in given.items() if name != "code_list"}
    for name, value in clean_fields(column, wanted, ("name", *EDITABLE)).items():
        setattr(column, name, value)
    if not _NAME.fullmatch(column.name):
        sentence = gettext("Nama kolom ditulis dengan huruf kecil, angka dan garis bawah.")
        raise Invalid(Fault("name", "invalid", sentence))
    column.code_list = code_list_of(given.get("code_list"))
    check_bounds(column.minimum, column.maximum)
    check_pattern(column.pattern)
    return column
