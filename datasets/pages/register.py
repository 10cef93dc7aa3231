"""The office's register: describe a new dataset, mend what is said about one, its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from datasets.actions.delete_draft import delete_draft
from datasets.actions.edit_dataset import edit_dataset
from datasets.actions.register_dataset import register_dataset
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Dataset, Organization, User
from datasets.pages.dataset_forms import DatasetForm, NewDatasetForm, ReasonForm, changed
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.forms import tell
from datasets.pages.uploads import status_of
from datasets.queries.overrides import overrides_of
from datasets.rules.access import Act, demand, find_dataset, is_draft, may
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid, NotReady, Refused
from datasets.rules.readiness import missing_for_publication
from datasets.vocab import OPD_ROLES


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A short form: enough to send the first file; the rest is asked before publication."""
    demand(request.user, Act.CREATE_DATASET)
    form = NewDatasetForm(request.POST or None, offices=_offices(request.user))
    if request.method == "POST" and form.is_valid():
        made = _registered(request.user, form)
        if made is not None:
            return _after_new(request, made)
    return render(request, "pages/dataset_new.html", {"form": form}, status=400 if form.errors else 200)


def _offices(user: User) -> list[tuple[str, str]]:
    """For whom this person may register: the own office, or any for walidata."""
    if user.role in OPD_ROLES:
        return []
    return [
        (str(pk), name) for pk, name in Organization.objects.filter(is_active=True).values_list("pk", "name")
    ]


def _registered(user: User, form: NewDatasetForm) -> Dataset | None:
    given = dict(form.cleaned_data)
    chosen = given.pop("organization", None)
    office = Organization.objects.get(pk=chosen) if chosen else user.organization
    if office is None:
        raise Denied
    try:
        return register_dataset(user, office, **given)
    except Invalid as error:
        tell(form, error)
    return None


def _after_new(request: StaffRequest, made: Dataset) -> HttpResponse:
    if may(request.user, Act.UPLOAD, made):
        messages.success(request, gettext("Dataset terdaftar sebagai draf. Kirim berkas pertamanya."))
        return redirect("unggah", made.slug)
    messages.success(request, gettext("Dataset terdaftar sebagai draf."))
    return redirect("dataset_ubah", made.slug)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    """Everything said about a dataset, in sections, with what is missing before publication."""
    dataset = _to_edit(request.user, slug)
    form = DatasetForm.of(dataset, request.POST or None)
    if request.method == "POST" and form.is_valid() and _edited(request.user, dataset, form):
        messages.success(request, gettext("Perubahan tersimpan."))
        return redirect("dataset_ubah", slug)
    return _page(request, dataset, form, status=400 if form.errors else 200)


def _to_edit(user: User, slug: str) -> Dataset:
    dataset = find_dataset(user, slug)
    demand(user, Act.EDIT_DATASET, dataset)
    return dataset


def _edited(user: User, dataset: Dataset, form: DatasetForm) -> bool:
    try:
        edit_dataset(user, dataset, changed(form))
    except Invalid as error:
        tell(form, error)
    except NotReady as error:
        form.add_error("access", error.message)
    except Denied as error:
        form.add_error(None, error.message)
    return not form.errors


@staff_page
@require_POST
def delete(request: StaffRequest, slug: str) -> HttpResponse:
    """Delete a draft with what was sent for it."""
    dataset = find_dataset(request.user, slug)
    try:
        delete_draft(request.user, dataset)
    except IllegalMove as error:
        return _page(request, dataset, DatasetForm.of(dataset), error=error.message, status=409)
    messages.success(request, gettext("Draf “%(title)s” dihapus.") % {"title": dataset.title})
    return redirect("daftar_data")


@staff_page
@require_POST
def withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    """Take a published dataset out of reach, with a reason for its readers."""
    dataset = find_dataset(request.user, slug)
    demand(request.user, Act.WITHDRAW, dataset)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, dataset, DatasetForm.of(dataset), status=400, reason=form)
    try:
        withdraw_dataset(request.user, dataset, form.cleaned_data["reason"])
    except (Hidden, Denied):
        raise
    except Refused as error:
        return _page(request, dataset, DatasetForm.of(dataset), error.message, status_of(error), form)
    told = gettext("“%(title)s” ditarik. Alamatnya kini menjelaskan alasannya.")
    messages.success(request, told % {"title": dataset.title})
    return redirect("daftar_data")


def _page(
    request: StaffRequest,
    dataset: Dataset,
    form: DatasetForm,
    error: str = "",
    status: int = 200,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    draft = is_draft(dataset)
    missing = missing_for_publication(dataset)
    context = {
        "dataset": dataset,
        "form": form,
        "columns": dataset.columns.all(),
        "error": error,
        "missing": [form[name] for name in missing],
        "is_draft": draft,
        "may_upload": may(request.user, Act.UPLOAD, dataset),
        "may_delete": draft and may(request.user, Act.DELETE_DRAFT, dataset),
        "may_withdraw": not draft and may(request.user, Act.WITHDRAW, dataset),
        "reason_form": reason or ReasonForm(),
        "overrides": overrides_of(dataset),
        "may_override": may(request.user, Act.OVERRIDE_PERSONAL, dataset),
    }
    return render(request, "pages/dataset_edit.html", context, status=status)
