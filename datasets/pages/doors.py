"""The door of the staff pages: who is let in, and how a rule's refusal becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from datasets.models import User
from datasets.pages import errors


class StaffRequest(HttpRequest):
    """A request whose person has signed in."""

    user: User


View = Callable[Concatenate[StaffRequest, ...], HttpResponseBase]

#: What a person may open before the password that was given to them is changed.
_BEFORE_CHANGE = frozenset({"sandi_ubah", "keluar"})


def staff_page(view: View) -> Callable[..., HttpResponseBase]:
    """Let in who has signed in; send the others to the sign-in page, and never cache the answer."""

    answered = errors.as_page(view)

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if request.user.must_change_password and _name_of(request) not in _BEFORE_CHANGE:
            messages.info(request, gettext("Buat kata sandi Anda sendiri sebelum melanjutkan."))
            return redirect("sandi_ubah")
        return answered(request, *args, **kwargs)

    return never_cache(guarded)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("kerja")
    return redirect_to_login(back, reverse("masuk"))


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Where `next` asks to go, if that is a page of ours; else the page named `fallback`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else resolve_url(fallback)
