"""What every verb does that takes a file: look at its first bytes, keep it whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings

from datasets import signatures, store
from datasets.rules.errors import EmptyFile, NotATable


def kept(chunks: Iterable[bytes]) -> store.Stored:
    """The file in the store, durable. Raises EmptyFile, NotATable, store.TooLarge, store.DiskFull."""
    with store.full_disk_told():
        return store.save(_looked_at(chunks), settings.MAX_UPLOAD_BYTES)


def _looked_at(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, refused as soon as they show that this is no table, or nothing at all."""
    head, is_blank = b"", True
    for chunk in chunks:
        if len(head) < signatures.HEAD_BYTES:
            head += chunk[: signatures.HEAD_BYTES - len(head)]
            _check_head(head)
        is_blank = is_blank and signatures.is_blank(chunk)
        yield chunk
    if is_blank:
        raise EmptyFile


def _check_head(head: bytes) -> None:
    if sign := signatures.sign_of(head):
        raise NotATable(sign.code, sign.kind)
