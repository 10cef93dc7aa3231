"""Every page that anybody may read, and when what it shows last changed: for search engines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.db.models.functions import Greatest
from django.utils.translation import gettext

from datasets.models import Organization
from datasets.rules.access import published_datasets
from datasets.rules.errors import Hidden
from datasets.rules.figures import visible_indicators

#: Addresses in one file; the standard allows 50,000, and each address stands there in two languages.
PER_FILE = 10_000


@dataclass(frozen=True)
class PublicPage:
    """A page by its path (`dataset/sampah`, '' for home); `changed_at` None where nobody can tell."""

    path: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class DatasetFile:
    """One file of dataset pages: its number from 1, and the last change of any page in it."""

    number: int
    changed_at: datetime | None


def dataset_files() -> list[DatasetFile]:
    """The files that all dataset pages fill, in the order of their keys."""
    moments = [changed_at for _slug, changed_at in _datasets()]
    starts = range(0, len(moments), PER_FILE)
    return [
        DatasetFile(number, max(moments[start : start + PER_FILE])) for number, start in enumerate(starts, 1)
    ]


def dataset_pages(number: int) -> list[PublicPage]:
    """The pages of one file. Raises Hidden where there is none."""
    start = (number - 1) * PER_FILE
    found = _datasets(start, start + PER_FILE) if number > 0 else []
    pages = [PublicPage(f"dataset/{slug}", changed_at) for slug, changed_at in found]
    if not pages:
        raise Hidden(gettext("Berkas peta situs ini tidak ada."))
    return pages


def other_pages() -> list[PublicPage]:
    """Everything but datasets: lists, offices, topics, performance. Four queries."""
    changed = _changes("organization__slug")
    topics = _changes("topic")
    latest = max(topics.values(), default=None)
    offices = Organization.objects.filter(is_active=True).values_list("slug", flat=True)
    performance = sorted(visible_indicators(None).values_list("organization__slug", "code"))
    return [
        PublicPage("", latest),
        PublicPage("dataset", latest),
        PublicPage("opd", latest),
        *(PublicPage(name) for name in ("kinerja", "jadwal", "pengembang")),
        *(PublicPage(f"opd/{slug}", changed.get(slug)) for slug in sorted(offices)),
        *(PublicPage(f"topik/{topic}", at) for topic, at in sorted(topics.items())),
        *(PublicPage(f"kinerja/{slug}") for slug in sorted({slug for slug, _code in performance})),
        *(PublicPage(f"kinerja/{slug}/{code}") for slug, code in performance),
    ]


def _changes(by: str) -> dict[str, datetime]:
    """{value of a field: when any of its datasets last changed}."""
    found = published_datasets(None).order_by().values_list(by)
    return dict(found.annotate(at=Max(Greatest("metadata_updated_at", "data_updated_at"))))


def _datasets(start: int = 0, end: int | None = None) -> list[tuple[str, datetime]]:
    found = published_datasets(None).annotate(at=Greatest(F("metadata_updated_at"), F("data_updated_at")))
    return list(found.order_by("pk").values_list("slug", "at")[start:end])
