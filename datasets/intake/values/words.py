"""Words with one meaning in many spellings: yes and no, headers, names in code lists."""

from __future__ import annotations

import re
import unicodedata

_TRUE = frozenset({"ya", "y", "true", "benar", "yes", "ada", "1", "√", "✓", "v"})
_FALSE = frozenset({"tidak", "t", "false", "salah", "no", "tidak ada", "tdk", "0", "n"})
#: Pairs that make a column boolean by themselves; `1` and `0` only where the dictionary says so.
_CERTAIN = frozenset({"ya", "tidak", "true", "false", "yes", "no", "benar", "salah", "tdk"})

_PREFIXES = re.compile(r"^(?:kecamatan|kelurahan|kec|kel|desa|kabupaten|kab|kota|provinsi|prov)\b\.? *")


def parse_boolean(text: str) -> str | None:
    """`Ya`, `Tidak`, `true`, `1`… as `true` or `false`."""
    word = text.lower()
    if word in _TRUE:
        return "true"
    return "false" if word in _FALSE else None


def is_boolean_word(text: str) -> bool:
    """Whether `text` can only mean yes or no."""
    return text.lower() in _CERTAIN


def normalised(text: str) -> str:
    """`text` for comparing: lower case, without accents, signs become single blanks."""
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", kept.casefold()))


def without_kind(name: str) -> str:
    """A normalised area name without `kec`, `kelurahan`, `kota`… before it."""
    return _PREFIXES.sub("", name) or name
