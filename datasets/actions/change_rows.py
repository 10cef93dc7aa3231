"""Rows are set or taken out by their key: an upload that intake makes of the live rows and those sent.

Nothing published is ever touched: what comes of it is checked, submitted, approved and published as a
new version like any file (decision 0023).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets import store
from datasets.actions.moving import locked_dataset
from datasets.actions.periods import checked_period
from datasets.actions.sent_rows import Row, SentRows
from datasets.actions.texts import note_of
from datasets.jobs import Job, enqueue
from datasets.measures.periods import GRAIN_OF_FREQUENCY, is_period, parse_period, period_on
from datasets.models import Dataset, RowChange, Upload, User, VersionPart
from datasets.rules.access import Act, check_not_withdrawn, demand
from datasets.rules.errors import Fault, IllegalMove, Invalid, PeriodWrong
from datasets.trail import record
from datasets.vocab import NUMERIC_TYPES, Accumulation, ColumnRole, ColumnType, Frequency, UploadState, Verb
from datasets.vocab_rows import RowChangeKind, RowsFormat

#: Periods that one request may be about: each becomes an upload of its own.
MOST_PERIODS = 60


@dataclass(frozen=True)
class _Sorted:
    """The rows of one period in our own writing."""

    period: str
    stored: store.Stored
    rows: int


def change_rows(
    actor: User,
    dataset: Dataset,
    sent: store.Stored,
    kind: RowChangeKind,
    format_: RowsFormat,
    *,
    period: str = "",
    note: str = "",
) -> list[Upload]:
    """Receive the rows in the stored file `sent`: one upload, or one for each period concerned.

    All of them or none. A column that no row names keeps its values, and is empty in new rows. Raises
    Hidden, Denied, Gone, IllegalMove (no key), Invalid (PeriodWrong, or faults as `rows.<number>…`),
    store.DiskFull; then no upload was made.
    """
    demand(actor, Act.UPLOAD, dataset)
    check_not_withdrawn(dataset)
    columns = {column.name: column for column in dataset.columns.order_by("position")}
    key = [name for name, column in columns.items() if column.is_key]
    if not key:
        raise IllegalMove("no_key", "change_rows", _no_key())
    rows = SentRows(
        store.path_of(sent.sha256),
        format_,
        {name: ColumnType(column.type) for name, column in columns.items()},
        key,
        is_key_only=kind is RowChangeKind.DELETE,
    )
    parts = _sorted(rows, _period_of(dataset, rows, checked_period(dataset, period)))
    change = {
        "kind": kind,
        "format": format_,
        "sha256": sent.sha256,
        "bytes": sent.bytes,
        "columns": list(rows.columns),
        "key": key,
    }
    return _note(actor, dataset, parts, change, note_of(note))


def _no_key() -> str:
    return gettext(
        "Dataset ini belum punya kolom kunci. Tandai kolom yang bersama-sama mengenali satu baris "
        "(“is_key”) di kamus data, lalu kirim lagi."
    )


def _sorted(rows: SentRows, period_of: Callable[[Row], str]) -> list[_Sorted]:
    """The rows of each period in a file of the store: CSV, ids as the header, nothing for null."""
    with ExitStack() as stack:
        drafts: dict[str, tuple[store.Draft, list[int]]] = {}
        for row in rows:
            period = period_of(row)
            if period not in drafts:
                _check_count(len(drafts))
                drafts[period] = (stack.enter_context(store.new_file()), [0])
                drafts[period][0].write(_line(rows.columns))
            draft, count = drafts[period]
            draft.write(_line(row))
            count[0] += 1
        return [_Sorted(name, draft.keep(), count[0]) for name, (draft, count) in sorted(drafts.items())]


def _check_count(there: int) -> None:
    if there >= MOST_PERIODS:
        sentence = gettext("Baris ini mengenai lebih dari %(most)s periode; kirim beberapa kali.")
        raise Invalid(Fault("rows", "too_many_periods", sentence % {"most": MOST_PERIODS}))


def _line(values: Iterable[str | None]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue().encode()


def _period_of(dataset: Dataset, rows: SentRows, named: str) -> Callable[[Row], str]:
    """A function that tells the period of the upload that a row belongs to. Raises PeriodWrong."""
    if named or dataset.accumulation != Accumulation.PERIOD:
        return lambda row: named
    column = dataset.columns.filter(role=ColumnRole.PERIOD).values_list("name", flat=True).first()
    grain = GRAIN_OF_FREQUENCY.get(Frequency(dataset.frequency))
    live = _live_periods(dataset)
    found: dict[str, str] = {}

    def period_of(row: Row) -> str:
        value = row[rows.columns.index(column)] if column in rows.columns else None
        text = (value or "")[:10]
        if not is_period(text):
            raise PeriodWrong("period_missing", _no_period())
        if text not in found:
            own = parse_period(text)
            within = [name for name in live if is_period(name) and parse_period(name).contains(own)]
            usual = period_on(own.start, grain) if grain else own
            found[text] = within[0] if within else str(usual if usual.contains(own) else own)
        return found[text]

    return period_of


def _no_period() -> str:
    return gettext(
        "Dataset ini tumbuh per periode: setiap baris harus menyebut periodenya, atau tulis “period” "
        "di alamat untuk semua baris."
    )


def _live_periods(dataset: Dataset) -> list[str]:
    placed = VersionPart.objects.filter(version=dataset.live_version_id)
    return list(placed.order_by("position").values_list("part__period", flat=True))


@transaction.atomic
def _note(
    actor: User, dataset: Dataset, parts: list[_Sorted], change: Mapping[str, Any], note: str
) -> list[Upload]:
    """Write an upload and its change for each part, and ask for the work."""
    held = locked_dataset(actor, Act.UPLOAD, dataset)
    check_not_withdrawn(held)
    recipe = _recipe(held)
    made = []
    for part in parts:
        upload = Upload.objects.create(
            dataset=held,
            uploaded_by=actor,
            state=UploadState.RECEIVED,
            filename=f"{held.slug}-{change['kind']}.csv",
            sha256=part.stored.sha256,
            bytes=part.stored.bytes,
            period=part.period,
            note=note,
            recipe=recipe,
            received_at=timezone.now(),
        )
        RowChange.objects.create(upload=upload, rows_sha256=part.stored.sha256, rows=part.rows, **change)
        detail = {"sha256": change["sha256"], "bytes": change["bytes"], "rows": part.rows}
        record(actor, Verb.RECEIVE_UPLOAD, upload, to_state=upload.state, note=note, detail=detail)
        enqueue(Job.PROCESS_UPLOAD, str(upload.pk))
        made.append(upload)
    return made


def _recipe(dataset: Dataset) -> dict[str, Any]:
    """How our own file is to be read: as it stands, since nothing in it is anybody's habit."""
    numeric = dataset.columns.filter(type__in=NUMERIC_TYPES).values_list("name", flat=True)
    return {
        "header_rows": [1, 1],
        "number_styles": dict.fromkeys(numeric, "plain"),
        "dash_means": {},
        "keep_totals": True,
        "fill_down": [],
        "unpivot": {"headers": [], "name_column": "", "value_column": ""},
    }
