"""The house's words: enums that carry the codes of the standards, and nothing else.

Plain Python on purpose: the pure intake steps, the models, the API and the templates all
read the same words from here. Sentences for people live in `datasets.wording`.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who a person is in Satu Data Indonesia (Perpres 39/2019; DOMAIN §1)."""

    PRODUSEN = "produsen"
    WALIDATA_PENDUKUNG = "walidata_pendukung"
    WALIDATA = "walidata"
    SEKRETARIAT = "sekretariat"
    PEMBINA = "pembina"
    PIMPINAN = "pimpinan"
    ADMIN = "admin"


#: Roles that belong to exactly one OPD; the others belong to the city.
OPD_ROLES = frozenset({Role.PRODUSEN, Role.WALIDATA_PENDUKUNG})


class UploadState(StrEnum):
    """The life of one upload (CONTRACT, States)."""

    RECEIVED = "received"
    CHECKING = "checking"
    NEEDS_ANSWER = "needs_answer"
    FAILED = "failed"
    READY = "ready"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PEMBINA_REVIEW = "pembina_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class VersionState(StrEnum):
    """The life of one immutable version. `BUILDING` is never shown to anyone."""

    BUILDING = "building"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """Where an upload is on its way through intake, in order."""

    STORED = "stored"
    SNIFF = "sniff"
    READ = "read"
    CHECK = "check"
    LOAD = "load"
    PROFILE = "profile"
    DONE = "done"


class Access(StrEnum):
    """Klasifikasi keterbukaan (UU 14/2008): terbuka, terbatas, tertutup."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"


class Accumulation(StrEnum):
    """What a new file replaces: everything, or only its own period."""

    WHOLE = "whole"
    PERIOD = "period"


class Frequency(StrEnum):
    """Update frequency; values are the names of the EU frequency authority table, lower-cased."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "annual_2"
    ANNUAL = "annual"
    IRREGULAR = "irreg"


class License(StrEnum):
    """Licences a dataset may carry; values are CKAN licence ids."""

    CC_BY_4 = "cc-by-4.0"
    CC0 = "cc-zero"
    CLOSED = "notspecified"


class Topic(StrEnum):
    """Topics people browse by. The order is the order on the home page."""

    WASTE = "persampahan"
    MARKETS = "pasar-pedagang"
    FARMING = "pertanian"
    HEALTH = "kesehatan"
    CIVIL_SERVICE = "talenta-asn"
    FINANCE = "keuangan"
    PERMITS = "perizinan"
    POPULATION = "kependudukan"
    EDUCATION = "pendidikan"
    PUBLIC_WORKS = "infrastruktur"
    SOCIAL = "sosial"
    TOURISM = "pariwisata"
    ENVIRONMENT = "lingkungan"
    GOVERNMENT = "pemerintahan"


class ColumnType(StrEnum):
    """The type of a column, decided over every row or given by the data dictionary."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    BOOLEAN = "boolean"
    CODE = "code"
    TEXT = "text"
    POINT = "point"
    GEOMETRY = "geometry"


NUMERIC_TYPES = frozenset({ColumnType.INTEGER, ColumnType.DECIMAL})
PERIOD_TYPES = frozenset(
    {
        ColumnType.DATE,
        ColumnType.MONTH,
        ColumnType.QUARTER,
        ColumnType.YEAR,
        ColumnType.FISCAL_YEAR,
    }
)


class ColumnRole(StrEnum):
    """What a column is for in the dataset: it decides summaries, charts and maps."""

    DIMENSION = "dimension"
    MEASURE = "measure"
    AREA = "area"
    PERIOD = "period"
    NOTE = "note"


class PersonalData(StrEnum):
    """Kinds of personal data looked for in a column (UU 27/2022; DOMAIN §4)."""

    NIK = "nik"
    KK = "kk"
    NIP = "nip"
    NPWP = "npwp"
    PHONE = "phone"
    EMAIL = "email"
    NAME_ADDRESS = "name_address"


class Severity(StrEnum):
    """`error` blocks, `warning` asks, `fixed` tells what was normalised."""

    ERROR = "error"
    WARNING = "warning"
    FIXED = "fixed"


class Polarity(StrEnum):
    """Which way an indicator is good (DOMAIN §6)."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"


class Aggregation(StrEnum):
    """How an indicator's monthly values become a yearly one: jumlah, akhir, rata-rata."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    RATIO = "ratio"


class IndicatorLevel(StrEnum):
    """The plan an indicator comes from."""

    IKU = "iku"
    IKD = "ikd"
    RPJMD = "rpjmd"
    RKPD = "rkpd"
    SPM = "spm"


class Band(StrEnum):
    """Band of a capaian (LKjIP scale, DOMAIN §6)."""

    VERY_HIGH = "sangat_tinggi"
    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"
    VERY_LOW = "sangat_rendah"
    NOT_COMPUTABLE = "tidak_dapat_dihitung"
    NOT_REPORTED = "belum_dilaporkan"


class Format(StrEnum):
    """File formats the portal writes."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    GEOJSON = "geojson"


MEDIA_TYPES: dict[Format, str] = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.GEOJSON: "application/geo+json",
}


class Scope(StrEnum):
    """What an API token may do; each includes the ones before it for its own OPD."""

    READ = "read"
    PUBLISH = "publish"
    REVIEW = "review"
