"""The staff's desk: what waits for whom, and the office's own register of data."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from datasets.pages.doors import StaffRequest, staff_page
from datasets.queries.desk import desk_of, register
from datasets.rules.access import Act, demand, may

PAGE = 50


@staff_page
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """What waits for this person, by role."""
    demand(request.user, Act.SEE_DESK)
    found = desk_of(request.user)
    context = {
        "desk": found,
        "is_clear": not any(vars(found).values()),
        "may_upload": may(request.user, Act.UPLOAD),
        "may_create": may(request.user, Act.CREATE_DATASET),
        "may_review": may(request.user, Act.SEE_REVIEW),
        "may_manage": may(request.user, Act.MANAGE_USERS),
    }
    return render(request, "pages/desk.html", context)


@staff_page
@require_safe
def data_list(request: StaffRequest) -> HttpResponse:
    """Every dataset of the person's office, drafts included, with what can be done with each."""
    demand(request.user, Act.SEE_DESK)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = Paginator(register(request.user, words), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "may_upload": may(request.user, Act.UPLOAD),
        "may_edit": may(request.user, Act.EDIT_DATASET),
        "may_create": may(request.user, Act.CREATE_DATASET),
    }
    return render(request, "pages/data_list.html", context)
