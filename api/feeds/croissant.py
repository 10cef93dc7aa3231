"""A dataset as Croissant 1.0 (MLCommons): its file, and which column of it holds what.

The file is that of one version, so that its checksum stays right; the next version has a next description.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasets.export.csv import formula_safe
from datasets.export.described import Described
from datasets.identifiers import resource_id
from datasets.models import Distribution
from datasets.queries.cards import api_url
from datasets.queries.catalog import ColumnShown, Detail
from datasets.queries.schema_org import dataset_schema
from datasets.vocab import ColumnType, Format

VERSION = "http://mlcommons.org/croissant/1.0"
#: The context that the standard prescribes, word for word.
CONTEXT: dict[str, Any] = {
    "@language": "id",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
#: The type of a column's values; every other kind is text: `00817` and `2026-10` are no numbers.
TYPES: dict[ColumnType, str] = {
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.DECIMAL: "sc:Float",
    ColumnType.YEAR: "sc:Integer",
    ColumnType.DATE: "sc:Date",
    ColumnType.DATETIME: "sc:DateTime",
    ColumnType.BOOLEAN: "sc:Boolean",
}
_RECORDS = "baris"


def croissant(told: Described, detail: Detail) -> dict[str, Any]:
    """The dataset in the words of schema.org, and beside them what Croissant adds."""
    number = detail.version.number if detail.version else 0
    shown = dataset_schema(told, detail.columns) | {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "version": f"{number}.0.0",
        "isLiveDataset": True,
        "citeAs": f"{told.publisher.name if told.publisher else ''}. {told.title[0][1]}. {told.iri}",
    }
    shown.pop("distribution", None)
    file = next((file for file in detail.distributions if file.format == Format.CSV), None)
    if file is None or not told.files:
        return shown
    return shown | {
        "distribution": [_file_object(detail, file, number)],
        "recordSet": [_record_set(detail.columns, _file_id(detail))],
    }


def _file_id(detail: Detail) -> str:
    return str(resource_id(detail.dataset.pk, Format.CSV))


def _file_object(detail: Detail, file: Distribution, number: int) -> dict[str, Any]:
    address = api_url("datasets", detail.dataset.slug, "versions", number, "files", file.format)
    return {
        "@type": "cr:FileObject",
        "@id": _file_id(detail),
        "name": file.filename,
        "contentUrl": address,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _record_set(columns: Sequence[ColumnShown], file: str) -> dict[str, Any]:
    """The rows. The file's header is made of the columns' labels."""
    keys = [{"@id": f"{_RECORDS}/{column.id}"} for column in columns if column.is_key]
    shown: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": _RECORDS,
        "name": _RECORDS,
        "field": [_field(column, file) for column in columns],
    }
    if keys:
        shown["key"] = keys if len(keys) > 1 else keys[0]
    return shown


def _field(column: ColumnShown, file: str) -> dict[str, Any]:
    field = {
        "@type": "cr:Field",
        "@id": f"{_RECORDS}/{column.id}",
        "name": column.id,
        "alternateName": column.label,
        "dataType": TYPES.get(column.type, "sc:Text"),
        "source": {"fileObject": {"@id": file}, "extract": {"column": formula_safe(column.label)}},
    }
    return field | ({"description": column.definition} if column.definition else {})
