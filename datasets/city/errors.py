"""CityError: one sentence, in Indonesian, that says which line of which city file is wrong."""

from __future__ import annotations

from pathlib import Path


class CityError(ValueError):
    """A city file is missing or says something it may not; the text is for the person who wrote it."""

    @classmethod
    def at(cls, path: Path, line: int, problem: str) -> CityError:
        """An error at one line (from 1, the header included) of `path`."""
        return cls(f"{path.name} baris {line}: {problem}")

    @classmethod
    def missing(cls, path: Path) -> CityError:
        """An error for a file that is not there."""
        return cls(
            f"Berkas kota {path} tidak ditemukan. Periksa CITY_DIR, atau salin berkas dari kota contoh."
        )
