"""`/datastore/dump/<id>`: a resource's rows whole, as a stream in one of four forms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.ckan.actions.datastore import shown_fields
from api.ckan.arguments import Arguments, read_arguments
from api.ckan.errors import BadRequest, Invalid
from api.ckan.store import read_store_query
from api.ckan.views import CkanView
from api.replies import etag_of, is_current, not_modified, set_attachment
from datasets.queries.datastore import store_of, store_rows, store_values
from datasets.queries.datastore_sql import ID, StoreQuery
from satudata.streams import streamed

KNOWN = frozenset(
    {"format", "bom", "limit", "offset", "filters", "q", "full_text", "plain", "language", "fields", "sort"}
    | {"distinct"}
)
#: What XML has no way to write.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
Write = Callable[[StoreQuery], Iterator[bytes]]


class DumpView(CkanView):
    """`GET /datastore/dump/<id>`."""

    def get(self, request: Request, key: str) -> HttpResponseBase:
        """The stream; access and question are settled before its first byte. Raises Hidden, Invalid."""
        arguments = Arguments(read_arguments(request._request))
        if strange := arguments.unknown(KNOWN):
            raise Invalid({name: ["unknown parameter"] for name in strange})
        form = arguments.text("format") or "csv"
        if form not in _FORMS:
            raise BadRequest(_("Format yang tersedia: %(forms)s.") % {"forms": ", ".join(_FORMS)})
        version = store_of(None, key).version
        query = _query(read_store_query(version, arguments), arguments)
        media_type, write = _FORMS[form]
        has_mark = arguments.truth("bom") and form in ("csv", "tsv")
        etag = etag_of(version.pk, request.get_full_path())
        if is_current(request, etag):
            return not_modified(etag)
        blocks = iter(()) if request.method == "HEAD" else _marked(write(query), has_mark)
        response = streamed(request._request, blocks, f"{media_type}; charset=utf-8")
        response["ETag"] = etag
        set_attachment(response, f"{key}.{form}")
        return response


def _query(asked: StoreQuery, arguments: Arguments) -> StoreQuery:
    """The whole selection, or as many rows as are asked for; without a rank, which is no column."""
    return replace(
        asked, limit=arguments.whole("limit"), offset=arguments.whole("offset", 0) or 0, rank_of=""
    )


def _marked(blocks: Iterator[bytes], has_mark: bool) -> Iterator[bytes]:
    """With the mark of UTF-8 before it where a spreadsheet is to read it (`bom`)."""
    if has_mark:
        yield b"\xef\xbb\xbf"
    yield from blocks


def _separated(delimiter: str) -> Write:
    def write(query: StoreQuery) -> Iterator[bytes]:
        return _after(f"{delimiter.join(query.shown)}\n".encode(), store_values(query, delimiter))

    return write


def _json(query: StoreQuery) -> Iterator[bytes]:
    """`{"fields": […], "records": [[…], …]}`."""
    head = b'{"fields":' + json.dumps(shown_fields(query)).encode() + b',"records":[\n'
    return _after(head, _joined(store_rows(query)))


def _xml(query: StoreQuery) -> Iterator[bytes]:
    """`<data><row _id="1"><bulan>2026-09</bulan>…`."""
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<data xmlns:xsi="{_XSI}">\n'.encode()
    return _after(head, _elements(query, store_rows(query)))


def _after(head: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """`blocks` are asked for before, in the request's own thread: they begin with a query."""
    yield head
    yield from blocks


def _joined(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines with commas between them, then the end of the object."""
    held = b""
    for block in blocks:
        text = held + block
        body = text.removesuffix(b"\n")
        held = text[len(body) :]
        yield body.replace(b"\n", b",\n")
    yield b"\n]}\n"


def _elements(query: StoreQuery, blocks: Iterator[bytes]) -> Iterator[bytes]:
    for lines in _lines(blocks):
        yield "".join(_element(query, line) for line in lines).encode()
    yield b"</data>\n"


def _lines(blocks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Whole lines of each block; what is left of one begins the next."""
    held = b""
    for block in blocks:
        *lines, held = (held + block).split(b"\n")
        yield lines


def _element(query: StoreQuery, line: bytes) -> str:
    row = json.loads(line, parse_float=str, parse_int=str)
    cells = dict(zip(query.shown, row, strict=True))
    number = cells.pop(ID.id, None)
    place = "" if number is None else f' {ID.id}="{number}"'
    return f"<row{place}>{''.join(_cell(name, value) for name, value in cells.items())}</row>\n"


def _cell(name: str, value: Any) -> str:
    if value is None:
        return f'<{name} xsi:nil="true"/>'
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(_NO_XML.sub('', text))}</{name}>"


_FORMS: dict[str, tuple[str, Write]] = {
    "csv": ("text/csv", _separated(",")),
    "tsv": ("text/tab-separated-values", _separated("\t")),
    "json": ("application/json", _json),
    "xml": ("text/xml", _xml),
}
