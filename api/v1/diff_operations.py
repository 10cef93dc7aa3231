"""What can be asked of differences between versions, for the OpenAPI document and its page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.v1.consumer_operations import SCHEMA_DIFF
from api.v1.operations import Operation, query
from api.v1.schemas import Schema, array, shape, text, whole
from api.v1.version_diffs import MOST_DIFFERENCES
from datasets.vocab import MEDIA_TYPES, Format

_PATH = "datasets/{slug}/versions/{number}/diff"
_AGAINST = query("against", whole(), "A version's number; by default the one before.")
_ROW: Schema = {
    "type": "object",
    "description": "The row as it is now (as it was where it was removed), and what happened to it.",
    "properties": {
        "_change": {"type": "string", "enum": ["removed", "changed", "added"]},
        "_cells": {
            "type": ["object", "null"],
            "description": "Of a changed row: what each changed cell was and is.",
            "additionalProperties": {"type": "object", "required": ["before", "after"]},
        },
    },
    "required": ["_change", "_cells"],
    "additionalProperties": True,
}
_DIFF = shape(
    version=whole(),
    against=whole(),
    counts=shape(removed=whole(), changed=whole(), added=whole(), same=whole()),
    key=array(text("Columns that rows are told apart by; none: rows are compared as wholes.")),
    schema=SCHEMA_DIFF,
    rows=array(_ROW),
    next=text(is_null=True, format="uri"),
)


def _stream(form: Format) -> Operation:
    return Operation(
        "get",
        f"{_PATH}.{form}",
        f"version_diff_{form}",
        _("Semua beda dengan versi lain sebagai satu berkas, mengalir"),
        text(),
        media_type=MEDIA_TYPES[form],
        parameters=(_AGAINST,),
        refusals=(400, 403, 404, 410, 503),
    )


_SUMMARY: Promise = _("Beda baris dengan versi lain: ditambah, dihapus, diubah sel demi sel; juga beda kolom")
DIFFERENCES = (
    Operation(
        "get",
        _PATH,
        "version_diff",
        _SUMMARY,
        _DIFF,
        parameters=(
            _AGAINST,
            query("limit", {"type": "integer", "minimum": 1, "maximum": MOST_DIFFERENCES, "default": 100}),
            query("cursor", text(), "From `next`; belongs to these two versions only."),
        ),
        refusals=(400, 403, 404, 410, 503),
    ),
    _stream(Format.CSV),
    _stream(Format.NDJSON),
)
