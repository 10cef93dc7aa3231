"""The administrator's pages: who has an account, a new one, and what becomes of one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.actions.change_account import change_account
from datasets.actions.close_account import close_account
from datasets.actions.invite_again import invite_again
from datasets.actions.make_account import make_account
from datasets.actions.reopen_account import reopen_account
from datasets.models import User
from datasets.pages.account_forms import AccountForm, NewAccountForm, SureForm
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.forms import tell
from datasets.queries.accounts import account_of, accounts
from datasets.rules.access import Act, demand
from datasets.rules.errors import Invalid

PAGE = 50


@staff_page
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Every account: name, role, office, whether it is open, when it was last used."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = Paginator(accounts(request.user, words), PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/accounts.html", {"page": page, "words": words})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """An account for somebody, who is then invited by letter."""
    demand(request.user, Act.MANAGE_USERS)
    form = NewAccountForm(request.POST or None)
    made = _made(request.user, form) if request.method == "POST" and form.is_valid() else None
    if made is None:
        return render(request, "pages/account_new.html", {"form": form}, status=422 if form.errors else 200)
    _say_invited(request, made, gettext("Akun dibuat."))
    return redirect("pengguna", made.pk)


def _made(actor: User, form: NewAccountForm) -> User | None:
    try:
        return make_account(actor, **form.cleaned_data)
    except Invalid as error:
        tell(form, error)
    return None


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """One account, to mend, to invite again, to close or to reopen."""
    account = account_of(request.user, account_id)
    form = AccountForm(request.POST or None, account=account, initial=_initial(account))
    if request.method == "POST" and form.is_valid() and _changed(request.user, account, form):
        messages.success(request, gettext("Akun sudah diperbarui."))
        return redirect("pengguna", account.pk)
    return _show(request, account, form, SureForm())


def _initial(account: User) -> dict[str, object]:
    return {
        "name": account.name,
        "email": account.email,
        "role": account.role,
        "organization": account.organization_id,
    }


def _changed(actor: User, account: User, form: AccountForm) -> bool:
    try:
        change_account(actor, account, **form.cleaned_data)
    except Invalid as error:
        tell(form, error)
        return False
    return True


def _show(request: StaffRequest, account: User, form: AccountForm, sure: SureForm) -> HttpResponse:
    context = {"account": account, "form": form, "sure": sure, "is_own": account.pk == request.user.pk}
    is_wrong = bool(form.errors or sure.errors)
    return render(request, "pages/account_edit.html", context, status=422 if is_wrong else 200)


@staff_page
@require_POST
def invite(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """The invitation once more."""
    account = invite_again(request.user, account_of(request.user, account_id))
    _say_invited(request, account)
    return redirect("pengguna", account.pk)


@staff_page
@require_POST
def close(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Close it, where the tick says that it is meant."""
    account = account_of(request.user, account_id)
    sure = SureForm(request.POST)
    if not sure.is_valid():
        return _show(request, account, AccountForm(account=account, initial=_initial(account)), sure)
    close_account(request.user, account)
    messages.success(request, gettext("Akun %(name)s sudah ditutup.") % {"name": account.name})
    return redirect("pengguna_daftar")


@staff_page
@require_POST
def reopen(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Reopen it, where the tick says that it is meant."""
    account = account_of(request.user, account_id)
    sure = SureForm(request.POST)
    if not sure.is_valid():
        return _show(request, account, AccountForm(account=account, initial=_initial(account)), sure)
    reopened = reopen_account(request.user, account)
    _say_invited(request, reopened, gettext("Akun dibuka kembali."))
    return redirect("pengguna", account.pk)


def _say_invited(request: StaffRequest, account: User, first: str = "") -> None:
    told = gettext("Undangan dikirim ke %(email)s. Bila tidak sampai, kirim lagi dari halaman ini.")
    messages.success(request, f"{first} {told % {'email': account.email}}".strip())
