"""Values against a code list: codes as they are, names and other spellings, near misses."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from datasets.intake.schema import CodeSet
from datasets.intake.values.words import normalised, without_kind
from datasets.vocab import ColumnType

_SUGGESTIONS = 3
_LEAST_LIKE = 0.6


@dataclass
class CodeLookup:
    """Finds the code that a value means. A column of codes holds codes, one of text the names."""

    codeset: CodeSet
    type: ColumnType
    _codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, name in self.codeset.names.items():
            for text in (code, _undotted(code), name):
                self._add(text, code)
        for alias, code in self.codeset.aliases.items():
            self._add(alias, code)

    def official(self, value: str) -> str | None:
        """The code (or, in a column of text, the official name) meant by `value`; None: unknown."""
        if value not in self._known:
            code = self._code_of(value)
            shows_code = self.type is ColumnType.CODE
            self._known[value] = code if code is None or shows_code else self.codeset.names[code]
        return self._known[value]

    def suggestions(self, value: str) -> list[tuple[str, str]]:
        """Up to three entries that look like `value`: what to write in its place, and how to show it."""
        wanted = without_kind(normalised(value))
        near = difflib.get_close_matches(wanted, list(self._codes), _SUGGESTIONS * 3, _LEAST_LIKE)
        codes = [code for text in near for code in sorted(self._codes[text])]
        by_name = {self._shown(code): self._written(code) for code in reversed(list(dict.fromkeys(codes)))}
        return [(written, shown) for shown, written in reversed(by_name.items())][:_SUGGESTIONS]

    def _written(self, code: str) -> str:
        """The name in a column of names, unless several places bear it; else the code."""
        name = self.codeset.names[code]
        return name if self.type is not ColumnType.CODE and self.official(name) == name else code

    def _code_of(self, value: str) -> str | None:
        if value in self.codeset.names:
            return value
        whole = self._codes.get(normalised(value), set())
        found = whole if len(whole) == 1 else self._codes.get(without_kind(normalised(value)), whole)
        found = found or self._padded(value)
        return next(iter(found)) if len(found) == 1 else None

    def _padded(self, value: str) -> set[str]:
        """A code that lost its leading zeros on its way through a spreadsheet."""
        digits = value.removesuffix(".0")
        if not digits.isdecimal():
            return set()
        return {
            code for code in self.codeset.names if code.isdecimal() and code.lstrip("0") == digits.lstrip("0")
        }

    def _shown(self, code: str) -> str:
        name = self.codeset.names[code]
        return f"{code} ({name})" if self.type is ColumnType.CODE and name != code else name

    def _add(self, text: str, code: str) -> None:
        plain = normalised(text)
        for key in {plain, without_kind(plain)} - {""}:
            self._codes[key].add(code)


def match_share(values: Collection[str], codeset: CodeSet) -> float:
    """Share of distinct `values` that the code list knows as code, name or other spelling."""
    lookup = CodeLookup(codeset, ColumnType.CODE)
    known = sum(lookup.official(value) is not None for value in values)
    return known / len(values) if values else 0.0


def _undotted(code: str) -> str:
    return code.replace(".", "") if code.replace(".", "").isdecimal() else code
