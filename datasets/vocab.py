"""The house's words: enums that carry the codes of the standards, and nothing else.

Plain Python on purpose: the pure intake steps, the models, the API and the templates all
read the same words from here. Sentences for people live in `datasets.wording`.
"""

from __future__ import annotations

from enum import StrEnum

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


class FindingCode(StrEnum):
    """Everything intake may say about a file; severities in `intake.findings`, words in `wording`."""

    # The file as a whole.
    EMPTY_FILE = "empty_file"
    NO_ROWS = "no_rows"
    NO_TABLE = "no_table"
    IS_PDF = "is_pdf"
    IS_IMAGE = "is_image"
    IS_HTML = "is_html"
    IS_DOCUMENT = "is_document"
    IS_PARQUET = "is_parquet"
    IS_BINARY = "is_binary"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    ARCHIVE_BOMB = "archive_bomb"
    ARCHIVE_CONTENT = "archive_content"
    XML_ENTITIES = "xml_entities"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ROWS = "too_many_rows"
    FIELD_TOO_LONG = "field_too_long"
    UNCLOSED_QUOTE = "unclosed_quote"
    JSON_INVALID = "json_invalid"
    JSON_NOT_RECORDS = "json_not_records"
    OUT_OF_MEMORY = "out_of_memory"
    OUT_OF_TIME = "out_of_time"
    READER_CRASHED = "reader_crashed"
    NAMED_OTHERWISE = "named_otherwise"
    HTML_READ = "html_read"
    ENCODING_CONVERTED = "encoding_converted"
    ENCODING_UNCERTAIN = "encoding_uncertain"
    NUL_REMOVED = "nul_removed"
    RAGGED_ROW = "ragged_row"

    # Where the table lies.
    SHEET_CHOSEN = "sheet_chosen"
    SHEETS_HIDDEN = "sheets_hidden"
    ROWS_HIDDEN = "rows_hidden"
    COLUMNS_HIDDEN = "columns_hidden"
    TABLES_SEVERAL = "tables_several"
    TITLE_ROWS = "title_rows"
    HEADER_UNCERTAIN = "header_uncertain"
    HEADER_NONE = "header_none"
    HEADER_JOINED = "header_joined"
    HEADER_DUPLICATE = "header_duplicate"
    HEADER_EMPTY = "header_empty"
    HEADER_RENAMED = "header_renamed"
    NUMBER_ROW = "number_row"
    TOTAL_ROW = "total_row"
    TOTAL_DIFFERS = "total_differs"
    NOTE_ROWS = "note_rows"
    SIGNATURE_ROWS = "signature_rows"
    BLANK_ROWS = "blank_rows"
    REPEATED_HEADER = "repeated_header"
    MERGED_BODY = "merged_body"
    PERIOD_COLUMNS = "period_columns"
    PERIODS_FOLDED = "periods_folded"
    LABELS_FILLED = "labels_filled"

    # What the cells hold.
    NUMBER_STYLE = "number_style"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    NUMBER_STYLES_MIXED = "number_styles_mixed"
    NUMBER_BROKEN = "number_broken"
    NUMBER_DECORATED = "number_decorated"
    NUMBER_ROUNDED = "number_rounded"
    CODE_WAS_NUMBER = "code_was_number"
    MISSING_MARK = "missing_mark"
    DASH_MISSING = "dash_missing"
    STATUS_MARK = "status_mark"
    DATE_CONVERTED = "date_converted"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_IMPOSSIBLE = "date_impossible"
    DATES_MIXED = "dates_mixed"
    VALUE_CONVERTED = "value_converted"
    COLUMN_MIXED = "column_mixed"
    SPACES_TRIMMED = "spaces_trimmed"
    ERROR_CELL = "error_cell"
    FORMULA_EMPTY = "formula_empty"
    COORDINATES_OUTSIDE = "coordinates_outside"

    # As the sender asked.
    CELLS_REPAIRED = "cells_repaired"
    HEADER_REPAIRED = "header_repaired"
    COLUMN_DROPPED = "column_dropped"
    ROWS_DROPPED = "rows_dropped"
    COLUMN_MASKED = "column_masked"
    TEXT_MASKED = "text_masked"
    REPAIR_UNNEEDED = "repair_unneeded"

    # Against the data dictionary.
    WRONG_TYPE = "wrong_type"
    COLUMN_MISSING = "column_missing"
    COLUMN_NEW = "column_new"
    COLUMN_RENAMED = "column_renamed"
    COLUMN_RETYPED = "column_retyped"
    REQUIRED_EMPTY = "required_empty"
    KEY_DUPLICATE = "key_duplicate"
    ROW_DUPLICATE = "row_duplicate"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    PATTERN_MISMATCH = "pattern_mismatch"
    NOT_ALLOWED = "not_allowed"
    CODE_UNKNOWN = "code_unknown"
    CODE_ALIAS = "code_alias"
    UNITS_MIXED = "units_mixed"
    UNIT_CHANGED = "unit_changed"
    SMALL_COUNT = "small_count"
    PERIOD_OUTSIDE = "period_outside"
    PERIOD_MISSING = "period_missing"
    PERIOD_COVERED = "period_covered"

    # Between columns of a row, and against the period before.
    ORDER_BROKEN = "order_broken"
    SUM_DIFFERS = "sum_differs"
    REQUIRED_WITH = "required_with"
    VALUE_JUMP = "value_jump"
    TOTAL_JUMP = "total_jump"
    UNIT_CHANGED_SINCE = "unit_changed_since"
    PERIOD_FILED = "period_filed"
    PERIOD_PENDING = "period_pending"
    PERIOD_GAP = "period_gap"

    # Personal data (UU 27/2022).
    PERSONAL_COLUMN = "personal_column"
    PERSONAL_IN_TEXT = "personal_in_text"
    PERSONAL_HINT = "personal_hint"
