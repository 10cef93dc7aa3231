"""Public datasets described for other systems: by page for a feed, or one by name or id.

A feed tells everybody the same, whoever asks: what the public may know (`rules.access`).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Max, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, override

from datasets import identifiers
from datasets.city.profile import City
from datasets.export.described import Agent, CatalogShown, Described, File, Place, Theme, clean, texts
from datasets.measures.periods import Period, parse_period
from datasets.models import Dataset, Distribution, Organization, Version, VersionPart
from datasets.queries.cards import page_url
from datasets.queries.catalog import Filter, filtered
from datasets.rules.access import check_not_withdrawn, published_datasets, readable_datasets, visible_datasets
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


def feed_page(chosen: Filter, number: int = 1, after: uuid.UUID | None = None) -> FeedPage:
    """Page `number` of what the public may know, oldest key first. Raises Hidden past the end.

    With `after` it is what stands behind that key: what is withdrawn while somebody walks through the
    pages moves no other dataset over a page's edge, where a harvester would miss it and delete it.
    """
    found = filtered(None, chosen).order_by("pk")
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
    by_id = Q(pk=ref) if _is_uuid(ref) else Q(slug=ref)
    found = visible_datasets(None).filter(by_id).prefetch_related(_FILES).first()
    if found is None:
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    check_not_withdrawn(found)
    return found


def described(datasets: Sequence[Dataset]) -> list[Described]:
    """The datasets as they are told; `organization`, `live_version` and its files are loaded. 3 queries."""
    keys = [dataset.pk for dataset in datasets]
    readable = set(readable_datasets(None).filter(pk__in=keys).values_list("pk", flat=True))
    versions = [dataset.live_version for dataset in datasets if dataset.live_version]
    spans, previous = _spans(versions), _previous(versions)
    with override(settings.LANGUAGE_CODE):
        return [
            _described(
                dataset,
                spans.get(dataset.live_version_id),
                previous.get(dataset.pk),
                is_readable=dataset.pk in readable,
            )
            for dataset in datasets
        ]


def catalog_shown() -> CatalogShown:
    """The catalogue. Two queries."""
    city: City = settings.CITY
    latest = (
        published_datasets(None).order_by().aggregate(a=Max("data_updated_at"), b=Max("metadata_updated_at"))
    )
    return CatalogShown(
        iri=identifiers.catalog_iri(),
        title=texts(city.catalogue_title, city.catalogue_title_en),
        description=texts(city.catalogue_description, city.catalogue_description_en),
        homepage=f"{settings.PUBLIC_URL}/",
        publisher=_publisher(city),
        languages=tuple(identifiers.LANGUAGES[language] for language in city.languages),
        license=identifiers.LICENSES[License.CC_BY_4],
        modified=_later(latest["a"], latest["b"]),
        place=_place(city),
    )


def agent_of(office: Organization) -> Agent:
    """An office as a publisher."""
    return Agent(identifiers.office_iri(office.pk), clean(office.name), office.email, office.website)


def updated_at(dataset: Dataset) -> datetime | None:
    """When anything of it last changed: its description or its data."""
    return _later(dataset.metadata_updated_at, dataset.data_updated_at)


def _described(
    dataset: Dataset, span: tuple[Period, Period] | None, previous: int | None, *, is_readable: bool
) -> Described:
    office, version = dataset.organization, dataset.live_version
    files = version.distributions.all() if version and is_readable else ()
    return Described(
        iri=identifiers.dataset_iri(dataset.pk),
        identifier=str(dataset.pk),
        title=texts(dataset.title, dataset.title_en),
        description=texts(dataset.description, dataset.description_en),
        page=page_url("dataset", dataset.slug),
        publisher=agent_of(office),
        contact_name=clean(dataset.contact_name) or clean(office.short_name),
        contact_email=office.email or settings.CITY.contact_email,
        keywords=tuple(sorted({clean(tag) for tag in dataset.tags})),
        themes=_themes(Topic(dataset.topic)),
        language=identifiers.LANGUAGES["id"],
        frequency=identifiers.FREQUENCIES[Frequency(dataset.frequency)],
        access_rights=identifiers.ACCESS_RIGHTS[Access(dataset.access)],
        issued=_local(dataset.created_at),
        modified=_local(updated_at(dataset)),
        first_day=span[0].start if span else None,
        last_day=span[1].end if span else None,
        resolution=_resolution(version),
        place=_place(settings.CITY),
        provenance=clean(dataset.method),
        version=str(version.number) if version else "",
        previous=page_url("dataset", dataset.slug, "versi", previous) if previous else "",
        files=tuple(sorted((_file(dataset, file) for file in files), key=lambda file: file.iri)),
    )


def _file(dataset: Dataset, file: Distribution) -> File:
    form = Format(file.format)
    word = form.value.upper()
    return File(
        iri=identifiers.distribution_iri(dataset.pk, form),
        title=word,
        format=word,
        format_iri=identifiers.format_iri(form),
        media_type=MEDIA_TYPES[form],
        access_url=page_url("dataset", dataset.slug),
        download_url=page_url("dataset", dataset.slug, "unduh", form),
        bytes=file.bytes,
        sha256=file.sha256,
        license=identifiers.LICENSES.get(License(dataset.license), ""),
        issued=_local(dataset.created_at),
        modified=_local(dataset.data_updated_at),
    )


def _spans(versions: Iterable[Version]) -> dict[uuid.UUID | None, tuple[Period, Period]]:
    """{version: its first and last period}, as the statistics of its period column tell. One query."""
    columns = {version.pk: _period_column(version) for version in versions}
    wanted = [key for key, column in columns.items() if column]
    found: dict[uuid.UUID | None, list[Period]] = defaultdict(list)
    parts = VersionPart.objects.filter(version__in=wanted).values_list("version", "part__profile")
    for key, profile in parts:
        told = profile.get(columns[key], {})
        found[key] += [
            parse_period(text) for name in ("minimum", "maximum") if (text := _day(told.get(name)))
        ]
    return {
        key: (min(each, key=lambda p: p.start), max(each, key=lambda p: p.end))
        for key, each in found.items()
        if each
    }


def _day(text: str | None) -> str:
    """A period as text; '' where a statistic tells none."""
    try:
        return str(parse_period(text[:10])) if text else ""
    except ValueError:
        return ""


def _period_column(version: Version) -> str:
    columns = (column["id"] for column in version.columns if column["role"] == ColumnRole.PERIOD)
    return next(columns, "")


def _resolution(version: Version | None) -> str:
    name = _period_column(version) if version else ""
    kinds = [column["type"] for column in version.columns if column["id"] == name] if version and name else []
    return identifiers.RESOLUTIONS.get(ColumnType(kinds[0]), "") if kinds else ""


def _previous(versions: Sequence[Version]) -> dict[uuid.UUID, int]:
    """{dataset: number of the newest version before the live one that may still be read}. One query."""
    earlier = Version.objects.filter(
        dataset__in=[version.dataset_id for version in versions],
        state=VersionState.SUPERSEDED,
        number__lt=F("dataset__live_version__number"),
    )
    return dict(earlier.order_by().values_list("dataset").annotate(newest=Max("number")))


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


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
