"""One thing of a source becomes a draft and an upload, through the ordinary intake; never more than once."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.receive_upload import receive_upload
from datasets.actions.register_dataset import register_dataset
from datasets.harvest.remote import HOPS, File, Remote, Unreadable, filename_of
from datasets.models import Dataset, Source, SourceItem
from datasets.vocab_harvest import ItemState, Outcome
from satudata.outgoing import Answer, Limits, opened

_BLOCK = 1 << 18
_SECONDS, _BYTES = 20, 100_000_000
_TITLE_CHARS = 200


def take(source: Source, item: SourceItem, remote: Remote) -> Outcome:
    """Bring `item` up to what `remote` says, and save it. The file is asked for each time: a link that
    died shows, and one that did not change is not read.

    Raises Refused, Unreadable, rules.Refused, store.TooLarge, store.DiskFull; then the item is as before.
    """
    file = remote.file
    if file is None:
        raise Unreadable("no_table_file")
    is_known = bool(item.sha256) and item.state == ItemState.ACTIVE and item.file_url == file.url
    headers = {"If-None-Match": item.etag} if is_known and item.etag else {}
    limits = Limits(_SECONDS, min(_BYTES, settings.MAX_UPLOAD_BYTES))
    with opened(file.url, headers=headers, limits=limits, hops=HOPS) as answer:
        if answer.status == 304 or (is_known and _is_unmoved(item, remote, answer)):
            return _keep(item, remote, file, Outcome.SAME)
        if answer.status != 200:
            raise Unreadable(f"status_{answer.status}")
        with tempfile.TemporaryFile() as copy:
            sha256 = _copied(answer, copy)
            etag = answer.headers.get("etag", "")
            if sha256 == item.sha256:
                return _keep(item, remote, file, Outcome.SAME, etag=etag)
            return _received(source, item, remote, file, copy, sha256, etag)


def _is_unmoved(item: SourceItem, remote: Remote, answer: Answer) -> bool:
    return answer.status == 200 and remote.modified != "" and remote.modified[:60] == item.modified


@transaction.atomic
def _received(
    source: Source, item: SourceItem, remote: Remote, file: File, copy: BinaryIO, sha256: str, etag: str
) -> Outcome:
    """Draft and upload together: what intake refuses at once leaves no empty draft."""
    is_new = item.dataset is None
    if item.dataset is None:
        item.dataset = _registered(source, remote)
    note = gettext("Dipanen dari %(source)s: %(url)s") % {"source": source.name, "url": file.url}
    found = receive_upload(
        source.sender, item.dataset, _blocks(copy), filename_of(file), note=note,
        idempotency_key=f"panen {item.pk} {sha256}",
    )  # fmt: skip
    item.last_upload = found.upload
    return _keep(item, remote, file, Outcome.NEW if is_new else Outcome.CHANGED, sha256=sha256, etag=etag)


def _registered(source: Source, remote: Remote) -> Dataset:
    title = (remote.title or source.name)[:_TITLE_CHARS]
    if source.organization.datasets.filter(title__iexact=title, withdrawn_at=None).exists():
        ending = f" ({source.name})"[:60]
        title = title[: _TITLE_CHARS - len(ending)] + ending
    told = gettext("Sumber: %(source)s, %(page)s") % {
        "source": source.name,
        "page": remote.page or source.url,
    }
    description = f"{remote.description[:10_000]}\n\n{told}".strip()
    tags = sorted({tag.strip()[:60] for tag in remote.tags if tag.strip()})[:20]
    return register_dataset(
        source.sender,
        source.organization,
        title,
        description,
        source.topic,
        source.frequency,
        details={"tags": tags} if tags else None,
    )


def _keep(
    item: SourceItem,
    remote: Remote,
    file: File,
    outcome: Outcome,
    *,
    sha256: str = "",
    etag: str | None = None,
) -> Outcome:
    item.file_url = file.url
    item.modified = remote.modified[:60]
    item.sha256 = sha256 or item.sha256
    if etag is not None:
        item.etag = etag if etag.isprintable() and etag.isascii() and len(etag) <= 200 else ""
    item.state, item.error, item.gone_at = ItemState.ACTIVE, "", None
    item.save()
    return outcome


def _copied(answer: Answer, copy: BinaryIO) -> str:
    digest = hashlib.sha256()
    for block in answer.blocks():
        digest.update(block)
        copy.write(block)
    copy.seek(0)
    return digest.hexdigest()


def _blocks(copy: BinaryIO) -> Iterator[bytes]:
    while block := copy.read(_BLOCK):
        yield block
