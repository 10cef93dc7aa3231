"""Signing in and out: one answer for an unknown name and a wrong password, and a lock-out."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from datasets.models import User
from datasets.pages.doors import safe_next
from datasets.pages.forms import SignInForm
from datasets.trail import record
from datasets.vocab import Verb

LOCKED = 429


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; a right answer starts a new session and goes on to `next`."""
    if request.method == "POST":
        return _tried(request)
    if request.user.is_authenticated:
        return redirect(safe_next(request, "kerja"))
    return _page(request, SignInForm(request))


def _tried(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request, data=request.POST)
    if not form.is_valid():
        _note_failure(request, form)
        return _page(request, form)
    user = form.get_user()
    login(request, user)
    record(user, Verb.SIGN_IN, user)
    return redirect(safe_next(request, "kerja"))


def _note_failure(request: HttpRequest, form: SignInForm) -> None:
    """One line of the trail, naming the account where there is one; what was typed is not kept."""
    name = form.cleaned_data.get("username")
    if name and not getattr(request, "axes_locked_out", False):
        record(None, Verb.SIGN_IN_FAILED, User.objects.filter(username=name).first())


def _page(request: HttpRequest, form: SignInForm, status: int = 200, locked: str = "") -> HttpResponse:
    context = {"form": form, "next": safe_next(request, "kerja"), "locked": locked}
    return render(request, "pages/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. By POST only, so that no link or picture can do it."""
    if request.user.is_authenticated:
        record(request.user, Verb.SIGN_OUT, request.user)
    logout(request)
    return redirect("beranda")


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """What axes answers after too many tries, whether or not the name is known: 429 and a time."""
    pause = get_cool_off(request)
    until = timezone.localtime(timezone.now() + pause)
    sentence = gettext(
        "Terlalu banyak percobaan masuk. Tunggu sampai pukul %(time)s %(zone)s, lalu coba lagi. "
        "Bila lupa kata sandi, mintalah tautan untuk membuat yang baru."
    ) % {"time": until.strftime("%H.%M"), "zone": until.tzname()}
    response = _page(request, SignInForm(request), LOCKED, sentence)
    response["Retry-After"] = str(round(pause.total_seconds()))
    return response
