"""Reading the city's TOML tables: every wrong value is named by file, table and key."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from datasets.city.errors import CityError

Word = TypeVar("Word", bound=StrEnum)


class Entry:
    """One table of a TOML file, read key by key; `done` refuses the keys nobody asked for."""

    def __init__(self, path: Path, where: str, values: dict[str, Any]) -> None:
        self.path = path
        self.where = where
        self._values = dict(values)

    def error(self, key: str, problem: str) -> CityError:
        """An error that names the file, the table and the key."""
        place = f"{self.where}.{key}" if self.where else key
        return CityError(f"{self.path.name}: {place} {problem}")

    def text(self, key: str) -> str:
        """A text that may not be empty."""
        text = self.optional(key)
        if not text:
            raise self.error(key, "belum diisi.")
        return text

    def optional(self, key: str, default: str = "") -> str:
        """A text, `default` where the key is not there."""
        value = self._values.pop(key, default)
        if not isinstance(value, str):
            raise self.error(key, "harus berupa teks di antara tanda kutip.")
        return value.strip()

    def matching(self, key: str, pattern: re.Pattern[str], example: str) -> str:
        """A text that must match `pattern` from end to end."""
        text = self.text(key)
        if not pattern.fullmatch(text):
            raise self.error(key, f'"{text}" tidak dikenali. Contoh yang benar: {example}.')
        return text

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """A code of `words`."""
        text = self.text(key) if default is None else self.optional(key, default)
        try:
            return words(text)
        except ValueError:
            known = ", ".join(word.value for word in words)
            raise self.error(key, f'"{text}" tidak dikenal. Pilih salah satu: {known}.') from None

    def flag(self, key: str) -> bool:
        """true or false; false where the key is not there."""
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "harus true atau false.")
        return value

    def number(self, key: str) -> Decimal | None:
        """A number; None where the key is not there."""
        value = self._values.pop(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, "harus berupa angka tanpa tanda kutip.")
        return Decimal(str(value))

    def whole(self, key: str) -> int | None:
        """A whole number; None where the key is not there."""
        number = self.number(key)
        if number is not None and number != int(number):
            raise self.error(key, "harus berupa bilangan bulat.")
        return None if number is None else int(number)

    def day(self, key: str) -> date | None:
        """A date written 2027-06-30 without quotes; None where the key is not there."""
        value = self._values.pop(key, None)
        if value is not None and type(value) is not date:
            raise self.error(key, "harus berupa tanggal tanpa tanda kutip, misalnya 2027-06-30.")
        return value

    def several(self, key: str, kind: type = str) -> tuple[Any, ...]:
        """A list of texts, or of another `kind`; empty where the key is not there."""
        values = self._values.pop(key, [])
        if not isinstance(values, list) or any(type(value) is not kind for value in values):
            raise self.error(key, "harus berupa daftar di antara [ dan ].")
        return tuple(values)

    def part(self, key: str) -> Entry:
        """The table `[key]` inside this one."""
        values = self._values.pop(key, {})
        if not isinstance(values, dict):
            raise self.error(key, f"harus berupa tabel [{key}].")
        return Entry(self.path, key, values)

    def parts(self, key: str) -> list[Entry]:
        """The tables `[[key]]` inside this one."""
        tables = self._values.pop(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.error(key, f"harus berupa tabel [[{key}]].")
        return [Entry(self.path, f"{key} {n}", table) for n, table in enumerate(tables, 1)]

    def rest(self) -> list[str]:
        """The keys that nobody asked for yet."""
        return sorted(self._values)

    def done(self) -> None:
        """Refuse the keys that nobody asked for: most often a slip of the pen."""
        if self._values:
            raise self.error(", ".join(self.rest()), "tidak dikenal. Periksa ejaannya.")


def read_entry(path: Path) -> Entry:
    """The whole of a TOML file as one entry."""
    try:
        return Entry(path, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise CityError.missing(path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CityError(f"{path.name} bukan TOML yang sah: {error}.") from None
