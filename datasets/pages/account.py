"""A person's own account: who the portal takes them for, their password, their API tokens."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.actions.make_token import make_token
from datasets.actions.revoke_token import revoke_token
from datasets.models import ApiToken
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.forms import ChangePasswordForm, TokenForm
from datasets.rules.errors import Denied, Hidden, Invalid
from datasets.trail import record
from datasets.vocab import Scope, Verb


@staff_page
@require_safe
def profile(request: StaffRequest) -> HttpResponse:
    """Name, role and office: what decides what this person may do."""
    return render(request, "pages/account.html")


@staff_page
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: StaffRequest) -> HttpResponse:
    """A new password for who knows the one of today; other sessions of theirs end."""
    form = ChangePasswordForm(request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        _keep_password(request, form)
        messages.success(request, gettext("Kata sandi sudah diganti. Sesi lain Anda sudah diakhiri."))
        return redirect("akun")
    return render(request, "pages/password.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _keep_password(request: StaffRequest, form: ChangePasswordForm) -> None:
    user = form.save(commit=False)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(user, Verb.CHANGE_PASSWORD, user)
    update_session_auth_hash(request, user)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: StaffRequest) -> HttpResponse:
    """The person's tokens; a new one is shown in this answer and never again."""
    form = TokenForm(request.POST or None)
    plain = ""
    if request.method == "POST" and form.is_valid():
        plain = _make(request, form)
    context = {
        "form": TokenForm() if plain else form,
        "plain": plain,
        "now": timezone.now(),
        "tokens": ApiToken.objects.filter(user=request.user),
    }
    return render(request, "pages/tokens.html", context, status=422 if form.errors else 200)


def _make(request: StaffRequest, form: TokenForm) -> str:
    asked = form.cleaned_data
    try:
        _, plain = make_token(request.user, Scope(asked["scope"]), asked["days"], asked["name"])
    except Denied as error:
        form.add_error("scope", error.message)
        return ""
    except Invalid as error:
        form.add_error("days", error.message)
        return ""
    return plain


@staff_page
@require_POST
def end_token(request: StaffRequest, token_id: UUID) -> HttpResponse:
    """Revoke one of the person's own tokens; those of others do not exist here."""
    token = ApiToken.objects.filter(user=request.user, id=token_id).first()
    if token is None:
        raise Hidden
    revoke_token(request.user, token)
    messages.success(request, gettext("Token “%(name)s” sudah dicabut.") % {"name": token.name})
    return redirect("token")
