"""The shapes of API v1 as JSON Schema, for the OpenAPI document."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from datasets.queries.aggregate_query import MOST_GROUPS
from datasets.queries.row_query import MOST_ROWS
from datasets.vocab import (
    Access,
    Accumulation,
    Band,
    ColumnRole,
    ColumnType,
    Format,
    Frequency,
    License,
    PersonalData,
    Severity,
    Step,
    Topic,
    UploadState,
    VersionState,
)
from datasets.vocab_repairs import RepairKind
from datasets.vocab_sessions import SessionState

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A reference to a named shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def text(description: str = "", *, is_null: bool = False, **more: Any) -> Schema:
    """A string, perhaps null."""
    kind: Any = ["string", "null"] if is_null else "string"
    return {"type": kind, **({"description": description} if description else {}), **more}


def whole(description: str = "", *, is_null: bool = False) -> Schema:
    """An integer, perhaps null."""
    kind: Any = ["integer", "null"] if is_null else "integer"
    return {"type": kind, **({"description": description} if description else {})}


def code(words: type[StrEnum]) -> Schema:
    """One of a vocabulary."""
    return {"type": "string", "enum": [word.value for word in words]}


def array(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def shape(**fields: Schema) -> Schema:
    """An object that always has these fields."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def content_of(form: Format) -> Schema:
    """What a whole answer in this format is: rows as objects, features, or the bytes of a file."""
    if form is Format.JSON:
        return array({"type": "object"})
    return {"type": "object"} if form is Format.GEOJSON else text()


def listed(name: str) -> Schema:
    """A whole list in one answer."""
    return shape(count=whole(), results=array(ref(name)))


_TIME = text(format="date-time")
_TIME_OR_NULL = text(is_null=True, format="date-time")
_NUMBER = {"type": ["number", "null"]}
_TRUTH = {"type": "boolean"}
_LINKS = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
_FREE = {"type": "object", "additionalProperties": True}
_FREE_OR_NULL = {"type": ["object", "null"], "additionalProperties": True}
_OFFICE = shape(slug=text(), name=text())

_CARD = {
    "id": text(format="uuid"),
    "slug": text(),
    "title": text(),
    "description": text(),
    "organization": _OFFICE,
    "topic": code(Topic),
    "tags": array(text()),
    "license": code(License),
    "frequency": code(Frequency),
    "access": code(Access),
    "data_updated_at": _TIME_OR_NULL,
    "metadata_updated_at": _TIME,
    "next_release": text(is_null=True, format="date"),
    "row_count": whole(is_null=True),
    "version": whole(is_null=True),
    "quality": _FREE_OR_NULL,
    "links": _LINKS,
}
_COLUMN = shape(
    id=text("Stable for ever; the name in filters, `select` and `sort`.", pattern="^[a-z][a-z0-9_]*$"),
    label=text("The header as written."),
    type=code(ColumnType),
    role=code(ColumnRole),
    unit=text(is_null=True),
    definition=text(is_null=True),
    code_list=text(is_null=True),
    is_key=_TRUTH,
    is_required=_TRUTH,
)
_FILE = shape(
    format=code(Format),
    media_type=text(),
    url=text(format="uri"),
    latest_url=text(format="uri"),
    filename=text(),
    bytes=whole(),
    sha256=text(pattern="^[0-9a-f]{64}$"),
)
_VERSION = {
    "number": whole(),
    "state": code(VersionState),
    "published_at": _TIME_OR_NULL,
    "row_count": whole(),
    "note": text(is_null=True),
    "quality": _FREE_OR_NULL,
    "withdrawn_at": _TIME_OR_NULL,
    "withdrawn_reason": text(is_null=True),
    "distributions": array(ref("File")),
    "links": _LINKS,
}
_UPLOAD = shape(
    id=text(format="uuid"),
    url=text(format="uri"),
    page=text(format="uri"),
    dataset=text(),
    state=code(UploadState),
    filename=text(),
    bytes=whole(),
    sha256=text(),
    period=text(is_null=True),
    progress=shape(step=code(Step), done=whole(), total=whole()),
    table=_FREE_OR_NULL,
    counts=shape(errors=whole(), warnings=whole(), fixed=whole()),
    question=_FREE_OR_NULL,
    row_change=_FREE_OR_NULL,
    breaking=_FREE_OR_NULL,
    moves=array(text()),
    version=whole(is_null=True),
    received_at=_TIME,
    finished_at=_TIME_OR_NULL,
)
_REPAIR = {
    "kind": code(RepairKind),
    "column": text("The header as written."),
    "row": whole("The spreadsheet row of one cell (`cell`)."),
    "old": text("Exactly what stands there; a cell is mended only while it does."),
    "new": text("What it is read as; empty for no data."),
    "letter": text("The sheet's column of one cell, where the table was folded."),
    "rows": array(whole()),
}
_SESSION = shape(
    id=text(format="uuid"),
    url=text(format="uri"),
    dataset=text(),
    state=code(SessionState),
    filename=text(),
    period=text(is_null=True),
    note=text(is_null=True),
    fingerprint=text("The sender's own word for the file.", is_null=True),
    replaces=text("The id of the upload whose file this one mends.", is_null=True),
    length=whole("Bytes announced."),
    offset=whole("Bytes that have come for good."),
    created_at=_TIME,
    expires_at=_TIME,
    upload={"anyOf": [ref("Upload"), {"type": "null"}]},
)
_FINDING = shape(
    code=text(),
    severity=code(Severity),
    sheet=text(is_null=True),
    row=whole("As the spreadsheet shows it.", is_null=True),
    column=text(is_null=True),
    cell=text("As the spreadsheet shows it, `C18`.", is_null=True),
    value=text(is_null=True),
    message=text(),
    remedy=text(),
    suggestion=text(is_null=True),
    count=whole("How often this was found; on the first place of its kind."),
)
_OFFICE_WHOLE = {
    "slug": text(),
    "name": text(),
    "abbreviation": text(is_null=True),
    "code": text(),
    "description": text(is_null=True),
    "website": text(is_null=True),
    "is_active": _TRUTH,
    "is_sample": _TRUTH,
    "dataset_count": whole(),
    "links": _LINKS,
}
_CODE_LIST = {
    "slug": text(),
    "title": text(),
    "description": text(is_null=True),
    "source": text(is_null=True),
    "version": text(),
    "code_count": whole(),
    "links": _LINKS,
}
_CODE = shape(
    code=text(),
    name=text(),
    name_en=text(is_null=True),
    parent=text(is_null=True),
    level=text(is_null=True),
    valid_from=text(is_null=True, format="date"),
    valid_to=text(is_null=True, format="date"),
)
_INDICATOR = {
    "code": text(),
    "name": text(),
    "organization": _OFFICE,
    "level": text(),
    "unit": text(),
    "polarity": text(),
    "aggregation": text(),
    "formula": text(is_null=True),
    "target": shape(value=_NUMBER, lower=_NUMBER, upper=_NUMBER),
    "value": _NUMBER,
    "last_period": text(is_null=True),
    "percent": _NUMBER,
    "band": {"type": ["string", "null"], "enum": [*(band.value for band in Band), None]},
    "is_readable": _TRUTH,
    "dataset": text(is_null=True),
    "version": whole(is_null=True),
    "is_sample": _TRUTH,
    "links": _LINKS,
}
_YEARS = {"year": whole(), "years": array(whole()), "computed_at": _TIME_OR_NULL}
_WRITABLE: Schema = {
    "title": text(),
    "description": text(),
    "topic": code(Topic),
    "tags": array(text()),
    "license": code(License),
    "frequency": code(Frequency),
    "accumulation": code(Accumulation),
    "access": code(Access),
    "concept": text(),
    "definition": text(),
    "classification": text(),
    "measure": text(),
    "unit": text(),
    "method": text(),
    "caveats": text(),
    "coverage": text(),
    "next_release": text(is_null=True, format="date"),
    "has_row_search": _TRUTH | {"description": "Index the words of its rows after publication, for `q`."},
}

SCHEMAS: dict[str, Schema] = {
    "Dataset": shape(**_CARD),
    "DatasetDetail": shape(
        **_CARD,
        columns=array(ref("Column")),
        metadata=_FREE,
        distributions=array(ref("File")),
        is_rows_allowed=_TRUTH,
    ),
    "DatasetChange": {"type": "object", "properties": _WRITABLE, "additionalProperties": True},
    "DatasetNew": {
        "type": "object",
        "properties": {"organization": text("By default the sender's own office."), **_WRITABLE},
        "required": ["title", "description", "topic", "frequency"],
    },
    "Column": _COLUMN,
    "File": _FILE,
    "Rows": shape(
        version=whole(),
        total=whole(),
        total_is_exact={
            "type": "boolean",
            "description": "False: the count took too long; `total` is a guess.",
        },
        rows={"type": "array", "items": _FREE, "maxItems": MOST_ROWS},
        next=text(is_null=True, format="uri"),
    ),
    "Groups": shape(
        version=whole(),
        groups_total=whole("How many groups there are, shown or left out by `limit`."),
        groups={"type": "array", "items": _FREE, "maxItems": MOST_GROUPS},
        pivot=array(ref("PivotColumn")),
    )
    | {"required": ["version", "groups_total", "groups"]},
    "PivotColumn": shape(name=text("As in `groups`."), measure=text(), value=text(is_null=True)),
    "Version": shape(**_VERSION),
    "VersionDetail": shape(**_VERSION, columns=array(ref("Column"))),
    "Upload": _UPLOAD,
    "UploadSession": _SESSION,
    "Finding": _FINDING,
    "Override": shape(
        column=text("The id of the column."),
        label=text(),
        kinds=array(code(PersonalData)),
        reason=text(),
        given_by=text("The name of who gave it."),
        given_at=_TIME,
    ),
    "RepairAsked": shape(**_REPAIR) | {"required": ["kind"]},
    "Repair": shape(key=text("By which it is taken back."), is_needed={"type": "boolean"}, **_REPAIR)
    | {"required": ["key", "is_needed", "kind"]},
    "Organization": shape(**_OFFICE_WHOLE),
    "OrganizationDetail": shape(**_OFFICE_WHOLE, datasets=array(ref("Dataset"))),
    "Topic": shape(slug=code(Topic), name=text(), dataset_count=whole()),
    "CodeList": shape(**_CODE_LIST),
    "CodeListDetail": shape(**_CODE_LIST, codes=array(_CODE)),
    "Indicator": shape(**_INDICATOR),
    "IndicatorList": shape(**_YEARS, count=whole(), results=array(ref("Indicator"))),
    "IndicatorDetail": shape(**_YEARS, **_INDICATOR, trend=array(shape(period=text(), value=_NUMBER))),
    "Stats": shape(datasets=whole(), organizations=whole(), rows=whole(), data_updated_at=_TIME_OR_NULL),
    "Withdrawn": shape(slug=text(), title=text(), state=text(), withdrawn_at=_TIME, withdrawn_reason=text()),
    "Problem": {
        **shape(
            type=text(format="uri"),
            title=text(),
            status=whole(),
            detail=text("A sentence for people, in the language asked for."),
            code=text("For machines."),
            errors=array(shape(field=text(), code=text(), detail=text())),
        ),
        "additionalProperties": True,
    },
}
