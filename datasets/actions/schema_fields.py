"""Reads a Frictionless Table Schema as our dictionary's fields, and tells what has no place there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from datasets.rules.errors import Fault, Invalid
from datasets.vocab import ColumnRole, ColumnType, PersonalData

#: The one namespace of what is ours.
OURS = "satudata"
MOST_FIELDS = 1_000
_TYPES: dict[str, ColumnType] = {
    "integer": ColumnType.INTEGER,
    "number": ColumnType.DECIMAL,
    "string": ColumnType.TEXT,
    "date": ColumnType.DATE,
    "datetime": ColumnType.DATETIME,
    "time": ColumnType.TIME,
    "year": ColumnType.YEAR,
    "yearmonth": ColumnType.MONTH,
    "boolean": ColumnType.BOOLEAN,
    "geopoint": ColumnType.POINT,
    "geojson": ColumnType.GEOMETRY,
}
_SCHEMA_WORDS = frozenset({"fields", "primaryKey", "missingValues", OURS, "$schema"})
_FIELD_WORDS = frozenset({"name", "type", "format", "title", "description", "constraints", OURS})
_YES_NO_WORDS = {"trueValues": ["true"], "falseValues": ["false"]}
_CONSTRAINTS = frozenset({"required", "unique", "minimum", "maximum", "pattern", "enum"})
#: Our word → the column's field.
_EXTRAS = {
    "unit": "unit",
    "concept": "concept",
    "titleEn": "label_en",
    "aliases": "aliases",
    "codeList": "code_list",
    "decimals": "decimals",
    "personalData": "personal_data",
}


@dataclass(frozen=True)
class Told:
    """Something of the schema that the dictionary has no place for: where, and a sentence."""

    field: str
    message: str


@dataclass
class SchemaRead:
    """The schema as `describe_columns` and `edit_row_rules` take it, and what is left out."""

    columns: list[dict[str, Any]] = field(default_factory=list)
    rules: list[Mapping[str, Any]] | None = None
    told: list[Told] = field(default_factory=list)
    #: Names of columns whose role, whose exact type the schema does not say.
    without_role: set[str] = field(default_factory=set)
    without_type: set[str] = field(default_factory=set)


def read_schema(schema: Mapping[str, Any]) -> SchemaRead:
    """The schema's fields as columns. Raises Invalid where it is no Table Schema."""
    fields = schema.get("fields")
    if not isinstance(fields, list) or not 1 <= len(fields) <= MOST_FIELDS:
        sentence = gettext("“fields” adalah daftar berisi 1 sampai %(most)s kolom.") % {"most": MOST_FIELDS}
        raise Invalid(Fault("fields", "invalid", sentence))
    read = SchemaRead()
    for place, given in enumerate(fields):
        read.columns.append(_column(f"fields.{place}", given, read))
    _check_names(read.columns)
    _read_key(schema, read)
    _read_rest(schema, read)
    return read


def _column(where: str, given: object, read: SchemaRead) -> dict[str, Any]:
    if not isinstance(given, dict) or not isinstance(given.get("name"), str) or not given["name"].strip():
        raise Invalid(Fault(where, "invalid", gettext("Setiap kolom adalah objek dengan “name”.")))
    ours = given.get(OURS, {})
    if not isinstance(ours, dict):
        raise Invalid(Fault(f"{where}.{OURS}", "invalid", gettext("Isi dengan objek.")))
    name = _id_of(given["name"])
    if name != given["name"]:
        sentence = gettext("“%(old)s” menjadi id “%(new)s”.") % {"old": given["name"], "new": name}
        read.told.append(Told(f"{where}.name", sentence))
    kind = _type_of(where, given, ours, read)
    read.without_role |= set() if "role" in ours else {name}
    read.without_type |= set() if "type" in ours else {name}
    column = {
        "name": name,
        "label": _text(where, given, "title") or given["name"],
        "type": kind.value,
        "definition": _text(where, given, "description"),
        "role": ours.get("role", _role_of(kind)),
    }
    column |= {mine: ours[word] for word, mine in _EXTRAS.items() if word in ours}
    column |= _constraints(where, given.get("constraints", {}), ours, kind, read)
    _tell_unknown(where, given, ours, read)
    return column


def _type_of(where: str, given: Mapping[str, Any], ours: Mapping[str, Any], read: SchemaRead) -> ColumnType:
    word = given.get("type", "string")
    kind = _TYPES.get(word) if isinstance(word, str) else None
    if kind is None:
        sentence = gettext("Jenis “%(type)s” tidak ada di sini; kolom dibaca sebagai teks.") % {"type": word}
        read.told.append(Told(f"{where}.type", sentence))
    if given.get("format", "default") not in ("default", "any"):
        sentence = gettext("Format “%(format)s” tidak dipakai; cara tulis dikenali sendiri.")
        read.told.append(Told(f"{where}.format", sentence % {"format": given["format"]}))
    exact = ours.get("type")
    if exact is not None and exact not in list(ColumnType):
        raise Invalid(Fault(f"{where}.{OURS}.type", "invalid", gettext("Jenis ini tidak dikenal.")))
    return ColumnType(exact) if exact else kind or ColumnType.TEXT


def _role_of(kind: ColumnType) -> ColumnRole:
    return ColumnRole.MEASURE if kind in (ColumnType.INTEGER, ColumnType.DECIMAL) else ColumnRole.DIMENSION


def _constraints(
    where: str, given: object, ours: Mapping[str, Any], kind: ColumnType, read: SchemaRead
) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Invalid(Fault(f"{where}.constraints", "invalid", gettext("Isi dengan objek.")))
    for word in given.keys() - _CONSTRAINTS:
        _tell(read, f"{where}.constraints.{word}")
    both = {
        **given,
        **{word: ours[word] for word in ("minimum", "maximum", "pattern", "enum") if word in ours},
    }
    found: dict[str, Any] = {
        "is_required": _flag(where, both, "required"),
        "is_key": _flag(where, both, "unique"),
        "minimum": None,
        "maximum": None,
        "pattern": both.get("pattern", ""),
        "allowed": [],
    }
    has_numbers = kind in (ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.YEAR)
    for word in ("minimum", "maximum"):
        if word in both and (has_numbers or word in ours):
            found[word] = _as_text(both[word])
        elif word in both:
            _tell(read, f"{where}.constraints.{word}")
    if "enum" in both:
        values = both["enum"]
        found["allowed"] = [_as_text(value) for value in values] if isinstance(values, list) else values
    return found


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _flag(where: str, given: Mapping[str, Any], word: str) -> bool:
    value = given.get(word, False)
    if not isinstance(value, bool):
        raise Invalid(Fault(f"{where}.constraints.{word}", "invalid", gettext("Isi dengan true atau false.")))
    return value


def _text(where: str, given: Mapping[str, Any], word: str) -> str:
    value = given.get(word, "")
    if not isinstance(value, str):
        raise Invalid(Fault(f"{where}.{word}", "invalid", gettext("Isi dengan teks.")))
    return value


def _check_names(columns: Sequence[Mapping[str, Any]]) -> None:
    seen: set[str] = set()
    for place, column in enumerate(columns):
        if column["name"] in seen:
            sentence = gettext("Kolom “%(name)s” disebut dua kali.") % {"name": column["name"]}
            raise Invalid(Fault(f"fields.{place}.name", "duplicate", sentence))
        seen.add(column["name"])


def _read_key(schema: Mapping[str, Any], read: SchemaRead) -> None:
    """`primaryKey` is the key; without one, the only unique field is."""
    given = schema.get("primaryKey")
    unique = [column for column in read.columns if column["is_key"]]
    if given is not None:
        names = [given] if isinstance(given, str) else given
        known = {column["name"] for column in read.columns}
        if not isinstance(names, list) or not {_id_of(str(name)) for name in names} <= known:
            sentence = gettext("“primaryKey” menyebut kolom yang tidak ada.")
            raise Invalid(Fault("primaryKey", "unknown_column", sentence))
        key = {_id_of(str(name)) for name in names}
    else:
        key = {unique[0]["name"]} if len(unique) == 1 else set()
    for place, column in enumerate(read.columns):
        if column["is_key"] and key != {column["name"]}:
            _tell(read, f"fields.{place}.constraints.unique")
        column["is_key"] = column["name"] in key


def _read_rest(schema: Mapping[str, Any], read: SchemaRead) -> None:
    for word in schema.keys() - _SCHEMA_WORDS:
        _tell(read, word)
    if schema.get("missingValues", [""]) != [""]:
        sentence = gettext("Tanda “tidak ada data” dikenali sendiri; “missingValues” tidak dipakai.")
        read.told.append(Told("missingValues", sentence))
    ours = schema.get(OURS, {})
    if not isinstance(ours, dict):
        raise Invalid(Fault(OURS, "invalid", gettext("Isi dengan objek.")))
    rules = ours.get("rowRules")
    if rules is not None and not (isinstance(rules, list) and all(isinstance(one, dict) for one in rules)):
        raise Invalid(Fault(f"{OURS}.rowRules", "invalid", gettext("Isi dengan daftar objek.")))
    read.rules = rules
    for word in ours.keys() - {"version", "rowRules"}:
        _tell(read, f"{OURS}.{word}")


def _tell_unknown(where: str, given: Mapping[str, Any], ours: Mapping[str, Any], read: SchemaRead) -> None:
    for word in _unknown(given):
        _tell(read, f"{where}.{word}")
    known = {"type", "role", "minimum", "maximum", "pattern", "enum", *_EXTRAS}
    for word in ours.keys() - known:
        _tell(read, f"{where}.{OURS}.{word}")
    if ours.get("personalData", "") not in ["", *PersonalData]:
        raise Invalid(Fault(f"{where}.{OURS}.personalData", "invalid", gettext("Jenis ini tidak dikenal.")))


def _unknown(given: Mapping[str, Any]) -> Iterator[str]:
    for word, value in given.items():
        if word not in _FIELD_WORDS and _YES_NO_WORDS.get(word) != value:
            yield word


def _tell(read: SchemaRead, where: str) -> None:
    read.told.append(
        Told(where[:200], gettext("Bagian ini tidak punya tempat di kamus data dan tidak dipakai."))
    )


def _id_of(name: str) -> str:
    """A name as a column's id: lower case, digits and underscores, a letter first."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")[:60] if not _is_id(name) else name
    return plain if plain[:1].isalpha() else f"kolom_{plain}"[:60]


def _is_id(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name) is not None
