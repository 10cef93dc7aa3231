"""Tells the columns how large their numbers are: what a typed file has to know before its first row.

Taken from the statistics that each part keeps of its columns; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from datasets.export.sql import Field
from datasets.vocab import NUMERIC_TYPES

#: What `Part.profile` holds: by column id `{minimum, maximum, scale, …}`, numbers as text.
Profile = Mapping[str, Mapping[str, Any]]


def measured(fields: Sequence[Field], profiles: Iterable[Profile]) -> list[Field]:
    """The columns with `digits` and `scale` over all parts; None where one part does not tell."""
    known = list(profiles)
    return [_measured(field, [profile.get(field.id) for profile in known]) for field in fields]


def _measured(field: Field, told: Sequence[Mapping[str, Any] | None]) -> Field:
    given = [one for one in told if one is not None]
    is_told = all(one.get("minimum") is not None or not one.get("non_null") for one in given)
    if field.type not in NUMERIC_TYPES or not given or not is_told:
        return field
    scales = [one.get("scale") for one in given]
    bounds = [_digits(one.get(end)) for one in given for end in ("minimum", "maximum")]
    known = [digits for digits in bounds if digits is not None]
    return replace(
        field,
        scale=max((scale for scale in scales if scale is not None), default=0),
        digits=max(known) if len(known) == len(bounds) else None,
    )


def _digits(bound: str | None) -> int | None:
    """Digits before the point of a number written as text; 0 where there is no value at all."""
    if bound is None:
        return 0
    try:
        value = Decimal(bound)
    except InvalidOperation:
        return None
    return len(str(abs(int(value)))) if value.is_finite() else None
