"""Walidata takes back the reason for which a column with personal data stood open: it blocks again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.moving import locked_dataset
from datasets.models import Dataset, User
from datasets.rules.access import Act, check_not_withdrawn
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def end_override(actor: User, dataset: Dataset, column: str) -> None:
    """End the reason given for `column` (its id). What is published stays; the next file is blocked.

    Raises Hidden, Denied (all but walidata), Gone, Invalid (none was given).
    """
    held = locked_dataset(actor, Act.OVERRIDE_PERSONAL, dataset)
    check_not_withdrawn(held)
    given = held.personal_overrides.filter(column=column).first()
    if given is None:
        raise Invalid(
            Fault("column", "unknown_column", gettext("Untuk kolom itu tidak ada alasan tercatat."))
        )
    given.delete()
    record(actor, Verb.END_OVERRIDE, held, note=given.reason, detail={"column": column, "kinds": given.kinds})
