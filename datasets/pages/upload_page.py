"""What the page of one upload shows, put together from queries and words; it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from datasets.announcing import breaking_in
from datasets.models import Event, Finding, Upload, User
from datasets.pages.applied import answered_in, applied_to
from datasets.queries.consumers import broken_by
from datasets.queries.faulty import Grid, grid_of, kinds_in_rows
from datasets.queries.inspection import Kind, kinds_of, preview_of, story_of
from datasets.queries.offers import Offer, mask_all, offers_of
from datasets.queries.overrides import overrides_of
from datasets.queries.sessions import unfinished_for
from datasets.rules.access import Act, may, may_download_original
from datasets.rules.readiness import missing_for_publication, personal_columns
from datasets.rules.states import Move, moves_for
from datasets.vocab import NUMERIC_TYPES, ColumnType, FindingCode, Role, Severity, Step, UploadState, Verb
from datasets.wording import formats
from datasets.wording.findings import place_of, sentence_of
from datasets.wording.labels import label
from datasets.wording.questions import Asked, asked_of
from datasets.wording.schema_changes import told
from datasets.wording.uploads import DECIDE, heading_of, next_of, progress_of, way_of

#: Severity → (class of its card and badge, its icon): word and shape, never colour alone.
_TONES: dict[Severity, tuple[str, str]] = {
    Severity.ERROR: ("gagal", "silang"),
    Severity.WARNING: ("awas", "awas"),
    Severity.FIXED: ("ok", "centang"),
}

#: Rows at fault that are mended on the page itself; the others have a page of their own.
_GRID_ROWS = 8

_PERSONAL = frozenset({FindingCode.PERSONAL_COLUMN, FindingCode.PERSONAL_IN_TEXT})
_AT_WORK = frozenset({UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPROVED})
_PASSED = frozenset(
    {
        UploadState.READY,
        UploadState.SUBMITTED,
        UploadState.PEMBINA_REVIEW,
        UploadState.APPROVED,
        UploadState.PUBLISHED,
    }
)
_TO_MEND = frozenset(
    {
        UploadState.FAILED,
        UploadState.RETURNED,
        UploadState.NEEDS_ANSWER,
        UploadState.READY,
        UploadState.CANCELLED,
    }
)


@dataclass(frozen=True)
class Place:
    """One place of a kind: where, what stands there, what was proposed."""

    where: str
    value: str
    suggestion: str


@dataclass(frozen=True)
class Told:
    """One kind of finding in words."""

    message: str
    remedy: str
    badge: str
    tone: str
    icon: str
    places: list[Place]
    further: int
    offer: Offer | None = None
    rows_url: str = ""
    #: The header of the column that this person may let stand open, for a reason.
    open_column: str = ""


@dataclass(frozen=True)
class Group:
    """All findings of one severity."""

    title: str
    tone: str
    kinds: list[Told]


def page_of(viewer: User, upload: Upload) -> dict[str, Any]:
    """Everything the template of an upload needs. Pinned number of queries, whatever was found."""
    story = story_of(upload)
    moves = moves_for(viewer, upload)
    kinds = kinds_of(upload)
    questions = _asked(upload, moves)
    mending = replace(_mending(upload, moves), openable=_openable(viewer, upload))
    may_original = may_download_original(viewer, upload)
    is_deciding = Move.APPROVE in moves or Move.RETURN in moves
    return {
        "upload": upload,
        "dataset": upload.dataset,
        "way": way_of(upload.state),
        "heading": DECIDE.heading if is_deciding else heading_of(upload.state, upload.counts),
        "next_step": DECIDE.next_step if is_deciding else next_of(upload.state),
        "is_at_work": is_at_work(upload),
        "progress": progress_of(label(Step, upload.step), upload.step_done, upload.step_total),
        "groups": [
            group for severity in Severity if (group := _group(severity, kinds[severity.value], mending))
        ],
        "mask_all": mask_all(mending.offers.values()),
        "grid": mending.grid,
        "cells": [] if mending.grid else _cells(kinds),
        "preview": _preview(upload),
        "columns": _columns(upload),
        "moved": _moved(upload),
        "broken": broken_by(upload),
        "breaking": [told(change) for change in breaking_in(upload.difference)],
        "questions": questions,
        "repairs": applied_to(upload),
        "answers": answered_in(upload),
        "overrides": overrides_of(upload.dataset),
        "must_answer": upload.state == UploadState.NEEDS_ANSWER,
        "is_clean": upload.state in _PASSED and not any(kinds.values()),
        "missing": [FIELD_NAMES[name]() for name in _missing(upload)],
        "story": [_line(event) for event in story],
        "returned_note": _last_note(upload, story),
        "may_original": may_original,
        "earlier_files": list(upload.earlier_files.select_related("replaced_by")) if may_original else [],
        "marked": _marked(upload) if may_original and any(kinds.values()) else "",
        **{f"may_{move.value}": move in moves for move in Move},
        "may_edit": may(viewer, Act.EDIT_DATASET, upload.dataset),
        "unfinished": unfinished_for(viewer, upload) if Move.ANSWER in moves else [],
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "max_megabytes": settings.MAX_UPLOAD_BYTES // 1_000_000,
        "can_resend": may(viewer, Act.UPLOAD, upload.dataset) and upload.state in _TO_MEND,
        "is_over": upload.state == UploadState.PUBLISHED,
        "percent": _percent(upload),
        "focus_findings": upload.state == UploadState.FAILED,
    }


def _marked(upload: Upload) -> str:
    """Where the sender's own file with marks is to be had; empty while it is being checked."""
    is_checked = upload.state not in (UploadState.RECEIVED, UploadState.CHECKING)
    return reverse("unggahan_temuan", args=[upload.pk]) if is_checked else ""


def is_at_work(upload: Upload) -> bool:
    """Whether the machine has it now: the page watches until a person is to do something."""
    return upload.state in _AT_WORK and not upload.publish_error


#: Fields that publication needs → what the form calls them.
FIELD_NAMES = {
    "concept": lambda: gettext("konsep"),
    "definition": lambda: gettext("definisi"),
    "classification": lambda: gettext("klasifikasi"),
    "measure": lambda: gettext("ukuran"),
    "unit": lambda: gettext("satuan"),
    "access_basis": lambda: gettext("dasar hukum"),
    "access_test_number": lambda: gettext("nomor uji konsekuensi"),
    "access_review_on": lambda: gettext("tanggal tinjau ulang"),
}


def _missing(upload: Upload) -> list[str]:
    is_over = upload.state in (UploadState.PUBLISHED, UploadState.CANCELLED, UploadState.APPROVED)
    return [] if is_over else missing_for_publication(upload.dataset)


@dataclass(frozen=True)
class _Mending:
    """What the sender can do here: answers with one click, the first rows at fault, and kinds in them."""

    offers: Mapping[tuple[str, str], Offer] = field(default_factory=dict)
    grid: Grid | None = None
    in_rows: Set[tuple[str, str]] = frozenset()
    rows_url: str = ""
    openable: Set[str] = frozenset()


def _openable(viewer: User, upload: Upload) -> frozenset[str]:
    """Headers of the columns held back for personal data, where this person may let them be open."""
    if not may(viewer, Act.OVERRIDE_PERSONAL, upload) or upload.state in (
        UploadState.CANCELLED,
        UploadState.PUBLISHED,
    ):
        return frozenset()
    return frozenset(personal_columns(upload))


def _mending(upload: Upload, moves: tuple[Move, ...]) -> _Mending:
    if Move.ANSWER not in moves:
        return _Mending()
    in_rows = kinds_in_rows(upload)
    grid = grid_of(upload, Severity.ERROR, size=_GRID_ROWS) if in_rows else None
    is_blocked = grid is not None and grid.severity == Severity.ERROR
    url = reverse("unggahan_baris", args=[upload.pk])
    offers = {key: _allowed(offer, moves) for key, offer in offers_of(upload).items()}
    return _Mending(offers, grid if is_blocked else None, in_rows, url)


def _allowed(offer: Offer, moves: tuple[Move, ...]) -> Offer:
    """The offer without the steps that this person cannot take now."""
    return replace(offer, ways=[way for way in offer.ways if not way.step or Move(way.step) in moves])


def _group(severity: Severity, kinds: list[Kind], mending: _Mending) -> Group | None:
    if not kinds:
        return None
    tone, _ = _TONES[severity]
    return Group(label(Severity, severity), tone, [_told(severity, kind, mending) for kind in kinds])


def _told(severity: Severity, kind: Kind, mending: _Mending) -> Told:
    tone, icon = _TONES[severity]
    sentence = sentence_of(_as_mapping(kind.first) | {"count": kind.count})
    places = [_place(finding) for finding in kind.places if place_of(_as_mapping(finding))]
    return Told(
        message=sentence.message,
        remedy=sentence.remedy,
        badge=_badge(kind),
        tone=tone,
        icon=icon,
        places=places,
        further=kind.further if places else 0,
        offer=None if severity is Severity.FIXED else mending.offers.get((kind.code, kind.column)),
        rows_url=_rows_url(severity, kind, mending),
        open_column=kind.column if kind.code in _PERSONAL and kind.column in mending.openable else "",
    )


def _rows_url(severity: Severity, kind: Kind, mending: _Mending) -> str:
    """Where the rows of this kind are mended one by one; '' where there are none."""
    if severity is Severity.FIXED or (kind.code, kind.column) not in mending.in_rows:
        return ""
    return mending.rows_url + "?" + urlencode({"kode": kind.code, "kolom": kind.column})


def _badge(kind: Kind) -> str:
    number = f"{kind.count:,}".replace(",", ".")
    words = ngettext("%(count)s tempat", "%(count)s tempat", kind.count) % {"count": number}
    return (
        gettext("%(places)s · kolom %(column)s") % {"places": words, "column": kind.column}
        if kind.column
        else words
    )


def _place(finding: Finding) -> Place:
    return Place(place_of(_as_mapping(finding)), finding.value, finding.suggestion)


def _as_mapping(finding: Finding) -> dict[str, Any]:
    names = ("code", "sheet", "row", "column", "cell", "value", "params", "suggestion", "count")
    return {name: getattr(finding, name) for name in names}


def _cells(kinds: Mapping[str, list[Kind]]) -> list[dict[str, Any]]:
    """The cells that block, as the sender's sheet names them, row by row."""
    found = [
        (finding.row or 0, finding.cell, finding, kind)
        for kind in kinds[Severity.ERROR.value]
        for finding in kind.places
        if finding.cell
    ]
    found.sort(key=lambda entry: (entry[0], entry[1]))
    return [
        {
            "cell": finding.cell,
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "remedy": sentence_of(_as_mapping(finding)).remedy,
            "suggestion": finding.suggestion,
        }
        for _, _, finding, _ in found[:40]
    ]


def _percent(upload: Upload) -> int | None:
    return min(100, upload.step_done * 100 // upload.step_total) if upload.step_total > 0 else None


def _preview(upload: Upload) -> dict[str, Any] | None:
    """The first rows with the type of each cell beside its value."""
    found = preview_of(upload)
    if found is None:
        return None
    types = [column["type"] for column in found.columns]
    rows = [
        {"number": number, "cells": [{"value": v, "type": t} for v, t in zip(values, types, strict=True)]}
        for number, values in found.rows
    ]
    return {"columns": found.columns, "rows": rows, "total": found.total}


def _columns(upload: Upload) -> list[dict[str, Any]]:
    return [_column(column) for column in upload.table.get("columns") or []]


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    """A column of the table found, its statistics as people read numbers."""
    kind = column.get("type", "")
    shown = {f"shown_{name}": _shown(column.get(name), kind) for name in ("minimum", "maximum", "total")}
    return {**column, **shown, "type_name": label(ColumnType, kind)}


def _shown(text: str | None, kind: str) -> str:
    if not text:
        return "–"
    return formats.number(Decimal(text)) if kind in NUMERIC_TYPES else text


def _moved(upload: Upload) -> list[dict[str, Any]]:
    """The indicators that publication would move, with their values as numbers."""
    return [
        change | {side: _number(change.get(side)) for side in ("before", "after")}
        for change in upload.difference.get("indicators") or []
    ]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _asked(upload: Upload, moves: tuple[Move, ...]) -> list[Asked]:
    if Move.ANSWER not in moves:
        return []
    headers = {column["id"]: column["label"] for column in upload.table.get("columns") or []}
    return asked_of(upload.question, upload.recipe, headers)


def answers_of(upload: Upload, given: Mapping[str, str]) -> dict[str, Any]:
    """The answers as a recipe keeps them; one that was not offered is left out.

    With another sheet or table than was looked at, what was asked about this one says nothing.
    """
    answers: dict[str, Any] = {}
    for asked in asked_of(upload.question, upload.recipe):
        choice = next((one for one in asked.options if one.value == given.get(asked.name, "")), None)
        if choice is None:
            continue
        answer = asked.answer(choice.value)
        if asked.recipe_key in ("sheet", "columns") and not choice.is_chosen:
            return {asked.recipe_key: answer}
        if isinstance(answer, dict):
            answers.setdefault(asked.recipe_key, {}).update(answer)
        else:
            answers[asked.recipe_key] = answer
    return answers


def _line(event: Event) -> dict[str, Any]:
    who = event.actor.name if event.actor else gettext("Sistem")
    return {
        "at": event.at,
        "who": who,
        "role": label(Role, event.actor_role) if event.actor_role else "",
        "what": label(Verb, event.verb),
        "note": event.note,
    }


def _last_note(upload: Upload, story: list[Event]) -> str:
    if upload.state != UploadState.RETURNED:
        return ""
    returned = [event for event in story if event.to_state == UploadState.RETURNED]
    return returned[-1].note if returned else ""
