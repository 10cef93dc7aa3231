"""Values given for a row's fields: only named fields, each held to its model field, all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from datasets.actions.texts import LONGEST, one_line, tidy
from datasets.models.keys import Keyed
from datasets.rules.errors import Fault, Invalid


def clean_fields(row: Keyed, given: Mapping[str, Any], allowed: Iterable[str]) -> dict[str, Any]:
    """What is given, as the model's own types. Raises Invalid: unknown fields, wrong values."""
    known = frozenset(allowed)
    cleaned: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in given.items():
        if name not in known:
            faults.append(Fault(name, "unknown_field", gettext("Isian ini tidak dikenal.")))
            continue
        try:
            cleaned[name] = _clean(row, name, value)
        except ValidationError as error:
            code = error.error_list[0].code or "invalid"
            faults.append(Fault(name, code, " ".join(error.messages)))
    if faults:
        raise Invalid(*faults)
    return cleaned


def _clean(row: Keyed, name: str, value: Any) -> Any:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, ArrayField):
        return _without_doubles(field.clean(_items(field, value), row))
    if isinstance(field, models.CharField | models.TextField):
        value = _text(field, value)
    return field.clean(value, row)


def _items(field: ArrayField[Any, Any], value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValidationError(gettext("Isi dengan daftar."), code="not_a_list")
    base = field.base_field
    return [_text(base, item) for item in value] if isinstance(base, models.CharField) else list(value)


def _without_doubles(items: list[Any]) -> list[Any]:
    """Texts in the order given, numbers in their own."""
    once = list(dict.fromkeys(items))
    return once if any(isinstance(item, str) for item in once) else sorted(once)


def _text(field: models.CharField[Any, Any] | models.TextField[Any, Any], value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(gettext("Isi dengan teks."), code="not_a_text")
    text = tidy(value) if isinstance(field, models.TextField) else one_line(value)
    if len(text) > LONGEST:
        raise ValidationError(gettext("Terlalu panjang: paling banyak 20.000 huruf."), code="too_long")
    return text
