"""What a model gives to a tool, held to the tool's own schema; every sentence says how it is put right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from api.v1.base import is_storable
from datasets.queries.errors import BadParameter

Schema = dict[str, Any]
#: Longest text of an argument.
MOST_LETTERS = 2_000


def text(description: str) -> Schema:
    """A text."""
    return {"type": "string", "description": description, "maxLength": MOST_LETTERS}


def texts(description: str) -> Schema:
    """Several texts, or one."""
    one: Schema = {"type": "string", "maxLength": MOST_LETTERS}
    return {"description": description, "anyOf": [one, {"type": "array", "items": one, "maxItems": 200}]}


def whole(description: str, most: int, default: int | None = None) -> Schema:
    """A number from 1 to `most`."""
    told = {"type": "integer", "description": description, "minimum": 1, "maximum": most}
    return told if default is None else told | {"default": default}


def filters(description: str) -> Schema:
    """Conditions by column."""
    value = {"type": ["string", "number", "boolean", "array"]}
    return {"type": "object", "description": description, "additionalProperties": value, "maxProperties": 50}


def checked(given: Mapping[str, Any], properties: Mapping[str, Schema], required: Iterable[str]) -> None:
    """Raises BadParameter for an argument that is unknown, missing or of another type."""
    if not is_storable(dict(given)):
        raise BadParameter("", "unreadable", gettext("Ada teks yang tidak dapat dibaca."))
    for name in given:
        if name not in properties:
            detail = gettext("Argumen “%(name)s” tidak dikenal. Yang dikenal: %(known)s.")
            raise BadParameter(
                name[:100], "unknown_argument", detail % {"name": name[:100], "known": ", ".join(properties)}
            )
    for name in required:
        if given.get(name) in (None, ""):
            raise BadParameter(name, "required", gettext("Argumen “%(name)s” wajib.") % {"name": name})
    for name, value in given.items():
        if value is not None and not _fits(value, properties[name]):
            detail = gettext("Argumen “%(name)s” tidak sesuai dengan skemanya.") % {"name": name}
            raise BadParameter(name, "unreadable", detail)


def joined(value: Any) -> str:
    """One value, or several as the API writes them: between commas, quoted where they hold one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, list):
        return str(value)
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([joined(one) for one in value])
    return line.getvalue()


def _fits(value: Any, schema: Schema) -> bool:
    if "anyOf" in schema:
        return any(_fits(value, one) for one in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return any(_IS[kind](value, schema) for kind in kinds)


def _is_text(value: Any, schema: Schema) -> bool:
    return isinstance(value, str) and len(value) <= schema.get("maxLength", MOST_LETTERS)


def _is_whole(value: Any, schema: Schema) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return is_number and schema.get("minimum", value) <= value <= schema.get("maximum", value)


def _is_list(value: Any, schema: Schema) -> bool:
    item = schema.get("items", {"type": ["string", "number", "boolean"]})
    return isinstance(value, list) and len(value) <= 200 and all(_fits(one, item) for one in value)


def _is_object(value: Any, schema: Schema) -> bool:
    is_small = isinstance(value, dict) and len(value) <= schema.get("maxProperties", 50)
    return is_small and all(_fits(one, schema["additionalProperties"]) for one in value.values())


_IS = {
    "string": _is_text,
    "integer": _is_whole,
    "number": lambda value, _: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value, _: isinstance(value, bool),
    "array": _is_list,
    "object": _is_object,
}
