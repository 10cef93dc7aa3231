"""What people type, made fit to keep: no control characters, one form of each letter, bounded."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext

from datasets.rules.errors import Fault, Invalid

#: Longest note, reason or paragraph of metadata, in characters.
LONGEST = 20_000

_KEPT = "\n\t"
#: Controls, lone surrogates, and invisible formats such as direction overrides.
_DROPPED = frozenset({"Cc", "Cs", "Cf"})


def tidy(text: str) -> str:
    """`text` in NFC without controls (line breaks and tabs stay), trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in _KEPT or unicodedata.category(c) not in _DROPPED)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def one_line(text: str) -> str:
    """`tidy` text with every run of white space made one space."""
    return " ".join(tidy(text).split())


def note_of(text: str, field: str = "note", *, is_required: bool = False) -> str:
    """A note as it is kept. Raises Invalid where it is missing but required, or too long."""
    note = tidy(text)
    if is_required and not note:
        raise Invalid(Fault(field, "required", gettext("Tuliskan alasan atau catatannya.")))
    if len(note) > LONGEST:
        raise Invalid(Fault(field, "too_long", gettext("Terlalu panjang: paling banyak 20.000 huruf.")))
    return note
