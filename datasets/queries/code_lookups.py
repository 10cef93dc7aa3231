"""What a code list tells of a column bound to it, asked for as `kecamatan.nama`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from datasets.export.sql import CODE_ATTRIBUTES, Field, Lookup
from datasets.models import Column, Version
from datasets.vocab import ColumnType

#: Attributes that are codes themselves; the others are words.
_CODES = frozenset({"induk"})
#: PostgreSQL cuts longer names, so that two attributes of one column would become one.
_LONGEST = 63


def known_columns(version: Version, fields: Sequence[Field], names: Iterable[str]) -> Mapping[str, Field]:
    """Columns by the name they may be asked for: their ids, and where `names` hold a point, `id.attribute`.

    One query more where there is a point, none without.
    """
    by_id = {field.id: field for field in fields}
    return by_id | _lookups(version, fields) if any("." in name for name in names) else by_id


def _lookups(version: Version, fields: Sequence[Field]) -> dict[str, Field]:
    bound = Column.objects.filter(dataset=version.dataset_id, code_list__isnull=False)
    lists = dict(bound.values_list("name", "code_list"))
    return {
        f"{field.id}.{attribute}": _looked_up(field, place, str(lists[field.id]), attribute)
        for place, field in enumerate(fields)
        if field.id in lists
        for attribute in CODE_ATTRIBUTES
        if len(f"{field.id}.{attribute}") <= _LONGEST
    }


def _looked_up(field: Field, place: int, code_list: str, attribute: str) -> Field:
    kind = ColumnType.CODE if attribute in _CODES else ColumnType.TEXT
    label = f"{field.label} ({attribute})"
    return Field(f"{field.id}.{attribute}", label, kind, lookup=Lookup(field.id, place, code_list, attribute))
