"""Tags as other catalogues may call them, and which of ours each name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from datasets.rules.access import Viewer, published_datasets

#: Letters, digits, spaces, `-`, `_` and `.`; 2 to 100 of them (CKAN's rule, INTEROP §3).
_STRANGE = re.compile(r"[^\w .-]+")
_LEAST, _MOST = 2, 100


def tag_name(tag: str) -> str:
    """The name of a tag; '' where too little of it is left."""
    name = " ".join(_STRANGE.sub(" ", tag).split())[:_MOST].strip()
    return name if len(name) >= _LEAST else ""


def tag_names(tags: Iterable[str]) -> list[str]:
    """The names of tags, each once, in order."""
    return list(dict.fromkeys(name for tag in tags if (name := tag_name(tag))))


def tags_by_name(viewer: Viewer) -> dict[str, list[str]]:
    """Every tag of the published datasets, as written, by its name; names ascending."""
    found: dict[str, set[str]] = {}
    for tags in published_datasets(viewer).order_by().values_list("tags", flat=True):
        for tag in tags:
            if name := tag_name(tag):
                found.setdefault(name, set()).add(tag)
    return {name: sorted(found[name]) for name in sorted(found)}
