"""`{% load staff %}`: the staff's own menu, and where an upload stands as a word with a shape."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.rules.access import Act, Viewer, may
from datasets.vocab import UploadState
from datasets.wording.fetching import reason
from datasets.wording.labels import label

register = template.Library()

#: (name of the address, what it is called, the right it needs), in order.
_MENU: tuple[tuple[str, Promise, Act | None], ...] = (
    ("kerja", _("Meja kerja"), Act.SEE_DESK),
    ("unggah_pilih", _("Unggah"), Act.UPLOAD),
    ("tinjau", _("Antrean tinjauan"), Act.SEE_REVIEW),
    ("daftar_data", _("Daftar data"), Act.SEE_DESK),
    ("panen", _("Panen data"), Act.MANAGE_SOURCES),
    ("pengguna_daftar", _("Pengguna"), Act.MANAGE_USERS),
    ("akun", _("Akun"), None),
)

#: State → (kind of badge, icon).
_STATES: dict[UploadState, tuple[str, str]] = {
    UploadState.RECEIVED: ("info", "jam"),
    UploadState.CHECKING: ("info", "jam"),
    UploadState.NEEDS_ANSWER: ("awas", "tanya"),
    UploadState.FAILED: ("gagal", "silang"),
    UploadState.READY: ("info", "kanan"),
    UploadState.SUBMITTED: ("awas", "jam"),
    UploadState.RETURNED: ("gagal", "kiri"),
    UploadState.PEMBINA_REVIEW: ("awas", "jam"),
    UploadState.APPROVED: ("ok", "jam"),
    UploadState.PUBLISHED: ("ok", "centang"),
    UploadState.CANCELLED: ("", "minus"),
}


@register.inclusion_tag("parts/staff_menu.html", takes_context=True)
def menu_staf(context: template.Context) -> dict[str, Any]:
    """The staff's menu: what this person may open, with the page of now marked."""
    viewer: Viewer = context["user"]
    path = context["request"].path
    listed = [(reverse(name), words) for name, words, act in _MENU if act is None or may(viewer, act)]
    home = listed[0][0]
    items = [
        {"url": url, "words": words, "is_current": path == url or (url != home and path.startswith(url))}
        for url, words in listed
    ]
    return {"items": items}


@register.filter
def sebab(code: str) -> str:
    """Why something elsewhere could not be fetched: `{{ item.error|sebab }}`."""
    return reason(code)


@register.inclusion_tag("parts/badge.html")
def keadaan(state: str) -> dict[str, str]:
    """The state of an upload as a badge."""
    kind, icon = _STATES[UploadState(state)]
    return {"kind": kind, "icon": icon, "words": label(UploadState, state)}


@register.inclusion_tag("parts/badge.html")
def lencana(words: str, kind: str = "", icon: str = "") -> dict[str, str]:
    """A badge of one's own: a word, a colour that only repeats it, a shape."""
    return {"kind": kind, "icon": icon, "words": words}
