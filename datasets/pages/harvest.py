"""Sources elsewhere, for Walidata: named, pulled now, switched; what each has and how its runs went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.actions.make_source import LEAST_HOURS, MOST_HOURS, make_source, pull_now, switch_source
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.forms import PortalForm
from datasets.queries.harvest import items_of, runs_of, senders, source_of, sources_of
from datasets.rules.errors import Invalid
from datasets.vocab import Frequency, Topic
from datasets.vocab_harvest import SourceKind
from datasets.wording.labels import choices


class SourceForm(PortalForm):
    """A source, whose drafts they become, and how often it is pulled."""

    name = forms.CharField(label=_("Nama sumber"), max_length=150)
    kind = forms.ChoiceField(label=_("Jenis sumber"), choices=choices(SourceKind))
    url = forms.CharField(
        label=_("Alamat"),
        max_length=2_000,
        widget=forms.URLInput,
        help_text=_("Portal CKAN: alamat depannya. Lainnya: alamat katalog, daftar, atau berkasnya."),
    )
    sender = forms.ChoiceField(
        label=_("Masuk atas nama"),
        help_text=_("Produsen ini memeriksa drafnya dan mengajukannya seperti berkas lain."),
    )
    topic = forms.ChoiceField(label=_("Topik draf baru"), choices=choices(Topic))
    frequency = forms.ChoiceField(label=_("Frekuensi draf baru"), choices=choices(Frequency))
    hours = forms.IntegerField(
        label=_("Panen setiap (jam)"),
        min_value=LEAST_HOURS,
        max_value=MOST_HOURS,
        initial=24,
        error_messages={"invalid": _("Tulis angka, misal 24.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.senders = {str(user.pk): user for user in senders()}
        listed = [(key, f"{user.organization}: {user.name}") for key, user in self.senders.items()]
        self.fields["sender"].choices = [("", _("belum dipilih")), *listed]  # type: ignore[attr-defined]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: StaffRequest) -> HttpResponse:
    """All sources with their last run; a new one is pulled at once."""
    found = sources_of(request.user)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _make(request, form):
        return redirect("panen")
    context = {"form": form, "sources": found}
    return render(request, "pages/harvest.html", context, status=422 if form.errors else 200)


def _make(request: StaffRequest, form: SourceForm) -> bool:
    try:
        sender = form.senders[form.cleaned_data["sender"]]
        made = make_source(request.user, **(form.cleaned_data | {"sender": sender}))
    except Invalid as error:
        for fault in error.faults:
            form.add_error(fault.field, str(fault.message))
        return False
    messages.success(request, gettext("“%(name)s” terdaftar dan segera dipanen.") % {"name": made.name})
    return True


@staff_page
@require_safe
def source(request: StaffRequest, source_id: UUID) -> HttpResponse:
    """What it has, what is wrong with it, and its latest runs."""
    found = source_of(request.user, source_id)
    context = {"source": found, "items": items_of(found), "runs": runs_of(found)}
    return render(request, "pages/harvest_source.html", context)


@staff_page
@require_POST
def pull(request: StaffRequest, source_id: UUID) -> HttpResponse:
    """Pull it now."""
    found = source_of(request.user, source_id)
    pull_now(request.user, found)
    messages.success(request, gettext("Panen dimulai. Muat ulang halaman untuk hasilnya."))
    return redirect("panen_sumber", source_id)


@staff_page
@require_POST
def switch(request: StaffRequest, source_id: UUID) -> HttpResponse:
    """Off where it is on, on where it is off."""
    found = source_of(request.user, source_id)
    is_active = switch_source(request.user, found, is_active=not found.is_active).is_active
    messages.success(request, gettext("Sumber dipanen lagi.") if is_active else gettext("Sumber dihentikan."))
    return redirect("panen_sumber", source_id)
