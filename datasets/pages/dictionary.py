"""The data dictionary's own page: columns, rules between them, a schema to apply, a workbook to fill in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.actions.edit_columns import code_list_of, edit_columns
from datasets.actions.edit_row_rules import edit_row_rules, rules_of
from datasets.actions.import_schema import Imported, import_schema
from datasets.models import Dataset, User
from datasets.pages.dictionary_forms import MOST_SCHEMA_BYTES, DictionaryForms, SchemaForm
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.uploads import status_of
from datasets.queries.breaches import Breaches, breaches_of
from datasets.queries.template import template_of
from datasets.rules.access import Act, demand, find_dataset, is_draft
from datasets.rules.errors import Denied, Fault, Hidden, IllegalMove, Invalid, Refused
from datasets.vocab import MEDIA_TYPES, Format


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, slug: str) -> HttpResponse:
    """What each column means and may hold, and what columns owe each other; `coba` only counts."""
    dataset = _to_edit(request.user, slug)
    if request.method != "POST":
        return _page(request, dataset, DictionaryForms.of(dataset))
    shown = DictionaryForms.of(dataset, request.POST)
    if not shown.is_valid():
        return _page(request, dataset, shown, status=400)
    if "coba" in request.POST:
        return _tried(request, dataset, shown)
    error = _saved(request.user, dataset, shown)
    if error or any(form.errors for form in shown.forms):
        return _page(request, dataset, shown, error=error, status=400)
    messages.success(request, gettext("Kamus data tersimpan. Berlaku untuk berkas berikutnya."))
    return redirect("dataset_kolom", slug)


@staff_page
@require_POST
def apply_schema(request: StaffRequest, slug: str) -> HttpResponse:
    """Let the dictionary say what a Table Schema says, and tell what of it found no place."""
    dataset = _to_edit(request.user, slug)
    form = SchemaForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, dataset, DictionaryForms.of(dataset), schema=form, status=400)
    try:
        done = import_schema(
            request.user, dataset, _schema_in(form), is_adding=form.cleaned_data["is_adding"]
        )
    except (Hidden, Denied):
        raise
    except Refused as error:
        form.add_error("schema", error.message)
        return _page(request, dataset, DictionaryForms.of(dataset), schema=form, status=status_of(error))
    return _page(request, dataset, DictionaryForms.of(dataset), done=done)


@staff_page
@require_safe
def template(request: StaffRequest, slug: str) -> HttpResponse:
    """The workbook to fill in, with locked headers and what may be chosen."""
    made = template_of(request.user, slug)
    response = HttpResponse(made.content, content_type=MEDIA_TYPES[Format.XLSX])
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    return response


def _to_edit(user: User, slug: str) -> Dataset:
    dataset = find_dataset(user, slug)
    demand(user, Act.EDIT_DATASET, dataset)
    return dataset


def _saved(user: User, dataset: Dataset, shown: DictionaryForms) -> str:
    """Write columns and rules, or neither; a sentence where the refusal is about no field."""
    try:
        with transaction.atomic():
            edit_columns(user, dataset, shown.changes())
            edit_row_rules(user, dataset, [form.rule() for form in shown.kept()])
    except Invalid as error:
        return " ".join(fault.message for fault in error.faults if not _placed(shown, fault))
    except (IllegalMove, Denied) as error:
        return error.message
    return ""


def _placed(shown: DictionaryForms, fault: Fault) -> bool:
    """Put a fault beside its field; False where there is none."""
    first, _, rest = fault.field.partition(".")
    if first == "rules" and rest:
        place, _, field = rest.partition(".")
        form: Any = shown.kept()[int(place)]
    else:
        form, field = shown.columns.get(first), rest
    if form is None or field not in form.fields:
        return False
    form.add_error(field, fault.message)
    return True


def _tried(request: StaffRequest, dataset: Dataset, shown: DictionaryForms) -> HttpResponse:
    """The page with how many live rows would break what stands in the forms; nothing is saved."""
    held = {column.name: column for column in dataset.columns.select_related("code_list")}
    for name, form in shown.columns.items():
        for field in ("type", "is_required", "minimum", "maximum", "pattern", "allowed"):
            setattr(held[name], field, form.cleaned_data[field])
        held[name].code_list = code_list_of(form.cleaned_data["code_list"])
    kept = shown.kept()
    try:
        rules = rules_of(dataset, held, [form.rule() for form in kept])
    except Invalid as error:
        left = " ".join(fault.message for fault in error.faults if not _placed(shown, fault))
        return _page(request, dataset, shown, error=left, status=400)
    found = breaches_of(dataset, held.values(), rules)
    _mark(shown, found)
    return _page(request, dataset, shown, tried=True, found=found)


def _mark(shown: DictionaryForms, found: Breaches | None) -> None:
    """Give each form the number of rows that break it, for the page to show beside it."""
    if found is None:
        return
    for name, form in shown.columns.items():
        form.breaches = found.columns.get(name, 0)  # type: ignore[attr-defined]
    for place, rule in enumerate(shown.kept()):
        rule.breaches = found.rules.get(place, 0)  # type: ignore[attr-defined]


def _schema_in(form: SchemaForm) -> dict[str, Any]:
    """The JSON object in the file sent. Raises Invalid."""
    file = form.cleaned_data["schema"]
    sentence = gettext("Berkas ini bukan Table Schema: isinya satu objek JSON.")
    if file.size > MOST_SCHEMA_BYTES:
        raise Invalid(Fault("schema", "too_large", gettext("Berkas ini lebih besar dari 1 MB.")))
    try:
        found = json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Invalid(Fault("schema", "unreadable", sentence)) from None
    if not isinstance(found, dict):
        raise Invalid(Fault("schema", "unreadable", sentence))
    return found


def _page(
    request: StaffRequest,
    dataset: Dataset,
    shown: DictionaryForms,
    *,
    schema: SchemaForm | None = None,
    error: str = "",
    status: int = 200,
    tried: bool = False,
    found: Breaches | None = None,
    done: Imported | None = None,
) -> HttpResponse:
    context = {
        "dataset": dataset,
        "is_draft": is_draft(dataset),
        "columns": list(shown.columns.values()),
        "rules": shown.rules,
        "schema": schema or SchemaForm(),
        "error": error,
        "has_faults": any(form.errors for form in shown.forms if form.is_bound),
        "tried": tried,
        "found": found,
        "done": done,
    }
    return render(request, "pages/dictionary.html", context, status=status)
