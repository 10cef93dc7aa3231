"""Every refusal of the API as one shape: application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions as rest

from api.replies import NoSuchRange
from datasets import store
from datasets.export.converted import Busy
from datasets.queries.errors import BadParameter, NoPlace, TooManyGroups, TooSlow
from datasets.rules import errors as rules

log = structlog.get_logger("api")

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """One refusal: the status, a stable code, a sentence, and what is wrong field by field."""

    status: int
    code: str
    detail: str
    errors: Sequence[dict[str, str]] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def as_problem(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """The answer for an error raised in a view of the API; an unforeseen one is logged, and a 500."""
    response = respond(problem_of(error))
    if isinstance(error, rest.APIException) and hasattr(error, "auth_header"):
        response["WWW-Authenticate"] = error.auth_header
    return response


def respond(problem: Problem) -> HttpResponse:
    """A problem as a response that nobody may keep."""
    body = json.dumps(body_of_problem(problem), ensure_ascii=False)
    response = HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response


def body_of_problem(problem: Problem) -> dict[str, Any]:
    """What a problem says, as JSON values."""
    return {
        "type": f"{settings.PUBLIC_URL}/api/v1/docs#{problem.code}",
        "title": title_of(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "errors": list(problem.errors),
    } | problem.extra


def title_of(status: int) -> str:
    """What a status means; also the tus protocol's own."""
    return "Checksum Mismatch" if status == 460 else HTTPStatus(status).phrase


def problem_of(error: Exception) -> Problem:
    """The problem for an error: by its class, else by REST framework's own status, else 500."""
    for kind, make in _MAKERS.items():
        if isinstance(error, kind):
            return make(error)
    if isinstance(error, rest.APIException):
        return Problem(error.status_code, _code_of(error), _detail_of(error))
    log.error("api_failed", reason=type(error).__name__, exc_info=error)
    return Problem(500, "server_error", _("Terjadi kesalahan di pihak kami. Coba lagi sebentar lagi."))


def _bad_parameter(error: BadParameter) -> Problem:
    shown = {"field": error.field, "code": error.code, "detail": error.detail}
    return Problem(400, "bad_parameter", error.detail, [shown])


def _invalid(error: ValidationError) -> Problem:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    shown = [
        {"field": name, "code": "invalid", "detail": detail}
        for name, details in by_field.items()
        for detail in details
    ]
    return Problem(400, "invalid", _("Ada isian yang belum benar; lihat “errors”."), shown)


def _refused(error: rules.Refused) -> Problem:
    status = next(status for kind, status in _REFUSALS.items() if isinstance(error, kind))
    return Problem(status, error.code, error.message)


def _gone(error: rules.Gone) -> Problem:
    at = timezone.localtime(error.at).isoformat(timespec="seconds")
    detail = f"{error.message} {_('Alasannya: %(reason)s') % {'reason': error.reason}}"
    return Problem(410, error.code, detail, extra={"reason": error.reason, "withdrawn_at": at})


def _illegal(error: rules.IllegalMove) -> Problem:
    moved = {"state": str(error.state), "move": str(error.move)}
    return Problem(409, error.code, error.message, extra=moved)


def _offset(error: rules.OffsetWrong) -> Problem:
    offset = error.offset
    return Problem(
        409, error.code, error.message, extra={"offset": offset}, headers={"Upload-Offset": str(offset)}
    )


def _not_ready(error: rules.NotReady) -> Problem:
    shown = [{"field": name, "code": "required", "detail": _("Belum diisi.")} for name in error.missing]
    return Problem(409, error.code, error.message, shown)


def _faulty(error: rules.Invalid) -> Problem:
    shown = [
        {"field": fault.field, "code": fault.code, "detail": str(fault.message)} for fault in error.faults
    ]
    return Problem(400, error.code, error.message, shown)


def _hidden(error: Exception) -> Problem:
    return Problem(404, "not_found", _("Tidak ada yang bernama demikian di sini. Periksa alamatnya."))


def _too_large(error: Exception) -> Problem:
    limit = settings.MAX_UPLOAD_BYTES // 1_000_000
    return Problem(413, "too_large", str(rules.TOO_LARGE) % {"limit": limit})


def _disk_full(error: Exception) -> Problem:
    return Problem(507, "disk_full", str(rules.DISK_FULL))


def _too_slow(error: TooSlow) -> Problem:
    if error.is_search:
        detail = _(
            "Mencari kata di dataset ini berarti membaca semua barisnya, dan itu terlalu lama. Persempit "
            "dengan penyaring kolom, misalnya periode, atau minta pemilik datanya menyusun indeks kata."
        )
        return Problem(503, "too_slow", detail, headers={"Retry-After": "5"})
    detail = _(
        "Pertanyaan ini terlalu berat untuk dijawab sekaligus. Persempit dengan penyaring, "
        "atau unduh seluruh isi dan olah sendiri."
    )
    return Problem(503, "too_slow", detail, headers={"Retry-After": "5"})


def _no_place(error: NoPlace) -> Problem:
    detail = _("Pertanyaan berat lain sedang dijawab. Coba lagi sebentar lagi, atau persempit.")
    return Problem(503, "busy", detail, headers={"Retry-After": "3"})


def _too_many_groups(error: TooManyGroups) -> Problem:
    detail = _(
        "Jawabannya %(count)s kelompok, lebih dari %(most)s. Pakai bagian tanggal yang lebih kasar, saring "
        "dengan kolom atau “having”, minta sebagian dengan “sort” dan “limit”, atau unduh semuanya "
        "sebagai aggregate.csv."
    )
    said = {"count": error.count, "most": error.most}
    return Problem(413, "too_many_groups", detail % said, extra={"groups_total": error.count})


def _busy(error: Exception) -> Problem:
    detail = _("Terlalu banyak berkas sedang ditulis. Coba lagi sebentar lagi, atau unduh sebagai CSV.")
    return Problem(503, "busy", detail, headers={"Retry-After": "10"})


def _no_range(error: NoSuchRange) -> Problem:
    detail = _("Berkas ini hanya %(size)s byte.") % {"size": error.size}
    return Problem(416, "no_such_range", detail, headers={"Content-Range": f"bytes */{error.size}"})


def _throttled(error: rest.Throttled) -> Problem:
    seconds = max(1, math.ceil(getattr(error, "wait", None) or 1))
    detail = _("Terlalu banyak permintaan. Coba lagi dalam %(seconds)s detik.") % {"seconds": seconds}
    return Problem(429, "throttled", detail, headers={"Retry-After": str(seconds)})


def _unauthenticated(error: Exception) -> Problem:
    if isinstance(error, rest.AuthenticationFailed):
        return Problem(401, "invalid_token", str(error.detail))
    return Problem(401, "unauthenticated", _("Untuk ini perlu token. Buat di halaman akun Anda."))


def _forbidden(error: Exception) -> Problem:
    return Problem(403, "denied", _("Anda tidak berwenang untuk ini."))


def _csrf(error: rest.PermissionDenied) -> Problem:
    return Problem(403, "denied", str(error.detail))


def _no_method(error: rest.MethodNotAllowed) -> Problem:
    return Problem(405, "method_not_allowed", _("Cara panggil ini tidak tersedia di alamat ini."))


def _malformed(error: rest.ParseError) -> Problem:
    return Problem(400, "malformed", _("Isi permintaan tidak dapat dibaca: %(why)s") % {"why": error.detail})


def _unsupported(error: Exception) -> Problem:
    return Problem(415, "unsupported_media_type", _("Jenis isi permintaan ini tidak dibaca di alamat ini."))


_REFUSALS: dict[type[rules.Refused], int] = {
    rules.Denied: 403,
    rules.Hidden: 404,
    rules.Overtaken: 409,
    rules.NotATable: 415,
    rules.EmptyFile: 422,
    rules.KeyReused: 422,
    rules.SessionLocked: 423,
    rules.SessionExpired: 410,
    rules.TooManySessions: 409,
    rules.ChecksumWrong: 460,
    rules.Refused: 400,
}

#: Class → maker; the first that fits, so special classes stand before general ones.
_MAKERS: dict[type[Exception], Callable[[Any], Problem]] = {
    BadParameter: _bad_parameter,
    NoPlace: _no_place,
    TooSlow: _too_slow,
    TooManyGroups: _too_many_groups,
    Busy: _busy,
    NoSuchRange: _no_range,
    rules.Gone: _gone,
    rules.IllegalMove: _illegal,
    rules.NotReady: _not_ready,
    rules.OffsetWrong: _offset,
    rules.Invalid: _faulty,
    rules.Refused: _refused,
    Http404: _hidden,
    store.TooLarge: _too_large,
    store.DiskFull: _disk_full,
    ValidationError: _invalid,
    PermissionDenied: _forbidden,
    rest.Throttled: _throttled,
    rest.AuthenticationFailed: _unauthenticated,
    rest.NotAuthenticated: _unauthenticated,
    rest.PermissionDenied: _csrf,
    rest.MethodNotAllowed: _no_method,
    rest.ParseError: _malformed,
    rest.UnsupportedMediaType: _unsupported,
}


def _code_of(error: rest.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else error.default_code


def _detail_of(error: rest.APIException) -> str:
    return str(error.detail) if isinstance(error.detail, str) else str(error.default_detail)
