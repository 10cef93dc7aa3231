"""What can be asked of API v1: one entry an address and method, for the OpenAPI document and its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.v1.schemas import Schema, array, content_of, listed, ref, shape, text, whole
from datasets.export.converted import CONVERTED
from datasets.export.sql import CODE_ATTRIBUTES
from datasets.queries.catalog import SORTS
from datasets.queries.row_query import MOST_ROWS
from datasets.vocab import MEDIA_TYPES, Format, Frequency, Scope, Severity, Topic

#: How one column is asked for; `{column}` is any column's id.
ROW_OPERATORS = (
    "{column}",
    "{column}__ne",
    "{column}__gt",
    "{column}__gte",
    "{column}__lt",
    "{column}__lte",
    "{column}__in",
    "{column}__contains",
    "{column}__isnull",
)


@dataclass(frozen=True)
class Operation:
    """One call: its address under /api/v1/, what it does, what it takes and gives."""

    method: str
    path: str
    name: str
    summary: str | Promise
    answer: Schema | None
    status: int = 200
    media_type: str = "application/json"
    parameters: tuple[dict[str, Any], ...] = ()
    body: Schema | None = None
    body_type: str = "application/json"
    #: Other statuses of an answer that went well, with the same shape.
    also: tuple[int, ...] = ()
    scope: Scope | None = None
    refusals: tuple[int, ...] = field(default=(404,))


def query(name: str, schema: Schema, description: str = "", **more: Any) -> dict[str, Any]:
    """A parameter of the query."""
    return {"name": name, "in": "query", "schema": schema, "description": description, **more}


#: On every call that makes something.
ONCE: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "Your own word for this call, a UUID say: sent again within a week it is answered "
    "as the first time (`Idempotency-Replayed: true`) and nothing is done twice; another call under the "
    "same key is 422.",
}


def _one_of(words: Any) -> Schema:
    return text("Several values between commas mean any of them.", examples=list(words)[:2])


_LIMIT = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
_CURSOR = query("cursor", text(), "From `next` or `previous`; otherwise opaque.")
_SEARCH = (
    query("q", text(), "Words; stems and beginnings match, a phrase in quotes, `-word` leaves out."),
    query("organization", text(), "Slug; several between commas."),
    query("topic", _one_of(Topic)),
    query("tag", text()),
    query("format", _one_of(Format)),
    query("frequency", _one_of(Frequency)),
    query("area", text(), "Kemendagri code of an area; datasets with rows about it."),
    query("updated_since", text(), "A day or a moment; data or metadata changed since."),
    query("sort", {"type": "string", "enum": list(SORTS)}),
    query("limit", _LIMIT),
    _CURSOR,
)
_FILTER = query(
    "filter",
    {"type": "object", "additionalProperties": {"type": "string"}},
    f"Any column: {', '.join(ROW_OPERATORS)}. Values are read by the column's type; "
    "`__in` takes up to 200 between commas; anything unknown is refused. Where a column is bound to a "
    f"code list, `{{column}}.` with {', '.join(CODE_ATTRIBUTES)} stands for what the list tells of its code.",
    style="form",
    explode=True,
)
_WORDS = query("q", text(), "Words that must all stand somewhere in the row's texts.")
_VERSION = query("version", whole(), "A published version's number; by default the live one.")
#: Which rows: asked in the same words of pages, files and groups.
WHICH_ROWS = (_FILTER, _WORDS, _VERSION)
_SELECTION = (
    *WHICH_ROWS,
    query("select", text(), "Columns to give, between commas; also `{column}.nama` and the like."),
    query(
        "sort",
        text(),
        "Columns between commas, `-` before one for descending; nulls last. Rows that are alike stand in the "
        "file's order, in its reverse where the first column descends.",
    ),
)
_ROWS_LIMIT = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": 100}
_YEAR = (query("year", whole(), "By default the latest with figures."),)
_NOTE = shape(note=text()) | {"required": []}
_D, _U = "datasets/{slug}", "uploads/{upload_id}"
_PAGED = shape(
    count=whole(),
    next=text(is_null=True, format="uri"),
    previous=text(is_null=True, format="uri"),
    results=array(ref("Dataset")),
)
_FINDINGS = shape(count=whole(), next=text(is_null=True, format="uri"), results=array(ref("Finding")))
_SCHEMA: Schema = {
    "type": "object",
    "description": "Frictionless Table Schema v1; what is only ours stands under `satudata`.",
    "properties": {"fields": {"type": "array", "minItems": 1, "items": {"type": "object"}}},
    "required": ["fields"],
}
_MOVED = (400, 401, 403, 404, 409)


def _get(path: str, name: str, summary: Promise, answer: Schema, **more: Any) -> Operation:
    return Operation("get", path, name, summary, answer, **more)


def _stream(ending: str) -> Operation:
    return _get(
        f"{_D}/rows.{ending}",
        f"rows_{ending}",
        _("Seluruh pilihan baris sebagai satu berkas, mengalir"),
        content_of(Format(ending)),
        media_type=MEDIA_TYPES[Format(ending)],
        parameters=_SELECTION,
        refusals=(400, 403, 404, 410, 503) if Format(ending) in CONVERTED else (400, 403, 404, 410),
    )


def _move(verb: str, summary: Promise, scope: Scope, body: Schema = _NOTE) -> Operation:
    return Operation(
        "post",
        f"{_U}/{verb}",
        f"{verb}_upload",
        summary,
        ref("Upload"),
        body=body,
        scope=scope,
        refusals=_MOVED,
    )


READING = (
    _get("datasets", "find_datasets", _("Cari dataset"), _PAGED, parameters=_SEARCH, refusals=(400,)),
    _get(
        _D, "dataset", _("Satu dataset: kolom, metadata, berkas"), ref("DatasetDetail"), refusals=(404, 410)
    ),
    _get(
        f"{_D}/rows",
        "rows",
        _("Baris data, halaman demi halaman tanpa batas jumlah"),
        ref("Rows"),
        parameters=(*_SELECTION, query("limit", _ROWS_LIMIT), _CURSOR),
        refusals=(400, 403, 404, 410, 503),
    ),
    _stream("csv"),
    _stream("ndjson"),
    _stream("json"),
    _stream("xlsx"),
    _stream("parquet"),
    _stream("geojson"),
    _get(f"{_D}/versions", "versions", _("Riwayat versi"), listed("Version"), refusals=(404, 410)),
    _get(f"{_D}/versions/{{number}}", "version", _("Satu versi"), ref("VersionDetail"), refusals=(404, 410)),
    _get(
        f"{_D}/versions/{{number}}/files/{{file_format}}",
        "version_file",
        _("Berkas unduhan yang sudah disiapkan"),
        text(),
        media_type="application/octet-stream",
        refusals=(403, 404, 410, 416),
    ),
    _get(
        f"{_D}/files/{{file_format}}",
        "latest_file",
        _("Berkas unduhan versi terbaru, di alamat yang tetap"),
        text(),
        media_type="application/octet-stream",
        refusals=(403, 404, 410, 416),
    ),
    _get(
        f"{_D}/schema.json",
        "schema",
        _("Kamus data sebagai Frictionless Table Schema"),
        _SCHEMA,
        refusals=(404, 410),
    ),
    _get(
        f"{_D}/template.xlsx",
        "template",
        _("Templat Excel untuk diisi: judul terkunci, pilihan dan petunjuk dari kamus data"),
        text(),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        refusals=(404, 409, 410),
    ),
    _get("organizations", "organizations", _("Daftar OPD"), listed("Organization"), refusals=()),
    _get("organizations/{slug}", "organization", _("Satu OPD dan datasetnya"), ref("OrganizationDetail")),
    _get("topics", "topics", _("Daftar topik"), listed("Topic"), refusals=()),
    _get("codelists", "code_lists", _("Daftar kode referensi"), listed("CodeList"), refusals=()),
    _get("codelists/{slug}", "code_list", _("Satu daftar kode dengan isinya"), ref("CodeListDetail")),
    _get(
        "indicators",
        "indicators",
        _("Indikator kinerja"),
        ref("IndicatorList"),
        parameters=_YEAR,
        refusals=(400,),
    ),
    _get(
        "indicators/{code}",
        "indicator",
        _("Satu indikator"),
        ref("IndicatorDetail"),
        parameters=_YEAR,
        refusals=(400, 404),
    ),
    _get("stats", "stats", _("Isi portal dalam angka"), ref("Stats"), refusals=()),
    _get("openapi.json", "openapi", _("Dokumen ini"), {"type": "object"}, refusals=()),
)
SENDING = (
    Operation(
        "post",
        "datasets",
        "register_dataset",
        _("Daftarkan dataset baru (draf)"),
        ref("DatasetDetail"),
        status=201,
        parameters=(ONCE,),
        body=ref("DatasetNew"),
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 422),
    ),
    Operation(
        "patch",
        _D,
        "edit_dataset",
        _("Ubah metadata; hanya isian yang dikirim"),
        ref("DatasetDetail"),
        body=ref("DatasetChange"),
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 410),
    ),
    Operation(
        "put",
        f"{_D}/schema.json",
        "import_schema",
        _("Terapkan Table Schema pada kamus data; “told” menyebut yang tidak terpakai"),
        shape(columns=whole(), rules=whole(), told=array(shape(field=text(), message=text()))),
        parameters=(
            query(
                "add_columns",
                {"type": "boolean", "default": False},
                "Columns that the dictionary does not have are added behind its own; else they are told.",
            ),
        ),
        body=_SCHEMA,
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 409, 410),
    ),
    Operation(
        "post",
        f"{_D}/uploads",
        "send_file",
        _("Kirim berkas; 202, atau 200 bila berkas yang sama sudah pernah diterima"),
        ref("Upload"),
        status=202,
        also=(200,),
        parameters=(ONCE,),
        body={
            "type": "object",
            "properties": {
                "file": text(contentMediaType="application/octet-stream"),
                "period": text(),
                "note": text(),
            },
            "required": ["file"],
        },
        body_type="multipart/form-data",
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 410, 413, 415, 422, 507),
    ),
    Operation(
        "post",
        f"{_U}/file",
        "replace_file",
        _("Kirim berkas yang sudah diperbaiki untuk unggahan ini; diperiksa lagi, berkas lama disimpan"),
        ref("Upload"),
        status=202,
        body={
            "type": "object",
            "properties": {"file": text(contentMediaType="application/octet-stream")},
            "required": ["file"],
        },
        body_type="multipart/form-data",
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 409, 410, 413, 415, 422, 507),
    ),
    _get(_U, "upload", _("Keadaan satu unggahan"), ref("Upload"), scope=Scope.READ),
    _get(
        f"{_U}/findings",
        "findings",
        _("Temuan pemeriksaan, dengan alamat sel dan cara memperbaiki"),
        _FINDINGS,
        parameters=(query("severity", _one_of(Severity)), query("limit", whole()), _CURSOR),
        scope=Scope.READ,
        refusals=(400, 404),
    ),
    _get(
        f"{_U}/annotated.xlsx",
        "annotated",
        _("Berkas pengirim sendiri, sel bermasalah diwarnai dan dikomentari"),
        text(contentMediaType="application/octet-stream"),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        scope=Scope.READ,
        refusals=(404, 409, 503),
    ),
    _get(
        f"{_U}/repairs",
        "repairs",
        _("Perbaikan yang berlaku pada unggahan; berkas asli tidak diubah"),
        shape(count=whole(), results=array(ref("Repair"))),
        scope=Scope.READ,
    ),
    Operation(
        "post",
        f"{_U}/repairs",
        "add_repairs",
        _("Tambahkan perbaikan (paling banyak 1.000 untuk satu unggahan); berkas diperiksa lagi"),
        ref("Upload"),
        body=shape(repairs=array(ref("RepairAsked"))),
        scope=Scope.PUBLISH,
        refusals=_MOVED,
    ),
    Operation(
        "delete",
        f"{_U}/repairs/{{key}}",
        "undo_repair",
        _("Batalkan satu perbaikan; berkas diperiksa lagi"),
        ref("Upload"),
        scope=Scope.PUBLISH,
        refusals=_MOVED,
    ),
    _get(
        f"{_U}/overrides",
        "overrides",
        _("Alasan Walidata membuka kolom berisi data pribadi, yang berlaku pada datasetnya"),
        shape(count=whole(), results=array(ref("Override"))),
        scope=Scope.READ,
    ),
    Operation(
        "post",
        f"{_U}/overrides",
        "override_personal",
        _("Catat alasan membuka satu kolom berisi data pribadi (Walidata); berkas yang gagal diperiksa lagi"),
        shape(count=whole(), results=array(ref("Override"))),
        body=shape(column=text("The header as written."), reason=text("20 to 2,000 characters.")),
        scope=Scope.REVIEW,
        refusals=_MOVED,
    ),
    Operation(
        "delete",
        f"{_U}/overrides/{{column}}",
        "end_override",
        _("Cabut alasan itu; berkas berikutnya kembali ditahan"),
        shape(count=whole(), results=array(ref("Override"))),
        scope=Scope.REVIEW,
        refusals=_MOVED,
    ),
    _move("submit", _("Ajukan untuk diperiksa"), Scope.PUBLISH),
    _move("cancel", _("Batalkan"), Scope.PUBLISH),
    _move("answer", _("Jawab pertanyaan pemeriksaan"), Scope.PUBLISH, shape(recipe={"type": "object"})),
    _move("approve", _("Setujui dan terbitkan"), Scope.REVIEW),
    _move("return", _("Kembalikan dengan catatan"), Scope.REVIEW, shape(note=text())),
    Operation(
        "post",
        f"{_D}/withdraw",
        "withdraw_dataset",
        _("Tarik dataset, dengan alasan"),
        ref("Withdrawn"),
        body=shape(reason=text()),
        scope=Scope.REVIEW,
        refusals=(400, 401, 403, 404, 409, 410),
    ),
)
OPERATIONS: tuple[Operation, ...] = (*READING, *SENDING)
