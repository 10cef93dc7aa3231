"""The city's own settings: read once at start from `city.toml`, refused where they are wrong.

No Django here: `satudata.settings` itself reads this module.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

from datasets.city.errors import CityError

#: The city that comes with the project.
DEFAULT_FOLDER = Path(__file__).parent / "ternate"

#: SIPD code of an office (DOMAIN §3): three bidang-urusan pairs, SKPD number, unit number.
OFFICE_CODE = re.compile(r"(\d\.\d{2}\.){3}\d{2}\.\d{4}")

#: Colours a city may set, in the order the style sheet names them.
COLOURS = ("primary", "primary_dark", "deep", "accent", "accent_dark", "highlight")


@dataclass(frozen=True)
class City:
    """One city, as `city.toml` describes it; `folder` is where its other tables lie.

    `region_code` is the Kemendagri code with dots, `region_code_bps` the BPS one; `walidata` the
    SIPD code of the office that publishes the catalogue; `colours` are `#RRGGBB`; `logo` a path
    under the city's `static/`.
    """

    folder: Path
    name: str
    short_name: str
    province: str
    government: str
    head_title: str
    head_title_en: str
    tagline: str
    tagline_en: str
    catalogue_title: str
    catalogue_title_en: str
    catalogue_description: str
    catalogue_description_en: str
    region_code: str
    region_code_bps: str
    timezone: str
    timezone_label: str
    languages: tuple[str, ...]
    walidata: str
    contact_email: str
    logo: str
    colours: Mapping[str, str]

    @property
    def static(self) -> Path:
        """The folder of the city's own static files (logo)."""
        return self.folder / "static"


def city_folder() -> Path:
    """The folder of the city in force: `CITY_DIR`, else the one that comes with the project."""
    return Path(os.environ.get("CITY_DIR") or DEFAULT_FOLDER)


def load_city(folder: Path | None = None) -> City:
    """The city described in `folder`/city.toml. Raises CityError where a value is missing or wrong."""
    folder = (folder or city_folder()).resolve()
    given = _read(folder / "city.toml")
    values = {name: _take(given, name, reader) for name, reader in _READERS.items()}
    if given:
        raise CityError(f"city.toml: {', '.join(sorted(given))} tidak dikenal. Periksa ejaannya.")
    city = City(folder=folder, **values)
    if not (city.static / city.logo).is_file():
        raise CityError(f'city.toml: logo "{city.logo}" tidak ada di folder static kota.')
    return city


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CityError.missing(path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityError(f"{path.name} bukan TOML yang sah: {error}.") from None


def _take(given: dict[str, Any], name: str, reader: Callable[[str, Any], Any]) -> Any:
    if name not in given:
        raise CityError(f"city.toml: {name} belum diisi.")
    return reader(name, given.pop(name))


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CityError(f"city.toml: {name} harus berupa teks dan tidak boleh kosong.")
    return value.strip()


def _matching(pattern: str, example: str) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        text = _text(name, value)
        if not re.fullmatch(pattern, text):
            raise CityError(f'city.toml: {name} "{text}" tidak dikenali. Contoh yang benar: {example}.')
        return text

    return read


def _timezone(name: str, value: Any) -> str:
    text = _text(name, value)
    if text not in available_timezones():
        raise CityError(f'city.toml: {name} "{text}" bukan zona waktu. Contoh: Asia/Jakarta, Asia/Jayapura.')
    return text


def _languages(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not set(value) <= {"id", "en"} or value[0] != "id":
        raise CityError(f'city.toml: {name} harus ["id"] atau ["id", "en"]; bahasa sumber adalah id.')
    return tuple(value)


def _colours(name: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or set(value) != set(COLOURS):
        raise CityError(f"city.toml: [{name}] harus berisi tepat {', '.join(COLOURS)}.")
    read = _matching(r"#[0-9A-Fa-f]{6}", "#0B5773")
    return MappingProxyType({key: read(f"{name}.{key}", value[key]) for key in COLOURS})


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "name": _text,
    "short_name": _text,
    "province": _text,
    "government": _text,
    "head_title": _text,
    "head_title_en": _text,
    "tagline": _text,
    "tagline_en": _text,
    "catalogue_title": _text,
    "catalogue_title_en": _text,
    "catalogue_description": _text,
    "catalogue_description_en": _text,
    "region_code": _matching(r"\d{2}\.\d{2}", "82.71"),
    "region_code_bps": _matching(r"\d{4}", "8271"),
    "timezone": _timezone,
    "timezone_label": _text,
    "languages": _languages,
    "walidata": _matching(OFFICE_CODE.pattern, "2.16.2.20.2.21.01.0000"),
    "contact_email": _matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", "satudata@kota.go.id"),
    "logo": _text,
    "colours": _colours,
}
