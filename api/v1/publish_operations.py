"""What can be asked of API v1 to describe and publish without a browser, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from api.v1.bulk import MOST_OPERATIONS, OPERATION_NAMES
from api.v1.operations import ONCE, Operation, query
from api.v1.schemas import Schema, array, code, listed, ref, shape, text, whole
from datasets.vocab import ColumnRole, ColumnType, PersonalData, RowRuleKind, Scope

_D = "datasets/{slug}"


def _only(schema: Schema) -> Schema:
    """An object of just these fields: others are refused, not ignored."""
    return schema | {"additionalProperties": False}


_TRUTH: Schema = {"type": "boolean"}
_BOUND: Schema = {"type": ["number", "string", "null"]}
_DESCRIBED: dict[str, Schema] = {
    "name": text("The column's id, stable for ever.", pattern="^[a-z][a-z0-9_]*$"),
    "label": text("The header as written."),
    "label_en": text(),
    "aliases": array(text()),
    "type": code(ColumnType),
    "role": code(ColumnRole),
    "unit": text(),
    "concept": text(),
    "definition": text(),
    "is_required": _TRUTH,
    "is_key": _TRUTH,
    "minimum": _BOUND,
    "maximum": _BOUND,
    "pattern": text("A regular expression without look-around."),
    "allowed": array(text()),
    "decimals": {"type": ["integer", "null"]},
    "personal_data": {"type": "string", "enum": ["", *(kind.value for kind in PersonalData)]},
    "code_list": text("Slug of a code list; empty for none."),
}
_RULE: dict[str, Schema] = {
    "kind": code(RowRuleKind),
    "columns": array(text("The id of a column.")),
    "target": text("The id of a column."),
    "tolerance": _BOUND,
    "values": array(text()),
}
PUBLISH_SCHEMAS: dict[str, Schema] = {
    "ColumnDescribed": shape(**_DESCRIBED),
    "ColumnGiven": _only(shape(**_DESCRIBED) | {"required": ["name", "label", "type"]}),
    "ColumnChange": _only(shape(**_DESCRIBED) | {"required": ["name"]}),
    "BulkResult": shape(
        place=whole("Of the operation, from 0."),
        op={},
        ok=_TRUTH,
        status=whole("As the single call would have answered."),
        result={"type": "object", "description": "The upload or dataset, where it went well."},
        problem=ref("Problem"),
    )
    | {"required": ["place", "op", "ok", "status"]},
    "RowRule": shape(**_RULE),
    "RowRuleGiven": _only(shape(**_RULE) | {"required": ["kind", "columns", "target"]}),
}
_EDITING = (400, 401, 403, 404, 409, 410)


def _writing(method: str, path: str, name: str, summary: Any, answer: Schema, body: Schema) -> Operation:
    return Operation(method, path, name, summary, answer, body=body, scope=Scope.PUBLISH, refusals=_EDITING)


_BULK: Schema = shape(
    op={"type": "string", "enum": list(OPERATION_NAMES)},
    upload=text("For `submit`, `cancel`, `approve`, `return`.", format="uuid"),
    note=text(),
    dataset=text("Slug, for `edit` and `withdraw`."),
    fields={"type": "object", "description": "For `edit`: as `PATCH datasets/{slug}`."},
    reason=text("For `withdraw`."),
) | {"required": ["op"]}
_ROWS: Schema = _only(
    shape(rows={"type": "array", "items": {"type": "object", "minProperties": 1}, "minItems": 1})
)
_SENT = (400, 401, 403, 404, 409, 410, 413, 415, 422, 507)


def _sending(path: str, name: str, summary: Any) -> Operation:
    return Operation(
        "post",
        path,
        name,
        summary,
        listed("Upload"),
        status=202,
        parameters=(
            query("period", text(), "For all rows, where no column tells it."),
            query("note", text(), "Goes with each upload, as with a file."),
            ONCE,
        ),
        body=_ROWS,
        scope=Scope.PUBLISH,
        refusals=_SENT,
    )


PUBLISHING: tuple[Operation, ...] = (
    Operation(
        "get",
        f"{_D}/columns",
        "columns",
        _("Kamus data: setiap isian setiap kolom"),
        listed("ColumnDescribed"),
        refusals=(404, 410),
    ),
    _writing(
        "put",
        f"{_D}/columns",
        "describe_columns",
        _("Beri kamus data pada draf yang belum punya, sebelum berkas pertamanya"),
        listed("ColumnDescribed"),
        _only(shape(columns=array(ref("ColumnGiven")))),
    ),
    _writing(
        "patch",
        f"{_D}/columns",
        "edit_columns",
        _("Ubah isian kolom yang disebut; yang tidak disebut tetap"),
        listed("ColumnDescribed"),
        _only(shape(columns=array(ref("ColumnChange")))),
    ),
    _sending(
        f"{_D}/rows",
        "upsert_rows",
        _(
            "Kirim baris menurut kuncinya (JSON, application/x-ndjson atau text/csv): yang ada diganti, "
            "yang belum ada ditambahkan, dalam versi baru"
        ),
    ),
    _sending(
        f"{_D}/rows/delete",
        "delete_rows",
        _("Keluarkan baris menurut kuncinya, dalam versi baru"),
    ),
    Operation(
        "get",
        "uploads/{upload_id}/sent-rows",
        "sent_rows",
        _("Baris persis seperti dikirim, untuk OPD-nya dan Walidata"),
        text(contentMediaType="application/octet-stream"),
        media_type="application/octet-stream",
        scope=Scope.READ,
        refusals=(403, 404),
    ),
    Operation(
        "post",
        "bulk",
        "bulk",
        _("Banyak langkah sekaligus atas beberapa dataset; satu per satu, atau semua atau tidak sama sekali"),
        shape(
            count=whole(),
            failed=whole(),
            rolled_back=_TRUTH,
            results=array(ref("BulkResult")),
        ),
        parameters=(ONCE,),
        body=shape(
            operations={"type": "array", "minItems": 1, "maxItems": MOST_OPERATIONS, "items": _BULK},
            atomic=_TRUTH,
        )
        | {"required": ["operations"], "additionalProperties": False},
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 422),
    ),
    Operation(
        "get",
        "client/{name}",
        "client_file",
        _("Klien Python dan baris perintah, masing-masing satu berkas"),
        text(),
        media_type="text/x-python",
    ),
    Operation(
        "get",
        f"{_D}/row-rules",
        "row_rules",
        _("Aturan antarkolom dalam satu baris"),
        listed("RowRule"),
        refusals=(404, 410),
    ),
    _writing(
        "put",
        f"{_D}/row-rules",
        "edit_row_rules",
        _("Tetapkan aturan antarkolom; tepat inilah yang berlaku sejak sekarang"),
        listed("RowRule"),
        _only(shape(rules=array(ref("RowRuleGiven")))),
    ),
)
