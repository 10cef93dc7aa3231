"""Public datasets described for other systems: by page for a feed, or one by name or id.

A feed tells everybody the same, whoever asks: what the public may know (`rules.access`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.conf import settings
from django.db.models import F, Max, Min, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, override

from datasets import identifiers
from datasets.city.profile import City
from datasets.export.described import Agent, CatalogShown, Described, File, Place, Texts, Theme, clean, texts
from datasets.models import Dataset, Distribution, Organization, Version
from datasets.queries.cards import page_url
from datasets.queries.catalog import Detail, Filter, filtered
from datasets.queries.extents import Extent, extents_of
from datasets.queries.package_search import keys_where
from datasets.queries.terms import Node
from datasets.rules.access import (
    check_not_withdrawn,
    is_public,
    named,
    published_datasets,
    readable_datasets,
    visible_datasets,
)
from datasets.rules.errors import Hidden
from datasets.vocab import (
    MEDIA_TYPES,
    Access,
    ColumnRole,
    ColumnType,
    Format,
    Frequency,
    License,
    Topic,
    VersionState,
)
from datasets.wording.labels import label

#: Before the description of sample data, in Indonesian and English.
_SAMPLE = ("Data contoh, bukan data resmi. ", "Sample data, not official. ")
#: Datasets on one page of a feed.
PER_PAGE = 100
_FILES = Prefetch("live_version__distributions", Distribution.objects.order_by("format"))


@dataclass(frozen=True)
class FeedPage:
    """One page, `number` of `last`; `total` datasets in all. The next page stands behind the key `after`."""

    datasets: list[Dataset]
    total: int
    number: int
    last: int
    after: uuid.UUID | None


@dataclass(frozen=True)
class _Past:
    """When a dataset was first published, and its newest version before the live one."""

    first: datetime | None = None
    newest: int | None = None


_NO_PAST = _Past()


def feed_page(
    chosen: Filter, number: int = 1, after: uuid.UUID | None = None, condition: Node | None = None
) -> FeedPage:
    """Page `number` of what the public may know, oldest key first. Raises Hidden past the end, BadTerm.

    With `after` it is what stands behind that key: what is withdrawn while somebody walks through the
    pages moves no other dataset over a page's edge, where a harvester would miss it and delete it.
    """
    found = filtered(None, chosen).order_by("pk")
    if condition is not None:
        found = found.filter(pk__in=keys_where(None, condition))
    total = found.count()
    last = max(1, -(-total // PER_PAGE))
    rest = found.filter(pk__gt=after) if after else found[(number - 1) * PER_PAGE :]
    rows = list(rest.prefetch_related(_FILES)[: PER_PAGE + 1])
    if not rows and number > 1:
        raise Hidden(gettext("Halaman ini tidak ada: umpan berakhir sebelumnya."))
    shown = rows[:PER_PAGE]
    return FeedPage(shown, total, number, last, shown[-1].pk if len(rows) > PER_PAGE else None)


def find_public(ref: str) -> Dataset:
    """A published dataset by its name or id, with its files. Raises Hidden; Gone where it was withdrawn."""
    found = visible_datasets(None).filter(named(ref)).prefetch_related(_FILES).first()
    if found is None:
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    check_not_withdrawn(found)
    return found


def described(datasets: Sequence[Dataset]) -> list[Described]:
    """The datasets as they are told; `organization`, `live_version` and its files are loaded.

    A few queries, however many they are. What is told of rows (files, first and last day) is told of
    those datasets only whose rows are for everybody.
    """
    keys = [dataset.pk for dataset in datasets]
    readable = set(readable_datasets(None).filter(pk__in=keys).values_list("pk", flat=True))
    versions = [dataset.live_version for dataset in datasets if dataset.live_version]
    extents = extents_of(version for version in versions if version.dataset_id in readable)
    past = _past(versions)
    told = []
    with override(settings.LANGUAGE_CODE):
        for dataset in datasets:
            version = dataset.live_version
            if version is not None:
                files = version.distributions.all() if dataset.pk in readable else ()
                extent = extents.get(version.pk)
                told.append(_described(dataset, version, files, extent, past.get(dataset.pk, _NO_PAST)))
    return told


def described_detail(detail: Detail) -> Described | None:
    """What a page shows, as it is told; None where the public does not know it, or of an older version."""
    dataset, version = detail.dataset, detail.version
    if version is None or version.pk != dataset.live_version_id or not is_public(dataset):
        return None
    is_readable = is_public(dataset, rows=True)
    past = _past_of(detail, version.number)
    extent = extents_of([version]).get(version.pk) if is_readable else None
    with override(settings.LANGUAGE_CODE):
        return _described(dataset, version, detail.distributions if is_readable else (), extent, past)


def catalog_changed_at() -> datetime | None:
    """When anything that the public knows last changed."""
    latest = published_datasets(None).order_by()
    found = latest.aggregate(data=Max("data_updated_at"), metadata=Max("metadata_updated_at"))
    return _local(_later(found["data"], found["metadata"]))


def catalog_shown(modified: datetime | None) -> CatalogShown:
    """The catalogue, last changed at `modified`."""
    city: City = settings.CITY
    return CatalogShown(
        iri=identifiers.catalog_iri(),
        title=texts(city.catalogue_title, city.catalogue_title_en),
        description=texts(city.catalogue_description, city.catalogue_description_en),
        homepage=f"{settings.PUBLIC_URL}/",
        publisher=_publisher(city),
        languages=tuple(identifiers.LANGUAGES[language] for language in city.languages),
        license=identifiers.LICENSES[License.CC_BY_4],
        modified=modified,
        place=_place(city),
    )


def agent_of(office: Organization) -> Agent:
    """An office as a publisher."""
    return Agent(identifiers.office_iri(office.pk), clean(office.name), office.email, office.website)


def updated_at(dataset: Dataset) -> datetime | None:
    """When anything of it last changed: its description or its data."""
    return _later(dataset.metadata_updated_at, dataset.data_updated_at)


def _described(
    dataset: Dataset,
    version: Version,
    files: Iterable[Distribution],
    extent: Extent | None,
    past: _Past,
) -> Described:
    office = dataset.organization
    return Described(
        iri=identifiers.dataset_iri(dataset.pk),
        identifier=str(dataset.pk),
        title=texts(dataset.title, dataset.title_en),
        description=_description(dataset),
        page=page_url("dataset", dataset.slug),
        publisher=agent_of(office),
        contact_name=clean(dataset.contact_name) or clean(office.short_name),
        contact_email=office.email or settings.CITY.contact_email,
        keywords=tuple(sorted({clean(tag) for tag in dataset.tags})),
        themes=_themes(Topic(dataset.topic)),
        language=identifiers.LANGUAGES["id"],
        frequency=identifiers.FREQUENCIES[Frequency(dataset.frequency)],
        access_rights=identifiers.ACCESS_RIGHTS[Access(dataset.access)],
        issued=_local(past.first),
        modified=_local(updated_at(dataset)),
        first_day=extent.first if extent else None,
        last_day=extent.last if extent else None,
        resolution=_resolution(version),
        place=_place(settings.CITY),
        provenance=clean(dataset.method),
        version=str(version.number),
        previous=page_url("dataset", dataset.slug, "versi", past.newest) if past.newest else "",
        files=tuple(sorted((_file(dataset, version, file, past) for file in files), key=attrgetter("iri"))),
    )


def _file(dataset: Dataset, version: Version, file: Distribution, past: _Past) -> File:
    form = Format(file.format)
    key = identifiers.resource_id(dataset.pk, form)
    word = form.value.upper()
    return File(
        iri=identifiers.distribution_iri(dataset.pk, form),
        title=word,
        description=clean(
            gettext("%(title)s, versi %(number)s, %(rows)s baris.")
            % {"title": dataset.title, "number": version.number, "rows": version.row_count}
        ),
        format=word,
        format_iri=identifiers.format_iri(form),
        media_type=MEDIA_TYPES[form],
        access_url=page_url("dataset", dataset.slug),
        download_url=page_url(
            "dataset", dataset.pk, "resource", key, "download", f"{dataset.slug}.{form.value}"
        ),
        bytes=file.bytes,
        sha256=file.sha256,
        license=identifiers.LICENSES.get(License(dataset.license), ""),
        issued=_local(past.first),
        modified=_local(dataset.data_updated_at),
    )


def _description(dataset: Dataset) -> Texts:
    """What it is; sample data say so wherever they are told of: they must not travel as official figures."""
    mark, mark_en = _SAMPLE if dataset.is_sample else ("", "")
    english = f"{mark_en}{dataset.description_en}" if dataset.description_en else ""
    return texts(f"{mark}{dataset.description}", english)


def _resolution(version: Version) -> str:
    """How finely the rows tell time."""
    kinds = (c["type"] for c in version.columns if c["role"] == ColumnRole.PERIOD)
    kind = next(kinds, "")
    return identifiers.RESOLUTIONS.get(ColumnType(kind), "") if kind else ""


def _past(versions: Sequence[Version]) -> dict[uuid.UUID, _Past]:
    """{dataset: its past}, of those that had versions. One query."""
    earlier = Q(state=VersionState.SUPERSEDED, number__lt=F("dataset__live_version__number"))
    told = Version.objects.filter(dataset__in=[version.dataset_id for version in versions])
    rows = told.exclude(state=VersionState.BUILDING).order_by().values_list("dataset")
    found = rows.annotate(first=Min("published_at"), newest=Max("number", filter=earlier))
    return {key: _Past(first, newest) for key, first, newest in found}


def _past_of(detail: Detail, live: int) -> _Past:
    """The same, of versions that are there already."""
    moments = [version.published_at for version in detail.versions if version.published_at]
    earlier = [v.number for v in detail.versions if v.state == VersionState.SUPERSEDED and v.number < live]
    return _Past(min(moments, default=None), max(earlier, default=None))


def _place(city: City) -> Place:
    return Place(identifiers.area_iri(city.region_code), city.region_code, clean(city.name))


def _publisher(city: City) -> Agent:
    """Walidata, else (before offices are loaded) the city's government."""
    office = Organization.objects.filter(code=city.walidata).first()
    return (
        agent_of(office)
        if office
        else Agent(f"{settings.PUBLIC_URL}/organization", city.government, city.contact_email)
    )


def _themes(topic: Topic) -> tuple[Theme, ...]:
    """The EU's theme and the city's own topic."""
    iri = identifiers.THEMES[topic]
    return Theme(iri, identifiers.THEME_WORDS[iri]), Theme(identifiers.topic_iri(topic), label(Topic, topic))


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)
