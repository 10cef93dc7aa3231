"""Static files: hashed names and compressed copies; of node_modules only what is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class VendorFinder(BaseFinder):
    """Publishes exactly the files of `VENDOR_ASSETS` {public path: path under the project}."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._base = Path(settings.BASE_DIR)
        self._assets: dict[str, str] = settings.VENDOR_ASSETS

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """One error for each file that `npm ci` should have brought and did not."""
        return [
            Error(f"{source} tidak ada.", hint="Jalankan `npm ci` (atau `make up`).", id="satudata.E001")
            for source in self._assets.values()
            if not (self._base / source).is_file()
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind a public path; [] where there is none."""
        source = self._assets.get(path)
        found = [str(self._base / source)] if source and (self._base / source).is_file() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        """Every named file, each with a storage rooted at its folder under its public name."""
        storage = _NamedStorage(self._base, self._assets)
        return [(public, storage) for public in self._assets]


class _NamedStorage(FileSystemStorage):
    """A read-only storage that answers public names with files elsewhere."""

    prefix = ""

    def __init__(self, base: Path, names: dict[str, str]) -> None:
        super().__init__(location=str(base))
        self._names = names

    def path(self, name: str) -> str:
        return str(Path(self.location) / self._names.get(name, name))


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes names, and follows relative imports of our own ES modules only.

    Without the second pattern django-htmx's extensions, which import what is not shipped, would
    stop collectstatic.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns: ClassVar[Any] = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
    manifest_strict = True
