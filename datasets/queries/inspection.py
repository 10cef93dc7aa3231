"""What the upload page shows of one upload: its findings by kind, its first rows, its story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from psycopg2 import sql

from datasets.export.sql import table_of
from datasets.models import Event, Finding, Part, Upload
from datasets.vocab import Severity

#: Places shown of each kind of finding, and kinds shown of each severity.
PLACES = 5
KINDS = 60
#: First rows shown of the table that was loaded.
PREVIEW_ROWS = 12


@dataclass(frozen=True)
class Kind:
    """One kind of finding (a code in a column): its true count and its first places."""

    code: str
    severity: str
    column: str
    count: int
    places: list[Finding] = field(default_factory=list)

    @property
    def first(self) -> Finding:
        """The place that the sentences speak of."""
        return self.places[0]

    @property
    def further(self) -> int:
        """How many there are beyond the places shown."""
        return max(0, self.count - len(self.places))


@dataclass(frozen=True)
class Preview:
    """The first rows as loaded: `columns` as in `Part.columns`, each row (file row, values)."""

    columns: list[dict[str, Any]]
    rows: list[tuple[int, list[Any]]]
    total: int


def kinds_of(upload: Upload) -> dict[str, list[Kind]]:
    """Findings by severity, then by kind in the order they were found. One query, bounded."""
    place = Window(
        RowNumber(), partition_by=[F("severity"), F("code"), F("column")], order_by=F("position").asc()
    )
    found = upload.findings.annotate(place=place).filter(place__lte=PLACES).order_by("position")
    grouped = _grouped(found[: 3 * KINDS * PLACES])
    return {
        severity.value: [kind for kind in grouped if kind.severity == severity][:KINDS]
        for severity in Severity
    }


def _grouped(findings: Iterable[Finding]) -> list[Kind]:
    kinds: dict[tuple[str, str, str], Kind] = {}
    for finding in findings:
        key = (finding.severity, finding.code, finding.column)
        kind = kinds.get(key)
        if kind is None:
            kind = kinds[key] = Kind(finding.code, finding.severity, finding.column, finding.count)
        kind.places.append(finding)
    return list(kinds.values())


def preview_of(upload: Upload) -> Preview | None:
    """The first rows of the table loaded from this upload; None as long as there is none."""
    part = Part.objects.filter(upload=upload).first()
    if part is None or not part.columns:
        return None
    names = sql.SQL(", ").join(sql.Identifier(column["id"]) for column in part.columns)
    query = sql.SQL("SELECT _row, {} FROM {} ORDER BY _n LIMIT {}").format(
        names, table_of(part.table_name), sql.Literal(PREVIEW_ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = [(row[0], list(row[1:])) for row in cursor.fetchall()]
    return Preview(part.columns, rows, part.row_count)


def story_of(upload: Upload) -> list[Event]:
    """Who did what with this upload, oldest first."""
    events = Event.objects.filter(object_id=upload.pk).select_related("actor")
    return list(events.order_by("at", "id"))
