"""The reasons for which columns with personal data stand open, for the people of the dataset."""

from __future__ import annotations

from typing import Any

from datasets.models import Dataset, PersonalOverride
from datasets.queries.cards import moment


def overrides_of(dataset: Dataset) -> list[PersonalOverride]:
    """Every reason that holds, with who gave it. One query."""
    return list(dataset.personal_overrides.select_related("given_by"))


def override_of(given: PersonalOverride) -> dict[str, Any]:
    """A reason as the API tells it."""
    return {
        "column": given.column,
        "label": given.label,
        "kinds": given.kinds,
        "reason": given.reason,
        "given_by": given.given_by.name,
        "given_at": moment(given.given_at),
    }
