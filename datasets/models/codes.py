"""Columns that hold a code of `datasets.vocab`: the database refuses any other value."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Choices for a field; labels stay codes so that wording never makes a migration."""
    return [(word.value, word.value) for word in words]


def known_code(field: str, words: type[StrEnum], table: str) -> models.CheckConstraint:
    """A check constraint that keeps `field` to the codes of `words`."""
    codes = [word.value for word in words]
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": codes}), name=f"{table}_{field}_known"
    )
