"""A person's webhooks: made (the secret shown once), tried, switched, removed; the last message to each."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from datasets.actions.change_webhook import switch_webhook
from datasets.actions.end_webhook import end_webhook
from datasets.actions.make_webhook import make_webhook
from datasets.actions.send_again import ping_webhook
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.forms import PortalForm
from datasets.queries.webhooks import latest_of, webhook_of
from datasets.rules.errors import IllegalMove, Invalid
from datasets.vocab_hooks import SUBSCRIBABLE, HookEvent
from datasets.wording.labels import LABELS


class WebhookForm(PortalForm):
    """A system to tell, where it listens, and of what."""

    name = forms.CharField(label=_("Nama sistem"), max_length=100, help_text=_("Misal: Gudang data Bappeda."))
    url = forms.CharField(
        label=_("Alamat penerima"),
        max_length=2_000,
        help_text=_("Alamat umum seperti https://sistem.kota.go.id/webhook."),
        widget=forms.URLInput,
    )
    events = forms.MultipleChoiceField(
        label=_("Beri tahu bila"),
        choices=[(event.value, LABELS[HookEvent][event]) for event in SUBSCRIBABLE],
        initial=[event.value for event in SUBSCRIBABLE],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "pilihan"}),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: StaffRequest) -> HttpResponse:
    """The person's webhooks; a new one's secret is shown in this answer and never again."""
    form = WebhookForm(request.POST or None)
    secret = _make(request, form) if request.method == "POST" and form.is_valid() else ""
    context = {
        "form": WebhookForm() if secret else form,
        "secret": secret,
        "webhooks": latest_of(request.user),
    }
    return render(request, "pages/webhooks.html", context, status=422 if form.errors else 200)


def _make(request: StaffRequest, form: WebhookForm) -> str:
    asked = form.cleaned_data
    try:
        _made, secret = make_webhook(request.user, asked["url"], asked["events"], name=asked["name"])
    except Invalid as error:
        for fault in error.faults:
            form.add_error(fault.field, str(fault.message))
        return ""
    return secret


@staff_page
@require_POST
def ping(request: StaffRequest, webhook_id: UUID) -> HttpResponse:
    """Send a message that says nothing, to see whether it arrives."""
    try:
        ping_webhook(request.user, webhook_of(request.user, webhook_id))
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("Pesan percobaan dikirim. Muat ulang halaman untuk hasilnya."))
    return redirect("webhook")


@staff_page
@require_POST
def switch(request: StaffRequest, webhook_id: UUID) -> HttpResponse:
    """Off where it is on, on where it is off."""
    webhook = webhook_of(request.user, webhook_id)
    is_active = switch_webhook(request.user, webhook, is_active=not webhook.is_active).is_active
    messages.success(request, gettext("Webhook hidup lagi.") if is_active else gettext("Webhook mati."))
    return redirect("webhook")


@staff_page
@require_POST
def end(request: StaffRequest, webhook_id: UUID) -> HttpResponse:
    """Remove it with its log."""
    end_webhook(request.user, webhook_of(request.user, webhook_id))
    messages.success(request, gettext("Webhook dihapus."))
    return redirect("webhook")
