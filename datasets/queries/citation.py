"""How a dataset is cited: the same words on its page and to an assistant, in the manner of APA."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from datasets.models import Dataset, Version
from datasets.queries.cards import page_url


@dataclass(frozen=True)
class Citation:
    """Who, when, what, where: of one version, whose address stays while newer ones come."""

    text: str
    url: str
    version: int
    published_at: datetime


def citation_of(dataset: Dataset, version: Version | None) -> Citation | None:
    """The citation of a version; None where nothing was published yet.

    `dataset.organization` should be loaded.
    """
    if version is None or version.published_at is None:
        return None
    url = page_url("dataset", dataset.slug, "versi", version.number)
    told = {
        "office": dataset.organization.name,
        "year": timezone.localtime(version.published_at).year,
        "title": dataset.title,
        "number": version.number,
        "catalogue": settings.CITY.catalogue_title,
        "url": url,
    }
    text = gettext("%(office)s (%(year)s). %(title)s, versi %(number)s. %(catalogue)s. %(url)s") % told
    return Citation(text, url, version.number, version.published_at)
