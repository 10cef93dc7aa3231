"""A stored file as a download, for pages and API alike: whole or the one range asked for, provable.

Range requests as RFC 9110 (14), the checksum as RFC 9530.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from datasets.store import open_stored
from satudata.streams import streamed

BLOCK = 1 << 18
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def stored_file(
    request: HttpRequest, sha256: str, size: int, content_type: str, name: str
) -> HttpResponseBase:
    """The file with this SHA-256, which is also its ETag, to be saved as `name` (our own, ASCII).

    200, 206, or 416 without a body. Who may have it and whether 304 would do is settled before.
    """
    etag = f'"{sha256}"'
    wanted = _range_of(request, size, etag)
    if wanted is not None and wanted[0] > wanted[1]:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    blocks = iter(()) if request.method == "HEAD" else _blocks(sha256, first, last - first + 1)
    response = streamed(request, blocks, content_type)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Encoding"] = "identity"  # as it is: packed again, its length and ranges would lie
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
    response["Accept-Ranges"] = "bytes"
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _range_of(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte of the one range asked for; None for the whole; first > last for none there is.

    A range that is no range, several ranges, or one of another content are passed over, as RFC 9110 allows.
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or request.headers.get("If-Range", etag) != etag:
        return None
    start, end = asked.groups()
    if not start:
        return (max(0, size - int(end)), size - 1) if end else None
    if end and int(end) < int(start):
        return None
    return int(start), min(int(end) if end else size - 1, size - 1)


def _blocks(sha256: str, first: int, count: int) -> Iterator[bytes]:
    with open_stored(sha256) as file:
        file.seek(first)
        while count and (block := file.read(min(BLOCK, count))):
            count -= len(block)
            yield block
