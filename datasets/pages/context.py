"""What every template knows: the city, where the portal is reached, whether it shows samples, the menu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.city.profile import City

#: (name of the address, what it is called) of the main menu, in order.
MENU: tuple[tuple[str, Promise], ...] = (
    ("cari", _("Dataset")),
    ("opd_daftar", _("OPD")),
    ("kinerja", _("Kinerja")),
    ("jadwal", _("Jadwal rilis")),
    ("pengembang", _("API")),
)

#: Custom properties of the style sheet, and the colour of `city.toml` that each takes.
_COLOURS = {
    "utama": "primary",
    "utama-gelap": "primary_dark",
    "dalam": "deep",
    "aksen": "accent",
    "aksen-gelap": "accent_dark",
    "sorot": "highlight",
}


@dataclass(frozen=True)
class MenuItem:
    """One link of the main menu."""

    url: str
    label: Promise
    is_current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the city, its `colours` as a style attribute, addresses, menu."""
    city: City = settings.CITY
    return {
        "city": city,
        "colours": colours_of(city),
        "is_sample": settings.SAMPLES,
        "public_url": settings.PUBLIC_URL,
        "canonical": settings.PUBLIC_URL + request.path,
        "nav": list(_menu(request.path)),
        "sign_in_url": _address("masuk"),
        "sign_out_url": _address("keluar"),
        "desk_url": _address("kerja"),
        "account_url": _address("akun"),
    }


def colours_of(city: City) -> str:
    """The city's colours as custom properties, for the style attribute of <html>."""
    return ";".join(f"--kota-{name}:{city.colours[key]}" for name, key in _COLOURS.items())


def _menu(path: str) -> Iterator[MenuItem]:
    for name, label in MENU:
        url = _address(name)
        if url:
            yield MenuItem(url, label, path == url or path.startswith(url + "/"))


def _address(name: str) -> str:
    """The address called `name`; '' where this portal has none, so that no link leads nowhere."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
