"""The house's words: enums that carry the codes of the standards, and nothing else.

Plain Python on purpose: the pure intake steps, the models, the API and the templates all
read the same words from here. Sentences for people live in `datasets.wording`.
"""

from __future__ import annotations

from enum import StrEnum

from datasets.vocab_findings import FindingCode as FindingCode
from datasets.vocab_performance import Aggregation as Aggregation
from datasets.vocab_performance import Band as Band
from datasets.vocab_performance import IndicatorLevel as IndicatorLevel
from datasets.vocab_performance import Polarity as Polarity


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


#: Topics in which a count of few people says who they are (DOMAIN §7 no. 32); a dataset may say otherwise.
SENSITIVE_TOPICS = frozenset({Topic.HEALTH, Topic.SOCIAL})


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


class RowRuleKind(StrEnum):
    """How columns of one row hang together (`datasets.models.RowRule` says which is which)."""

    ORDER = "order"
    SUM = "sum"
    REQUIRED_WITH = "required_with"


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
_TEXTS = frozenset({Format.CSV, Format.JSON, Format.NDJSON})


def content_type_of(form: Format) -> str:
    """The media type as a header says it: text with its encoding."""
    return f"{MEDIA_TYPES[form]}; charset=utf-8" if form in _TEXTS else MEDIA_TYPES[form]


class Scope(StrEnum):
    """What an API token may do; each includes the ones before it for its own OPD."""

    READ = "read"
    PUBLISH = "publish"
    REVIEW = "review"


class Verb(StrEnum):
    """What the trail says was done; each human verb and each move of intake has one."""

    REGISTER_DATASET = "register_dataset"
    EDIT_DATASET = "edit_dataset"
    EDIT_COLUMNS = "edit_columns"
    EDIT_RULES = "edit_rules"
    DELETE_DRAFT = "delete_draft"
    WITHDRAW_DATASET = "withdraw_dataset"
    OVERRIDE_PERSONAL = "override_personal"
    END_OVERRIDE = "end_override"
    RECEIVE_UPLOAD = "receive_upload"
    CHECK_UPLOAD = "check_upload"
    ANSWER_UPLOAD = "answer_upload"
    REPLACE_FILE = "replace_file"
    SUBMIT_UPLOAD = "submit_upload"
    CANCEL_UPLOAD = "cancel_upload"
    RETURN_UPLOAD = "return_upload"
    REFER_UPLOAD = "refer_upload"
    APPROVE_UPLOAD = "approve_upload"
    DROP_UPLOAD = "drop_upload"
    PUBLISH_VERSION = "publish_version"
    MAKE_ACCOUNT = "make_account"
    CHANGE_ACCOUNT = "change_account"
    CLOSE_ACCOUNT = "close_account"
    REOPEN_ACCOUNT = "reopen_account"
    INVITE_AGAIN = "invite_again"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    CHANGE_PASSWORD = "change_password"  # noqa: S105
    RESET_PASSWORD = "reset_password"  # noqa: S105
    MAKE_TOKEN = "make_token"  # noqa: S105
    REVOKE_TOKEN = "revoke_token"  # noqa: S105
    MAKE_WEBHOOK = "make_webhook"
    CHANGE_WEBHOOK = "change_webhook"
    END_WEBHOOK = "end_webhook"
    MAKE_CONSUMER = "make_consumer"
    END_CONSUMER = "end_consumer"
    MAKE_SOURCE = "make_source"
    CHANGE_SOURCE = "change_source"
