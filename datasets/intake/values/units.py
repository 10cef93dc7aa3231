"""Units as offices write them: one name for each, so that only true differences are told."""

from __future__ import annotations

from collections.abc import Iterable

#: Other spellings of a unit, lower-cased → its usual name (DOMAIN §7 no. 33).
_SYNONYMS = {
    **dict.fromkeys(("%", "persen", "prosen", "pct", "percent"), "%"),
    **dict.fromkeys(("orang", "org", "jiwa"), "orang"),
    **dict.fromkeys(("kg", "kilo", "kilogram", "kgs"), "kg"),
    **dict.fromkeys(("ton", "tons", "t"), "ton"),
    **dict.fromkeys(("kw", "kwintal", "kuintal"), "kuintal"),
    **dict.fromkeys(("ha", "hektar", "hektare"), "ha"),
    **dict.fromkeys(("m2", "m²", "meter persegi"), "m2"),
    **dict.fromkeys(("km2", "km²", "kilometer persegi"), "km2"),
    **dict.fromkeys(("m3", "m³", "meter kubik", "kubik"), "m3"),
    **dict.fromkeys(("rp", "rupiah", "idr"), "Rp"),
    **dict.fromkeys(("kk", "keluarga"), "KK"),
    **dict.fromkeys(("l", "ltr", "liter", "litre"), "liter"),
}


def usual(unit: str) -> str:
    """The usual name of `unit`; an unknown one as it is written."""
    plain = " ".join(unit.split()).strip(".")
    return _SYNONYMS.get(plain.casefold(), plain)


def is_known(unit: str) -> bool:
    """Whether this is a spelling of a unit that offices use."""
    return " ".join(unit.split()).strip(".").casefold() in _SYNONYMS


def differ(first: str, second: str) -> bool:
    """Whether two units that are both known to somebody mean different things."""
    return bool(first and second) and usual(first).casefold() != usual(second).casefold()


def kinds_of(units: Iterable[str]) -> list[str]:
    """The different units among `units`, by their usual names; numbers without one are left out."""
    return sorted({usual(unit) for unit in units if unit.strip()}, key=str.casefold)
