"""What things are called for ever: IRIs of our own, and those of the standards that our codes stand for.

Made of keys, never of names: an office or a dataset may be renamed, its IRI stays (decision 0021).
"""

from __future__ import annotations

import uuid

from django.conf import settings

from datasets.vocab import Access, ColumnType, Format, Frequency, License, Topic

_EU = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types"

LANGUAGES: dict[str, str] = {"id": f"{_EU}/language/IND", "en": f"{_EU}/language/ENG"}
LICENSES: dict[License, str] = {
    License.CC_BY_4: "https://creativecommons.org/licenses/by/4.0/",
    License.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
#: How long a file stays (EU table `planned-availability`), and the scheme that our themes belong to.
STABLE = f"{_EU}/planned-availability/STABLE"
THEME_TAXONOMY = f"{_EU}/data-theme"
#: Codes of the EU authority table `access-right`.
ACCESS_RIGHTS: dict[Access, str] = {
    Access.OPEN: f"{_EU}/access-right/PUBLIC",
    Access.RESTRICTED: f"{_EU}/access-right/RESTRICTED",
    Access.CLOSED: f"{_EU}/access-right/NON_PUBLIC",
}
#: Codes of the EU authority table `data-theme`, the nearest for each of the city's topics.
_THEMES: dict[Topic, str] = {
    Topic.WASTE: "ENVI",
    Topic.MARKETS: "ECON",
    Topic.FARMING: "AGRI",
    Topic.HEALTH: "HEAL",
    Topic.CIVIL_SERVICE: "GOVE",
    Topic.FINANCE: "GOVE",
    Topic.PERMITS: "GOVE",
    Topic.POPULATION: "SOCI",
    Topic.EDUCATION: "EDUC",
    Topic.PUBLIC_WORKS: "TRAN",
    Topic.SOCIAL: "SOCI",
    Topic.TOURISM: "ECON",
    Topic.ENVIRONMENT: "ENVI",
    Topic.GOVERNMENT: "GOVE",
}
THEMES: dict[Topic, str] = {topic: f"{_EU}/data-theme/{code}" for topic, code in _THEMES.items()}
#: What the themes are called (`skos:prefLabel`), in the language of the source.
THEME_WORDS: dict[str, str] = {
    f"{_EU}/data-theme/{code}": word
    for code, word in {
        "AGRI": "Pertanian, perikanan, kehutanan, dan pangan",
        "ECON": "Ekonomi dan keuangan",
        "EDUC": "Pendidikan, kebudayaan, dan olahraga",
        "ENVI": "Lingkungan hidup",
        "GOVE": "Pemerintahan dan sektor publik",
        "HEAL": "Kesehatan",
        "SOCI": "Kependudukan dan masyarakat",
        "TRAN": "Transportasi",
    }.items()
}
#: The vocabulary carries the names of the EU table in lower case.
FREQUENCIES: dict[Frequency, str] = {f: f"{_EU}/frequency/{f.value.upper()}" for f in Frequency}
#: How finely time is told, as an XML Schema duration.
RESOLUTIONS: dict[ColumnType, str] = {
    ColumnType.DATE: "P1D",
    ColumnType.MONTH: "P1M",
    ColumnType.QUARTER: "P3M",
    ColumnType.YEAR: "P1Y",
    ColumnType.FISCAL_YEAR: "P1Y",
}


def resource_id(dataset_id: uuid.UUID, format_: Format) -> uuid.UUID:
    """The id of a dataset's file in one format: the same in every version, in DCAT and in CKAN alike."""
    return uuid.uuid5(dataset_id, format_.value)


def catalog_iri() -> str:
    """The catalogue itself."""
    return f"{settings.PUBLIC_URL}/catalog"


def dataset_iri(dataset_id: uuid.UUID) -> str:
    """A dataset: its address by key, which answers as the one by name does."""
    return f"{settings.PUBLIC_URL}/dataset/{dataset_id}"


def distribution_iri(dataset_id: uuid.UUID, format_: Format) -> str:
    """A dataset's file in one format, whatever its version."""
    return f"{dataset_iri(dataset_id)}/resource/{resource_id(dataset_id, format_)}"


def office_iri(office_id: uuid.UUID) -> str:
    """An office as a publisher."""
    return f"{settings.PUBLIC_URL}/organization/{office_id}"


def area_iri(code: str) -> str:
    """A region by its Kemendagri code, `82.71`."""
    return f"{settings.PUBLIC_URL}/wilayah/{code}"


def topic_iri(topic: Topic) -> str:
    """A topic of the city's own, which is the address of its page."""
    return f"{settings.PUBLIC_URL}/topik/{topic.value}"


def format_iri(format_: Format) -> str:
    """A file format, as the catalogue speaks of it."""
    return f"{catalog_iri()}#{format_.value}"


def media_type_iri(media_type: str) -> str:
    """A media type in IANA's register."""
    return f"{_MEDIA}/{media_type}"
