"""The ordinary ways an official name is written, so that alias files hold only the odd ones.

Case and doubled spaces are no spelling here: comparing ignores them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: What people put before the name of an area, by its level.
PREFIXES = {
    "provinsi": ("Provinsi", "Prov."),
    "kota": ("Pemerintah",),
    "kabupaten": ("Pemerintah",),
    "kecamatan": ("Kecamatan", "Kec."),
    "kelurahan": ("Kelurahan", "Kel."),
    "desa": ("Desa",),
}

#: A word that an official name carries and people leave out ("Kota Ternate Selatan").
OMITTED = {"kecamatan": "Kota "}


def area_spellings(name: str, level: str, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Spellings of an area's name other than the name itself, each once.

    "Kota Ternate Selatan" (kecamatan) gives "Ternate Selatan", "Kec. Ternate Selatan", …;
    "Ubo-Ubo" gives "Ubo Ubo" and "UboUbo", each also with "Kel." before it. `own` are spellings
    that follow no rule; they get the same treatment.
    """
    bare = [variant for text in (name, *own) for variant in _without_omitted(text, level)]
    hyphens = [variant for text in bare for variant in _hyphen_variants(text)]
    prefixed = [f"{prefix} {text}" for text in hyphens for prefix in PREFIXES.get(level, ())]
    return _others(name, [*hyphens, *prefixed])


def text_spellings(name: str, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Spellings of any other name: those given, and those with or without hyphens."""
    return _others(name, [variant for text in (name, *own) for variant in _hyphen_variants(text)])


def _without_omitted(text: str, level: str) -> Iterator[str]:
    yield text
    word = OMITTED.get(level, "")
    if word and text.startswith(word):
        yield text.removeprefix(word)


def _hyphen_variants(text: str) -> Iterator[str]:
    yield text
    if "-" in text:
        yield text.replace("-", " ")
        yield text.replace("-", "")
        yield text.replace("-", " - ")


def _others(name: str, spellings: Iterable[str]) -> tuple[str, ...]:
    once = {text.casefold(): text for text in reversed(list(spellings))}
    once.pop(name.casefold(), None)
    return tuple(sorted(once.values(), key=str.casefold))
