"""What can be asked of upload sessions: the tus protocol, for the OpenAPI document and its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from api.v1.operations import ONCE, Operation, query
from api.v1.schemas import array, ref, shape, text, whole
from datasets.vocab import Scope


def _header(name: str, description: str, *, is_required: bool = True) -> dict[str, object]:
    return {
        "name": name,
        "in": "header",
        "required": is_required,
        "schema": text(),
        "description": description,
    }


_TUS = _header("Tus-Resumable", "1.0.0")
_PATH = "upload-sessions/{session_id}"

SESSIONS = (
    Operation(
        "post",
        "datasets/{slug}/upload-sessions",
        "open_session",
        _("Mulai mengirim berkas sepotong-sepotong (protokol tus 1.0.0); Location menyebut alamatnya"),
        ref("UploadSession"),
        status=201,
        parameters=(
            _TUS,
            _header("Upload-Length", "Bytes of the whole file."),
            _header(
                "Upload-Metadata",
                "`filename`, `period`, `note`, `fingerprint`, each with its value in base64, between commas;"
                " `replaces` is the id of an upload whose file this one mends.",
            ),
            ONCE,
        ),
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 409, 410, 412, 413, 422, 507),
    ),
    Operation(
        "get",
        "upload-sessions",
        "sessions",
        _("Berkas Anda yang belum selesai dikirim"),
        shape(count=whole(), results=array(ref("UploadSession"))),
        parameters=(query("dataset", text(), "Slug."),),
        scope=Scope.READ,
        refusals=(400,),
    ),
    Operation(
        "get",
        _PATH,
        "session",
        _("Satu pengiriman; “upload” terisi setelah berkas lengkap"),
        ref("UploadSession"),
        scope=Scope.READ,
        refusals=(404, 410),
    ),
    Operation(
        "head",
        _PATH,
        "session_offset",
        _("Sampai mana berkas sudah tersimpan (Upload-Offset)"),
        None,
        parameters=(_TUS,),
        scope=Scope.READ,
        refusals=(404, 410, 412),
    ),
    Operation(
        "patch",
        _PATH,
        "continue_session",
        _("Kirim lanjutannya; 204 setelah tersimpan aman"),
        None,
        status=204,
        parameters=(
            _TUS,
            _header("Upload-Offset", "Where the file ends so far."),
            _header("Upload-Checksum", "`sha1` or `sha256`, a space, base64.", is_required=False),
        ),
        body=text(contentMediaType="application/octet-stream"),
        body_type="application/offset+octet-stream",
        scope=Scope.PUBLISH,
        refusals=(400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 423, 460, 507),
    ),
    Operation(
        "delete",
        _PATH,
        "discard_session",
        _("Buang berkas yang belum selesai"),
        None,
        status=204,
        parameters=(_TUS,),
        scope=Scope.PUBLISH,
        refusals=(401, 404, 412, 423),
    ),
)
