"""Repairs by form: of one group with one click, cell by cell in the rows at fault, and taking them back."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from datasets.actions.follow_file import follow_file
from datasets.actions.release_key import release_key
from datasets.actions.repair_upload import repair_upload
from datasets.actions.undo_repair import undo_repair
from datasets.models import Upload
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.uploads import status_of, take_step
from datasets.queries.faulty import Grid, grid_of
from datasets.rules.access import Act, demand, find_upload
from datasets.rules.errors import Hidden, Refused
from datasets.rules.states import Move, moves_for
from datasets.vocab_repairs import RepairKind
from datasets.wording.findings import sentence_of
from datasets.wording.uploads import way_of


@staff_page
@require_POST
def repair(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Let the cells of one group be read otherwise; the file is checked again."""
    done = gettext("Perbaikan diterapkan. Berkas diperiksa lagi; berkas asli tidak diubah.")
    return take_step(
        request, upload_id, done, lambda upload: repair_upload(request.user, upload, _asked(request.POST))
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """The rows at fault, each cell to be mended where it stands; only changed cells become repairs."""
    upload = find_upload(request.user, upload_id)
    demand(request.user, Act.ANSWER, upload)
    if request.method == "POST":
        return _mended(request, upload)
    if Move.ANSWER not in moves_for(request.user, upload):
        return redirect("unggahan", upload_id)
    return _rows_page(request, upload)


def _mended(request: StaffRequest, upload: Upload) -> HttpResponse:
    asked = _cells_asked(request.POST)
    try:
        repair_upload(request.user, upload, asked)
    except Hidden:
        raise
    except Refused as error:
        return _rows_page(request, upload, status_of(error), error.message, asked)
    told = ngettext("%(n)s sel diperbaiki.", "%(n)s sel diperbaiki.", len(asked)) % {"n": len(asked)}
    messages.success(request, told + " " + gettext("Berkas diperiksa lagi; berkas asli tidak diubah."))
    return redirect("unggahan", upload.pk)


def _rows_page(
    request: StaffRequest,
    upload: Upload,
    status: int = 200,
    error: str = "",
    typed: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """One page of the grid. What was typed and not kept stays in its fields."""
    given = {name: str(value).replace("\0", "") for name, value in request.GET.items()}
    page = int(given.get("page", "")) if given.get("page", "").isdecimal() else 1
    grid = grid_of(
        upload,
        given.get("tingkat", ""),
        code=given.get("kode", ""),
        column=given.get("kolom", ""),
        page=page,
    )
    context = {
        "upload": upload,
        "dataset": upload.dataset,
        "way": way_of(upload.state),
        "grid": grid,
        "error": error,
        "elsewhere": _keep_typed(grid, typed or []),
        "kind": _kind_of(upload, given.get("kode", ""), given.get("kolom", "")),
        "page": grid.page,
        "pages": grid.pages,
    }
    return render(request, "pages/upload_rows.html", context, status=status)


def _keep_typed(grid: Grid, typed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put what was typed back into its cells; returns what has no cell on this page."""
    cells = {cell.token: cell for row in grid.rows for cell in row.cells if cell.token}
    elsewhere = []
    for one in typed:
        names = ("row", "column", "old", *(("letter",) if "letter" in one else ()))
        cell = cells.get(json.dumps({name: one.get(name) for name in names}))
        if cell is None:
            elsewhere.append(one)
        else:
            cell.new = one["new"]
    return elsewhere


def _kind_of(upload: Upload, code: str, column: str) -> str:
    """The kind of finding the page is narrowed to, in words; '' where it shows all."""
    found = upload.findings.filter(code=code, column=column).order_by("position").first() if code else None
    if found is None:
        return ""
    names = ("code", "row", "column", "cell", "value", "params", "suggestion", "count")
    return sentence_of({name: getattr(found, name) for name in names}).message


@staff_page
@require_POST
def undo(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Take one repair back; the file is checked again."""
    done = gettext("Perbaikan dibatalkan. Berkas diperiksa lagi.")
    key = request.POST.get("key", "")
    return take_step(request, upload_id, done, lambda upload: undo_repair(request.user, upload, key))


@staff_page
@require_POST
def follow(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Let the dictionary follow the file in one thing that was found; the file is checked again."""
    done = gettext("Kamus data diubah mengikuti berkas. Berkas diperiksa lagi.")
    asked = _cell(request.POST.get("follow", ""))
    code, column = str(asked.get("code", "")), str(asked.get("column", ""))
    return take_step(request, upload_id, done, lambda upload: follow_file(request.user, upload, code, column))


@staff_page
@require_POST
def release(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Let a personal column be no key any more, and hide it."""
    done = gettext("Kolom itu bukan kunci lagi dan tidak tampil. Berkas diperiksa lagi.")
    column, kind = request.POST.get("column", ""), request.POST.get("kind", "")
    return take_step(request, upload_id, done, lambda upload: release_key(request.user, upload, column, kind))


def _asked(given: QueryDict) -> list[dict[str, Any]]:
    """The repairs that the form of one group asks for; a line left empty asks for nothing."""
    if "repairs" in given:
        return _listed(given.get("repairs", ""))
    kind, column = given.get("kind", ""), given.get("column", "")
    if kind == RepairKind.DROP_ROWS:
        return [{"kind": kind, "rows": [int(row) for row in given.getlist("row") if row.isdecimal()]}]
    if kind != RepairKind.REPLACE:
        return [{"kind": kind, "column": column} | ({"new": new} if (new := given.get("new")) else {})]
    cleared = set(given.getlist("empty"))
    pairs = zip(given.getlist("old"), given.getlist("new"), strict=False)
    return [
        {"kind": kind, "column": column, "old": old, "new": "" if str(at) in cleared else new.strip()}
        for at, (old, new) in enumerate(pairs)
        if new.strip() or str(at) in cleared
    ]


def _listed(token: str) -> list[dict[str, Any]]:
    """The repairs of one button; what is none becomes a repair that is refused."""
    try:
        listed = json.loads(token)
    except ValueError:
        return [{}]
    return listed if isinstance(listed, list) else [{}]


def _cells_asked(given: QueryDict) -> list[dict[str, Any]]:
    """The cells that were changed; `usul` is the one whose proposal was tapped."""
    pairs = [
        (_cell(token), new) for token, new in zip(given.getlist("sel"), given.getlist("new"), strict=False)
    ]
    asked = [cell | {"new": _typed(new, cell)} for cell, new in pairs]
    chosen = [_cell(token) for token in given.getlist("usul")]
    places = [_place(cell) for cell in chosen]
    kept = [one for one in asked if _place(one) not in places]
    return [
        {"kind": RepairKind.CELL.value, **one} for one in (*kept, *chosen) if one.get("old") != one.get("new")
    ]


def _place(cell: dict[str, Any]) -> tuple[Any, ...]:
    return cell.get("row"), cell.get("column"), cell.get("letter")


def _cell(token: str) -> dict[str, Any]:
    """Row, column and old value as the form held them; what is none becomes a repair that is refused."""
    try:
        cell = json.loads(token)
    except ValueError:
        return {"old": None}
    return cell if isinstance(cell, dict) else {"old": None}


def _typed(new: str, cell: dict[str, Any]) -> str:
    """Line ends as the file has them: a form sends them in its own way."""
    text = new.replace("\r\n", "\n")
    old = cell.get("old")
    return old if isinstance(old, str) and text == old.replace("\r\n", "\n") else text.strip()
