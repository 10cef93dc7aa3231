"""A forgotten password: a link by mail, and the page behind the link."""

from __future__ import annotations

from typing import Any

from axes.utils import reset as forgive
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from datasets.actions.letters import send_reset
from datasets.models import User
from datasets.pages.forms import ForgottenForm, NewPasswordForm
from datasets.trail import record
from datasets.vocab import Verb

#: Seconds between two letters to the same person.
PAUSE = 300


class _ThenLetter(HttpResponseRedirect):
    """Sends the letter once the answer is out: its time tells nobody whether the address is known."""

    address = ""

    def close(self) -> None:
        """Called by the server after the last byte."""
        if self.address:
            send_letters(self.address)
        super().close()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for an address; the answer is the same whether or not somebody has it."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = _ThenLetter(reverse("sandi_lupa") + "?terkirim=1")
        response.address = form.cleaned_data["email"]
        return response
    context = {"form": form, "is_sent": "terkirim" in request.GET}
    return render(request, "pages/password_forgotten.html", context, status=422 if form.errors else 200)


def send_letters(address: str) -> None:
    """A letter with a link to each active person with this address; never raises for dead mail."""
    for user in User.objects.filter(email__iexact=address, is_active=True):
        if cache.add(f"reset-letter:{user.pk}", 1, PAUSE):
            send_reset(user)


class NewPassword(PasswordResetConfirmView):
    """The page behind the link: works once, for three hours, and ends a lock-out."""

    form_class = NewPasswordForm
    template_name = "pages/password_new.html"
    success_url = reverse_lazy("masuk")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password; who had to change theirs has now done so."""
        form.user.must_change_password = False
        response = super().form_valid(form)
        record(form.user, Verb.RESET_PASSWORD, form.user)
        forgive(username=form.user.username)
        messages.success(self.request, gettext("Kata sandi baru sudah tersimpan. Silakan masuk."))
        return response
