"""Files on their way in: one for a dataset, or a corrected one for an upload that waits for it."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, fields_in, text_in
from api.v1.uploads import again
from datasets.actions.receive_upload import receive_upload
from datasets.actions.replace_file import replace_file
from datasets.models import Upload
from datasets.queries.errors import BadParameter
from datasets.queries.uploads import view_of
from datasets.rules.access import Act, demand, find_dataset, find_upload
from datasets.rules.errors import KeyReused
from datasets.store import TooLarge, full_disk_told

#: What the other fields and the boundaries of a multipart body may weigh beside its file, in bytes.
BESIDE = 1_000_000


class LimitedHandler(TemporaryFileUploadHandler):
    """Writes a file to disk as it comes, and stops as soon as it is larger than allowed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Some of its bytes. Raises TooLarge, DiskFull."""
        self._seen += len(raw_data)
        if self._seen > settings.MAX_UPLOAD_BYTES:
            self.file.close()
            raise TooLarge
        with full_disk_told():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Its last bytes go to disk now. Raises DiskFull."""
        with full_disk_told():
            return super().file_complete(file_size)


class _FileView(ApiView):
    """A view that takes a file as one part of a form."""

    parser_classes = (MultiPartParser,)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Watch the size from the first byte, before anybody reads the body."""
        request.upload_handlers = [LimitedHandler(request)]
        return super().initialize_request(request, *args, **kwargs)


class DatasetUploadsView(_FileView):
    """`POST datasets/{slug}/uploads`."""

    def post(self, request: Request, slug: str) -> HttpResponse:
        """Receive a file: 202 and where to follow it; 200 where this very file came before."""
        actor = actor_of(request)
        dataset = find_dataset(actor, slug)
        demand(actor, Act.UPLOAD, dataset)  # before the body is read
        _check_announced(request)
        form, file = _read(request), _file_of(request)
        fields_in(form, "file", "period", "note")
        key = request.headers.get("Idempotency-Key", "")
        received = receive_upload(
            actor,
            dataset,
            file.chunks(),
            file.name or "",
            period=text_in(form, "period"),
            note=text_in(form, "note"),
            idempotency_key=key,
        )
        if key and not received.is_new:
            _check_same(received.upload, file)
        view = view_of(actor, received.upload)
        return as_json(view, 202 if received.is_new else 200, {"Location": view["url"]})


class FileView(_FileView):
    """`POST uploads/{id}/file`."""

    def post(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """Put a corrected file in place of the upload's own; the upload is checked again: 202."""
        actor = actor_of(request)
        upload = find_upload(actor, upload_id)
        demand(actor, Act.ANSWER, upload)  # before the body is read
        _check_announced(request)
        form, file = _read(request), _file_of(request)
        fields_in(form, "file")
        replace_file(actor, upload, file.chunks(), file.name or "")
        return as_json(view_of(actor, again(upload)), 202)


def _check_same(upload: Upload, file: UploadedFile[Any]) -> None:
    """Raises KeyReused where another file was sent under this key; a file exchanged since counts as it."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    held = {upload.sha256, *upload.earlier_files.values_list("sha256", flat=True)}
    if digest.hexdigest() not in held:
        raise KeyReused


def _check_announced(request: Request) -> None:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > settings.MAX_UPLOAD_BYTES + BESIDE:
        raise TooLarge


def _file_of(request: Request) -> UploadedFile[Any]:
    """The one file of the form. Raises BadParameter."""
    files: list[UploadedFile[Any]] = request.FILES.getlist("file")
    if len(files) != 1:
        detail = gettext("Kirim tepat satu berkas sebagai bagian “file” dari multipart/form-data.")
        raise BadParameter("file", "required", detail)
    return files[0]


def _read(request: Request) -> dict[str, Any]:
    """The fields of the form. Raises BadParameter where they cannot be read."""
    try:
        return dict(cast(Any, request.data).items())
    except ParseError as error:
        detail = gettext("Kiriman tidak dapat dibaca. Pendekkan nama berkasnya, lalu kirim lagi.")
        raise BadParameter("file", "unreadable", detail) from error
