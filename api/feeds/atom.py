"""Atom feeds of what changed: everything, one office, one topic, and the versions of one dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.request import Request

from api.feeds.base import FeedView, address_with, answered
from api.feeds.markup import Markup
from datasets.identifiers import dataset_iri
from datasets.models import Dataset, Version
from datasets.queries.cards import page_url
from datasets.queries.described import find_public
from datasets.queries.organizations import office_of
from datasets.queries.records import Chosen, Record, latest
from datasets.queries.versions import history
from datasets.rules.errors import Hidden
from datasets.vocab import Topic, VersionState
from datasets.wording.labels import label

#: Entries of a feed, newest first.
MOST = 50
MEDIA_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Entry:
    """One thing that changed; `id` stays, however often it changes."""

    id: str
    title: str
    at: datetime
    page: str
    summary: str
    author: str
    category: str = ""


class ChangesView(FeedView):
    """`GET /atom.xml`, `/opd/{slug}/atom.xml`, `/topik/{slug}/atom.xml`: each dataset by its last change."""

    def get(self, request: Request, office: str = "", topic: str = "") -> HttpResponse:
        """The feed. Raises Hidden for an office or topic that is none."""
        title, page = _subject(office, topic)
        with override(settings.LANGUAGE_CODE):
            entries = [_entry(record) for record in latest(Chosen(office=office, topic=topic), MOST)]
        return _feed(request, title, page, entries)


class DatasetChangesView(FeedView):
    """`GET /dataset/{name or id}/atom.xml`: its versions."""

    def get(self, request: Request, ref: str) -> HttpResponse:
        """The feed. Raises Hidden, Gone."""
        dataset = find_public(ref)
        with override(settings.LANGUAGE_CODE):
            entries = [_version_entry(dataset, version) for version in history(dataset)[:MOST]]
        return _feed(request, dataset.title, page_url("dataset", dataset.slug), entries)


def _subject(office: str, topic: str) -> tuple[str, str]:
    """What the feed is about, and the page it goes with."""
    if office:
        return office_of(None, office).organization.name, page_url("opd", office)
    if topic:
        if topic not in set(Topic):
            raise Hidden(_("Topik ini tidak ada."))
        return label(Topic, topic), page_url("topik", topic)
    return settings.CITY.catalogue_description, page_url("")


def _entry(record: Record) -> Entry:
    dataset, version = record.dataset, record.dataset.live_version
    if record.is_deleted or version is None:
        summary = _("Ditarik: %(reason)s") % {"reason": dataset.withdrawn_reason}
    else:
        summary = f"{_mark(dataset)}{_told_of(version)} {dataset.description}"
    return Entry(
        id=dataset_iri(dataset.pk),
        title=dataset.title,
        at=record.at,
        page=page_url("dataset", dataset.slug),
        summary=summary,
        author=dataset.organization.name,
        category=dataset.topic,
    )


def _version_entry(dataset: Dataset, version: Version) -> Entry:
    told, at = _told_of(version), version.published_at
    if version.state == VersionState.WITHDRAWN:
        told, at = _("Ditarik: %(reason)s") % {"reason": version.withdrawn_reason}, version.withdrawn_at
    return Entry(
        id=f"{dataset_iri(dataset.pk)}/versi/{version.number}",
        title=_("%(title)s, versi %(number)s") % {"title": dataset.title, "number": version.number},
        at=at or version.created_at,
        page=page_url("dataset", dataset.slug, "versi", version.number),
        summary=f"{_mark(dataset)}{told} {version.note}".strip(),
        author=dataset.organization.name,
    )


def _mark(dataset: Dataset) -> str:
    """What stands before anything said of sample data."""
    return _("Data contoh, bukan data resmi.") + " " if dataset.is_sample else ""


def _told_of(version: Version) -> str:
    told = {"number": version.number, "rows": version.row_count}
    return _("Versi %(number)s, %(rows)s baris.") % told


def _feed(request: Request, title: str, page: str, entries: Sequence[Entry]) -> HttpResponse:
    """An answer. Its `updated` is that of its newest entry, so that an unchanged feed is the same feed."""
    address = address_with(request)
    stamp = (title, page, entries)
    return answered(request, MEDIA_TYPE, stamp, lambda: _written(title, address, page, entries))


def _written(title: str, address: str, page: str, entries: Sequence[Entry]) -> bytes:
    updated = max((entry.at for entry in entries), default=datetime(2020, 1, 1, tzinfo=UTC))
    markup = Markup()
    with markup.inside("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "id"}):
        markup.say("id", address)
        markup.say("title", f"{settings.CITY.catalogue_title}: {title}")
        markup.say("updated", _moment(updated))
        markup.say("link", "", {"rel": "self", "type": MEDIA_TYPE, "href": address})
        markup.say("link", "", {"rel": "alternate", "type": "text/html", "href": page})
        _write_author(markup, settings.CITY.government)
        for entry in entries:
            _write_entry(markup, entry)
    return markup.done()


def _write_entry(markup: Markup, entry: Entry) -> None:
    with markup.inside("entry"):
        markup.say("id", entry.id)
        markup.say("title", entry.title)
        markup.say("updated", _moment(entry.at))
        markup.say("link", "", {"rel": "alternate", "type": "text/html", "href": entry.page})
        markup.say("summary", entry.summary)
        _write_author(markup, entry.author)
        if entry.category:
            markup.say("category", "", {"term": entry.category})


def _write_author(markup: Markup, name: str) -> None:
    with markup.inside("author"):
        markup.say("name", name)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
