"""One style sheet for the browser from the many small files that people edit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

#: Public path → the files it is made of, in order; a name with * stands for all that match.
BUNDLES: dict[str, tuple[str, ...]] = {
    "css/satudata.css": ("css/tokens.css", "css/base.css", "css/parts/*.css")
}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def bundle(public: str) -> str:
    """The text of a bundle: its files in order, without comments and indentation."""
    root = Path(settings.BASE_DIR) / "static"
    files = [path for name in BUNDLES[public] for path in sorted(root.glob(name))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return _INDENT.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


class BundleFinder(BaseFinder):
    """Offers each bundle to collectstatic; nothing is written beside the sources."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing to set up."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Never on disk: bundles exist once collected."""
        return [] if find_all else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        """Each bundle, with a storage that makes it when opened."""
        storage = _BundleStorage(location=str(settings.BASE_DIR))
        return [(public, storage) for public in BUNDLES]


class _BundleStorage(FileSystemStorage):
    """A read-only storage whose files are put together when they are opened."""

    prefix = ""

    def get_modified_time(self, name: str) -> Any:
        """When the newest of the bundle's files changed."""
        root = Path(settings.BASE_DIR) / "static"
        files = [path for part in BUNDLES[name] for path in root.glob(part)]
        newest = max(files, key=lambda path: path.stat().st_mtime)
        return super().get_modified_time(str(newest))

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        return ContentFile(bundle(name).encode("utf-8"), name=name)
