"""Offices: the list, and each one's own page with what it publishes and what it owes."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from datasets.queries.compliance import owed_by
from datasets.queries.organizations import OfficeCount, datasets_of, office_of, offices_of
from datasets.rules.figures import visible_indicators

#: Kinds of office as people group them; what is none of these comes last.
_KINDS: dict[str, Promise] = {
    "dinas": _("Dinas"),
    "badan": _("Badan"),
    "sekretariat": _("Sekretariat"),
    "inspektorat": _("Inspektorat"),
    "satuan": _("Satuan"),
    "kecamatan": _("Kecamatan"),
}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/opd`: every office, grouped by kind."""
    offices = offices_of(request.user)
    groups: dict[str, list[OfficeCount]] = defaultdict(list)
    for office in offices:
        groups[office.organization.kind].append(office)
    order = sorted(groups, key=lambda kind: list(_KINDS).index(kind) if kind in _KINDS else len(_KINDS))
    context = {
        "groups": [(_KINDS.get(kind, _("Lainnya")), groups[kind]) for kind in order],
        "count": len(offices),
        "publishing": sum(1 for office in offices if office.dataset_count),
    }
    return render(request, "pages/organizations.html", context)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """`/opd/<slug>`: what the office publishes, what is late, how to reach it."""
    office = office_of(request.user, slug)
    owed = owed_by(datasets_of(request.user, office.organization))
    context = {
        "office": office.organization,
        "owed": owed,
        "late": [item for item in owed if item.days_late],
        "filed": sum(item.strip.filed for item in owed),
        "due": sum(item.strip.due for item in owed),
        "has_indicators": visible_indicators(request.user).filter(organization=office.organization).exists(),
    }
    return render(request, "pages/organization.html", context)
