"""Upload sessions: a file sent in pieces over a slow link, by the tus protocol 1.0.0.

Core with the extensions creation, termination, expiration and checksum (https://tus.io/protocols),
for which there are clients in every language.
"""

from __future__ import annotations

import uuid
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from api.errors import Problem, respond
from api.replies import as_json
from api.v1.base import ApiView, actor_of, one, viewer_of
from api.v1.idempotency import once
from datasets.actions.continue_session import Checksum, continue_session
from datasets.actions.discard_session import discard_session
from datasets.actions.open_session import open_session
from datasets.models import UploadSession
from datasets.queries.errors import BadParameter
from datasets.queries.sessions import session_view
from datasets.rules.access import find_dataset, find_upload
from datasets.rules.sessions import durable, find_session, open_sessions
from datasets.store import BLOCK, TooLarge, full_disk_told

VERSION = "1.0.0"
MEDIA_TYPE = "application/offset+octet-stream"
_ALGORITHMS = ("sha1", "sha256")
_METADATA = ("filename", "period", "note", "fingerprint", "filetype", "replaces")
#: Methods that a client may ask for by POST, where a proxy lets no others through.
_OVERRIDABLE = ("PATCH", "DELETE", "HEAD")


class _TusView(ApiView):
    """What all addresses of the protocol share: its version, its methods, and that nobody keeps answers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Take another method's place where the client says so."""
        override = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and override in _OVERRIDABLE:
            request.method = override
        return super().dispatch(request, *args, **kwargs)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What this server speaks."""
        response = super().options(request, *args, **kwargs)
        response["Tus-Version"] = VERSION
        response["Tus-Extension"] = "creation,expiration,termination,checksum"
        response["Tus-Checksum-Algorithm"] = ",".join(_ALGORITHMS)
        response["Tus-Max-Size"] = str(settings.MAX_UPLOAD_BYTES)
        return response

    def finalize_response(self, request: Any, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Any:
        """An offset is true for a moment only: no ETag, and never from a cache."""
        answered = super().finalize_response(request, response, *args, **kwargs)
        answered["Tus-Resumable"] = VERSION
        answered["Cache-Control"] = "no-store"
        del answered["ETag"]
        return answered


class DatasetSessionsView(_TusView):
    """`POST datasets/{slug}/upload-sessions`."""

    def post(self, request: Request, slug: str) -> HttpResponse:
        """Announce a file: 201 and where to send it."""
        if refusal := _other_version(request):
            return refusal
        given, length = (
            _metadata(request.headers.get("Upload-Metadata", "")),
            _whole(request, "Upload-Length"),
        )
        return once(request, [given, length], lambda: self._opened(request, slug, given, length))

    def _opened(self, request: Request, slug: str, given: dict[str, str], length: int) -> HttpResponse:
        actor = actor_of(request)
        session = open_session(
            actor,
            find_dataset(actor, slug),
            given.get("filename", ""),
            length,
            period=given.get("period", ""),
            note=given.get("note", ""),
            fingerprint=given.get("fingerprint", ""),
            replaces=find_upload(actor, given["replaces"]) if given.get("replaces") else None,
        )
        response = as_json(session_view(actor, session), 201, _progress(session))
        # Without host: the client goes on where it began, whatever name of the portal it used.
        response["Location"] = reverse("api_session", args=[session.pk])
        return response


class SessionsView(_TusView):
    """`GET upload-sessions`: what this person has not finished."""

    known = frozenset({"dataset"})

    def get(self, request: Request) -> HttpResponse:
        """All of it, newest first."""
        viewer = actor_of(request)
        found = open_sessions(viewer)
        if slug := one(request, "dataset"):
            found = found.filter(dataset__slug=slug)
        results = [session_view(viewer, session) for session in found]
        return as_json({"count": len(results), "results": results})


class SessionView(_TusView):
    """`GET, HEAD, PATCH, DELETE upload-sessions/{id}`."""

    def get(self, request: Request, session_id: uuid.UUID) -> HttpResponse:
        """The session, with its upload once it is whole."""
        viewer = viewer_of(request)
        session = find_session(viewer, session_id)
        return as_json(session_view(viewer, session), headers=_progress(session))

    def head(self, request: Request, session_id: uuid.UUID) -> HttpResponse:
        """How far the file has come for good."""
        if refusal := _other_version(request):
            return refusal
        return HttpResponse(headers=_progress(find_session(viewer_of(request), session_id)))

    def patch(self, request: Request, session_id: uuid.UUID) -> HttpResponse:
        """Add what follows: 204 and how far the file has come, once that is durable."""
        if refusal := _other_version(request):
            return refusal
        if (request.content_type or "").partition(";")[0].strip().lower() != MEDIA_TYPE:
            raise UnsupportedMediaType(request.content_type or "")
        actor = actor_of(request)
        offset, length = _whole(request, "Upload-Offset"), request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and offset + int(length) > find_session(actor, session_id).length:
            raise TooLarge
        with full_disk_told():
            session = continue_session(actor, session_id, offset, _blocks(request), _checksum(request))
        return HttpResponse(status=204, headers=_progress(session))

    def delete(self, request: Request, session_id: uuid.UUID) -> HttpResponse:
        """Give it up."""
        if refusal := _other_version(request):
            return refusal
        discard_session(actor_of(request), session_id)
        return HttpResponse(status=204)


def _other_version(request: Request) -> HttpResponse | None:
    """412 for a client that speaks another version of the protocol, or does not say."""
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    detail = gettext("Kirim kepala “Tus-Resumable: 1.0.0”: alamat ini memakai protokol tus 1.0.0.")
    return respond(Problem(412, "tus_version", detail, headers={"Tus-Version": VERSION}))


def _progress(session: UploadSession) -> dict[str, str]:
    return {
        "Upload-Offset": str(durable(session)),
        "Upload-Length": str(session.length),
        "Upload-Expires": http_date(session.expires_at.timestamp()),
    }


def _blocks(request: Request) -> Iterator[bytes]:
    return iter(lambda: request._request.read(BLOCK), b"")


def _whole(request: Request, name: str) -> int:
    """A header that is a number of bytes. Raises BadParameter."""
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise BadParameter(name, "required", gettext("Kepala ini wajib: jumlah byte, angka saja."))
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """`Upload-Metadata`: names with base64 values, between commas. Raises BadParameter."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            text = b64decode(value.strip(), validate=True).decode("utf-8")
        except (NotBase64, UnicodeDecodeError):
            text = "\x00"
        if name not in _METADATA or name in found or "\x00" in text:
            detail = gettext("Isinya pasangan “nama base64” antarkoma; nama yang dikenal: %(names)s.")
            raise BadParameter("Upload-Metadata", "unreadable", detail % {"names": ", ".join(_METADATA)})
        found[name] = text
    return found


def _checksum(request: Request) -> Checksum | None:
    """`Upload-Checksum`: an algorithm and a base64 digest. Raises BadParameter."""
    header = request.headers.get("Upload-Checksum", "")
    if not header:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        digest = b64decode(value, validate=True)
    except NotBase64:
        digest = b""
    if algorithm not in _ALGORITHMS or not digest:
        detail = gettext("Tulis “sha1” atau “sha256”, spasi, lalu base64 dari nilainya.")
        raise BadParameter("Upload-Checksum", "unreadable", detail)
    return Checksum(algorithm, digest)
