"""What the home page shows: counts, headline figures, one dataset by area, topics, news, releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from datasets.models import Dataset, Organization
from datasets.queries.compliance import releases
from datasets.queries.indicators import Standing, headlines
from datasets.queries.summaries import Glance, glance_at
from datasets.rules.access import Viewer, published_datasets, readable_datasets
from datasets.vocab import Topic

#: Areas at which the home page compares: enough to compare, few enough to read.
_AREAS = range(3, 16)


@dataclass(frozen=True)
class TopicCount:
    """A topic, how many datasets it holds, and a few words of theirs."""

    topic: Topic
    count: int
    words: str


@dataclass(frozen=True)
class AreaStory:
    """A dataset told by area."""

    dataset: Dataset
    glance: Glance


@dataclass(frozen=True)
class Home:
    """Everything on the home page."""

    dataset_count: int
    office_count: int
    updated_at: datetime | None
    headlines: Sequence[Standing]
    area_story: AreaStory | None
    topics: Sequence[TopicCount]
    offices: Sequence[Organization]
    recent: Sequence[Dataset]
    releases: Sequence[Dataset]
    example: Dataset | None


def home_of(viewer: Viewer) -> Home:
    """The home page as this viewer may see it."""
    published = published_datasets(viewer)
    counts = published.order_by().aggregate(n=Count("pk"), latest=Max("data_updated_at"))
    offices = offices_with_data(viewer)
    recent = list(
        published.order_by("-data_updated_at", "title").prefetch_related("live_version__distributions")[:5]
    )
    story = _area_story(viewer)
    return Home(
        dataset_count=counts["n"],
        office_count=len(offices),
        updated_at=counts["latest"],
        headlines=headlines(viewer),
        area_story=story,
        topics=topics_of(viewer),
        offices=offices,
        recent=recent,
        releases=releases(viewer, 5),
        example=story.dataset if story else example_of(viewer),
    )


def topics_of(viewer: Viewer) -> list[TopicCount]:
    """Topics that hold something, in the vocabulary's order, with the commonest tags of each."""
    found: dict[str, list[Sequence[str]]] = {}
    for topic, tags in published_datasets(viewer).order_by("title").values_list("topic", "tags"):
        found.setdefault(topic, []).append(tags)
    return [TopicCount(t, len(found[t]), _words(found[t])) for t in Topic if t in found]


def offices_with_data(viewer: Viewer) -> list[Organization]:
    """Offices that publish something, most datasets first, each with `dataset_count`."""
    mine = published_datasets(viewer).order_by().values("organization")
    counted = dict(mine.annotate(n=Count("pk")).values_list("organization", "n"))
    offices = list(Organization.objects.filter(pk__in=counted))
    for office in offices:
        office.dataset_count = counted[office.pk]  # type: ignore[attr-defined]
    return sorted(offices, key=lambda office: (-counted[office.pk], office.name))


def example_of(viewer: Viewer) -> Dataset | None:
    """A dataset with open rows to show the API with: the latest."""
    return readable_datasets(viewer).exclude(live_version=None).order_by("-data_updated_at").first()


def _area_story(viewer: Viewer) -> AreaStory | None:
    """The first indicator's dataset that can be told by area."""
    bound = readable_datasets(viewer).filter(indicators__isnull=False, live_version__isnull=False)
    for dataset in bound.order_by("indicators__position").prefetch_related("indicators")[:6]:
        glance = glance_at(dataset, dataset.live_version) if dataset.live_version else None
        if glance and len(glance.areas) in _AREAS:
            return AreaStory(dataset, glance)
    return None


def _words(tag_lists: Sequence[Sequence[str]]) -> str:
    seen = list(dict.fromkeys(tag for tags in tag_lists for tag in tags))
    return ", ".join(seen[:3])
